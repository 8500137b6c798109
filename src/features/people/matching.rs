//! When two records look like one person: pure over what is known of both. It warns and never decides.
//!
//! Few surnames serve a whole country: a name with a birth year alone is never enough.
use std::collections::BTreeSet;

use crate::base::{
    birth::BirthDate,
    id::HouseholdId,
    identity::{CardNumber, CitizenId, InsuranceNumber, Sex},
    phone::Phone,
};

/// What is compared.
#[derive(Debug, Clone)]
pub struct Look {
    /// The folded name.
    pub name_key: String,
    pub sex: Option<Sex>,
    pub birth: Option<BirthDate>,
    pub household_id: HouseholdId,
    pub citizen_id: Option<CitizenId>,
    pub insurance_number: Option<InsuranceNumber>,
    pub card_number: Option<CardNumber>,
    pub phone: Option<Phone>,
}

/// From how many points on somebody should look.
pub const WORTH_A_LOOK: i32 = 60;
const SAME_NAME: i32 = 40;
const ALIKE_NAME: i32 = 25;
const SAME_DAY: i32 = 35;
const SAME_MONTH: i32 = 25;
const SAME_YEAR: i32 = 15;
const OTHER_YEAR: i32 = -30;
const SAME_HOUSEHOLD: i32 = 20;
const SAME_PHONE: i32 = 20;
const OTHER_SEX: i32 = -25;

/// How alike two records are, 0 to 100.
pub fn score(a: &Look, b: &Look) -> i32 {
    if same_number(a, b) {
        return 100;
    }
    let name = name_points(&a.name_key, &b.name_key);
    if name == 0 {
        return 0;
    }
    let household = if a.household_id == b.household_id { SAME_HOUSEHOLD } else { 0 };
    let phone = if equal(a.phone.as_ref(), b.phone.as_ref()) { SAME_PHONE } else { 0 };
    let sex = if a.sex.zip(b.sex).is_some_and(|(a, b)| a != b) { OTHER_SEX } else { 0 };
    (name + birth_points(a.birth, b.birth) + household + phone + sex).clamp(0, 100)
}

fn equal<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    a.is_some() && a == b
}

/// A card that has the citizen's or the insurance number in it counts as that number too.
fn same_number(a: &Look, b: &Look) -> bool {
    equal(a.citizen_id().as_ref(), b.citizen_id().as_ref())
        || equal(a.insurance_number().as_ref(), b.insurance_number().as_ref())
        || equal(a.card_number.as_ref(), b.card_number.as_ref())
}

impl Look {
    fn citizen_id(&self) -> Option<CitizenId> {
        self.citizen_id.clone().or_else(|| self.card_number.as_ref()?.citizen_id())
    }
    fn insurance_number(&self) -> Option<InsuranceNumber> {
        self.insurance_number.clone().or_else(|| self.card_number.as_ref()?.insurance_number())
    }
}

/// The same words; or the same given name and at least half of all words.
fn name_points(a: &str, b: &str) -> i32 {
    if a == b {
        return SAME_NAME;
    }
    let (one, two): (BTreeSet<&str>, BTreeSet<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (shared, all) = (one.intersection(&two).count(), one.union(&two).count());
    let given_name = |name: &str| name.rsplit(' ').next().map(str::to_owned);
    if given_name(a) == given_name(b) && shared * 2 >= all { ALIKE_NAME } else { 0 }
}

fn birth_points(a: Option<BirthDate>, b: Option<BirthDate>) -> i32 {
    let Some((a, b)) = a.zip(b) else { return 0 };
    let days = a.day().zip(b.day()).map(|(a, b)| a == b);
    let months = a.month().zip(b.month()).map(|(a, b)| a == b);
    match (a.year() == b.year(), months, days) {
        (false, _, _) => OTHER_YEAR,
        (true, _, Some(true)) => SAME_DAY,
        (true, _, Some(false)) | (true, Some(false), None) => 0,
        (true, Some(true), None) => SAME_MONTH,
        (true, None, None) => SAME_YEAR,
    }
}

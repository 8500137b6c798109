//! The households of the sample: everybody is called "Mẫu" and has numbers that nobody in the country can have.
use super::{
    super::dice::{Dice, id},
    calendar::Calendar,
    places::{Commune, LABEL, Places},
    size::Amounts,
};
use crate::{
    base::{
        Day, Error, Id, Result,
        birth::BirthDate,
        id::{AreaId, HouseholdId, PersonId},
        identity::{CitizenId, Sex},
        phone::Phone,
        scheme::Scheme,
        text::{Code, Line},
    },
    db::Tx,
    features::people::{Cover, CoverSource, CoverState, CreateHousehold, CreatePerson, GroupClaim, write_bulk::Bulk},
};

/// Family names.
const FAMILIES: &[&str] = &["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"];
/// Given names of men.
const MEN: &[&str] =
    &["An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hùng", "Khánh", "Long", "Minh", "Nam", "Phúc", "Quân", "Sơn"];
/// Given names of women.
const WOMEN: &[&str] =
    &["Ánh", "Chi", "Diệp", "Dung", "Hà", "Hạnh", "Hoa", "Huệ", "Lan", "Liên", "Mai", "Ngọc", "Phượng", "Thảo"];
/// How many live together, by how often.
const TOGETHER: &[(f64, usize)] = &[(8.0, 1), (17.0, 2), (25.0, 3), (28.0, 4), (14.0, 5), (8.0, 6)];
/// Households that are near-poor.
const NEAR_POOR: f64 = 0.06;
/// Households in which somebody has no health insurance.
const UNCOVERED: f64 = 0.55;
/// Households that asked not to be called on.
const LEFT_ALONE: f64 = 0.005;
/// The first three digits of every citizen number here: no province and no country.
const NO_PLACE: &str = "999";
/// The first four digits of every telephone number here: given to no operator.
const NO_OPERATOR: &str = "0500";
/// So many days before the first visit the register is brought in.
pub const REGISTERED_DAYS: i64 = 6;

/// Somebody of the sample.
#[derive(Debug, Clone)]
pub struct Resident {
    pub id: PersonId,
    pub name: String,
    pub sex: Sex,
    pub born: Day,
    pub relation: &'static str,
    /// What tells the numbers of this person from those of all others.
    pub number: usize,
}

/// A household of the sample.
#[derive(Debug, Clone)]
pub struct Home {
    pub id: HouseholdId,
    pub commune: usize,
    pub hamlet: usize,
    pub area_id: AreaId,
    /// Its place in its hamlet.
    pub n: usize,
    pub uncovered: bool,
    pub near_poor: bool,
    pub left_alone: bool,
    pub people: Vec<Resident>,
}

/// How many households each commune has.
fn shares(places: &Places, amounts: &Amounts) -> Vec<usize> {
    let all: i64 = places.communes.iter().map(|commune| commune.people).sum();
    let (mut left, mut people_left) = (i64::try_from(amounts.households).unwrap_or(0), all.max(1));
    let share = |commune: &Commune| {
        let own = left * commune.people / people_left.max(1);
        left -= own;
        people_left -= commune.people;
        usize::try_from(own).unwrap_or(0)
    };
    places.communes.iter().map(share).collect()
}

/// Every household, commune by commune.
///
/// # Errors
/// Never, unless by a mistake of ours.
pub fn homes(places: &Places, amounts: &Amounts, calendar: &Calendar) -> Result<Vec<Vec<Home>>> {
    let mut number = 0;
    let mut all = Vec::with_capacity(places.communes.len());
    for (commune, count) in places.communes.iter().zip(shares(places, amounts)) {
        let mut dice = Dice::of("homes", commune.n);
        let mut own = Vec::with_capacity(count);
        for n in 0..count {
            own.push(home(&mut dice, commune, n, &mut number, calendar.first.plus_days(-REGISTERED_DAYS))?);
        }
        all.push(own);
    }
    Ok(all)
}

fn home(dice: &mut Dice, commune: &Commune, n: usize, number: &mut usize, on: Day) -> Result<Home> {
    let hamlet = n % commune.hamlets.len().max(1);
    let count = dice.weighted(TOGETHER, 3);
    let family = dice.one(FAMILIES, "Nguyễn");
    let head_age = dice.between(26, 74);
    let mut people = Vec::with_capacity(count);
    for k in 0..count {
        let (relation, age) = match k {
            0 => ("head", head_age),
            1 => ("spouse", (head_age + dice.between(-4, 3)).max(20)),
            _ if head_age > 58 && k > 2 => ("grandchild", dice.between(0, 14)),
            _ => ("child", dice.between(0, (head_age - 20).clamp(1, 35))),
        };
        let sex = if dice.chance(0.5) { Sex::Male } else { Sex::Female };
        let given = if sex == Sex::Male { dice.one(MEN, "An") } else { dice.one(WOMEN, "Hoa") };
        *number += 1;
        people.push(Resident {
            id: id("person", *number, on)?,
            name: format!("Mẫu {family} {given}"),
            sex,
            born: on.minus_months(u32::try_from(age * 12).unwrap_or(0)).plus_days(-dice.between(1, 330)),
            relation,
            number: *number,
        });
    }
    Ok(Home {
        id: id("household", commune.n * 100_000 + n, on)?,
        commune: commune.n,
        hamlet,
        area_id: commune.hamlets.get(hamlet).copied().unwrap_or(commune.id),
        n: n / commune.hamlets.len().max(1),
        uncovered: dice.chance(UNCOVERED),
        near_poor: dice.chance(NEAR_POOR),
        left_alone: dice.chance(LEFT_ALONE),
        people,
    })
}

impl Resident {
    /// How old on a day.
    pub fn age(&self, on: Day) -> i64 {
        let had = (on.month(), on.day_of_month()) >= (self.born.month(), self.born.day_of_month());
        i64::from(on.year() - self.born.year()) - i64::from(!had)
    }
    fn citizen(&self) -> Option<CitizenId> {
        let century = if self.born.year() >= 2000 { 2 } else { 0 };
        let digit = century + i32::from(self.sex == Sex::Female);
        CitizenId::parse(&format!("{NO_PLACE}{digit}{:02}{:06}", self.born.year() % 100, self.number % 1_000_000))
    }
    fn phone(&self) -> Option<Phone> {
        Phone::parse(&format!("{NO_OPERATOR}{:06}", self.number % 1_000_000))
    }
}

/// A text that is short enough, as a line.
///
/// # Errors
/// Never, unless by a mistake of ours.
pub fn line<const MAX: usize>(text: &str) -> Result<Line<MAX>> {
    Line::parse(text).ok_or_else(|| Error::internal(format_args!("no line: {text}")))
}

/// Writes the households of a commune.
///
/// # Errors
/// When the database fails.
pub fn write(tx: &mut Tx, homes: &[Home]) -> Result<()> {
    let (mut bulk, today, now) = (Bulk::default(), tx.today(), tx.now());
    for home in homes {
        let Some(head) = home.people.first() else { continue };
        let address =
            format!("Số {}, Thôn Mẫu {}, Xã Mẫu {:02} {LABEL}", home.n + 1, home.hamlet + 1, home.commune + 1);
        let house = CreateHousehold {
            id: Some(home.id),
            area_id: home.area_id,
            name: line(&head.name)?,
            code: None,
            house_number: Some(line(&(home.n + 1).to_string())?),
            address: Some(line(&address)?),
            landmark: None,
            location: None,
            do_not_contact: home.left_alone,
            status: None,
            note: None,
        };
        bulk.household(tx, house)?;
        for (k, somebody) in home.people.iter().enumerate() {
            let born = somebody.born;
            let birth = BirthDate::of(born.year(), Some(born.month()), Some(born.day_of_month()), today.year());
            let person = CreatePerson {
                id: Some(somebody.id),
                household_id: home.id,
                full_name: line(&somebody.name)?,
                birth,
                sex: Some(somebody.sex),
                relation: Code::parse(somebody.relation),
                citizen_id: somebody.citizen(),
                insurance_number: None,
                card_number: None,
                phone: (k == 0 && home.n % 4 != 3).then(|| somebody.phone()).flatten(),
                do_not_contact: home.left_alone,
                status: None,
                note: None,
            };
            bulk.person(tx, home.area_id, person)?;
        }
        if home.near_poor {
            bulk.claim(GroupClaim {
                id: Id::new(),
                household_id: home.id,
                person_id: None,
                area_id: home.area_id,
                group_code: "near_poor".into(),
                valid_from: today.year_start(),
                valid_to: None,
                evidence_number: None,
                evidence_on: None,
                recorded_by: None,
                created_at: now,
                rev: 1,
            });
        }
        bulk.cover(Cover {
            id: Id::new(),
            person_id: head.id,
            area_id: home.area_id,
            scheme: Scheme::Bhyt,
            state: if home.uncovered { CoverState::None } else { CoverState::Covered },
            valid_from: None,
            valid_to: None,
            known_on: today,
            source: CoverSource::Import,
            recorded_by: None,
            created_at: now,
        });
    }
    bulk.write(tx)
}

//! Who and what is on a paper, and what each line says: read some hundred at a time, so that a hundred thousand people
//! take no more memory than a few.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    layout::PaperKind,
    line::{Line, Move},
    model::Paper,
    model_lines::{Ending, Issued, SignUp},
    numbering, queries, queries_lines,
    saying::{self, Beside, Someone},
};
use crate::{
    access::Scope,
    base::{
        Result,
        id::{AreaId, EnrolmentId, EnrolmentStepId, HouseholdId, KeptQuoteId, PersonId, ReceiptId, UserId},
        scheme::Scheme,
    },
    db::{Conn, Seals},
    features::{
        enrolments::{self, Reversal, lifecycle::Step},
        lists::{self, List},
        people::{
            Household, Person,
            sealing::{HouseholdSecrets, PersonSecrets},
        },
        quotes::kept::{self, Supported},
        rates::{self, LawBook, RateKind},
    },
};

/// Something that has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A member of a batch.
    Member(EnrolmentId),
    /// A stop or a refund.
    Ending(EnrolmentStepId, EnrolmentId),
    /// A receipt.
    Receipt(ReceiptId, EnrolmentId),
    /// What was paid back.
    Refund(EnrolmentId),
    /// Somebody of a household, with what stands for them.
    Resident(PersonId, Option<EnrolmentId>),
}

impl Entry {
    fn sign_up(self) -> Option<EnrolmentId> {
        match self {
            Self::Member(of) | Self::Ending(_, of) | Self::Receipt(_, of) | Self::Refund(of) => Some(of),
            Self::Resident(_, of) => of,
        }
    }
    /// The step that the paper tells of.
    pub fn step(self) -> Option<EnrolmentStepId> {
        if let Self::Ending(step, _) = self { Some(step) } else { None }
    }
}

/// Everything on a paper, in order.
#[derive(Debug, Default)]
pub struct Plan {
    pub entries: Vec<(Move, Entry)>,
    /// Members of its batches that are not on it.
    pub left_out: i64,
}

/// What is on a paper.
///
/// # Errors
/// When the database fails.
pub fn plan(conn: &mut Conn, scope: &Scope, paper: &Paper) -> Result<Plan> {
    let (whose, span) = ((paper.organisation_id, paper.area_id), (paper.from_day, paper.to_day));
    if let Some(scheme) = paper.paper.scheme() {
        return of_batches(conn, scope, paper, scheme);
    }
    let entries = match paper.household_id {
        Some(household) => {
            let stands = (paper.organisation_id, household);
            let standing = queries_lines::standing_of(conn, scope, stands, Scheme::BhytHgd)?;
            let people = queries_lines::residents(conn, scope, household)?;
            let entry = |person: PersonId| Entry::Resident(person, standing.get(&person).copied());
            people.into_iter().map(|person| (Move::Continued, entry(person))).collect()
        }
        None => {
            let mut receipts = queries_lines::receipts(conn, scope, whose, span)?;
            receipts.sort_by_cached_key(|(number, id, _)| (numbering::order(number), *id));
            let refunds = queries_lines::refunds(conn, scope, whose, span)?;
            let issued = receipts.into_iter().map(|(_, id, of)| (Move::Started, Entry::Receipt(id, of)));
            issued.chain(refunds.into_iter().map(|of| (Move::Ended, Entry::Refund(of)))).collect()
        }
    };
    Ok(Plan { entries, left_out: 0 })
}

fn of_batches(conn: &mut Conn, scope: &Scope, paper: &Paper, scheme: Scheme) -> Result<Plan> {
    let whose = (paper.organisation_id, paper.area_id);
    let batches = queries::batches_of(conn, paper.id)?;
    let members = queries_lines::members(conn, scope, whose, &batches)?;
    let handed_in = queries::members_of(conn, &batches)?;
    let left_out = handed_in - i64::try_from(members.len()).unwrap_or(handed_in);
    let endings = queries_lines::untold_endings(conn, scope, whose, scheme)?;
    let members = members.into_iter().map(|(_, id, kind)| (saying::movement(kind), Entry::Member(id)));
    let endings = endings.into_iter().map(|(step, of)| (Move::Ended, Entry::Ending(step, of)));
    Ok(Plan { entries: members.chain(endings).collect(), left_out })
}

/// Reads what lines say.
pub struct Reader<'a> {
    conn: &'a mut Conn,
    scope: &'a Scope,
    seals: &'a Seals,
    on_cards: bool,
    law: LawBook,
    law_n: i64,
    groups: BTreeMap<String, String>,
    relations: BTreeMap<String, String>,
    reasons: BTreeMap<String, String>,
    places: HashMap<AreaId, String>,
    collectors: HashMap<UserId, String>,
}

/// What is known of some hundred entries.
struct Known {
    sign_ups: BTreeMap<EnrolmentId, SignUp>,
    people: BTreeMap<PersonId, Someone>,
    receipts: BTreeMap<ReceiptId, Issued>,
    /// The receipt of each that stands.
    standing: BTreeMap<EnrolmentId, ReceiptId>,
    endings: BTreeMap<EnrolmentStepId, Ending>,
    paid_back: BTreeMap<EnrolmentId, Reversal>,
    answers: HashMap<KeptQuoteId, Vec<Supported>>,
}

impl<'a> Reader<'a> {
    /// A reader for this kind of paper.
    ///
    /// # Errors
    /// When the database fails.
    pub fn new(conn: &'a mut Conn, scope: &'a Scope, seals: &'a Seals, paper: PaperKind) -> Result<Self> {
        let mut reasons = lists::names(conn, List::StopReason)?;
        reasons.extend(lists::names(conn, List::RefundReason)?);
        Ok(Self {
            law: rates::book(conn)?,
            law_n: rates::law_number(conn)?,
            groups: lists::names(conn, List::Group)?,
            relations: lists::names(conn, List::Relation)?,
            reasons,
            places: HashMap::new(),
            collectors: HashMap::new(),
            on_cards: matches!(paper, PaperKind::D03Ts | PaperKind::HouseholdMembers),
            conn,
            scope,
            seals,
        })
    }

    /// The lines of some hundred entries, in their order. What went out of reach meanwhile has none.
    ///
    /// # Errors
    /// When a value does not open where it stands, or the database fails.
    pub fn lines(&mut self, entries: &[Entry]) -> Result<Vec<Line>> {
        let known = self.known(entries)?;
        Ok(entries.iter().filter_map(|entry| self.line(&known, *entry)).collect())
    }

    fn known(&mut self, entries: &[Entry]) -> Result<Known> {
        let ids: Vec<EnrolmentId> = entries.iter().filter_map(|entry| entry.sign_up()).collect();
        let steps: Vec<EnrolmentStepId> = entries.iter().filter_map(|entry| entry.step()).collect();
        let sign_ups = queries_lines::sign_ups(self.conn, self.scope, &ids)?;
        let mut persons: BTreeSet<PersonId> = sign_ups.values().map(|row| row.person_id).collect();
        persons.extend(entries.iter().filter_map(|entry| match entry {
            Entry::Resident(person, _) => Some(*person),
            _ => None,
        }));
        let receipts = queries_lines::receipts_of(self.conn, &ids)?;
        let standing = receipts.iter().filter(|receipt| receipt.voided_at.is_none());
        let standing = standing.map(|receipt| (receipt.enrolment_id, receipt.id)).collect();
        let gives_back = entries.iter().any(|entry| matches!(entry, Entry::Refund(_) | Entry::Ending(..)));
        self.learn_collectors(&sign_ups)?;
        Ok(Known {
            people: self.people(&persons.into_iter().collect::<Vec<_>>())?,
            endings: queries_lines::endings(self.conn, &steps)?,
            paid_back: if gives_back { enrolments::reversals(self.conn, &ids)? } else { BTreeMap::new() },
            answers: self.answers(&sign_ups)?,
            sign_ups,
            receipts: receipts.into_iter().map(|receipt| (receipt.id, receipt)).collect(),
            standing,
        })
    }

    fn learn_collectors(&mut self, sign_ups: &BTreeMap<EnrolmentId, SignUp>) -> Result<()> {
        let of = sign_ups.values().filter_map(|row| row.collector_id);
        let new: BTreeSet<UserId> = of.filter(|id| !self.collectors.contains_key(id)).collect();
        if !new.is_empty() {
            let found = queries_lines::usernames(self.conn, &new.into_iter().collect::<Vec<_>>())?;
            self.collectors.extend(found);
        }
        Ok(())
    }

    fn answers(&mut self, sign_ups: &BTreeMap<EnrolmentId, SignUp>) -> Result<HashMap<KeptQuoteId, Vec<Supported>>> {
        let ids: BTreeSet<KeptQuoteId> = sign_ups.values().map(|row| row.kept_quote_id).collect();
        let rows = queries_lines::answers(self.conn, self.scope, &ids.into_iter().collect::<Vec<_>>())?;
        rows.into_iter().map(|(id, sealed)| Ok((id, kept::supported(self.seals, &id, &sealed)?))).collect()
    }

    fn people(&mut self, ids: &[PersonId]) -> Result<BTreeMap<PersonId, Someone>> {
        let people = queries_lines::people(self.conn, self.scope, ids)?;
        let homes: BTreeSet<HouseholdId> = people.values().map(|person| person.household_id).collect();
        let homes = queries_lines::homes(self.conn, self.scope, &homes.into_iter().collect::<Vec<_>>())?;
        let mut addresses = HashMap::new();
        for (id, home) in &homes {
            addresses.insert(*id, self.address(home)?);
        }
        people.into_iter().map(|(id, person)| Ok((id, self.someone(&person, &addresses)?))).collect()
    }

    fn someone(&self, person: &Person, addresses: &HashMap<HouseholdId, String>) -> Result<Someone> {
        let secrets = PersonSecrets::open(self.seals, person)?;
        let relation = person.relation.as_ref();
        Ok(Someone {
            full_name: person.full_name.clone(),
            insurance_number: secrets.insurance_number.map(|number| number.as_str().to_owned()),
            citizen_number: secrets.citizen_id.map(|number| number.as_str().to_owned()),
            birth: secrets.birth,
            sex: person.sex,
            address: addresses.get(&person.household_id).cloned(),
            relation: relation.map(|code| self.relations.get(code).unwrap_or(code).clone()),
        })
    }

    /// House number, what is sealed of the address, and the names of the areas.
    fn address(&mut self, home: &Household) -> Result<String> {
        if !self.places.contains_key(&home.area_id) {
            let names = queries_lines::names_up(self.conn, home.area_id)?;
            self.places.insert(home.area_id, names.join(", "));
        }
        let place = self.places.get(&home.area_id).cloned().unwrap_or_default();
        let number = home.house_number.as_ref().map(|number| format!("Số {number}"));
        let parts = [number, HouseholdSecrets::open(self.seals, home)?.address, Some(place)];
        Ok(parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
    }

    fn line(&self, known: &Known, entry: Entry) -> Option<Line> {
        let sign_up = entry.sign_up().and_then(|id| known.sign_ups.get(&id));
        if let Entry::Resident(person, _) = entry {
            let who = known.people.get(&person)?;
            return Some(sign_up.map_or_else(|| saying::resident(who), |own| self.member(known, who, own)));
        }
        let sign_up = sign_up?;
        let line = self.member(known, known.people.get(&sign_up.person_id)?, sign_up);
        let back = known.paid_back.get(&sign_up.id);
        match entry {
            Entry::Member(_) | Entry::Resident(..) => Some(line),
            Entry::Ending(step, _) => {
                let ending = known.endings.get(&step)?;
                let back = back.filter(|_| ending.to_step == Step::Refunded);
                Some(saying::ended(line, ending, back, self.reason(ending.reason.as_deref())))
            }
            Entry::Receipt(id, _) => {
                let issued = known.receipts.get(&id)?;
                Some(saying::receipt(line, issued))
            }
            Entry::Refund(_) => {
                let back = back?;
                Some(saying::refund(line, back, self.reason(Some(&back.reason))))
            }
        }
    }

    fn reason<'r>(&'r self, code: Option<&'r str>) -> &'r str {
        code.map(|code| self.reasons.get(code).map_or(code, String::as_str)).unwrap_or_default()
    }

    fn member(&self, known: &Known, who: &Someone, sign_up: &SignUp) -> Line {
        let answer = known.answers.get(&sign_up.kept_quote_id);
        let supported = answer.and_then(|members| members.iter().find(|own| own.key == sign_up.member_key));
        let won = supported.and_then(|own| own.group_won.as_ref()).map(|won| won.group.as_str());
        let base = self.law.on(RateKind::BaseSalary, "", sign_up.quoted_on, self.law_n);
        saying::member(
            who,
            sign_up,
            Beside {
                receipt: known.standing.get(&sign_up.id).and_then(|id| known.receipts.get(id)),
                supported,
                group: won.map(|code| self.groups.get(code).map_or(code, String::as_str)),
                base_vnd: base.filter(|_| self.on_cards).and_then(|fact| fact.value),
                collector: sign_up.collector_id.and_then(|id| self.collectors.get(&id)).map(String::as_str),
            },
        )
    }
}

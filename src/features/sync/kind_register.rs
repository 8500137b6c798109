//! Households and people on phones.
use serde_json::{Map, Value, json};

use super::{
    kinds::{Arrival, Edit, Fields, Looking, Outcomes, RecordKind, Seen, Shown, Turn, Which, body, one_by_one, shown},
    queries_kinds as queries,
    three_way::FieldClass,
};
use crate::{
    access::{Permission, Scope},
    base::{Error, Result},
    db::{Conn, Seals, Tx},
    features::{
        areas,
        people::{
            self, ChangeHousehold, ChangePerson, CreateHousehold, CreatePerson, Household, Person, PersonRow,
            sealing::{HouseholdSecrets, PersonSecrets},
            write,
        },
    },
    rest::from_json,
};

/// Where people are found and lost again.
const MOVES: &[(&str, &str)] = &[
    ("active", "moved"),
    ("moved", "active"),
    ("active", "gone"),
    ("gone", "active"),
    ("active", "died"),
    ("moved", "died"),
    ("moved", "gone"),
];
/// Nobody calls at a door that asked not to be called at.
const CONTACT: FieldClass<'static> = FieldClass::Restrictive(&["false", "true"]);

pub const HOUSEHOLD: RecordKind = RecordKind {
    entity: "household",
    turn: Turn::Round(0),
    right: Permission::SyncUse,
    parents: &[],
    known: queries::known_households,
    create: create_households,
    late: false,
    edit: Some(Edit {
        classes: &[
            ("area_id", FieldClass::Plain),
            ("name", FieldClass::Plain),
            ("code", FieldClass::Plain),
            ("house_number", FieldClass::Plain),
            ("address", FieldClass::Plain),
            ("landmark", FieldClass::Plain),
            ("location", FieldClass::Plain),
            ("do_not_contact", CONTACT),
            ("status", FieldClass::Status(MOVES)),
            ("note", FieldClass::Note),
        ],
        masked: &[],
        read: read_household,
        write: write_household,
    }),
    private: &[],
    acts: &[],
    seen: Some(Seen { right: Permission::SyncUse, load: load_households, left: None }),
};

pub const PERSON: RecordKind = RecordKind {
    entity: "person",
    turn: Turn::Round(1),
    right: Permission::SyncUse,
    parents: &[("household_id", "household")],
    known: queries::known_persons,
    create: create_persons,
    late: false,
    edit: Some(Edit {
        classes: &[
            ("household_id", FieldClass::Plain),
            ("full_name", FieldClass::Plain),
            ("birth", FieldClass::Identity),
            ("sex", FieldClass::Plain),
            ("relation", FieldClass::Plain),
            ("citizen_id", FieldClass::Identity),
            ("insurance_number", FieldClass::Identity),
            ("card_number", FieldClass::Identity),
            ("phone", FieldClass::Plain),
            ("do_not_contact", CONTACT),
            ("status", FieldClass::Status(MOVES)),
            ("note", FieldClass::Note),
        ],
        masked: &["birth", "citizen_id", "insurance_number", "card_number", "phone"],
        read: read_person,
        write: write_person,
    }),
    private: &[],
    acts: &[],
    seen: Some(Seen { right: Permission::SyncUse, load: load_persons, left: None }),
};

fn create_households(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, &Arrival { op, .. }| {
        let mut input: CreateHousehold = body(op, &[("id", json!(op.entity_id))])?;
        // Entered offline in a commune that was merged meanwhile: it lies in the new one.
        let today = tx.today();
        input.area_id = areas::heir(tx.conn()?, input.area_id, today)?;
        write::insert_household(tx, scope, input).map(|_| None)
    })
}

fn create_persons(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, &Arrival { op, .. }| {
        let input: CreatePerson = body(op, &[("id", json!(op.entity_id))])?;
        write::insert_person(tx, scope, input).map(|_| None)
    })
}

fn read_household(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Option<Fields>> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let Some(found) = people::find_household(tx.conn()?, scope, id)? else { return Ok(None) };
    fields_of(household_fields(tx.seals(), &found)?).map(Some)
}

fn read_person(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Option<Fields>> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let Some(found) = people::find_person(tx.conn()?, scope, id)? else { return Ok(None) };
    let secrets = PersonSecrets::open(tx.seals(), &found)?;
    fields_of(json!({
        "household_id": found.household_id,
        "full_name": found.full_name,
        "birth": secrets.birth,
        "sex": found.sex,
        "relation": found.relation,
        "citizen_id": secrets.citizen_id.as_ref().map(|n| n.as_str()),
        "insurance_number": secrets.insurance_number.as_ref().map(|n| n.as_str()),
        "card_number": secrets.card_number.as_ref().map(|n| n.as_str()),
        "phone": secrets.phone.as_ref().map(|n| n.as_str()),
        "do_not_contact": found.do_not_contact,
        "status": found.status,
        "note": secrets.note,
    }))
    .map(Some)
}

fn fields_of(record: Value) -> Result<Fields> {
    match record {
        Value::Object(fields) => Ok(fields.into_iter().collect()),
        _ => Err(Error::internal("a record that is no object")),
    }
}

fn household_fields(seals: &Seals, row: &Household) -> Result<Value> {
    let secrets = HouseholdSecrets::open(seals, row)?;
    let location = row.latitude.zip(row.longitude).map(
        |(latitude, longitude)| json!({ "latitude": latitude, "longitude": longitude, "accuracy_m": row.accuracy_m }),
    );
    Ok(json!({
        "area_id": row.area_id,
        "name": row.name,
        "code": row.code,
        "house_number": row.house_number,
        "address": secrets.address,
        "landmark": secrets.landmark,
        "location": location,
        "do_not_contact": row.do_not_contact,
        "status": row.status,
        "note": secrets.note,
    }))
}

fn write_household(tx: &mut Tx, scope: &Scope, id: &str, writes: Map<String, Value>) -> Result<()> {
    let id = id.parse().map_err(|_| Error::not_found())?;
    let found = people::find_household(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let change: ChangeHousehold = from_json(members(&writes))?;
    write::update_household(tx, scope, &found, change).map(drop)
}

fn write_person(tx: &mut Tx, scope: &Scope, id: &str, writes: Map<String, Value>) -> Result<()> {
    let id = id.parse().map_err(|_| Error::not_found())?;
    let found = people::find_person(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let change: ChangePerson = from_json(members(&writes))?;
    write::update_person(tx, scope, &found, change).map(drop)
}

fn load_households(conn: &mut Conn, scope: &Scope, looking: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::households(conn, scope, which)?;
    rows.into_iter().map(|row| shown(row.id, &household_fields(looking.seals, &row)?)).collect()
}

fn load_persons(conn: &mut Conn, scope: &Scope, looking: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    let rows = queries::persons(conn, scope, which)?;
    rows.into_iter().map(|row| person_shown(looking.seals, &row)).collect()
}

fn person_shown(seals: &Seals, row: &Person) -> Result<Shown> {
    let mut shown = shown(row.id, &PersonRow::of(seals, row)?)?;
    if let Value::Object(fields) = &mut shown.fields {
        fields.insert("note".to_owned(), json!(PersonSecrets::open(seals, row)?.note));
        fields.insert("merged_into_id".to_owned(), json!(row.merged_into_id));
    }
    Ok(shown)
}

fn members(fields: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> + Clone {
    fields.iter().map(|(name, value)| (name.as_str(), value))
}

//! A patch meets a record: a table for every class of field, and what holds for any of them.
use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    base::field_version::{FieldVersion, Writer},
    features::sync::three_way::{Field, FieldClass, Merge, Patch, Verdict, merge},
};

use super::{model::FIELDS, phone::one};

fn writer(device: &str) -> Writer {
    Writer { device: device.to_owned(), epoch: "first".to_owned() }
}

fn record(field: &str, value: Value, version: FieldVersion) -> BTreeMap<String, Field<'static>> {
    let class = FIELDS.iter().find(|(name, _)| *name == field).unwrap().1;
    BTreeMap::from([(field.to_owned(), Field { class, value, version })])
}

/// Device `a` patches, on base 5, a field that somebody else changed at revision `rev`.
fn patched(field: &str, present: &Value, rev: i64, new: &Value) -> Merge {
    let version = FieldVersion::default().changed(Some(&writer("b")), rev);
    let fields = one(field, new.clone());
    merge(&record(field, present.clone(), version), Patch { writer: &writer("a"), base_rev: 5, fields: &fields })
}

#[test]
fn every_class_takes_keeps_joins_or_yields() {
    // (field, present, changed since the base, new, what stands, what lost, verdict)
    let no = Value::Null;
    for (field, present, unknown, new, stands, lost, verdict) in [
        ("plain", json!("p"), false, json!("q"), json!("q"), None, Verdict::Accepted),
        ("plain", json!("p"), false, json!(null), json!(null), None, Verdict::Accepted),
        ("plain", json!("p"), true, json!("p"), json!("p"), None, Verdict::Accepted),
        ("plain", json!("p"), true, json!("q"), json!("p"), Some(json!("q")), Verdict::Conflict),
        ("identity", no.clone(), true, json!("1"), json!("1"), None, Verdict::Accepted),
        ("identity", json!("1"), false, json!("2"), json!("1"), Some(json!("2")), Verdict::Conflict),
        ("identity", json!("1"), true, json!("2"), json!("1"), Some(json!("2")), Verdict::Conflict),
        ("identity", json!("1"), false, json!(null), json!("1"), Some(json!(null)), Verdict::Conflict),
        ("identity", json!("1"), true, json!("1"), json!("1"), None, Verdict::Accepted),
        ("consent", json!("given"), false, json!("withdrawn"), json!("withdrawn"), None, Verdict::Accepted),
        ("consent", json!("withdrawn"), false, json!("given"), json!("given"), None, Verdict::Accepted),
        (
            "consent",
            json!("withdrawn"),
            true,
            json!("given"),
            json!("withdrawn"),
            Some(json!("given")),
            Verdict::Conflict,
        ),
        (
            "consent",
            json!("given"),
            true,
            json!("withdrawn"),
            json!("withdrawn"),
            Some(json!("given")),
            Verdict::Conflict,
        ),
        (
            "consent",
            json!("given"),
            false,
            json!("a new word"),
            json!("given"),
            Some(json!("a new word")),
            Verdict::Conflict,
        ),
        ("status", json!("new"), false, json!("met"), json!("met"), None, Verdict::Accepted),
        ("status", json!("met"), true, json!("closed"), json!("closed"), None, Verdict::Merged),
        ("status", json!("closed"), false, json!("met"), json!("closed"), Some(json!("met")), Verdict::Conflict),
        ("status", no.clone(), false, json!("new"), json!("new"), None, Verdict::Accepted),
        (
            "status",
            no.clone(),
            false,
            json!("no such word"),
            no.clone(),
            Some(json!("no such word")),
            Verdict::Conflict,
        ),
        ("note", json!("x"), false, json!("y"), json!("y"), None, Verdict::Accepted),
        ("note", json!("x"), true, json!("y\nx\n\nz"), json!("x\ny\nz"), None, Verdict::Merged),
        ("note", no, true, json!("y"), json!("y"), None, Verdict::Merged),
        ("note", json!("x"), true, json!(null), json!("x"), None, Verdict::Merged),
        ("note", json!("x"), true, json!(7), json!("x"), Some(json!(7)), Verdict::Conflict),
    ] {
        let told = format!("{field}: {present} meets {new}, changed since: {unknown}");
        let said = patched(field, &present, if unknown { 6 } else { 5 }, &new);
        assert_eq!(said.writes.get(field).unwrap_or(&present), &stands, "{told}");
        assert_eq!(said.verdict, verdict, "{told}");
        assert_eq!(said.conflicts.first().map(|c| &c.losing), lost.as_ref(), "{told}");
        assert!(said.conflicts.iter().all(|c| c.kept == stands && c.base_rev == 5 && c.field == field), "{told}");
    }
}

#[test]
fn do_not_contact_may_be_a_yes_or_no() {
    let class = FieldClass::Restrictive(&["false", "true"]);
    for (present, new, stands) in [(false, true, true), (true, false, true)] {
        let version = FieldVersion::default().changed(Some(&writer("b")), 6);
        let record = BTreeMap::from([("stay away".to_owned(), Field { class, value: json!(present), version })]);
        let fields = one("stay away", new);
        let said = merge(&record, Patch { writer: &writer("a"), base_rev: 5, fields: &fields });
        assert_eq!(said.writes.get("stay away").unwrap_or(&json!(present)), &json!(stands));
    }
}

#[test]
fn a_field_the_record_does_not_have_is_seen_not_dropped() {
    let fields = one("of a newer app", 1);
    let said = merge(&BTreeMap::new(), Patch { writer: &writer("a"), base_rev: 5, fields: &fields });
    assert_eq!((said.verdict, said.conflicts[0].losing.clone(), said.writes.len()), (Verdict::Conflict, json!(1), 0));
}

#[test]
fn a_phone_knows_its_own_edits_and_nobody_elses() {
    let (a, b) = (writer("a"), writer("b"));
    let anew = Writer { epoch: "second".to_owned(), ..writer("a") };
    let version = FieldVersion::default().changed(Some(&b), 4).changed(Some(&a), 6).changed(Some(&a), 8);
    assert_eq!([&a, &b, &anew].map(|w| version.foreign_rev(w)), [4, 8, 8]);
    let later = version.changed(Some(&b), 9).changed(Some(&a), 10);
    assert_eq!([&a, &b].map(|w| later.foreign_rev(w)), [9, 10]);
    assert_eq!(later.changed(None, 11).foreign_rev(&a), 11);
}

fn any_value(field: &'static str) -> BoxedStrategy<Value> {
    let words: &'static [&'static str] = match field {
        "consent" => &["given", "withdrawn"],
        "status" => &["new", "met", "closed", "unheard of"],
        "note" => &["", "x", "y", "x\ny", "y\nx\nz", "\n\n"],
        _ => &["p", "q", "r"],
    };
    prop_oneof![1 => Just(Value::Null), 6 => proptest::sample::select(words).prop_map(Value::from)].boxed()
}

fn any_case() -> impl Strategy<Value = (&'static str, Value, i64, Value)> {
    proptest::sample::select(FIELDS.map(|(name, _)| name).to_vec())
        .prop_flat_map(|field| (Just(field), any_value(field), 0_i64..10, any_value(field)))
}

proptest! {
    #[test]
    fn nothing_vanishes_without_a_conflict_row((field, present, rev, new) in any_case()) {
        let said = patched(field, &present, rev, &new);
        let stands = said.writes.get(field).unwrap_or(&present).clone();
        let lost: Vec<_> = said.conflicts.iter().map(|c| c.losing.clone()).collect();
        let lines = |v: &Value| -> Vec<String> {
            v.as_str().unwrap_or("").split('\n').filter(|l| !l.trim().is_empty()).map(str::to_owned).collect()
        };
        if field == "note" {
            prop_assert!(lines(&new).iter().all(|line| lines(&stands).contains(line)));
            prop_assert!(rev <= 5 || lines(&present).iter().all(|line| lines(&stands).contains(line)));
        } else {
            prop_assert!(stands == new || lost.contains(&new));
            let followed = field == "status" || present.is_null();
            prop_assert!(stands == present || rev <= 5 || lost.contains(&present) || followed);
        }
        if field == "consent" && rev > 5 && [&present, &new].contains(&&json!("withdrawn")) {
            prop_assert_eq!(stands, json!("withdrawn"));
        }
    }

    #[test]
    fn the_same_patch_again_changes_nothing((field, present, rev, new) in any_case()) {
        let first = patched(field, &present, rev, &new);
        let stands = first.writes.get(field).unwrap_or(&present).clone();
        let again = patched(field, &stands, 6, &new);
        prop_assert!(again.writes.is_empty(), "{:?}", again);
    }

    #[test]
    fn two_who_did_not_know_of_each_other_come_to_the_same_consent(one in any_value("consent"), other in any_value("consent")) {
        let ends = |first: &Value, second: &Value| {
            let said = patched("consent", first, 6, second);
            said.writes.get("consent").unwrap_or(first).clone()
        };
        prop_assert_eq!(ends(&one, &other), ends(&other, &one));
    }
}

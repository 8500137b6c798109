//! The plan of a push: what waits, what was there before, what is refused, what never came.
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tungnha::features::sync::order::{Facts, KnownOp, PushedOp, RecordKey, Refusal, SeqGap, Step, Waiting, plan};

fn key(id: &str) -> RecordKey {
    RecordKey { entity: "household".to_owned(), id: id.to_owned() }
}

fn op(seq: i64, record: &str) -> PushedOp {
    PushedOp {
        op_id: format!("op {seq}"),
        hash: format!("hash {seq}"),
        seq,
        record: key(record),
        creates: false,
        parents: Vec::new(),
        after_seq: None,
    }
}

fn creating(seq: i64, record: &str, parents: &[&str]) -> PushedOp {
    PushedOp { creates: true, parents: parents.iter().map(|id| key(id)).collect(), ..op(seq, record) }
}

/// Everything up to `complete_to` has arrived, and household `h` exists.
fn facts(complete_to: i64) -> Facts<&'static str> {
    let seqs = (1..=complete_to).map(|seq| (seq, format!("op {seq}"))).collect();
    Facts { known: BTreeMap::new(), complete_to, seqs, records: BTreeSet::from([key("h")]) }
}

fn knows(mut facts: Facts<&'static str>, seq: i64) -> Facts<&'static str> {
    facts.known.insert(format!("op {seq}"), KnownOp { hash: format!("hash {seq}"), result: "as before" });
    facts
}

#[test]
fn operations_are_done_in_the_order_of_their_numbers() {
    let said = plan(&[op(3, "h"), op(1, "h"), op(2, "h")], &facts(0));
    assert_eq!(said.steps, [(1, Step::Apply), (2, Step::Apply), (0, Step::Apply)]);
    assert_eq!(said.missing_seqs, []);
}

#[test]
fn a_known_operation_gets_its_old_answer_and_another_content_is_refused() {
    let known = knows(facts(4), 2);
    assert_eq!(plan(&[op(2, "h")], &known).steps, [(0, Step::Duplicate("as before"))]);
    let changed = PushedOp { hash: "another".to_owned(), ..op(2, "h") };
    assert_eq!(plan(&[changed], &known).steps, [(0, Step::Refuse(Refusal::OpIdReused))]);
}

#[test]
fn a_number_belongs_to_one_operation() {
    let copy = PushedOp { op_id: "another".to_owned(), ..op(2, "h") };
    assert_eq!(plan(std::slice::from_ref(&copy), &facts(4)).steps, [(0, Step::Refuse(Refusal::SeqReused))]);
    let both = plan(&[op(2, "h"), copy], &facts(1));
    assert_eq!(both.steps, [(0, Step::Apply), (1, Step::Refuse(Refusal::SeqReused))]);
}

#[test]
fn twice_in_one_push_is_done_once() {
    let other = PushedOp { hash: "another".to_owned(), ..op(1, "h") };
    let said = plan(&[op(1, "h"), op(1, "h"), other], &facts(0));
    assert_eq!(said.steps, [(0, Step::Apply), (1, Step::SameAs(0)), (2, Step::Refuse(Refusal::OpIdReused))]);
}

#[test]
fn an_operation_waits_for_its_record_and_for_what_it_hangs_on() {
    let missing = Step::Defer(Waiting::RecordMissing);
    for (ops, steps) in [
        (vec![op(1, "unknown")], vec![missing.clone()]),
        (vec![creating(1, "visit", &["unknown"])], vec![missing.clone()]),
        (vec![creating(1, "new", &[]), creating(2, "visit", &["new"]), op(3, "new")], vec![Step::Apply; 3]),
        // What is made later in the push, or by one that waits itself, is not there.
        (vec![op(1, "new"), creating(2, "new", &[])], vec![missing.clone(), Step::Apply]),
        (vec![creating(1, "new", &["unknown"]), op(2, "new")], vec![missing.clone(), missing.clone()]),
        // Others do not wait along.
        (vec![op(1, "unknown"), op(2, "h")], vec![missing, Step::Apply]),
    ] {
        let said: Vec<_> = plan(&ops, &facts(0)).steps.into_iter().map(|(_, step)| step).collect();
        assert_eq!(said, steps, "{ops:?}");
    }
}

#[test]
fn order_is_kept_per_record_only() {
    let after = |seq, earlier| PushedOp { after_seq: Some(earlier), ..op(seq, "h") };
    let waits = Step::Defer(Waiting::EarlierMissing);
    assert_eq!(plan(&[after(5, 3)], &facts(0)).steps, [(0, waits.clone())]);
    assert_eq!(plan(&[after(5, 3)], &facts(3)).steps, [(0, Step::Apply)]);
    assert_eq!(plan(&[op(3, "h"), after(5, 3)], &facts(0)).steps, [(0, Step::Apply), (1, Step::Apply)]);
    // What waits holds up what follows it, and nothing else.
    let said = plan(&[after(5, 3), after(6, 5), op(7, "h")], &facts(0));
    assert_eq!(said.steps, [(0, waits.clone()), (1, waits), (2, Step::Apply)]);
}

#[test]
fn numbers_that_never_came_are_named() {
    let gap = |from, to| SeqGap { from, to };
    let mut some = facts(2);
    some.seqs.insert(6, "op 6".to_owned());
    for (ops, facts, gaps) in [
        (vec![op(1, "h")], facts(0), vec![]),
        (vec![op(4, "h")], facts(0), vec![gap(1, 3)]),
        (vec![op(4, "h"), op(9, "h")], some.clone(), vec![gap(3, 3), gap(5, 5), gap(7, 8)]),
        (vec![], some, vec![gap(3, 5)]),
        // A wild number costs no memory.
        (vec![op(i64::MAX, "h")], facts(2), vec![gap(3, i64::MAX - 1)]),
        // One that waits has come.
        (vec![op(1, "unknown"), op(2, "h")], facts(0), vec![]),
    ] {
        assert_eq!(plan(&ops, &facts).missing_seqs, gaps);
    }
}

proptest! {
    #[test]
    fn every_operation_gets_one_step_and_none_is_applied_twice(
        drawn in proptest::collection::vec((1_i64..8, 0_usize..3, any::<bool>(), proptest::option::of(1_i64..8)), 0..12),
        complete_to in 0_i64..4,
    ) {
        let made = |(seq, record, creates, after_seq)| {
            PushedOp { creates, after_seq, ..op(seq, ["h", "x", "y"][record]) }
        };
        let ops: Vec<PushedOp> = drawn.into_iter().map(made).collect();
        let said = plan(&ops, &knows(facts(complete_to), 1));
        let mut places: Vec<_> = said.steps.iter().map(|(place, _)| *place).collect();
        let applied: Vec<_> = said.steps.iter().filter(|(_, s)| *s == Step::Apply).map(|(p, _)| &ops[*p].op_id).collect();
        prop_assert_eq!(applied.iter().collect::<BTreeSet<_>>().len(), applied.len());
        prop_assert!(!applied.iter().any(|id| *id == "op 1"));
        places.sort_unstable();
        prop_assert_eq!(places, (0..ops.len()).collect::<Vec<_>>());
        for (_, step) in &said.steps {
            if let Step::SameAs(first) = step {
                prop_assert!(said.steps.iter().any(|(p, s)| p == first && !matches!(s, Step::SameAs(_))));
            }
        }
    }
}

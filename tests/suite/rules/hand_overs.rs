//! Hand-overs: what may become of them, and by when.
use tungnha::{
    base::{Day, Id, holiday::Holiday, id::PersonId, scheme::Scheme},
    features::hand_overs::{
        deadline::{days_late, working_days_after},
        fulfilled::fulfilled,
        lifecycle::{ALLOWED, State, may_follow},
    },
};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn what_has_ended_stays_ended() {
    for from in State::ALL {
        for to in State::ALL {
            let allowed = from.waits() && *to != State::Open;
            assert_eq!(may_follow(*from, *to), allowed, "{from} {to}");
        }
    }
    assert_eq!(ALLOWED.len(), 8);
}

#[test]
fn a_weekend_is_not_worked_through() {
    let named = ["01-01", "02-29", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10"];
    let holidays = named.map(|text| text.parse::<Holiday>().expect("a holiday"));
    for wrong in ["", "13-01", "02-30", "1-1", "Tết"] {
        assert!(wrong.parse::<Holiday>().is_err(), "{wrong}");
    }
    for (from, days, due) in [
        ("2026-11-25", 3, "2026-11-30"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),
        ("2026-11-29", 3, "2026-12-02"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-12-31", 2, "2027-01-05"),
        ("2027-02-04", 1, "2027-02-11"),
        ("2028-02-28", 1, "2028-03-01"),
        ("2026-11-25", 0, "2026-11-25"),
    ] {
        assert_eq!(working_days_after(day(from), days, &holidays), day(due), "{from} {days}");
    }
    assert_eq!(days_late(day("2026-11-25"), day("2026-11-25")), 0);
    assert_eq!(days_late(day("2026-11-25"), day("2026-11-20")), 0);
    assert_eq!(days_late(day("2026-11-25"), day("2026-11-28")), 3);
}

/// One person of three, or one scheme of two, does not end it; nobody is made to want what another wants.
#[test]
fn it_is_done_when_everybody_and_everything_asked_has_somebody() {
    use Scheme::{BhxhTn, Bhyt, BhytHgd};
    let (a, b): (PersonId, PersonId) = (Id::new(), Id::new());
    for (people, schemes, signed, done) in [
        (vec![], vec![BhxhTn], vec![], false),
        (vec![], vec![BhxhTn], vec![(a, BhxhTn)], true),
        (vec![], vec![BhxhTn], vec![(a, BhytHgd)], false),
        (vec![], vec![BhxhTn, BhytHgd], vec![(a, BhxhTn)], false),
        (vec![], vec![BhxhTn, Bhyt], vec![(a, BhxhTn), (a, BhytHgd)], true),
        (vec![a, b], vec![BhxhTn], vec![(a, BhxhTn)], false),
        (vec![a, b], vec![BhxhTn, BhytHgd], vec![(a, BhxhTn), (b, BhytHgd)], true),
        (vec![a, b], vec![BhxhTn, BhytHgd], vec![(a, BhxhTn), (b, BhxhTn)], false),
    ] {
        assert_eq!(fulfilled(&people, &schemes, &signed), done, "{people:?} {schemes:?} {signed:?}");
    }
}

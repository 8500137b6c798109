//! Every short story of two devices: three edits over all field classes, any syncs between, either order at the end.
use std::rc::Rc;

use serde_json::json;
use tungnha::{base::Moment, features::sync::order::RecordKey};

use super::{
    model::{FIELDS, Op, Server, Values},
    phone::{Edit, Phone, one},
};

/// Which device edits which field, with which of two values.
#[derive(Debug, Clone, Copy)]
struct Move {
    device: usize,
    field: &'static str,
    choice: usize,
}

fn moves(devices: &[usize]) -> Vec<Move> {
    let mut all = Vec::new();
    for &device in devices {
        for (field, _) in FIELDS {
            all.extend([0, 1].map(|choice| Move { device, field, choice }));
        }
    }
    all
}

fn value(step: usize, m: Move, shown: &Values) -> Values {
    let text = match (m.field, m.choice) {
        ("consent", 0) => "given".to_owned(),
        ("consent", _) => "withdrawn".to_owned(),
        ("status", 0) => "met".to_owned(),
        ("status", _) => "closed".to_owned(),
        ("note", choice) => {
            let line = if choice == 0 { "same line".to_owned() } else { format!("line {step}") };
            shown["note"].as_str().map_or(line.clone(), |old| format!("{old}\n{line}"))
        }
        (_, 0) => "same".to_owned(),
        _ => format!("value {step}"),
    };
    one(m.field, text)
}

fn sync(server: &mut Server, phone: &mut Phone) {
    let at = Moment::from_unix_micros(0);
    let answer = server.push(&phone.to_push(), at, at);
    phone.take_push(&answer);
    phone.take_pull(server.pull(phone.have.as_ref()));
}

fn play(start: &(Server, [Phone; 2]), story: [Move; 3], between: [Option<usize>; 2], last: [usize; 2]) {
    let (mut server, mut phones) = start.clone();
    let at = Moment::from_unix_micros(0);
    let mut made: Vec<Rc<Op>> = Vec::new();
    for (step, m) in story.into_iter().enumerate() {
        let record = household();
        let phone = &mut phones[m.device];
        let fields = value(step, m, &phone.shows(&record).unwrap());
        made.push(phone.edit(Edit { record, creates: false, parents: Vec::new(), fields }, at, at));
        if let Some(device) = between.get(step).copied().flatten() {
            sync(&mut server, &mut phones[device]);
        }
    }
    for _ in 0..2 {
        for device in last {
            sync(&mut server, &mut phones[device]);
        }
    }
    let context = || format!("{story:?}, syncs {between:?}, last {last:?}");
    for phone in &phones {
        assert!(phone.to_push().is_empty(), "{}", context());
        assert!(server.equals(&phone.copy), "{:?} {:?}: {}", phone.copy, server.tables(), context());
    }
    if let Err(wrong) = server.check(&made) {
        panic!("{wrong}: {}", context());
    }
}

fn household() -> RecordKey {
    RecordKey { entity: "household".to_owned(), id: "h".to_owned() }
}

#[test]
fn every_story_of_two_devices_and_three_edits_converges_and_loses_nothing() {
    let mut server = Server::new();
    let Some(start) = json!({"status": "new", "consent": "given", "plain": "first"}).as_object().cloned() else {
        unreachable!()
    };
    server.seed(household(), &start.into_iter().collect());
    let mut phones = ["a", "b"].map(Phone::new);
    for phone in &mut phones {
        sync(&mut server, phone);
    }
    let start = (server, phones);
    // The devices are alike, so the first edit is a's.
    let (firsts, all) = (moves(&[0]), moves(&[0, 1]));
    let syncs = [None, Some(0), Some(1)];
    let mut stories = 0;
    for &first in &firsts {
        for &second in &all {
            for &third in &all {
                for one in syncs {
                    for two in syncs {
                        // Which device is last to sync matters only while both have something unsent: take turns.
                        let last = if stories % 2 == 0 { [0, 1] } else { [1, 0] };
                        play(&start, [first, second, third], [one, two], last);
                        stories += 1;
                    }
                }
            }
        }
    }
    assert_eq!(stories, 36_000);
}

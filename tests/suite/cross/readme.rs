//! What README.md prints for a new user is run as it stands, and answers what is said there.
use std::process::Command;

use serde_json::{Deserializer, Value};

use crate::support::{
    db::{TestDb, keys_folder},
    process::Server,
};

const README: &str = include_str!("../../../README.md");

/// The blocks in this language.
fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    README
        .split(&format!("```{language}\n"))
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect::<Vec<_>>()
        .into_iter()
}

/// `3825360` as it is written in Vietnamese.
fn grouped(amount: i64) -> String {
    let digits = amount.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(".")
}

#[test]
fn the_commands_of_the_readme_answer_what_it_says() {
    let (db, folder) = (TestDb::demonstration(), keys_folder());
    let server = Server::start(&db.url, &folder);
    let commands: Vec<&str> = blocks("sh").filter(|block| block.contains("$API")).collect();
    let script = commands.join("\n").replace("127.0.0.1:8080", &server.address.to_string());
    let ran = Command::new("bash").args(["-euo", "pipefail", "-c", &script]).output().expect("bash");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let said = String::from_utf8(ran.stdout).expect("text");
    let answers: Vec<Value> = Deserializer::from_str(&said).into_iter().map(|one| one.expect("JSON")).collect();
    let [progress, activity, quote] = answers.as_slice() else { panic!("{} answers: {said}", answers.len()) };

    let shown: Value =
        blocks("json").map(|block| serde_json::from_str(block).expect("JSON")).next().expect("an answer");
    for (name, value) in shown.as_object().expect("an object").iter().filter(|(name, _)| *name != "snapshot_ids") {
        assert_eq!(progress[name], *value, "{name}: {progress:#}");
    }
    assert!(!progress["snapshot_ids"].as_array().expect("rows").is_empty());
    assert!(!activity["rows"].as_array().expect("partners").is_empty(), "{activity:#}");
    let payable = quote["payable_vnd"].as_i64().expect("an amount");
    assert!(README.contains(&format!("{} đồng: 100, 70, 60", grouped(payable))), "{quote:#}");
}

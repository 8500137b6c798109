//! Every example of docs/methods.md is run, and prints what the page says.
use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use super::command::ran;
use crate::cross::documents::{WRITE, is_committed};

/// The page with what the program prints today below each command; how often each method was run.
fn made(page: &str) -> (String, BTreeMap<String, usize>) {
    let (mut out, mut tables, mut runs) = (String::new(), BTreeMap::<String, String>::new(), BTreeMap::new());
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        writeln!(out, "{line}").expect("text");
        let block =
            || lines.clone().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect::<String>();
        if let Some(name) = line.strip_prefix("```csv ") {
            tables.insert(name.to_owned(), block());
        } else if line == "```console" {
            let command = block().lines().next().expect("a command").to_owned();
            let words: Vec<&str> =
                command.strip_prefix("$ tungnha analyse ").expect("our command").split(' ').collect();
            let at = words.iter().position(|word| *word == "--csv").expect("a table");
            let arguments = [&words[..at], &words[at + 2..]].concat();
            let done = ran(&arguments, tables[words[at + 1]].as_bytes());
            assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
            write!(out, "{command}\n{}", String::from_utf8_lossy(&done.stdout)).expect("text");
            *runs.entry(words[0].to_owned()).or_default() += 1;
            lines.by_ref().take_while(|line| *line != "```").for_each(drop);
            out.push_str("```\n");
        }
    }
    (out, runs)
}

#[test]
fn documents_of_methods_print_what_they_say() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/methods.md")).expect("the page");
    let (made, runs) = made(&page);
    let methods = ["cace", "credit", "did", "its", "kitagawa", "matched", "power", "proportions", "randomisation"];
    assert_eq!(runs.into_iter().collect::<Vec<_>>(), methods.map(|method| (method.to_owned(), 1)));
    is_committed("methods.md", &made, WRITE);
}

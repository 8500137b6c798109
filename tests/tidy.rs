//! Reads the source as text and keeps the house rules: who may import whom, lengths, words, links.
//!
//! Uses nothing but std and never links the library, so `make tidy` answers within a second. Every message says
//! file:line and the way to mend. Lists of exceptions may only shrink.
#[path = "tidy/pairs.rs"]
mod pairs;
#[path = "tidy/source.rs"]
mod source;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use pairs::FEATURE_PAIRS;
use source::{block_end, line_of, places, read, root, sources, tests, texts, walk};

/// Each layer with the layers it may import: only ones that stand above it in this list.
const LAYERS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("access", &["base"]),
    ("intake", &["base"]),
    ("render", &["base"]),
    ("config", &["base"]),
    ("mail", &["base", "config"]),
    ("methods", &["base"]),
    ("web", &[]),
    ("db", &["base", "access", "config"]),
    ("rest", &["base", "access", "config", "db"]),
    ("jobs", &["base", "access", "config", "mail", "db", "rest"]),
    ("features", &["base", "access", "intake", "render", "mail", "methods", "db", "rest", "jobs"]),
    (
        "app",
        &["base", "access", "intake", "render", "config", "mail", "methods", "web", "db", "rest", "jobs", "features"],
    ),
    (
        "cli",
        &["base", "access", "intake", "render", "config", "mail", "methods", "db", "rest", "jobs", "features", "app"],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Files of a feature that no other feature touches; what others may use, `mod.rs` re-exports.
const PRIVATE: &[&str] = &["actions", "api", "model", "problems", "queries", "routes"];

/// Files above 500 lines, with the length they may not pass.
const LONG_FILES: &[(&str, usize)] = &[];
const LINES: usize = 500;
const HANDLER_LINES: usize = 25;

#[test]
fn layers_import_only_what_lies_below_them() {
    let mut wrong = Vec::new();
    for (i, (name, below)) in LAYERS.iter().enumerate() {
        for other in below.iter().filter(|b| !LAYERS.iter().take(i).any(|(n, _)| n == *b)) {
            wrong.push(format!("tests/tidy.rs: LAYERS: {name} → {other} points upwards"));
        }
    }
    for file in sources() {
        let me = layer(&file.name);
        let Some((_, below)) = LAYERS.iter().find(|(name, _)| *name == me) else {
            wrong.push(format!("{}: unknown layer {me}; give it a line in LAYERS", file.name));
            continue;
        };
        for (line, path) in file.imports() {
            let to = path.first().map_or("", String::as_str);
            if to != me && LAYERS.iter().any(|(name, _)| *name == to) && !below.contains(&to) {
                wrong.push(format!(
                    "{}:{line}: {me} must not import {to}; move what it needs down, or hand it in as a value",
                    file.name
                ));
            }
        }
    }
    report(&wrong);
}

#[test]
fn features_use_each_other_only_by_the_front_door() {
    let (mut wrong, mut seen) = (Vec::new(), BTreeMap::<(String, String), String>::new());
    for (file, line, me, path) in feature_imports() {
        let (Some(other), inner) = (path.get(1), path.get(2)) else { continue };
        if inner.is_some_and(|inner| PRIVATE.contains(&inner.as_str())) {
            wrong.push(format!(
                "{file}:{line}: {me} reaches into {}; re-export what it may use in features/{other}/mod.rs",
                path.join("::")
            ));
        }
        seen.entry((me, other.clone())).or_insert(format!("{file}:{line}"));
    }
    for ((from, to), place) in &seen {
        if !FEATURE_PAIRS.contains(&(from, to)) {
            wrong.push(format!("{place}: {from} uses {to}, a new pair; if it must, add to FEATURE_PAIRS in tests/tidy/pairs.rs:     (\"{from}\", \"{to}\"),"));
        }
    }
    for (from, to) in FEATURE_PAIRS.iter().filter(|(a, b)| !seen.contains_key(&((*a).into(), (*b).into()))) {
        wrong.push(format!("tests/tidy/pairs.rs: {from} no longer uses {to}; remove the pair from FEATURE_PAIRS"));
    }
    report(&wrong);
}

#[test]
fn features_use_each_other_without_a_cycle() {
    let mut uses = BTreeMap::<String, BTreeSet<String>>::new();
    for (_, _, me, path) in feature_imports() {
        uses.entry(me).or_default().extend(path.get(1).cloned());
    }
    // A feature that uses none of the rest, or that none of the rest uses, is on no cycle.
    let free = |uses: &BTreeMap<String, BTreeSet<String>>| {
        let used = |name: &String| uses.values().any(|to| to.contains(name));
        uses.iter().find(|(from, to)| !used(from) || !to.iter().any(|t| uses.contains_key(t))).map(|(f, _)| f.clone())
    };
    while let Some(name) = free(&uses) {
        uses.remove(&name);
    }
    let wrong: Vec<String> = uses
        .iter()
        .map(|(from, to)| {
            format!("src/features/{from}: uses {to:?}, which leads back to it; move the shared part to one side")
        })
        .collect();
    report(&wrong);
}

#[test]
fn the_web_library_stays_at_the_door() {
    let allowed = |f: &str| {
        ["src/rest/", "src/web/"].iter().any(|folder| f.starts_with(folder))
            || ["src/app.rs", "src/cli/serve.rs"].contains(&f)
            || is_feature_file(f, "routes")
    };
    only_in(&["actix_web"], &allowed, "handlers belong in routes.rs, plumbing in rest/");
}

#[test]
fn the_database_library_stays_in_queries() {
    let allowed = |f: &str| {
        f.starts_with("src/db/")
            || f.starts_with("src/jobs/queries")
            || is_feature_file(f, "queries")
            || is_feature_file(f, "model")
    };
    only_in(&["diesel", "diesel_migrations"], &allowed, "move the SQL to queries.rs, or to db/");
}

#[test]
fn one_file_names_two_databases() {
    let names = ["SqliteConnection", "PgConnection", "diesel::sqlite", "diesel::pg"];
    only_in(&names, &|f| f == "src/db/dialect.rs", "say it for both databases, or add a function to db/dialect.rs");
}

#[test]
fn one_file_reads_the_clock() {
    let names = ["Utc::now", "Local::now", "SystemTime::now"];
    only_in(&names, &|f| f == "src/base/time.rs", "take the time from tx.now(), ctx.today() or Clock");
}

#[test]
fn one_folder_reads_the_environment() {
    let names = ["env::var", "env::var_os", "env::vars", "env::vars_os"];
    only_in(&names, &|f| f.starts_with("src/config/"), "read it in config and pass the value");
}

#[test]
fn only_the_command_line_prints() {
    let names = ["println!", "print!", "eprintln!", "eprint!"];
    only_in(&names, &|f| f.starts_with("src/cli/"), "use tracing, or return the text");
}

#[test]
fn unit_tests_stand_outside_src() {
    only_in(&["cfg(test)"], &|_| false, "test through public functions in tests/suite/rules: src is compiled once");
}

#[test]
fn sql_values_come_in_ascending_order() {
    let mut wrong = Vec::new();
    for file in sources().iter().chain(tests()) {
        for (line, text) in file.strings.iter().filter(|(_, text)| text.contains("$1")) {
            let mut highest = 0;
            for n in text.split('$').skip(1).filter_map(leading_number) {
                if n > highest + 1 {
                    wrong.push(format!("{}:{line}: ${n} comes before ${}; SQLite would swap the values: number them in the order they appear", file.name, highest + 1));
                    break;
                }
                highest = highest.max(n);
            }
        }
    }
    report(&wrong);
}

#[test]
fn files_are_short() {
    let mut wrong = Vec::new();
    for file in sources().iter().chain(tests()).filter(|f| f.name != "src/db/schema.rs") {
        let lines = file.text.lines().count();
        match LONG_FILES.iter().find(|(name, _)| *name == file.name) {
            None if lines > LINES => {
                wrong.push(format!("{}:{LINES}: {lines} lines; split it by what it decides (wanted ≤ 300)", file.name))
            }
            Some((_, most)) if lines > *most => {
                wrong.push(format!("{}:{most}: grew to {lines} lines; LONG_FILES may only shrink", file.name))
            }
            Some(_) if lines <= LINES => {
                wrong.push(format!("{}: {lines} lines now; remove it from LONG_FILES in tests/tidy.rs", file.name))
            }
            _ => {}
        }
    }
    report(&wrong);
}

#[test]
fn handlers_are_short() {
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|f| is_feature_file(&f.name, "routes")) {
        for at in places(&file.code, "async fn") {
            let body = file.code.get(at..).unwrap_or_default();
            let lines = body.get(..block_end(body)).unwrap_or(body).lines().count();
            if lines > HANDLER_LINES {
                wrong.push(format!("{}:{}: a handler of {lines} lines (≤ {HANDLER_LINES}); move decisions to actions.rs, views to api.rs", file.name, line_of(&file.code, at)));
            }
        }
    }
    report(&wrong);
}

#[test]
fn words_are_ours() {
    // Written in two parts, so that this file keeps its own rule.
    let synonyms = [(concat!("enroll", "ment"), "enrolment"), (concat!("organiz", "ation"), "organisation")];
    let unfinished = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("to", "do!"),
        concat!("unimple", "mented!"),
        concat!("db", "g!"),
    ];
    let mut wrong = Vec::new();
    for file in texts(
        &["src", "tests", "migrations", "config", "benches", "scripts", "web/src"],
        &["rs", "sql", "toml", "html", "txt", "py", "sh", "ts"],
    ) {
        for (i, line) in file.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for (bad, good) in synonyms.iter().filter(|(bad, _)| lower.contains(bad)) {
                wrong.push(format!("{}:{}: {bad}: write {good} (DESIGN, words; British spelling)", file.name, i + 1));
            }
            for bad in unfinished.iter().filter(|bad| !places(line, bad).is_empty()) {
                wrong.push(format!("{}:{}: {bad}: finish it, or write an issue", file.name, i + 1));
            }
        }
    }
    report(&wrong);
}

#[test]
fn documents_name_files_that_exist() {
    let all = walk(&root());
    let ignored: Vec<String> = read(&root().join(".gitignore"))
        .lines()
        .map(|l| l.trim_matches('/').to_owned())
        .filter(|l| !l.is_empty())
        .collect();
    let mut wrong = Vec::new();
    for name in ["ARCHITECTURE.md", "README.md"] {
        for (i, line) in read(&root().join(name)).lines().enumerate() {
            for word in line.split('`').skip(1).step_by(2).filter(|w| looks_like_a_path(w)) {
                let built = ignored.iter().any(|i| word == i || word.starts_with(&format!("{i}/")));
                let known = |end: &str| all.iter().any(|p| p.as_path() == Path::new(end) || p.ends_with(end));
                if !built
                    && !root().join(word).exists()
                    && !root().join("src").join(word).exists()
                    && (word.contains('/') || !known(word))
                {
                    wrong.push(format!("{name}:{}: `{word}` does not exist; name where it went", i + 1));
                }
            }
        }
    }
    report(&wrong);
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |kind: &str| -> BTreeSet<PathBuf> {
        let folder = root().join("migrations").join(kind);
        walk(&folder).into_iter().collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    let wrong: Vec<String> = sqlite
        .symmetric_difference(&postgres)
        .map(|p| format!("migrations/*/{}: in one folder only; run python3 scripts/schema.py", p.display()))
        .collect();
    assert!(!sqlite.is_empty(), "no migrations found");
    report(&wrong);
}

#[test]
fn every_module_says_what_it_decides() {
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|f| !f.text.starts_with("//!"))
        .map(|f| format!("{}:1: begin with //!: what it decides, what it does not", f.name))
        .collect();
    report(&wrong);
}

#[test]
fn nothing_names_a_machine() {
    let path = concat!("/wo", "rk/");
    let mut wrong = Vec::new();
    for name in walk(&root()) {
        let text = read(&root().join(&name));
        if let Some(i) = text.contains(path).then(|| text.lines().position(|l| l.contains(path))).flatten() {
            wrong.push(format!("{}:{}: a path of one machine; make it relative", name.display(), i + 1));
        }
    }
    report(&wrong);
}

/// `src/db/tx.rs` → db; `src/app.rs` → app.
fn layer(name: &str) -> String {
    name.trim_start_matches("src/").split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// `src/features/areas/queries_geo.rs` and `…/queries/geo.rs` are both `queries` files.
fn is_feature_file(name: &str, kind: &str) -> bool {
    name.strip_prefix("src/features/").and_then(|n| n.split('/').nth(1)).is_some_and(|part| part.starts_with(kind))
}

/// File, line, feature and path of every import of one feature by another.
fn feature_imports() -> Vec<(String, usize, String, Vec<String>)> {
    let mut found = Vec::new();
    for file in sources() {
        let Some((me, _)) = file.name.strip_prefix("src/features/").and_then(|n| n.split_once('/')) else { continue };
        for (line, path) in file.imports() {
            if path.first().is_some_and(|p| p == "features") && path.get(1).is_some_and(|other| other != me) {
                found.push((file.name.clone(), line, me.to_owned(), path));
            }
        }
    }
    found
}

/// Fails for every use of `names` in a file of src that is not `allowed`.
fn only_in(names: &[&str], allowed: &dyn Fn(&str) -> bool, mend: &str) {
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|f| !allowed(&f.name)) {
        for (name, at) in names.iter().flat_map(|name| places(&file.code, name).into_iter().map(move |at| (name, at))) {
            wrong.push(format!("{}:{}: {name} does not belong here; {mend}", file.name, line_of(&file.code, at)));
        }
    }
    report(&wrong);
}

fn leading_number(text: &str) -> Option<usize> {
    text.get(..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))?.parse().ok()
}

/// A relative path with a folder or a well-known ending, and no blanks for the reader to fill in.
fn looks_like_a_path(word: &str) -> bool {
    let plain =
        word.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c)) && !word.starts_with(['/', '.', '-']);
    let ending = [".rs", ".md", ".toml", ".sql", ".csv", ".py", ".sh", ".json"].iter().any(|e| word.ends_with(e));
    let folder = word.contains('/')
        && word.split('/').next().is_some_and(|top| root().join(top).is_dir() || root().join("src").join(top).is_dir());
    plain && (ending || folder || word.ends_with('/'))
}

fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n\n{}\n", wrong.join("\n"));
}

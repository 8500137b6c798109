//! `tungnha analyse` on every public vector, through the real program.
use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

use super::{
    near,
    published::{counties_csv, precincts_csv},
};

/// Runs one method on a table that comes in at the standard input.
pub fn ran(arguments: &[&str], table: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tungnha"))
        .arg("analyse")
        .args(arguments)
        .args(["--csv", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (mut stdin, table) = (child.stdin.take().expect("its input"), table.to_vec());
    // What it refuses early it does not read to the end.
    let writing = std::thread::spawn(move || stdin.write_all(&table).ok());
    let done = child.wait_with_output().expect("it ends");
    writing.join().expect("the table is written");
    done
}

/// The same as JSON.
#[track_caller]
pub fn said(arguments: &[&str], table: &str) -> Value {
    let done = ran(&[arguments, &["--json"]].concat(), table.as_bytes());
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("JSON")
}

/// A number under a JSON pointer.
#[track_caller]
fn at(whole: &Value, pointer: &str) -> f64 {
    whole.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("{pointer} in {whole:#}"))
}

#[track_caller]
fn all(whole: &Value, wanted: &[(&str, f64)], within: f64) {
    for (pointer, wanted) in wanted {
        near(at(whole, pointer), *wanted, within);
    }
}

#[test]
fn new_haven() {
    // Columns in another order, a row for so many alike.
    let table =
        "people,contacted,outcome,assigned\n2119,0,1,0\n3526,0,0,0\n215,1,1,1\n180,1,0,1\n383,0,1,1\n667,0,0,1\n";
    let whole = said(&["cace"], table);
    let wanted = [
        ("/n", 7_090.0),
        ("/estimate", 0.140_712),
        ("/se", 0.052_401),
        ("/result/effect/value", 0.038_464),
        ("/result/effect/se", 0.014_471),
        ("/result/contact", 0.273_356),
        ("/result/contacted_against_all_others", 0.170_592),
    ];
    all(&whole, &wanted, 1e-6);
    assert_eq!((&whole["method"], &whole["clusters"], &whole["df"]), (&"cace".into(), &Value::Null, &Value::Null));
    assert_eq!(whole["warnings"].as_array().map(Vec::len), Some(1), "no cluster is named: {whole:#}");
}

#[test]
fn kansas_city() {
    let whole = said(&["cace"], &precincts_csv());
    let wanted = [
        ("/clusters", 28.0),
        ("/n", 9_712.0),
        ("/estimate", 0.070_160),
        ("/se", 0.039_442),
        ("/df", 27.0),
        ("/result/effect/value", 0.044_019),
        ("/result/effect/se", 0.025_163),
        ("/result/contact", 0.627_407),
        ("/result/of_cluster_means", 0.036_294),
    ];
    all(&whole, &wanted, 1e-6);
    all(&whole, &[("/result/effect/low", -0.007_6), ("/result/effect/high", 0.095_6)], 5e-5);
    all(&whole, &[("/result/effect/p", 0.092), ("/result/alike", 0.020)], 5e-4);
    // The same file serves for the lot: rows of a cluster are drawn together.
    let whole = said(&["randomisation", "--seed", "2026", "--other-columns"], &precincts_csv());
    all(&whole, &[("/estimate", 0.044_019), ("/clusters", 28.0), ("/result/seed", 2026.0)], 1e-6);
    near(at(&whole, "/p"), 0.098, 0.002);
    assert_eq!(whole["result"]["exact"], false);
}

#[test]
fn counties_and_minimum_wages() {
    let whole = said(&["did"], &counties_csv());
    let wanted = [
        ("/n", 500.0),
        ("/estimate", -0.039_951),
        ("/result/by_group/overall/value", -0.031_018),
        ("/result/by_group/each/2004/value", -0.079_749),
        ("/result/by_group/each/2006/value", -0.022_910),
        ("/result/by_group/each/2007/value", -0.026_054),
        ("/result/by_event_time/overall/value", -0.077_240),
        ("/result/by_event_time/each/-3/value", 0.030_507),
        ("/result/by_event_time/each/0/value", -0.019_932),
        ("/result/by_event_time/each/3/value", -0.100_811),
        ("/result/by_group_and_period/0/effect/value", -0.010_503),
        ("/result/by_group_and_period/11/effect/value", -0.026_054),
    ];
    all(&whole, &wanted, 2e-6);
}

#[test]
fn drawn_errors_come_again_from_their_seed() {
    // Counties that scatter, unlike the means above.
    let table: String = counties_csv()
        .lines()
        .enumerate()
        .map(|(n, line)| if n == 0 { format!("{line}\n") } else { format!("{line}{}\n", n * 7_919 % 97) })
        .collect();
    let of = |seed: &str| said(&["did", "--control", "not-yet", "--draws", "199", "--seed", seed], &table);
    assert_eq!(of("5"), of("5"));
    assert_ne!(of("5")["se"], of("6")["se"]);
    assert!(of("5")["how"].as_str().is_some_and(|how| how.contains("199 bootstrap draws from seed 5")));
}

#[test]
fn two_shares() {
    for (table, wanted, within) in [
        ("name,hits,of\na,56,70\nb,48,80\n", [0.2, 0.052_4, 0.333_9], 5e-5),
        ("name,hits,of\na,9,10\nb,3,10\n", [0.6, 0.170_5, 0.809_0], 5e-5),
        ("name,hits,of\nassisted,124,312\nusual,10,290\n", [0.362_953, 0.303_329, 0.420_358], 1e-6),
        ("of,hits\n1257,79\n1296,82\n", [-0.000_424, -0.019_396, 0.018_629], 1e-6),
    ] {
        let whole = said(&["proportions"], table);
        for (pointer, wanted) in ["/estimate", "/low", "/high"].into_iter().zip(wanted) {
            near(at(&whole, pointer), wanted, within);
        }
    }
    for (table, low, high) in [("hits,of\n81,263\n", 0.255_3, 0.366_2), ("hits,of\n0,20\n", 0.0, 0.161_1)] {
        let whole = said(&["proportions"], table);
        all(&whole, &[("/low", low), ("/high", high), ("/result/shares/0/low", low)], 5e-5);
    }
}

#[test]
fn credit_of_touches() {
    let table = "path,converted,not_converted\nL>V,30,170\nH>V,24,76\nV,40,260\nL,5,495\nH,6,94\nL>H>V,18,32\n,7,0\n";
    let whole = said(&["credit"], table);
    let wanted = [
        ("/result/credits/first/L", 53.0),
        ("/result/credits/last/V", 112.0),
        ("/result/credits/linear/H", 24.0),
        ("/result/credits/position/L", 27.2),
        ("/result/markov/conversion", 0.098_4),
        ("/result/markov/channels/H/effect", 0.258_912),
        ("/result/markov/channels/L/effect", 0.372_608),
        ("/result/markov/channels/V/effect", 0.910_569),
        ("/result/credits/markov/H", 20.651_310),
        ("/result/credits/markov/L", 29.719_929),
        ("/result/credits/markov/V", 72.628_761),
        ("/result/no_touch_recorded", 7.0),
    ];
    all(&whole, &wanted, 1e-6);
    for (model, credits) in whole["result"]["credits"].as_object().expect("models") {
        let sum: f64 = credits.as_object().expect("credits").values().filter_map(Value::as_f64).sum();
        near(sum, 123.0, 1e-9);
        assert_ne!(model, "decay", "no days are given");
    }
    for (half_life, wanted) in
        [("7", [0.030_036, 0.146_456, 0.292_912, 0.530_595]), ("30", [0.163_856, 0.237_144, 0.278_774, 0.320_227])]
    {
        let whole = said(&["credit", "--half-life", half_life], "path;converted;days\na>b>c>d;1;30>14>7>1\n");
        for (touch, wanted) in ["a", "b", "c", "d"].iter().zip(wanted) {
            near(at(&whole, &format!("/result/credits/decay/{touch}")), wanted, 1e-6);
        }
    }
}

#[test]
fn few_arrangements_are_all_looked_at() {
    let table = "outcome,assigned\n8,1\n6,1\n5,1\n4,0\n3,0\n1,0\n";
    let whole = said(&["randomisation"], table);
    all(&whole, &[("/estimate", 11.0 / 3.0), ("/p", 0.1), ("/result/arrangements", 20.0)], 1e-12);
    assert_eq!((&whole["result"]["exact"], &whole["result"]["seed"]), (&true.into(), &Value::Null));
}

#[test]
fn a_change_and_what_it_is_made_of() {
    let table =
        "group,people_before,rate_before,people_after,rate_after\ntown,600,0.90,700,0.92\nhills,400,0.50,300,0.55\n";
    let wanted = [
        ("/estimate", 0.069),
        ("/result/before", 0.740),
        ("/result/after", 0.809),
        ("/result/rate", 0.030_5),
        ("/result/composition", 0.038_5),
    ];
    all(&said(&["kitagawa"], table), &wanted, 1e-12);
}

#[test]
fn what_a_design_can_see() {
    let table = "share,people,alike,clusters\n0.1,200,0.02,5\n0.1,200,0.02,10\n0.1,200,,20\n0.1,200,0.02,40\n";
    let whole = said(&["power"], table);
    for (n, points) in [8.4, 5.9, 4.2, 3.0].into_iter().enumerate() {
        near(100.0 * at(&whole, &format!("/result/designs/{n}/smallest_effect")), points, 0.05);
    }
}

#[test]
fn tables_as_spreadsheets_write_them() {
    let plain = said(&["kitagawa"], "group,people_before,rate_before,people_after,rate_after\na,6,0.5,7,0.25\n");
    for table in [
        "\u{feff}group,people_before,rate_before,people_after,rate_after\r\na,6,0.5,7,0.25\r\n",
        "group;people_before;rate_before;people_after;rate_after\na;6;0,5;7;0,25\n",
        "sep=;\nGroup;People before;Rate-before;People after;Rate after\na;6;0,5;7;0,25\n\n",
        "rate_after\tgroup\trate_before\tpeople_before\tpeople_after\n0.25\ta\t0.5\t6\t7\n",
        "group,n1,r1,n2,r2,id,note\na,6,0.5,7,0.25,1,\"x, y\"\n",
    ] {
        assert_eq!(said(&["kitagawa"], table), plain, "{table}");
    }
    let months = |first: &str| {
        let rows: String =
            (0..36).map(|n| format!("{}-{:02};{}\n", 2023 + n / 12, 1 + n % 12, 40 + n * n % 7)).collect();
        said(&["its", "--from", first], &format!("month;count\n{rows}"))
    };
    assert_eq!(months("2024-07")["result"]["before"], 18);
    let panel: String = (0..20)
        .map(|n| format!("{},2026-0{},{},{}\n", n / 4, 1 + n % 4, ["never", "2026-03"][n / 4 % 2], n * n % 7))
        .collect();
    let whole = said(&["did"], &format!("commune,month,cohort,y\n{panel}"));
    let march = whole["result"]["by_group_and_period"][1]["group"].to_string();
    assert_eq!((&whole["result"]["periods"][march], &whole["n"]), (&"2026-03".into(), &5.into()));
    // A file by its name, and a table for people.
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("analyse-groups.csv");
    std::fs::write(&file, "group,n1,r1,n2,r2\na,6,0.5,7,0.25\n").expect("a file");
    let done = Command::new(env!("CARGO_BIN_EXE_tungnha"))
        .args(["analyse", "kitagawa", "--csv"])
        .arg(&file)
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(text.contains("from rates        -0.250000"), "{text}");
}

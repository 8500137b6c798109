//! What `tungnha analyse` refuses, in both languages and with the line where it stands.
use super::command::{ran, said};

/// That it refuses with both sentences.
#[track_caller]
fn refuses(arguments: &[&str], table: impl AsRef<[u8]>, vi: &str, en: &str) {
    let done = ran(arguments, table.as_ref());
    let (out, why) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert_eq!((done.status.code(), out.as_ref()), (Some(1), ""), "{arguments:?}: {why}");
    assert!(why.contains(vi) && why.contains(en) && why.lines().count() == 1, "{arguments:?}: {why}");
}

#[test]
fn columns_that_lack_or_are_unknown() {
    refuses(&["cace"], "outcome,assigned\n1,1\n", "Thiếu cột contacted", "The column contacted is missing");
    refuses(
        &["cace"],
        "outcome,assigned,contacted,clusters\n1,1,1,a\n",
        "Không biết cột \"clusters\"",
        "Unknown column \"clusters\"",
    );
    refuses(&["cace"], "outcome,assigned,contacted,y\n1,1,1,1\n", "Cột outcome có hai lần", "stands there twice");
    for (method, missing) in [
        (&["did"][..], "unit"),
        (&["its", "--from", "3"], "period"),
        (&["proportions"], "hits"),
        (&["credit"], "path"),
        (&["kitagawa"], "people_before"),
        (&["matched"], "outcome"),
        (&["randomisation"], "outcome"),
        (&["power"], "share"),
    ] {
        refuses(method, "note\n1\n", &format!("Thiếu cột {missing}"), &format!("The column {missing} is missing"));
    }
}

#[test]
fn cells_that_are_no_numbers() {
    let head = "outcome,assigned,contacted\n1,1,1\n0,0,0\n";
    for (row, vi, en) in [
        ("nhiều,1,1\n", "Dòng 4: cột outcome không phải số: nhiều", "Line 4: outcome is no number: nhiều"),
        ("NaN,1,1\n", "cột outcome không phải số: NaN", "outcome is no number: NaN"),
        ("inf,1,1\n", "không phải số", "is no number"),
        (",1,1\n", "Dòng 4: cột outcome để trống", "Line 4: outcome is empty"),
        ("1,2,1\n", "cột assigned phải là 1 hoặc 0: 2", "assigned must be 1 or 0: 2"),
        ("1,1\n", "cột contacted để trống", "contacted is empty"),
    ] {
        refuses(&["cace"], format!("{head}{row}"), vi, en);
    }
    refuses(&["proportions"], "hits,of\n2.5,3\n", "cột hits không phải số đếm: 2.5", "hits is no count: 2.5");
    refuses(&["proportions"], "hits,of\n-1,3\n", "không phải số đếm", "is no count");
    refuses(&["proportions"], "hits,of\n4,3\n", "ngoài giới hạn", "out of its bounds");
    refuses(&["proportions"], "hits,of\n0,0\n", "Không có dòng số liệu", "There are no rows");
    refuses(&["did"], "unit,period,first_treated,outcome\na,mai,,1\n", "không phải kỳ", "is no period");
    refuses(&["credit"], "path,converted,days\na>b,1,3>x\n", "không phải các số", "is not numbers with > between");
    refuses(
        &["credit"],
        "path,converted,days\na>b,1,3\n",
        "một số ngày cho mỗi lần",
        "one number of days for each touch",
    );
    refuses(&["credit", "--half-life", "0"], "path,converted,days\na,1,3\n", "ngoài giới hạn", "out of its bounds");
    refuses(&["credit"], "path,converted\na,-1\n", "ngoài giới hạn", "out of its bounds");
    for share in ["1.5", "0", "1"] {
        refuses(&["power"], format!("share,people,clusters\n{share},10,4\n"), "ngoài giới hạn", "out of its bounds");
    }
    refuses(&["kitagawa"], "n1,r1,n2,r2\n1e16,1,5,1\n", "không phải số", "is no number");
    let done = ran(&["its", "--from=-9223372036854775808"], b"");
    assert_eq!(done.status.code(), Some(2), "a period is bounded");
}

#[test]
fn tables_that_are_none() {
    refuses(&["cace"], "", "Bảng không có dòng nào", "The table has no rows");
    refuses(&["cace"], "outcome,assigned,contacted\n", "Không có dòng số liệu nào", "There are no rows");
    refuses(&["cace"], b"\x00\x00\x00\x00abc".as_slice(), "ký tự không đọc được", "cannot be read");
    refuses(&["cace"], "outcome,assigned,contacted\n\"1,1,1\n", "nháy kép", "quotation mark");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_tungnha"))
        .args(["analyse", "cace", "--csv", "not-there.csv"])
        .output()
        .expect("it runs");
    let why = String::from_utf8_lossy(&done.stderr);
    assert!(why.contains("Không mở được not-there.csv") && why.contains("cannot be opened"), "{why}");
}

#[test]
fn more_than_is_worked_out() {
    let rows: String = std::iter::once("hits,of\n").chain(std::iter::repeat_n("1,2\n", 200_001)).collect();
    refuses(&["proportions"], rows, "quá 200.000 dòng", "more than 200,000 rows");
    refuses(
        &["cace"],
        "outcome,assigned,contacted,people\n1,1,1,99999999999\n",
        "Nhiều quá mức",
        "more than is worked out",
    );
    let channels: String = (0..301).map(|n| format!("c{n},1\n")).collect();
    refuses(&["credit"], format!("path,converted\n{channels}"), "Nhiều quá mức", "more than is worked out");
    let done = ran(&["did", "--draws", "10000000"], b"");
    assert_eq!(done.status.code(), Some(2), "draws are bounded");
}

#[test]
fn comparisons_that_tell_nothing() {
    let head = "outcome,assigned,contacted,cluster\n";
    refuses(
        &["cace"],
        format!("{head}1,1,1,a\n0,1,0,a\n"),
        "cả nhóm được giao và nhóm đối chứng",
        "Both an assigned and a control",
    );
    refuses(
        &["cace"],
        format!("{head}1,1,1,a\n0,1,0,a\n1,0,0,b\n0,0,0,b\n"),
        "ít nhất hai cụm",
        "two clusters at least",
    );
    refuses(
        &["cace"],
        format!("{head}1,1,1,a\n0,1,0,\n1,0,0,b\n0,0,0,b\n"),
        "Có dòng ghi cụm, có dòng không",
        "Some rows name a cluster",
    );
    let nobody = "outcome,assigned,contacted\n1,1,0\n0,1,0\n1,0,0\n0,0,0\n";
    refuses(&["cace"], nobody, "Tỷ lệ được gặp ở hai nhóm như nhau", "The same share was met in both groups");
    assert_eq!(said(&["cace", "--assigned-only"], nobody)["estimate"], 0.0);

    let panel = "unit,period,first_treated,outcome\n";
    refuses(
        &["did"],
        format!("{panel}a,1,,1\na,2,,2\n"),
        "không còn nhóm để so sánh",
        "nobody is left to compare with",
    );
    refuses(
        &["did"],
        format!("{panel}a,1,2,1\na,2,2,2\n"),
        "không còn nhóm để so sánh",
        "nobody is left to compare with",
    );
    refuses(&["did"], format!("{panel}a,1,2,1\na,1,2,2\n"), "hai dòng trong cùng kỳ", "two rows in one period");

    let months = |outcome: &dyn Fn(i64) -> i64, n: i64| {
        let rows: String = (0..n).map(|month| format!("{month},{}\n", outcome(month))).collect();
        format!("period,outcome\n{rows}")
    };
    refuses(&["its", "--from", "10"], months(&|n| 5 + n % 3, 30), "Số kỳ quá ít", "too few points in time");
    refuses(&["its", "--from", "15"], months(&|_| 0, 30), "không đủ khác nhau", "do not differ enough");
    refuses(
        &["its", "--from", "15"],
        months(&|n| 5 + n, 30).replace("\n29,", "\n28,"),
        "hai dòng trong cùng kỳ",
        "two rows in one period",
    );

    refuses(&["randomisation"], "outcome,assigned\n1,1\n2,1\n", "cả nhóm được giao", "Both an assigned and a control");
    refuses(
        &["randomisation"],
        "outcome,assigned,cluster\n1,1,a\n2,0,a\n",
        "hai nhóm hoặc hai tầng",
        "two groups or two strata",
    );
    refuses(&["randomisation"], "outcome,assigned,people\n1,1,0\n2,0,1\n", "ngoài giới hạn", "out of its bounds");
    refuses(&["kitagawa"], "n1,r1,n2,r2\n0,0.5,3,0.5\n", "Không có dòng số liệu", "There are no rows");
}

#[test]
fn nobody_enrolled_is_an_answer() {
    let whole = said(&["credit"], "path,converted,not_converted,days\nL>V,0,5,3>1\nV,0,2,1\n");
    assert_eq!(
        (&whole["result"]["credits"]["linear"]["V"], &whole["result"]["markov"]),
        (&0.0.into(), &serde_json::Value::Null)
    );
    assert_eq!(whole["warnings"].as_array().map(Vec::len), Some(2), "{whole:#}");
}

#[test]
fn the_help_names_columns_and_an_example() {
    for (method, column) in [
        ("cace", "contacted"),
        ("did", "first_treated"),
        ("its", "people"),
        ("proportions", "hits"),
        ("credit", "not_converted"),
        ("kitagawa", "rate_before"),
        ("randomisation", "stratum"),
        ("power", "alike"),
    ] {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_tungnha"))
            .args(["analyse", method, "--help"])
            .output()
            .expect("it runs");
        let help = String::from_utf8_lossy(&done.stdout).into_owned();
        let example = format!("tungnha analyse {method} --csv ");
        assert!(
            done.status.success() && help.contains(column) && help.contains("Example:") && help.contains(&example),
            "{help}"
        );
    }
}

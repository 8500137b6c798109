//! The office's list of who runs out, held against what is due here; and its monthly list, held against what was handed in. All people are invented.
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{
    enrolments::{Office, YEAR_VND},
    office_lists::{count, counts},
    visits::id,
};
use crate::support::random::Random;

impl Office {
    async fn ends(&self) -> Vec<(Value, Value)> {
        let page = self.quan.get("/renewals").await.expect(200);
        let items = page["items"].as_array().expect("items").iter();
        items.map(|end| (end["person_id"].clone(), end["paid_to"].clone())).collect()
    }
}

#[actix_web::test]
async fn who_runs_out_by_the_offices_list_is_due_here() {
    let office = Office::new().await;
    let (bay, tam) = (office.another(7).await, office.another(8).await);
    office.month(&office.sau, "BL1", "2026-12").await;
    office.month(&tam, "BL2", "2026-12").await;
    let file = "CCCD;Họ tên;Thôn;Loại bảo hiểm;Ngày hết hạn;Số tiền\n\
        096185000123;Trần Thị Mẫu Sáu;Khóm 1;BHXH tự nguyện;12/2026;198.000\n\
        096190000007;Trần Thị Mẫu 7;Khóm 1;BHXH TN;15/12/2026;198000\n\
        096190000008;Trần Thị Mẫu 8;Khóm 1;BHXH TN;30/11/2026;198000\n\
        096190000099;Không Ai Mẫu;Khóm 9;BHYT;31/12/2026;1366200\n\
        096190000007;Trần Thị Mẫu 7;Khóm 1;BHXH TN;15/12/2026;198000\n\
        096190000007;Trần Thị Mẫu 7;Khóm 1;BHYT;;\n";
    let list = office.brought("kind=expiries", file).await;
    let found = [("unreadable", 1), ("same", 1), ("differs", 1), ("unknown_renewal", 2), ("unknown_person", 1)];
    let found: Vec<(String, i64, i64)> = found.iter().map(|(word, rows)| ((*word).to_owned(), *rows, 0)).collect();
    assert_eq!(counts(&list), found, "{list}");
    let before = office.ends().await;
    let list = office.apply(&list).await;
    // Entered once; the second line finds it there.
    assert_eq!((count(&list, "unknown_renewal"), count(&list, "same")), ((1, 1), (2, 0)), "{list}");
    let ends = office.ends().await;
    assert_eq!(ends.len(), before.len() + 1);
    assert!(ends.contains(&(json!(bay), json!("2026-12-15"))), "{ends:?}");
    let due = office.quan.get("/renewals").await.expect(200);
    let made =
        due["items"].as_array().expect("items").iter().find(|end| end["person_id"] == json!(bay)).expect("it").clone();
    assert_eq!((&made["enrolment_id"], &made["lapsed_after"]), (&Value::Null, &json!("2027-01-31")));
    let who = format!("/renewals/persistency?area_id={}&scheme=bhxh_tn", office.ward.area);
    let cohorts = office.board.get(&who).await.expect(200)["cohorts"].clone();
    assert!(!cohorts.to_string().contains("\"people\":3"), "nobody knows when it began: {cohorts}");

    // Both ends are shown; neither is overwritten silently.
    let differs = office.rows(&list, "finding=differs").await.remove(0);
    assert_eq!((&differs["paid_to"], &differs["our_paid_to"]), (&json!("2026-11-30"), &json!("2026-12-31")));
    assert_eq!((&differs["person_id"], &differs["place"]), (&json!(tam), &json!("Khóm 1")));
    let taken = office.settle(&differs, json!({ "as": "take_theirs", "why": "Cơ quan BHXH đúng" })).await.expect(200);
    assert_eq!((&taken["settled_as"], &taken["our_paid_to"]), (&json!("take_theirs"), &json!("2026-11-30")));
    assert!(office.ends().await.contains(&(json!(tam), json!("2026-11-30"))));
    let end =
        office.quan.get(&format!("/renewals/{}", differs["renewal_id"].as_str().expect("an id"))).await.expect(200);
    assert_eq!(end["lapsed_after"], json!("2026-12-31"), "as long after the end as before");

    // Whoever signs up after that has renewed it; taking the payment back makes it due again.
    let signed = office.paid(&bay, "BL3").await;
    assert!(!office.ends().await.contains(&(json!(bay), json!("2026-12-15"))));
    office.act(&office.quan, &signed, "unpay", json!({ "why": "Nhập nhầm" })).await.expect(200);
    assert!(office.ends().await.contains(&(json!(bay), json!("2026-12-15"))));
    // The collector sees who is to be called on, and the money.
    let rows = format!("/office-lists/{}/rows?finding=unknown_person", id(&list));
    let seen = office.mai.get(&rows).await.expect(200)["items"][0].clone();
    assert_eq!((&seen["full_name"], &seen["theirs_vnd"]), (&json!("Không Ai Mẫu"), &json!(1_366_200)));
    assert_eq!(seen["citizen_id"], json!("096*****0099"));
}

#[actix_web::test]
async fn the_monthly_list_is_reconciled_to_the_last_row() {
    let office = Office::new().await;
    let (bay, tam) = (office.another(7).await, office.another(8).await);
    let one = office.paid(&office.sau, "BL1").await;
    let two = office.paid(&bay, "BL2").await;
    let three = office.paid(&tam, "BL3").await;
    office.hand_in(&[&one, &two, &three]).await.expect(201);
    let file = format!(
        "CCCD;Họ tên;Loại;Từ tháng;Số tháng;Số tiền\n\
        096185000123;Trần Thị Mẫu Sáu;BHXH TN;11/2026;12;{YEAR_VND}\n\
        096190000007;Trần Thị Mẫu 7;BHXH TN;12/2026;12;{}\n\
        096190000099;Không Ai Mẫu;BHXH TN;11/2026;12;100000\n",
        YEAR_VND - 1
    );
    let list = office.brought("kind=participants&month=2026-11", &file).await;
    let found = [("matched", 1), ("differing", 1), ("missing_here", 1), ("missing_there", 1)];
    let found: Vec<(String, i64, i64)> = found.iter().map(|(word, rows)| ((*word).to_owned(), *rows, 0)).collect();
    assert_eq!(counts(&list), found, "{list}");
    assert_eq!(list["money"], json!({ "theirs_vnd": YEAR_VND * 2 - 1 + 100_000, "ours_vnd": YEAR_VND * 3 }));
    let differing = office.rows(&list, "finding=differing").await.remove(0);
    assert_eq!(differing["differs"], json!(["amount", "paid_from"]));
    assert_eq!((&differing["theirs_vnd"], &differing["ours_vnd"]), (&json!(YEAR_VND - 1), &json!(YEAR_VND)));
    let lacking = office.rows(&list, "finding=missing_there").await.remove(0);
    assert_eq!((&lacking["row"], &lacking["enrolment_id"]), (&Value::Null, &three["id"]));
    assert_eq!((&lacking["person_name"], &lacking["scheme"]), (&json!("Trần Thị Mẫu 8"), &json!("bhxh_tn")));
    let path = format!("/office-lists/{}", id(&list));
    office.quan.post(&format!("{path}/apply"), json!({})).await.expect_problem(409, "office-list-enters-nothing");
    let left = office.quan.post(&format!("{path}/close"), json!({})).await.expect_problem(409, "office-list-rows-left");
    assert_eq!(left["facts"]["left"], 3);
    office.settle(&lacking, json!({ "as": "ours_wrong" })).await.expect_problem(422, "office-list-settlement");
    office.settle(&lacking, json!({ "as": "hand_in_again", "why": "Gửi lại đợt sau" })).await.expect(200);
    office.settle(&differing, json!({ "as": "office_wrong" })).await.expect(200);
    let why = json!({ "leave_open_because": "Chờ cơ quan BHXH trả lời" });
    let closed = office.quan.post(&format!("{path}/close"), why).await.expect(200);
    assert_eq!((&closed["left"], &closed["closed_why"]), (&json!(1), &json!("Chờ cơ quan BHXH trả lời")));
    assert_eq!((count(&closed, "missing_there"), count(&closed, "missing_here")), ((1, 1), (1, 0)));
    // The board of the province may see the money, an official of the commune no list at all.
    assert!(office.board.get(&path).await.expect(200)["money"].is_object());
}

#[actix_web::test]
async fn matched_and_differing_and_lacking_are_ours() {
    let office = Office::new().await;
    let mut random = Random::new(20_261_126);
    let (mut people, mut made) = (vec![(office.sau.clone(), "096185000123".to_owned())], Vec::new());
    for n in 1..12 {
        people.push((office.another(n).await, format!("0961900{n:05}")));
    }
    for (n, (person, _)) in people.iter().enumerate() {
        made.push(office.paid(person, &format!("BL{n}")).await);
    }
    office.hand_in(&made.iter().collect::<Vec<_>>()).await.expect(201);
    for _ in 0..4 {
        let mut file = String::from("CCCD;Loại;Số tiền\n");
        let mut rows = 0;
        for (_, citizen) in &people {
            match random.below(4) {
                0 => continue,
                1 => writeln!(file, "{citizen};BHXH TN;{YEAR_VND}").expect("text"),
                2 => writeln!(file, "{citizen};BHXH TN;1").expect("text"),
                _ => writeln!(file, "{citizen};BHXH TN;").expect("text"),
            }
            rows += 1;
        }
        // Whoever stands in it twice is ours once.
        let again = file.lines().nth(1).map(str::to_owned);
        writeln!(file, "{}", again.as_deref().unwrap_or("096190090009;BHXH TN;5")).expect("text");
        for n in 0..random.below(4) {
            writeln!(file, "09619009{n:04};BHXH TN;5").expect("text");
            rows += 1;
        }
        writeln!(file, "12;BHXH TN;5").expect("text");
        let list = office.brought("kind=participants&month=2026-11", &file).await;
        let of = |words: &[&str]| words.iter().map(|word| count(&list, word).0).sum::<i64>();
        let ours = i64::try_from(people.len()).expect("a count");
        assert_eq!(of(&["matched", "differing", "missing_there"]), ours, "{list}");
        assert_eq!(of(&["matched", "differing", "missing_here", "unreadable", "twice"]), rows + 2, "{list}");
        let all: i64 = counts(&list).iter().map(|(_, rows, _)| rows).sum();
        assert_eq!(list["rows"], json!(all), "each row comes to one thing");
    }
}

//! Why coverage changed: decisions apart from sign-ups, rates apart from sizes, months beside the same months before.
use serde_json::{Value, json};
use tungnha::methods::wording;

use super::{enrolments::Office, hand_overs::work_for, visits::id};
use crate::support::{Client, World};

async fn counted(board: &Client, area: &str, scheme: &str, day: &str, participants: i64, people: Option<i64>) {
    let mut body = json!({ "area_id": area, "scheme": scheme, "as_of": day, "participants": participants, "source": "Số liệu mẫu" });
    if let Some(people) = people {
        let kind = if scheme == "bhyt" { "population" } else { "labour_force" };
        let whole = json!({ "area_id": area, "kind": kind, "as_of": day, "value": people, "source": "Số liệu mẫu" });
        body["denominator_id"] = json!(id(&board.post("/denominators", whole).await.expect(201)));
    }
    board.post("/coverage-snapshots", body).await.expect(201);
}

/// The rows to which an address in an answer leads.
pub async fn rows_at(who: &Client, address: &Value) -> Vec<Value> {
    let page = who.get(address.as_str().expect("an address")).await.expect(200);
    assert_eq!(page["next_cursor"], Value::Null);
    page["items"].as_array().expect("items").clone()
}

async fn change(who: &Client, area: &str, scheme: &str, from: &str, to: &str) -> Value {
    let seen =
        who.get(&format!("/coverage-change?area_id={area}&scheme={scheme}&from={from}&to={to}")).await.expect(200);
    assert_eq!(wording::causal(&seen.to_string()), None, "{seen}");
    seen
}

fn shift(area: &str, more: Value) -> Value {
    let mut body = json!({ "area_id": area, "scheme": "bhyt", "on": "2025-11-15", "kind": "safe_zone", "persons": 200_000,
        "qualifier": "more_than", "source": "Quyết định mẫu" });
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

#[actix_web::test]
async fn what_a_decision_did_in_a_day_is_nobodys_persuasion() {
    let w = World::new().await;
    let hoa = w.sign_in("hoa").await;
    let (province, ward) = (w.here("96").to_string(), w.here("31825").to_string());
    counted(&hoa, &province, "bhyt", "2025-10-31", 1_000_000, Some(1_300_000)).await;
    counted(&hoa, &province, "bhyt", "2025-11-30", 1_212_000, Some(1_300_000)).await;
    let body = w.organisation("UBND Mẫu", "peoples_committee", w.here("96")).await;
    let paper = json!({ "number": "12/QĐ-UBND", "title": "Quyết định mẫu", "kind": "plan", "issuer_id": body, "issued_on": "2025-11-10", "area_id": province });
    let document = id(&hoa.post("/documents", paper).await.expect(201)).to_owned();
    let made = hoa.post("/coverage-shifts", shift(&province, json!({ "document_id": document }))).await.expect(201);
    assert_eq!(
        (&made["kind_label"], &made["replaced_by_id"]),
        (&json!("Công nhận xã an toàn khu, vùng an toàn khu"), &Value::Null)
    );
    let seen = change(&hoa, &province, "bhyt", "2025-10-31", "2025-11-30").await;
    assert_eq!((&seen["change"]["persons"], &seen["change"]["points"]), (&json!(212_000), &json!(16.31)));
    let known = &seen["known"];
    assert_eq!((&known["from"], &known["to"]), (&json!("2025-11-01"), &json!("2025-11-30")));
    assert_eq!((&known["by_policy"], &known["by_policy_qualifier"]), (&json!(200_000), &json!("more_than")));
    assert_eq!((&known["policy"][0]["kind"], &known["policy"][0]["shifts"]), (&json!("safe_zone"), &json!(1)));
    assert_eq!((&known["sign_ups"]["joined"], &known["losses"]["lost"]), (&json!(0), &json!(0)));
    assert_eq!((&known["not_explained"], &known["not_explained_qualifier"]), (&json!(12_000), &json!("nearly")));
    let rows = known["policy"][0]["rows"].as_str().expect("a link").strip_prefix("/api/v1").expect("of this API");
    assert_eq!(hoa.get(rows).await.expect(200)["items"][0]["document_id"], json!(document), "the rows behind it");
    // Of the ward nobody knows how many of them live there.
    counted(&hoa, &ward, "bhyt", "2025-10-31", 20_000, None).await;
    counted(&hoa, &ward, "bhyt", "2025-11-30", 23_000, None).await;
    let own = change(&w.sign_in("minh").await, &ward, "bhyt", "2025-10-31", "2025-11-30").await;
    assert_eq!((&own["known"]["by_policy"], &own["known"]["wider_shifts"][0]["id"]), (&json!(0), &made["id"]));
    assert_eq!((&own["why_not"], &own["change"]["points"]), (&json!("unknown-denominator"), &Value::Null));
    // The same decision is not counted twice, on whatever level; another paper of the day is another decision.
    let same = shift(&ward, json!({ "document_id": document, "persons": 3_000 }));
    hoa.post("/coverage-shifts", same).await.expect_problem(409, "shift-counted-already");
    hoa.post("/coverage-shifts", shift(&province, json!({ "persons": 0 })))
        .await
        .expect_problem(422, "shift-of-nobody");
    hoa.post("/coverage-shifts", shift(&province, json!({ "kind": "weather" })))
        .await
        .expect_problem(422, "unknown-code");
    // It was counted anew: the row stands in the place of the first, once, and 0 takes it back.
    let right = shift(
        &province,
        json!({ "document_id": document, "persons": 205_000, "qualifier": "exact", "replaces_id": made["id"] }),
    );
    let second = hoa.post("/coverage-shifts", right.clone()).await.expect(201);
    hoa.post("/coverage-shifts", right).await.expect_problem(409, "shift-not-its-place");
    let first = hoa.get(&format!("/coverage-shifts/{}", id(&made))).await.expect(200);
    assert_eq!((&first["persons"], &first["replaced_by_id"]), (&json!(200_000), &second["id"]));
    let known = change(&hoa, &province, "bhyt", "2025-10-31", "2025-11-30").await["known"].clone();
    assert_eq!((&known["not_explained"], &known["not_explained_qualifier"]), (&json!(7_000), &json!("exact")));
    let none = shift(&province, json!({ "persons": 0, "replaces_id": second["id"] }));
    hoa.post("/coverage-shifts", none).await.expect(201);
    let known = change(&hoa, &province, "bhyt", "2025-10-31", "2025-11-30").await["known"].clone();
    assert_eq!((&known["by_policy"], &known["not_explained"]), (&json!(0), &json!(212_000)));
    for days in [
        "from=2025-11-30&to=2025-10-31",
        "from=2025-01-01&to=2026-11-26",
        "from=1980-01-01&to=2025-01-01",
        "to=1900-01-01",
    ] {
        hoa.get(&format!("/coverage-change?area_id={province}&scheme=bhyt&{days}"))
            .await
            .expect_problem(422, "change-days");
    }
}

#[actix_web::test]
async fn new_ones_add_renewed_ones_do_not_and_who_left_is_told_apart() {
    let office = Office::new().await;
    let ward = office.ward.area.to_string();
    counted(&office.board, &ward, "bhxh_tn", "2026-10-31", 100, Some(1_000)).await;
    let one = office.issued(&office.sau, "BL1").await;
    office.paid(&office.another(1).await, "BL2").await;
    office.promise(&office.another(2).await).await;
    let stop = json!({ "reason": "compulsory", "on": "2026-12-31" });
    office.act(&office.quan, &one, "stop", stop).await.expect(200);
    office.ward.w.clock.advance_seconds(80 * 86_400);
    let (hoa, phuc) = (office.ward.w.sign_in("hoa").await, office.ward.w.sign_in("phuc").await);
    counted(&hoa, &ward, "bhxh_tn", "2027-01-31", 107, Some(1_000)).await;
    let seen = change(&hoa, &ward, "bhxh_tn", "2026-10-31", "2027-01-31").await;
    let known = &seen["known"];
    assert_eq!(
        (&known["sign_ups"]["new"], &known["sign_ups"]["renewed"], &known["sign_ups"]["joined"]),
        (&json!(2), &json!(0), &json!(2)),
        "a promise adds nobody"
    );
    assert_eq!(
        (&known["losses"]["stopped"], &known["losses"]["ended"], &known["losses"]["lost"]),
        (&json!(1), &json!(0), &json!(1))
    );
    assert_eq!((&seen["change"]["persons"], &known["not_explained"]), (&json!(7), &json!(6)), "7 = 2 - 1 + 6");
    assert_eq!((&seen["same_month"], &seen["change"]["points"]), (&json!(false), &json!(0.7)));
    assert_eq!(known["every_organisation"], json!(true));
    for (part, counts) in
        [("sign_ups", &["new", "re_activated", "moved_in", "renewed"][..]), ("losses", &["stopped", "ended"])]
    {
        for count in counts {
            let rows = rows_at(&hoa, &known[part]["rows"][count]).await;
            assert_eq!(json!(rows.len()), known[part][count], "{part} {count}");
        }
    }
    // Two people are too few for somebody who does not work with them.
    let known = change(&phuc, &ward, "bhxh_tn", "2026-10-31", "2027-01-31").await["known"].clone();
    assert_eq!((&known["withheld"], &known["sign_ups"]), (&json!(true), &Value::Null));
    assert_eq!((&known["losses"], &known["not_explained"]), (&Value::Null, &Value::Null));
    // Of the compulsory scheme nobody is signed up for here.
    counted(&hoa, &ward, "bhtn", "2026-10-31", 10, None).await;
    counted(&hoa, &ward, "bhtn", "2027-01-31", 14, None).await;
    let known = change(&hoa, &ward, "bhtn", "2026-10-31", "2027-01-31").await["known"].clone();
    assert_eq!(
        (&known["sign_ups"], &known["withheld"], &known["not_explained"]),
        (&Value::Null, &json!(false), &json!(4))
    );
    // Another organisation's people see only what is theirs, and are told so.
    work_for(&office.ward, &office.other);
    let quan = office.ward.w.sign_in("quan").await;
    let known = change(&quan, &ward, "bhxh_tn", "2026-10-31", "2027-01-31").await["known"].clone();
    assert_eq!((&known["every_organisation"], &known["sign_ups"]["joined"]), (&json!(false), &json!(0)));
    // Nobody went on after the year.
    office.ward.w.clock.advance_seconds(400 * 86_400);
    let hoa = office.ward.w.sign_in("hoa").await;
    counted(&hoa, &ward, "bhxh_tn", "2027-06-30", 106, None).await;
    counted(&hoa, &ward, "bhxh_tn", "2028-01-31", 90, None).await;
    let known = change(&hoa, &ward, "bhxh_tn", "2027-06-30", "2028-01-31").await["known"].clone();
    assert_eq!((&known["losses"]["ended"], &known["losses"]["stopped"]), (&json!(1), &json!(0)));
    assert_eq!(known["not_explained"], json!(-15), "-16 = -1 - 15");
    let ended = rows_at(&hoa, &known["losses"]["rows"]["ended"]).await;
    assert_eq!((ended.len(), &ended[0]["paid_to"]), (1, &json!("2027-10-31")));
}

/// Communes of today in Cà Mau: two made of whole communes, with their parts, and one that drew on a divided one.
async fn grounds(w: &World, board: &Client) -> (Vec<(String, Vec<String>)>, String) {
    let (mut whole, mut divided) = (Vec::new(), None);
    for ward in board.get(&format!("/areas/{}/children", w.here("96"))).await.expect(200).as_array().expect("areas") {
        let parts = board.get(&format!("/areas/{}/predecessors", id(ward))).await.expect(200);
        let parts = parts.as_array().expect("areas");
        if parts.len() >= 2 && parts.iter().all(|p| p["share"] == "whole") {
            whole.push((id(ward).to_owned(), parts.iter().map(|p| id(&p["area"]).to_owned()).collect()));
        } else if parts.iter().any(|p| p["share"] == "part") {
            divided.get_or_insert(id(ward).to_owned());
        }
        if whole.len() > 1 && divided.is_some() {
            break;
        }
    }
    (whole, divided.expect("a divided one"))
}

#[actix_web::test]
async fn rates_and_sizes_are_told_apart_on_the_same_ground() {
    let w = World::new().await;
    let board = w.sign_in("trung").await;
    let (whole, divided) = grounds(&w, &board).await;
    let province = w.here("96").to_string();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (n, (ward, parts)) in (1..).zip(whole.iter().take(2)) {
        let mut sum = (0, 0);
        for (m, part) in (1..).zip(parts) {
            let (participants, people) = (4_000 + 1_000 * n + 100 * m, 10_000);
            counted(&board, part, "bhyt", "2024-12-31", participants, Some(people)).await;
            sum = (sum.0 + participants, sum.1 + people);
        }
        before.push(sum);
        after.push((sum.0 + 2_000 * n, sum.1 + 15_000 * (n - 1)));
        let (participants, people) = after[after.len() - 1];
        counted(&board, ward, "bhyt", "2025-12-31", participants, Some(people)).await;
    }
    counted(&board, &divided, "bhyt", "2025-12-31", 9_000, Some(10_000)).await;
    // The province itself has a figure on both days; the earlier one is that of the two provinces it was made of.
    let parts = board.get(&format!("/areas/{province}/predecessors")).await.expect(200);
    for part in parts.as_array().expect("areas") {
        counted(&board, id(&part["area"]), "bhyt", "2024-12-31", 500_000, Some(700_000)).await;
    }
    counted(&board, &province, "bhyt", "2025-12-31", 1_100_000, Some(1_400_000)).await;
    let seen = change(&board, &province, "bhyt", "2024-12-31", "2025-12-31").await;
    assert_eq!((&seen["change"]["persons"], &seen["same_month"]), (&json!(100_000), &json!(true)));
    let split = &seen["split"];
    assert_eq!((&split["areas_compared"], &split["complete"]), (&json!(2), &json!(false)));
    let rows = seen["areas"].as_array().expect("areas");
    let row = |area: &str| rows.iter().find(|row| row["area_id"] == area).expect("a row");
    assert_eq!(row(&divided)["why_not"], "area-divided");
    let others = rows.iter().filter(|r| r["why_not"] == "no-later-figure").count();
    assert_eq!((others + 3, split["areas_not_compared"].as_u64()), (rows.len(), Some(others as u64 + 1)));
    // By hand.
    let real = |n: i64| n as f64;
    let people = |side: &[(i64, i64)]| side.iter().map(|(_, people)| real(*people)).sum::<f64>();
    let (all_before, all_after) = (people(&before), people(&after));
    let (mut rate, mut composition) = (0.0, 0.0);
    for (((ward, _), (p1, n1)), (p2, n2)) in whole.iter().zip(&before).zip(&after) {
        let (r1, r2) = (real(*p1) / real(*n1), real(*p2) / real(*n2));
        let (s1, s2) = (real(*n1) / all_before, real(*n2) / all_after);
        let (own_rate, own_size) = ((r2 - r1) * (s1 + s2) * 50.0, (s2 - s1) * (r1 + r2) * 50.0);
        assert!((row(ward)["rate_points"].as_f64().expect("a part") - own_rate).abs() < 1e-9);
        assert!((row(ward)["composition_points"].as_f64().expect("a part") - own_size).abs() < 1e-9);
        (rate, composition) = (rate + own_rate, composition + own_size);
    }
    let told = |name: &str| split[name].as_f64().expect("a part");
    assert!((told("rate_points") - rate).abs() < 1e-9 && (told("composition_points") - composition).abs() < 1e-9);
    assert!((told("rate_points") + told("composition_points") - told("difference_points")).abs() < 1e-12);
    assert!(told("composition_points").abs() > 0.01, "the second one grew");
    let file =
        board.get(&format!("/coverage-change.csv?area_id={province}&scheme=bhyt&from=2024-12-31&to=2025-12-31")).await;
    let text = String::from_utf8(file.bytes).expect("text");
    assert!(
        text.contains("area-divided") && text.contains("Phần cơ cấu") && wording::causal(&text).is_none(),
        "{text}"
    );
}

#[actix_web::test]
async fn months_stand_beside_the_same_months_before_and_nothing_is_foretold() {
    let w = World::new().await;
    let board = w.sign_in("trung").await;
    let (whole, divided) = grounds(&w, &board).await;
    let (ward, parts) = &whole[0];
    // From December 2023 on: 10 to 14 a month, 400 in December. Until June 2025 the parts are counted.
    let mut participants = 10_000;
    for n in 0..35_i64 {
        let (year, month) = (2023 + (11 + n) / 12, (11 + n) % 12 + 1);
        participants += if month == 12 { 400 } else { 10 + n % 5 };
        let day = format!("{year}-{month:02}-28");
        if (year, month) < (2025, 7) {
            for part in &parts[1..] {
                counted(&board, part, "bhyt", &day, 1_000, None).await;
            }
            let rest = i64::try_from(parts.len() - 1).expect("few") * 1_000;
            counted(&board, &parts[0], "bhyt", &day, participants - rest, None).await;
        } else {
            counted(&board, ward, "bhyt", &day, participants, None).await;
        }
    }
    let seen = board.get(&format!("/coverage-seasons?area_id={ward}&scheme=bhyt")).await.expect(200);
    assert_eq!((&seen["enough"], &seen["why_not"]), (&json!(true), &Value::Null));
    let months = seen["months"].as_array().expect("months");
    assert_eq!((months.len(), &months[0]["month"], &months[0]["change"]), (35, &json!("2023-12"), &Value::Null));
    assert_eq!(months[19]["month"], "2025-07");
    assert_eq!(months[19]["change"], json!(14), "the same ground on both sides of the change of the map");
    let marked: Vec<&Value> =
        seen["seasons"].as_array().expect("months").iter().filter(|s| s["stands_out"] == true).collect();
    assert_eq!(marked.len(), 1);
    assert_eq!((&marked[0]["calendar_month"], &marked[0]["middle"]), (&json!(12), &json!(400.0)));
    assert_eq!((&seen["newest"]["month"], &seen["newest"]["years"]), (&json!("2026-10"), &json!([2024, 2025])));
    assert_eq!(wording::causal(&seen.to_string()), None);
    // No field speaks of a day to come.
    fn days(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) if text.len() >= 7 && text.starts_with("20") && text.as_bytes()[4] == b'-' => {
                found.push(text.clone())
            }
            Value::Array(all) => all.iter().for_each(|one| days(one, found)),
            Value::Object(all) => all.values().for_each(|one| days(one, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    days(&seen, &mut found);
    assert!(found.len() >= 70 && found.iter().all(|day| day[..7] <= *"2026-11"), "{found:?}");
    let file = board.get(&format!("/coverage-seasons.xlsx?area_id={ward}&scheme=bhyt")).await;
    assert_eq!(file.status, 200);
    // Too few months, and a ground that was divided.
    for month in ["2025-08-31", "2025-09-30", "2025-10-31"] {
        counted(&board, &divided, "bhyt", month, 5_000, None).await;
    }
    let seen = board.get(&format!("/coverage-seasons?area_id={divided}&scheme=bhyt")).await.expect(200);
    assert_eq!((&seen["enough"], &seen["newest"], &seen["seasons"]), (&json!(false), &Value::Null, &json!([])));
    assert!(seen["why_not"].is_string() && seen["starts_late"].is_string());
    assert_eq!(seen["months"].as_array().expect("months").len(), 3);
}

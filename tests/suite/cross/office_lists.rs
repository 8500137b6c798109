//! The office's answers are entered once, whatever happens meanwhile: the program is killed, two of them work at once.
use std::{
    fmt::Write as _,
    thread,
    time::{Duration, Instant},
};

use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    db::{
        Db,
        schema::{enrolment_cards, enrolment_steps, office_lists as lists},
    },
    features::office_lists,
};

use crate::{
    api::{
        enrolments::{Office, YEAR_VND},
        imports::CSV,
        visits::id,
    },
    support::{
        db::{TestDb, keys_folder},
        process::{Line, Server, free_address, sign_in},
        random::Random,
        world::PASSWORD,
    },
};

/// So many answers wait to be entered.
const PEOPLE: u32 = 200;

/// A list of answers for people who were handed in; ordered to be entered, and nothing of it entered yet.
async fn ordered(office: &Office) -> String {
    let (mut made, mut file) = (Vec::new(), String::from("CCCD;Số thẻ;Ngày cấp\n"));
    for n in 0..PEOPLE {
        let person = office.another(n).await;
        let promised = office.promise(&person).await;
        office.act(&office.mai, &promised, "declare", json!({})).await.expect(200);
        let paid = json!({ "receipt_number": format!("BL{n}"), "receipt_on": "2026-11-25", "paid_on": "2026-11-25",
            "amount_vnd": YEAR_VND });
        made.push(office.act(&office.mai, &promised, "pay", paid).await.expect(200));
        writeln!(file, "0961900{n:05};96{n:08};25/11/2026").expect("text");
    }
    office.hand_in(&made.iter().collect::<Vec<&Value>>()).await.expect(201);
    let path =
        format!("/office-lists?kind=answers&organisation_id={}&area_id={}&file_name=a", office.own, office.ward.area);
    let list = office.quan.send("POST", &path, Some((CSV, file.into_bytes()))).await.expect(201);
    let list = id(&list).to_owned();
    office_lists::run(&office.ward.w.api.db).expect("it is read");
    office.quan.post(&format!("/office-lists/{list}/apply"), json!({})).await.expect(200);
    list
}

fn state(db: &Db, list: &str) -> String {
    db.read_now(|conn| Ok(lists::table.find(list).select(lists::state).first(conn)?)).expect("the database reads")
}

/// Each answer was entered exactly once.
async fn entered_once(office: &Office, list: &str) {
    let shown = office.quan.get(&format!("/office-lists/{list}")).await.expect(200);
    assert_eq!(shown["counts"], json!([{ "finding": "ready", "rows": PEOPLE, "settled": PEOPLE, "ordered": 0 }]));
    let (steps, cards): (i64, i64) = office
        .ward
        .w
        .api
        .db
        .read_now(|conn| {
            let issued = enrolment_steps::table.filter(enrolment_steps::to_step.eq("issued"));
            Ok((issued.count().get_result(conn)?, enrolment_cards::table.count().get_result(conn)?))
        })
        .expect("the database reads");
    assert_eq!((steps, cards), (PEOPLE.into(), PEOPLE.into()));
    office.ward.w.audit_lines();
}

#[actix_web::test]
async fn answers_are_entered_once_though_the_program_is_killed() {
    let office = Office::new().await;
    let list = ordered(&office).await;
    let (folder, address, db) = (keys_folder(), free_address(), office.ward.w.api.db.clone());
    let (mut random, mut killed, began) = (Random::new(20_261_126), 0, Instant::now());
    while state(&db, &list) == "applying" {
        let mut server = Server::start_at(&office.ward.w.db.url, &folder, address);
        // A little longer each time, so that it comes to its end on a slow machine too.
        thread::park_timeout(Duration::from_millis(random.below(60 + 40 * killed)));
        server.kill();
        killed += 1;
        assert!(began.elapsed() < Duration::from_secs(120), "it does not come to its end");
    }
    assert!(killed > 1, "it was never met in the middle");
    println!("killed {killed} times");
    entered_once(&office, &list).await;
}

#[actix_web::test]
async fn two_who_work_at_once_enter_each_answer_once() {
    let office = Office::new().await;
    let list = ordered(&office).await;
    let dbs = [office.ward.w.api.db.clone(), office.ward.w.db.open(&office.ward.w.clock)];
    let workers = dbs.map(|db| thread::spawn(move || while office_lists::run(&db).is_err() {}));
    for worker in workers {
        worker.join().expect("it ends");
    }
    assert_eq!(state(&office.ward.w.api.db, &list), "ready");
    entered_once(&office, &list).await;
}

/// How many rows: `TUNGNHA_LIST_ROWS`, few unless said.
#[expect(clippy::disallowed_methods, reason = "how long the list is is said from outside")]
fn rows_wanted() -> usize {
    std::env::var("TUNGNHA_LIST_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

#[test]
fn a_long_list_costs_little_memory() {
    let (db, rows) = (TestDb::filled(), rows_wanted());
    let server = Server::start(&db.url, &keys_folder());
    let token = sign_in(server.address, "hoa", PASSWORD);
    let line = || {
        let mut line = Line::open(server.address, &token).expect("a connection");
        line.wait_up_to(Duration::from_secs(60)).expect("a patient connection");
        line
    };
    let json = |(status, bytes): (u16, Vec<u8>)| -> Value {
        assert!(status < 300, "{}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).expect("JSON")
    };
    let area = json(line().get("/api/v1/areas?code=96&on=2026-11-25").expect("an answer"))["items"][0]["id"].clone();
    let post = json!({ "name": "Bưu điện Mẫu", "kind": "collection_organisation", "area_id": area }).to_string();
    let post = json(line().post("/api/v1/organisations", &post).expect("an answer"));
    let mut file = String::from("Mã số BHXH;Họ tên;Loại;Từ tháng;Số tháng;Số tiền\n");
    for n in 0..rows {
        writeln!(file, "98{n:08};Nguyễn Thị Mẫu {n};BHXH TN;11/2026;12;2376000").expect("text");
    }
    let path =
        format!("/api/v1/office-lists?kind=participants&month=2026-11&organisation_id={}&file_name=a", id(&post));
    let (began, before) = (Instant::now(), server.resident());
    let list = json(line().bring(&path, CSV, file.as_bytes()).expect("an answer"));
    let answered = began.elapsed();
    let path = format!("/api/v1/office-lists/{}", id(&list));
    let shown = loop {
        let shown = json(line().get(&path).expect("an answer"));
        if shown["state"] == "ready" {
            break shown;
        }
        assert!(began.elapsed() < Duration::from_secs(300), "{shown}");
        thread::park_timeout(Duration::from_millis(50));
    };
    assert_eq!(shown["counts"], json!([{ "finding": "missing_here", "rows": rows, "settled": 0, "ordered": 0 }]));
    let (took, most) = (began.elapsed(), server.most_resident());
    println!(
        "{rows} rows: answered in {answered:.1?}, ready after {took:.1?}, {most:.0} MiB at the most, {before:.0} before"
    );
    assert!(most - before < 100.0, "{most:.0} MiB");
}

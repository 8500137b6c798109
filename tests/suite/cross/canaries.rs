//! A thousand invented people with numbers, days and texts that occur nowhere else are written through the real program,
//! over HTTP and from phones, and then looked for everywhere.
//!
//! Never to be found, whatever was asked, refused or fought over: identity, insurance and card numbers, telephones, birth
//! days, addresses and landmarks, the notes of households, people, visits, follow-ups and hand-overs, what the people in a
//! quote are called, and the reasons of corrections, closings, refusals and of those who stop. Not in the rows, the database's files and its journal, PostgreSQL's own log with every statement and
//! its values in it, the program's log at its most talkative, the metrics, the files to download, the mails and their
//! outbox, the trail, nor in any list for somebody who may not see people.
//!
//! Readable by design (docs/adr/0017 and 0018): the names of people and households with what they are found and sorted
//! by, birth years, codes and numbers of houses, their place to ten metres; and the words a phone uses for kinds of records
//! and for fields, for they are the app's and nobody's. Names stand in `households`, `persons` and
//! `person_name_words` alone, and so in the files and in PostgreSQL's journal and log of statements; everywhere else
//! they are looked for too.
use std::{
    collections::HashSet,
    io::Read,
    net::SocketAddr,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tungnha::{
    base::{Clock, Day},
    features,
};

use super::{
    kill::{area_id, push_over},
    sold::Shop,
};
use crate::support::{
    db::{TestDb, keys_folder, on_postgres},
    dump::{dump, tamper},
    examples::{Spot, rows},
    phone::{Phone, household, new_id, visit},
    process::{Line, Server, free_address, sign_in},
    world::PASSWORD,
};

const PEOPLE: i64 = 1_000;
/// Every so many people one comes by HTTP, the others from a phone.
const EACH_HOUSEHOLD: i64 = 5;
/// How texts begin that nobody else writes.
const TEXTS: &[&str] = &["chimkin", "CHIMKIN"];
/// How the numbers and days of the canaries begin, and how long they are.
const NUMBERS: &[(&str, usize)] = &[("0961857", 12), ("9678", 10), ("GD49678", 15), ("09188", 10), ("193", 10)];
/// A word of every name, as it is written and as it is searched for.
const NAMES: &[&str] = &["Chimyen", "chimyen"];
const NAMED_TABLES: &[&str] = &["households: ", "persons: ", "person_name_words: "];
/// Somebody who runs the installation, somebody who reads figures, somebody who reads the trail.
const NO_PEOPLE: [&str; 3] = ["tuan", "phuc", "kien"];

/// A person of this number, as bodies and operations say it.
fn person(home: &str, n: i64) -> Value {
    let first = Day::of(1_933, 1, 1).expect("a day");
    json!({
        "household_id": home, "full_name": format!("Nguyễn Mẫu Chimyen{n:04}"), "birth": first.plus_days(n),
        "citizen_id": format!("0961857{n:05}"), "insurance_number": format!("9678{n:06}"),
        "card_number": format!("GD49678{n:08}"), "phone": format!("09188{n:05}"), "note": format!("chimkin-nguoi-{n}"),
    })
}

fn home(area: &str, n: i64) -> Value {
    json!({ "area_id": area, "name": format!("Hộ Mẫu Chimyen{n:04}"), "address": format!("chimkin-duong-{n}"),
        "landmark": format!("chimkin-moc-{n}"), "note": format!("chimkin-nha-{n}") })
}

/// All numbers and days of the canaries.
fn numbers() -> HashSet<String> {
    let fields = ["birth", "citizen_id", "insurance_number", "card_number", "phone"];
    let of = |n| fields.map(|field| person("", n)[field].as_str().expect("a text").to_owned());
    (0..PEOPLE).flat_map(of).collect()
}

/// Looks for canaries.
struct Search {
    numbers: HashSet<String>,
    /// Where was looked, and through how many bytes.
    seen: Vec<(String, usize)>,
}

impl Search {
    /// The canaries that stand here.
    fn found<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let words = TEXTS.iter().flat_map(|word| text.match_indices(word).map(|(at, word)| (at, word.len())));
        let numbers = NUMBERS.iter().flat_map(|(begins, length)| {
            text.match_indices(begins)
                .map(|(at, _)| (at, *length))
                .filter(|(at, length)| text.get(*at..at + length).is_some_and(|number| self.numbers.contains(number)))
        });
        words.chain(numbers).filter_map(|(at, length)| text.get(at..at + length)).collect()
    }
    /// Nothing that identifies anybody stands here.
    fn secrets(&mut self, what: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let found = self.found(&text);
        assert!(found.is_empty(), "{what}: {:?}", found.first());
        self.seen.push((what.to_owned(), bytes.len()));
    }
    /// Nor does a name.
    fn people(&mut self, what: &str, bytes: &[u8]) {
        self.secrets(what, bytes);
        let text = String::from_utf8_lossy(bytes);
        assert!(NAMES.iter().all(|name| !text.contains(name)), "{what}: a name");
    }
    /// Every file below a folder.
    fn folder(&mut self, folder: &Path) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                self.folder(&path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                self.secrets(&path.display().to_string(), &bytes);
            }
        }
    }
}

/// Somebody who is signed in at the program.
struct User {
    address: SocketAddr,
    token: String,
}

impl User {
    fn of(address: SocketAddr, name: &str) -> Self {
        Self { address, token: sign_in(address, name, PASSWORD) }
    }
    fn line(&self) -> Line {
        Line::open(self.address, &self.token).expect("a connection")
    }
    /// What is answered, whatever it is.
    fn get(&self, path: &str) -> (u16, Vec<u8>) {
        self.line().get(&format!("/api/v1{path}")).expect("an answer")
    }
    /// The id in what is answered with this status.
    #[track_caller]
    fn post(&self, path: &str, body: &Value, expected: u16) -> String {
        let (status, bytes) = self.line().post(&format!("/api/v1{path}"), &body.to_string()).expect("an answer");
        assert_eq!(status, expected, "{path}: {}", String::from_utf8_lossy(&bytes));
        let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        answer["id"].as_str().unwrap_or_default().to_owned()
    }
}

/// Half of the people one by one, with what follows them at their door, and everything that goes wrong there.
fn over_http(minh: &User, area: &str) {
    let (mut door, mut last) = (String::new(), String::new());
    for n in 0..PEOPLE / 2 {
        if n % EACH_HOUSEHOLD == 0 {
            door = minh.post("/households", &home(area, n), 201);
            let mut seen = json!({ "household_id": door, "occurred_at": "2026-11-25T08:30:00+07:00", "outcome": "informed",
                "note": format!("chimkin-luot-{n}") });
            let first = minh.post("/visits", &seen, 201);
            seen["amend_reason"] = json!(format!("chimkin-sua-{n}"));
            minh.post(&format!("/visits/{first}/amend"), &seen, 201);
            let promise = json!({ "household_id": door, "due_from": "2027-12-01", "due_to": "2027-12-15", "note": format!("chimkin-hen-{n}") });
            let made = minh.post("/follow-ups", &promise, 201);
            minh.post(&format!("/follow-ups/{made}/close"), &json!({ "why": format!("chimkin-thoi-{n}") }), 200);
        }
        // Every tenth can be repeated, and so its answer is kept.
        let key = if n % 10 == 0 { format!("chim-{n:05}") } else { String::new() };
        let mut line = if key.is_empty() { minh.line() } else { minh.line().with_header("Idempotency-Key", &key) };
        let (status, made) = line.post("/api/v1/persons", &person(&door, n).to_string()).expect("an answer");
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&made));
        let made: Value = serde_json::from_slice(&made).expect("JSON");
        last = made["id"].as_str().expect("an id").to_owned();
        if n % 50 == 0 {
            minh.post("/persons/look-up", &json!({ "citizen_id": person("", n)["citizen_id"] }), 200);
            minh.post(&format!("/persons/{last}/reveal"), &json!({ "field": "phone" }), 200);
            minh.post("/persons/search", &json!({ "q": format!("Chimyen{n:04}") }), 200);
        }
    }
    let known = person(&door, PEOPLE - 1);
    for (field, wrong) in [("citizen_id", "0961857"), ("birth", "1935-02-31"), ("chimkin-truong", "chimkin")] {
        let mut body = known.clone();
        body[field] = json!(wrong);
        minh.post("/persons", &body, 422);
    }
    let mut taken = known.clone();
    taken["id"] = json!(last);
    minh.post("/persons", &taken, 409);
    let (status, _) = minh.line().post("/api/v1/persons", &known.to_string().replace(':', ";")).expect("an answer");
    assert!((400..500).contains(&status));
    // Somebody writes a number where it does not belong: into an address.
    let number = known["citizen_id"].as_str().expect("a number");
    for path in [format!("/persons/{number}"), format!("/persons?q={number}"), format!("/{number}")] {
        assert!((400..500).contains(&minh.get(&path).0), "{path}");
    }
}

/// The other half from phones, with operations that are refused, and two phones that fight.
fn from_phones(lan: &User, area: &str) {
    let (mut one, mut two) = (Phone::alone(Clock::System.now()), Phone::alone(Clock::System.now()));
    let mut people = Vec::new();
    for n in PEOPLE / 2..PEOPLE {
        if n % EACH_HOUSEHOLD == 0 {
            let door = one.create("household", home(area, n));
            let note = json!({ "note": format!("chimkin-luot-{n}") });
            let seen = one.create("visit", visit(&door, "not_home", note.clone()));
            let mut again = visit(&door, "informed", note);
            again["amend_reason"] = json!(format!("chimkin-sua-{n}"));
            one.enter("amend", "visit", &seen, again);
            let promise = json!({ "household_id": door, "due_from": "2027-12-01", "due_to": "2027-12-15", "note": format!("chimkin-hen-{n}") });
            let made = one.create("follow_up", promise);
            one.enter("end", "follow_up", &made, json!({ "why": format!("chimkin-thoi-{n}") }));
            one.create("visit", visit(&door, "danced", json!({ "note": format!("chimkin-sai-{n}") })));
            one.patch("household", &door, json!({ "address": format!("chimkin-moi-{n}") }));
            two.patch(
                "household",
                &door,
                json!({ "address": format!("chimkin-khac-{n}"), "note": format!("chimkin-nua-{n}") }),
            );
            people.push((door, n));
        }
        let door = people.last().map(|(door, _)| door.clone()).expect("a door");
        let own = one.create("person", person(&door, n));
        two.patch(
            "person",
            &own,
            json!({ "citizen_id": person("", (n * 7) % PEOPLE)["citizen_id"], "phone": person("", n - 1)["phone"] }),
        );
        let mut unknown = person(&door, n);
        unknown["unknown"] = json!("chimkin");
        one.enter("create", "person", &new_id(), unknown);
    }
    one.enter("create", "spaceship", &new_id(), household(area, "Hộ Mẫu"));
    for phone in [&mut one, &mut two] {
        while phone.waiting() > 0 {
            assert!(push_over(phone, lan.address, "lan", &mut lan.token.clone()));
        }
    }
    let malformed = json!({ "op_id": "chimkin", "fields": person("", 7) });
    lan.post(
        "/sync/push",
        &one.body(&[])
            .as_object()
            .map(|body| {
                let mut body = body.clone();
                (body["ops"], body["waiting"]) = (json!([malformed]), json!(0));
                Value::Object(body)
            })
            .expect("a body"),
        200,
    );
}

/// A list of the office that names a part of them, with words that were said of its rows.
fn from_the_office(trung: &User, area: &str) {
    let post = json!({ "name": "Bưu điện Mẫu", "kind": "collection_organisation", "area_id": area });
    let post = trung.post("/organisations", &post, 201);
    let mut file = String::from("CCCD;Mã số BHXH;Số thẻ BHYT;Họ tên;Ngày sinh;Địa chỉ;Loại;Hạn;chimkin\n");
    for n in 0..PEOPLE / 10 {
        let said = person("", n * 10);
        let own = |field: &str| said[field].as_str().expect("a text").to_owned();
        let (numbers, name) = (["citizen_id", "insurance_number", "card_number"].map(own).join(";"), own("full_name"));
        file += &format!("{numbers};{name};{};chimkin-duong-{n};BHYT;31/12/2026;chimkin-{n}\n", own("birth"));
    }
    let path = format!("/api/v1/office-lists?kind=expiries&organisation_id={post}&area_id={area}&file_name=a");
    let (status, made) = trung.line().bring(&path, "text/csv", file.as_bytes()).expect("an answer");
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&made));
    let made: Value = serde_json::from_slice(&made).expect("JSON");
    let list = format!("/office-lists/{}", made["id"].as_str().expect("an id"));
    let began = Instant::now();
    let rows = loop {
        let (_, bytes) = trung.get(&format!("{list}/rows?limit=2"));
        let page: Value = serde_json::from_slice(&bytes).expect("JSON");
        if page["items"].as_array().is_some_and(|items| items.len() == 2) {
            break page;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "the list is not read");
        thread::park_timeout(Duration::from_millis(50));
    };
    let row = rows["items"][0]["id"].as_str().expect("an id");
    trung.post(&format!("/office-list-rows/{row}/settle"), &json!({ "as": "ignored", "why": "chimkin-dong" }), 200);
    trung.post(&format!("{list}/close"), &json!({ "leave_open_because": "chimkin-xong" }), 200);
}

/// So many people sign up.
const SOLD: usize = 5;

/// Sign-ups from a phone and at the desk, with everything that is said of them in words, and the numbers that the office
/// issues; what members of a quoted household are called.
fn sign_ups(address: SocketAddr, area: &str) {
    let (shop, mai, trung) = (Shop::open(address, area), User::of(address, "mai"), User::of(address, "trung"));
    let (mut phone, mut sell) = (Phone::alone(Clock::System.now()), shop.sales(7));
    (0..SOLD).for_each(|_| sell(&mut phone));
    // The last one only promised.
    phone.ledger.truncate(phone.ledger.len() - 2);
    let ids = |entity: &str| -> Vec<String> {
        let made = phone.ledger.iter().filter(|e| e.op["entity"] == entity && e.op["kind"] == "create");
        made.map(|e| e.op["entity_id"].as_str().expect("an id").to_owned()).collect()
    };
    let (signed, homes) = (ids("enrolment"), ids("household"));
    let why = |word: &str| json!({ "reason": "money", "why": format!("chimkin-{word}") });
    phone.enter("cancel", "enrolment", &signed[4], why("huy"));
    phone.enter("cancel", "enrolment", &signed[3], why("huy-sai"));
    let mut household = json!({ "scheme": "bhyt_hgd", "area_id": area, "on": shop.on,
        "members": [{ "key": "chimkin-nguoi", "months": 12 }] });
    phone.create("kept_quote", json!({ "question": household }));
    household["members"][0]["unknown"] = json!("chimkin");
    phone.create("kept_quote", json!({ "question": household }));
    let given = json!({ "household_id": homes[0], "schemes": ["bhxh_tn"], "organisation_id": shop.organisation,
        "note": "chimkin-giao" });
    let given = phone.create("hand_over", given);
    phone.enter("return", "hand_over", &given, json!({ "reason": "not_reached", "why": "chimkin-tra" }));
    while phone.waiting() > 0 {
        assert!(push_over(&mut phone, address, "mai", &mut mai.token.clone()));
    }
    let mut query = String::new();
    loop {
        let (_, page) = mai.get(&format!("/sync/pull{query}"));
        if phone.take_page(&serde_json::from_slice(&page).expect("JSON")) {
            break;
        }
        query = format!("?cursor={}", phone.cursor.as_deref().expect("a cursor"));
    }
    let of = |id: &&&str| phone.record("renewal", id).is_some_and(|end| end["enrolment_id"] == signed[3]);
    let renewal = phone.ids("renewal").iter().find(of).map(|id| (*id).to_owned()).expect("her end");
    mai.post(&format!("/renewals/{renewal}/stop"), &why("thoi"), 200);
    let given = json!({ "household_id": homes[1], "schemes": ["bhxh_tn"], "organisation_id": shop.organisation, "note": "chimkin-lai" });
    let given = mai.post("/hand-overs", &given, 201);
    mai.post(&format!("/hand-overs/{given}/withdraw"), &json!({ "why": "chimkin-rut" }), 200);
    let batch = json!({ "organisation_id": shop.organisation, "area_id": area, "scheme": "bhxh_tn",
        "handed_in_on": shop.on, "enrolment_ids": [signed[0], signed[1]] });
    trung.post("/enrolment-batches", &batch, 201);
    let at_office =
        |n: usize, verb: &str, body: Value| trung.post(&format!("/enrolments/{}/{verb}", signed[n]), &body, 200);
    at_office(0, "issue", json!({ "number": person("", 777)["insurance_number"], "issued_on": shop.on }));
    at_office(0, "stop", json!({ "reason": "compulsory", "why": "chimkin-dung", "on": shop.on }));
    at_office(1, "refuse", json!({ "reason": "name_differs", "why": "chimkin-sai-ten", "on": shop.on }));
    at_office(2, "unpay", json!({ "why": "chimkin-nham" }));
}

/// Every file in a packed table.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut all = Vec::new();
    for n in 0..archive.len() {
        archive.by_index(n).expect("a file").read_to_end(&mut all).expect("its bytes");
    }
    all
}

/// What everybody without rights over people can read, and the files to download.
fn lists_and_files(search: &mut Search, address: SocketAddr, area: &str) {
    let spot = Spot {
        area: area.into(),
        below: area.into(),
        commune: area.into(),
        id: String::new(),
        other: String::new(),
        helper: String::new(),
        collecting: String::new(),
        n: 0,
    };
    let (rows, mut files) = (rows(), 0);
    for name in NO_PEOPLE.iter().chain(&["trung"]) {
        let user = User::of(address, name);
        for endpoint in features::routes().list() {
            let is_file = endpoint.path.contains("{format}");
            if endpoint.method != "GET" || endpoint.path.contains("{id}") || (*name == "trung" && !is_file) {
                continue;
            }
            let row = rows.iter().find(|row| row.operation == endpoint.operation).expect("a row");
            let path = row.path(endpoint.path, &spot);
            let (status, bytes) = user.get(&path);
            assert!(matches!(status, 200 | 403), "{name}: {path}: {status}");
            search.people(&format!("{name}: {path}"), &bytes);
            if is_file && status == 200 {
                let (_, packed) = user.get(&path.replace(".csv", ".xlsx"));
                search.people(&format!("{name}: {path} as xlsx"), &unpacked(&packed));
                files += 1;
            }
        }
    }
    assert!(files >= 4, "only {files} files");
}

/// The whole trail, as the auditor reads it.
fn trail(search: &mut Search, address: SocketAddr) {
    let (kien, mut cursor, mut lines) = (User::of(address, "kien"), String::new(), 0);
    loop {
        let (status, bytes) = kien.get(&format!("/audit?limit=200{cursor}"));
        assert_eq!(status, 200);
        search.people("GET /audit", &bytes);
        let page: Value = serde_json::from_slice(&bytes).expect("JSON");
        lines += page["items"].as_array().expect("items").len();
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(lines > 500, "a trail of {lines} lines");
}

/// Somebody is invited; the letter, once it has left.
fn letter(address: SocketAddr, area: &str, folder: &Path) -> Vec<PathBuf> {
    let body = json!({ "username": "thao", "full_name": "Trần Thị Thảo", "email": "thao@camau.example", "home_area_id": area });
    User::of(address, "tuan").post("/users", &body, 201);
    let started = Instant::now();
    loop {
        let left: Vec<PathBuf> =
            std::fs::read_dir(folder.join("mail")).into_iter().flatten().flatten().map(|e| e.path()).collect();
        if !left.is_empty() {
            return left;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "no letter left");
        thread::park_timeout(Duration::from_millis(50));
    }
}

#[test]
fn no_canary_leaves_the_sealed_columns() {
    let (db, folder, address) = (TestDb::alone("log_parameter_max_length = -1"), keys_folder(), free_address());
    if on_postgres() {
        tamper(&db, "ALTER DATABASE postgres SET log_statement = 'all'");
    }
    let mut server = Server::start_with(&db.url, &folder, address, &[("RUST_LOG", "trace")]);
    let (minh, lan) = (User::of(address, "minh"), User::of(address, "lan"));
    let area = area_id(address, &minh.token);
    over_http(&minh, &area);
    from_phones(&lan, &area);
    from_the_office(&User::of(address, "trung"), &area);
    sign_ups(address, &area);

    let mut search = Search { numbers: numbers(), seen: Vec::new() };
    let control = person("", 1);
    for field in ["birth", "citizen_id", "insurance_number", "card_number", "phone"] {
        assert!(search.found(&control.to_string()).contains(&control[field].as_str().expect("a text")), "{field}");
    }
    for mail in letter(address, &area, &folder) {
        search.people("a letter", &std::fs::read(mail).expect("a letter"));
    }
    lists_and_files(&mut search, address, &area);
    trail(&mut search, address);
    let (_, counted) = Line::open(address, "").and_then(|mut line| line.get("/metrics")).expect("metrics");
    search.people("/metrics", &counted);
    let rows = dump(&db);
    let of = |table: &str| rows.iter().filter(|row| row.starts_with(table)).count();
    assert_eq!(of("persons: "), usize::try_from(PEOPLE).expect("a count") + SOLD, "not everybody was taken");
    assert_eq!((of("enrolments: "), of("enrolment_cards: "), of("hand_overs: ")), (SOLD, 1, SOLD + 2), "sign-ups");
    assert_eq!(of("kept_quotes: "), SOLD + 1, "quotes with what their members are called");
    assert!(
        of("refused_ops: ") > 500 && of("conflicts: ") > 500,
        "{} refused, {} conflicts",
        of("refused_ops: "),
        of("conflicts: ")
    );
    assert_eq!((of("visits: "), of("follow_ups: ")), (400, 200), "visits and promises with notes");
    assert_eq!(of("office_list_rows: "), usize::try_from(PEOPLE / 10).expect("a count"));
    assert!(of("idempotency_keys: ") >= 50 && of("outgoing_mails: ") == 1);
    for row in rows {
        let named = NAMED_TABLES.iter().any(|table| row.starts_with(table));
        let table = row.split(':').next().unwrap_or_default();
        if named { search.secrets(table, row.as_bytes()) } else { search.people(table, row.as_bytes()) }
    }
    // The journal is read while the program runs: once it has ended SQLite's is gone.
    match &db.cluster {
        Some(cluster) => {
            search.folder(&cluster.data);
            search.secrets("PostgreSQL's log", &std::fs::read(cluster.log()).expect("a log"));
        }
        None => {
            let path = db.url.trim_start_matches("sqlite:");
            for file in [path.to_owned(), format!("{path}-wal")] {
                search.secrets(&file, &std::fs::read(&file).expect("a file"));
            }
        }
    }
    server.kill();
    search.people("the program's log", &std::fs::read(folder.join("server.log")).expect("a log"));
    let bytes: usize = search.seen.iter().map(|(_, bytes)| bytes).sum();
    let logged = search.seen.last().map_or(0, |(_, bytes)| *bytes);
    println!("{} answers, rows and files with {bytes} bytes, {logged} of them the program's log", search.seen.len());
    assert!(logged > 100_000, "a log of only {logged} bytes");
}

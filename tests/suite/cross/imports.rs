//! The real program with files made to hurt, and killed while it writes an import.
use std::{
    fmt::Write as _,
    net::SocketAddr,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    base::Clock,
    db::schema::{households, persons},
};

use crate::{
    rules::intake_hostile::{word, workbook},
    support::{
        db::{TestDb, keys_folder},
        process::{Line, Server, free_address, sign_in},
        random::Random,
        world::PASSWORD,
    },
};

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const WITHIN: Duration = Duration::from_secs(10);
/// MiB that the program may need more than before, whatever comes.
const MEMORY: f64 = 50.0;

/// Somebody at work with the real program.
struct Desk {
    server: Server,
    token: String,
    path: String,
    db: TestDb,
}

impl Desk {
    fn new() -> Self {
        Self::at(TestDb::filled(), &keys_folder(), free_address())
    }
    fn at(db: TestDb, folder: &Path, address: SocketAddr) -> Self {
        let server = Server::start_at(&db.url, folder, address);
        let token = sign_in(server.address, "minh", PASSWORD);
        let mut line = Line::open(server.address, &token).expect("a connection");
        let (_, bytes) = line.get("/api/v1/areas?code=31825&on=2026-11-25").expect("an answer");
        let page: Value = serde_json::from_slice(&bytes).expect("JSON");
        let area = page["items"][0]["id"].as_str().expect("an id").to_owned();
        Self { server, token, path: format!("/api/v1/imports?area_id={area}&file_name=a"), db }
    }
    fn line(&self) -> Line {
        Line::open(self.server.address, &self.token).expect("a connection")
    }
    fn bring(&self, media_type: &str, file: &[u8]) -> (u16, Value) {
        let (status, bytes) = self.line().bring(&self.path, media_type, file).expect("an answer");
        (status, serde_json::from_slice(&bytes).expect("JSON"))
    }
    fn post(&self, path: &str) -> Value {
        let (status, bytes) = self.line().post(&format!("/api/v1{path}"), "{}").expect("an answer");
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).expect("JSON")
    }
    fn get(&self, path: &str) -> std::io::Result<Value> {
        let (_, bytes) = Line::open(self.server.address, &self.token)?.get(&format!("/api/v1{path}"))?;
        serde_json::from_slice(&bytes).map_err(std::io::Error::other)
    }
    /// Waits until an import stands so.
    fn wait(&self, id: &str, state: &str) -> Value {
        let began = Instant::now();
        loop {
            let import = self.get(&format!("/imports/{id}")).expect("an answer");
            if import["state"] == state {
                return import;
            }
            assert!(began.elapsed() < Duration::from_secs(120), "{import}");
            thread::park_timeout(Duration::from_millis(20));
        }
    }
}

/// Name, media type, file, and whether it is read.
fn hostile() -> Vec<(&'static str, &'static str, Vec<u8>, bool)> {
    let far = format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", word("A1", "một"), word("XFD1048576", "xa"));
    let wide = format!("<row r=\"1\">{}{}</row>", word("A1", "một"), word("XFD1", "xa"));
    let one = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    let mut many = String::new();
    for row in 1..=20_100 {
        let _ = write!(many, "<row r=\"{row}\">");
        for column in 0..100 {
            let _ = write!(many, "<c><v>{}</v></c>", (row * 7919 + column * 104_729) % 10_007);
        }
        many.push_str("</row>");
    }
    // One long text that every cell shows: gigabytes, if anybody kept them.
    let mut echo = String::new();
    for row in 1..=60_000 {
        let _ = write!(echo, "<row r=\"{row}\">{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(9));
    }
    let long = format!("<sst><si><t>{}</t></si></sst>", "d".repeat(9_999));
    let strings = "<sst>".to_owned() + &"<si><t>bom</t></si>".repeat(3_000_000) + "</sst>";
    let lying = {
        let strings = "<sst>".to_owned() + &"<si><t>bom</t></si>".repeat(20_000) + "</sst>";
        let mut bytes = workbook(one, &strings);
        let honest = u32::try_from(strings.len() + 66).expect("small").to_le_bytes();
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == honest).collect();
        places.iter().for_each(|at| bytes[*at..*at + 4].copy_from_slice(&100_u32.to_le_bytes()));
        bytes
    };
    let mut entities = "<!DOCTYPE sst [<!ENTITY a0 \"bom\">".to_owned();
    for n in 1..30 {
        let _ = write!(entities, "<!ENTITY a{n} \"&a{0};&a{0};&a{0};&a{0};\">", n - 1);
    }
    entities += "]><sst><si><t>&a29;</t></si></sst>";
    let good = "Họ tên;CCCD\nLê Thị Mẫu;096185004321\n";
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(good.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let number = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\"><v>96185004321</v></c></row>",
        word("A1", "Họ tên"),
        word("B1", "CCCD"),
        word("A2", "Lê Thị Mẫu")
    );
    vec![
        ("a far cell", XLSX, workbook(&far, "<sst/>"), false),
        ("a wide sheet", XLSX, workbook(&wide, "<sst/>"), false),
        ("many cells", XLSX, workbook(&many, "<sst/>"), false),
        ("one text in every cell", XLSX, workbook(&echo, &long), false),
        ("shared strings that swell", XLSX, workbook(one, &strings), false),
        ("sizes that lie", XLSX, lying, false),
        ("entities that multiply", XLSX, workbook(one, &entities), false),
        ("no workbook", XLSX, b"PK\x03\x04 cut".to_vec(), false),
        ("a line of 19 MB", CSV, vec![b'x'; 19 << 20], false),
        ("an open quote", CSV, ("a;b\n\"x;3\n".to_owned() + &"4;5\n".repeat(10_000)).into_bytes(), false),
        ("half a pair in UTF-16", CSV, b"\xff\xfea\0\0\xd8b\0".to_vec(), false),
        ("nothing but zeros", CSV, vec![0; 4096], false),
        ("UTF-16", CSV, utf16, true),
        (
            "TCVN3",
            CSV,
            b"H\xe4 t\xaan;CCCD\nNguy\xd4n V\xa8n M\xc9u;096185004321\nNguy\xd4n V\xa8n M\xc9u;\n".to_vec(),
            true,
        ),
        ("semicolons", CSV, good.into(), true),
        ("a number for an identity", XLSX, workbook(&number, "<sst/>"), true),
    ]
}

#[test]
fn files_made_to_hurt_cost_the_program_nothing() {
    let desk = Desk::new();
    // Once, so that what every first request needs is there.
    assert_eq!(desk.bring(CSV, b"H\xe1\xbb\x8d t\xc3\xaan;CCCD\nM\xe1\xba\xabu;\n").0, 201);
    let (process, before) = (desk.server.id(), desk.server.resident());
    let mut slowest = (Duration::ZERO, "");
    for (name, media_type, file, is_read) in hostile() {
        let began = Instant::now();
        let (status, body) = desk.bring(media_type, &file);
        let took = began.elapsed();
        slowest = slowest.max((took, name));
        assert!(took < WITHIN, "{name} took {took:?}");
        assert_eq!(status, if is_read { 201 } else { 422 }, "{name}: {body}");
        if is_read {
            assert_eq!(body["counts"]["errors"], 0, "{name}: {body}");
            assert_eq!(body["columns"][1]["field"], "citizen_id", "{name}");
        } else {
            assert_eq!(body["code"], "file-not-read", "{name}: {body}");
        }
        let more = desk.server.most_resident() - before;
        assert!(more <= MEMORY, "{name}: {more:.0} MiB more");
        let me = desk.get("/me").expect("a good request is answered");
        assert_eq!(me["username"], "minh", "{name}");
    }
    // A gigabyte is refused before it comes.
    let began = Instant::now();
    let mut line = desk.line();
    line.begin_to_bring(&desk.path, CSV, 1 << 30).expect("a head");
    let (status, _) = line.answer().expect("an answer before the file");
    assert!(status == 413 && began.elapsed() < WITHIN);
    // Who sends it all the same fills nobody's memory.
    let piece = vec![b'x'; 1 << 20];
    let taken = (0..256).take_while(|_| line.go_on(&piece).is_ok()).count();
    println!("{taken} MiB were sent behind the answer");
    let more = desk.server.most_resident() - before;
    println!("slowest: {slowest:?}; {more:.0} MiB more than {before:.0}");
    assert!(more <= MEMORY && desk.server.id() == process);
    assert_eq!(desk.get("/me").expect("an answer")["username"], "minh");
}

#[test]
fn an_import_goes_on_after_a_kill_and_writes_nothing_twice() {
    const ROWS: usize = 9_000;
    let (folder, address) = (keys_folder(), free_address());
    let mut desk = Desk::at(TestDb::filled(), &folder, address);
    let mut file = String::from("Họ tên;CCCD;Mã hộ\n");
    for n in 0..ROWS {
        let _ = writeln!(file, "Lê Thị Mẫu {n};09618500{n:04};H{}", n / 4);
    }
    let (status, import) = desk.bring(CSV, file.as_bytes());
    assert_eq!((status, &import["counts"]["new"]), (201, &json!(ROWS)), "{import}");
    let id = import["id"].as_str().expect("an id").to_owned();
    desk.post(&format!("/imports/{id}/commit"));
    let (mut random, mut half, mut reached) = (Random::new(20_261_126), 0, 0);
    while half < 5 {
        let now = desk.get(&format!("/imports/{id}")).expect("an answer");
        let done = now["progress"]["done"].as_i64().expect("a number");
        assert_eq!(now["state"], "committing", "it was too quick to be met in the middle {half} times");
        if done > reached {
            // Somewhere in the next piece.
            thread::park_timeout(Duration::from_millis(random.below(60)));
            desk.server.kill();
            desk.server = Server::start_at(&desk.db.url, &folder, address);
            (half, reached) = (half + 1, done);
        }
    }
    let done = desk.wait(&id, "committed");
    assert_eq!((&done["progress"]["persons"], &done["counts"]["errors"]), (&json!(ROWS), &json!(0)), "{done}");
    let count = |desk: &Desk| -> (i64, i64) {
        let open = desk.db.open(&Clock::System);
        open.read_now(|conn| {
            Ok((persons::table.count().get_result(conn)?, households::table.count().get_result(conn)?))
        })
        .expect("the database reads")
    };
    let whole = (i64::try_from(ROWS).expect("a count"), i64::try_from(ROWS / 4).expect("a count"));
    assert_eq!(count(&desk), whole);
    // Taking back goes on as well.
    desk.post(&format!("/imports/{id}/undo"));
    for _ in 0..4 {
        thread::park_timeout(Duration::from_millis(20 + random.below(300)));
        desk.server.kill();
        desk.server = Server::start_at(&desk.db.url, &folder, address);
    }
    let done = desk.wait(&id, "undone");
    assert_eq!((&done["kept_count"], count(&desk)), (&json!(0), (0, 0)), "{done}");
}

/// How many rows: `TUNGNHA_IMPORT_ROWS`, few unless said.
#[expect(clippy::disallowed_methods, reason = "how large the roster is is said from outside")]
fn rows_wanted() -> usize {
    std::env::var("TUNGNHA_IMPORT_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

#[test]
fn a_large_roster_costs_little_memory() {
    let (desk, rows) = (Desk::new(), rows_wanted());
    let mut file = String::from("Mã hộ;Họ tên;Ngày sinh;CCCD;Mã số BHXH;Điện thoại;Địa chỉ;Hạn thẻ BHYT\n");
    for n in 0..rows {
        let home = n / 4;
        let _ = writeln!(
            file,
            "D{home};Nguyễn Thị Mẫu {n};20/3/1985;0961858{n:05};98{n:08};07{n:08};{home} Đường Mẫu;31/12/2026"
        );
    }
    let began = Instant::now();
    let mut line = desk.line();
    line.wait_up_to(Duration::from_secs(120)).expect("a patient connection");
    let (status, bytes) = line.bring(&desk.path, CSV, file.as_bytes()).expect("an answer");
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&bytes));
    let (tried, import) = (began.elapsed(), serde_json::from_slice::<Value>(&bytes).expect("JSON"));
    let id = import["id"].as_str().expect("an id").to_owned();
    desk.post(&format!("/imports/{id}/commit"));
    let done = desk.wait(&id, "committed");
    assert_eq!(done["progress"]["persons"], rows);
    let most = desk.server.most_resident();
    let (took, processor) = (began.elapsed(), desk.server.processor());
    println!(
        "{rows} rows: tried in {tried:.1?}, written after {took:.1?} ({processor:.1?} of processor), {most:.0} MiB at the most"
    );
    assert!(most < 300.0, "{most:.0} MiB");
}

//! Phones: visits pushed by many at once beside the same rows written by plain inserts, and a first pull.
use std::{
    fmt::Write,
    thread,
    time::{Duration, Instant},
};

use diesel::{connection::SimpleConnection, prelude::*};
use serde_json::{Value, json};
use tungnha::{
    base::{Clock, Id, id::AreaId, of},
    db::{Conn, schema::users},
};

use crate::{
    data::FIELD_USERNAME,
    process::{Line, Server},
};

const CLIENTS: usize = 16;
const OPS: usize = 100;
const PUSHES: usize = 60;
const SINGLE_CLIENTS: usize = 64;
const SINGLE_PUSHES: usize = 40;
const HOUSEHOLDS: usize = 2_000;
const PERSONS_EACH: usize = 4;
/// Plain rows in one transaction, and how many transactions.
const PLAIN: (usize, usize) = (100, 400);
const PLAIN_SINGLES: usize = 400;

/// What was measured of phones.
pub struct Phones {
    /// Visits a second: pushed by a hundred, all rows that a push leaves behind by a hundred, visit rows alone by a
    /// hundred, pushed one by one, visit rows one by one.
    pub rates: [f64; 5],
    /// Single pushes, 99 % of them within.
    pub single_p99: Duration,
    /// A first pull of a commune: how long, how many bytes on the wire, how many records.
    pub pull: (Duration, usize, usize),
}

fn id() -> String {
    Id::<of::SyncOp>::new().to_string()
}

/// A phone that numbers its operations.
pub struct Phone {
    device: String,
    seq: usize,
}

impl Phone {
    pub fn new() -> Self {
        Self { device: id(), seq: 0 }
    }
    fn op(&mut self, entity: &str, fields: &Value) -> (String, Value) {
        self.seq += 1;
        let entity_id = id();
        let op = json!({
            "op_id": id(), "seq": self.seq, "entity": entity, "entity_id": entity_id, "kind": "create",
            "occurred_at": Clock::System.now(), "fields": fields,
        });
        (entity_id, op)
    }
    fn body(&self, ops: &[Value]) -> String {
        json!({ "device_id": self.device, "epoch": "bench", "phone_now": Clock::System.now(), "schema_version": 1, "ops": ops })
            .to_string()
    }
    pub fn visits(&mut self, door: &str, many: usize) -> String {
        let fields = json!({ "household_id": door, "outcome": "not_home", "place_state": "at_home" });
        let ops: Vec<Value> = (0..many).map(|_| self.op("visit", &fields).1).collect();
        self.body(&ops)
    }
}

fn push(line: &mut Line, body: &str) {
    let (status, bytes) = line.post("/api/v1/sync/push", body).expect("an answer");
    let text = String::from_utf8_lossy(&bytes);
    assert!(status == 200 && !text.contains("refused") && !text.contains("deferred"), "{status}: {text}");
}

/// Pushes everything over so many connections at once: how long all took, and each one.
pub fn push_all(server: &Server, token: &str, bodies: &[Vec<String>]) -> (Duration, Vec<Duration>) {
    let started = Instant::now();
    let one = |bodies: &Vec<String>| {
        let mut line = Line::open(server.address, token).expect("a connection");
        let timed = |body: &String| {
            let started = Instant::now();
            push(&mut line, body);
            started.elapsed()
        };
        bodies.iter().map(timed).collect::<Vec<_>>()
    };
    let each = thread::scope(|scope| {
        let clients: Vec<_> = bodies.iter().map(|bodies| scope.spawn(move || one(bodies))).collect();
        clients.into_iter().flat_map(|client| client.join().expect("a client ends well")).collect()
    });
    (started.elapsed(), each)
}

/// Rows of one statement, each written by `row`.
fn statement(table_and_columns: &str, rows: usize, mut row: impl FnMut(&mut String, usize)) -> String {
    let mut sql = format!("INSERT INTO {table_and_columns} VALUES ");
    for n in 0..rows {
        sql.push_str(if n == 0 { "(" } else { ",(" });
        row(&mut sql, n);
        sql.push(')');
    }
    sql
}

fn visit_rows(ids: &[String], door: &str, area: AreaId, user: &str, device: &str) -> String {
    let columns = "visits (id, household_id, area_id, user_id, device_id, occurred_at, counted_at, counted_on, clock_suspect, outcome, place_state, seal_key, created_at, rev)";
    statement(columns, ids.len(), |sql, n| {
        let at = "'2026-11-25 00:00:00'";
        write!(sql, "'{}', '{door}', '{area}', '{user}', '{device}', {at}, {at}, '2026-11-25', FALSE, 'not_home', 'at_home', 1, {at}, 1", ids[n])
            .expect("memory");
    })
}

/// What a push leaves behind beside its visits: its operations and their numbers.
fn other_rows(ids: &[String], area: AreaId, user: &str, device: &str, before: usize) -> String {
    let columns = "sync_ops (op_id, device_id, epoch, seq, user_id, entity, entity_id, kind, payload_hash, status, rev, occurred_at, received_at)";
    let at = "'2026-11-25 00:00:00'";
    let operations = statement(columns, ids.len(), |sql, n| {
        let (hash, seq) = ("0123456789abcdef".repeat(4), before + n + 1);
        write!(sql, "'{}', '{device}', 'bench', {seq}, '{user}', 'visit', '{}', 'create', '{hash}', 'accepted', {seq}, {at}, {at}", id(), ids[n])
            .expect("memory");
    });
    // Below zero, where no phone looks.
    let numbers = statement("feed (rev, entity, entity_id, kind, area_id)", ids.len(), |sql, n| {
        let rev = before + n + 1;
        write!(sql, "-{rev}, 'visit', '{}', 'upsert', '{area}'", ids[n]).expect("memory");
    });
    format!("{operations};{numbers}")
}

/// Plain rows, so many visits a transaction, alone or with all that a push leaves behind: how many visits a second.
fn plain(conn: &mut Conn, door: &str, area: AreaId, (rows, transactions): (usize, usize), whole: bool) -> f64 {
    let (user, device) = (field_user(conn), id());
    let statements: Vec<String> = (0..transactions)
        .map(|at| {
            let ids: Vec<String> = (0..rows).map(|_| id()).collect();
            let visits = visit_rows(&ids, door, area, &user, &device);
            let others = if whole { other_rows(&ids, area, &user, &device, at * rows) } else { String::new() };
            format!("{visits};{others}")
        })
        .collect();
    let started = Instant::now();
    for sql in &statements {
        conn.batch_execute("BEGIN")
            .and_then(|()| conn.batch_execute(sql))
            .and_then(|()| conn.batch_execute("COMMIT"))
            .expect("rows");
    }
    per_second(rows * transactions, started.elapsed())
}

/// Whose visits they are.
fn field_user(conn: &mut Conn) -> String {
    users::table.filter(users::username.eq(FIELD_USERNAME)).select(users::id).first(conn).expect("the field worker")
}

pub fn per_second(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).expect("a count")) / time.as_secs_f64()
}

/// A household of this commune.
pub fn a_door(server: &Server, token: &str, area: AreaId) -> String {
    let mut phone = Phone::new();
    let (door, op) = phone.op("household", &json!({ "area_id": area, "name": "Hộ mẫu" }));
    push(&mut Line::open(server.address, token).expect("a connection"), &phone.body(&[op]));
    door
}

/// Fills a commune over the network, then measures.
pub fn measure(server: &Server, token: &str, area: AreaId, conn: &mut Conn) -> Phones {
    let mut line = Line::open(server.address, token).expect("a connection");
    let mut filler = Phone::new();
    let mut doors = Vec::new();
    for chunk in 0..HOUSEHOLDS / OPS {
        let made: Vec<_> = (0..OPS)
            .map(|n| {
                filler.op(
                    "household",
                    &json!({ "area_id": area, "name": format!("Hộ mẫu {}", chunk * OPS + n), "address": "Đường Mẫu" }),
                )
            })
            .collect();
        doors.extend(made.iter().map(|(id, _)| id.clone()));
        push(&mut line, &filler.body(&made.into_iter().map(|(_, op)| op).collect::<Vec<_>>()));
    }
    for (n, doors) in doors.chunks(OPS / PERSONS_EACH).enumerate() {
        let people = doors.iter().flat_map(|door| (0..PERSONS_EACH).map(move |k| (door, k)));
        let ops: Vec<Value> = people
            .enumerate()
            .map(|(m, (door, k))| {
                let number = n * OPS + m;
                let fields = json!({ "household_id": door, "full_name": format!("Nguyễn Thị Mẫu {k}"), "birth": "1985-03-20",
                    "citizen_id": format!("0961850{number:05}"), "phone": format!("09{number:08}") });
                filler.op("person", &fields).1
            })
            .collect();
        push(&mut line, &filler.body(&ops));
    }

    let bodies = |clients: usize, pushes: usize, ops: usize| -> Vec<Vec<String>> {
        let mut one = |n: usize| {
            let mut phone = Phone::new();
            let door = &doors[n % doors.len()];
            (0..pushes).map(|_| phone.visits(door, ops)).collect()
        };
        (0..clients).map(&mut one).collect()
    };
    let (many, single) = (bodies(CLIENTS, PUSHES, OPS), bodies(SINGLE_CLIENTS, SINGLE_PUSHES, 1));
    let (wall, _) = push_all(server, token, &many);
    let pushed = per_second(CLIENTS * PUSHES * OPS, wall);
    let (wall, mut each) = push_all(server, token, &single);
    let pushed_singly = per_second(SINGLE_CLIENTS * SINGLE_PUSHES, wall);
    each.sort();
    let single_p99 = each[each.len() * 99 / 100];
    let rates = [
        pushed,
        plain(conn, &doors[0], area, PLAIN, true),
        plain(conn, &doors[0], area, PLAIN, false),
        pushed_singly,
        plain(conn, &doors[0], area, (1, PLAIN_SINGLES), false),
    ];
    Phones { rates, single_p99, pull: first_pull(server, token) }
}

/// A phone that begins: until nothing more comes, but for visits, which are many here.
pub fn first_pull(server: &Server, token: &str) -> (Duration, usize, usize) {
    let open = || Line::open(server.address, token).expect("a connection");
    let (mut line, mut again, mut packed) = (open(), open(), 0);
    let (mut cursor, mut records, mut took) = (String::new(), 0, Duration::ZERO);
    loop {
        let path = format!("/api/v1/sync/pull{cursor}");
        let started = Instant::now();
        let (status, bytes) = line.get(&path).expect("an answer");
        took += started.elapsed();
        assert_eq!(status, 200);
        packed += again.get_packed(&path).expect("an answer");
        let answer: Value = serde_json::from_slice(&bytes).expect("JSON");
        let items = answer["items"].as_array().expect("items");
        records += items.len();
        let register = items.iter().all(|item| item["entity"] == "household" || item["entity"] == "person");
        if answer["more"] == false || !register {
            return (took, packed, records);
        }
        cursor = format!("?cursor={}", answer["cursor"].as_str().expect("a cursor"));
    }
}

/// As markdown.
pub fn print(all: &[(&'static str, Phones)]) {
    println!("\n| phones | database | measured | beside it | |\n|---|---|---|---|---|");
    for (database, p) in all {
        let [many, whole, plain, single, plain_single] = p.rates;
        println!(
            "| visits a second, 16 phones × 100 a push | {database} | {many:.0} | {whole:.0} by plain inserts of the same rows, 100 a transaction | {:.2} of them (≥ 0.5) |",
            many / whole
        );
        println!("| | {database} | | {plain:.0} of the visit rows alone | {:.2} of them |", many / plain);
        println!(
            "| visits a second, 64 phones × 1 a push | {database} | {single:.0}, p99 {:.0} ms (< 250) | {plain_single:.0} by a transaction each | {:.1} times (≥ 5 on SQLite) |",
            p.single_p99.as_secs_f64() * 1_000.0,
            single / plain_single
        );
        let (took, bytes, records) = p.pull;
        println!(
            "| first pull, {records} records | {database} | {:.0} ms (< 1,000) | {:.0} KiB packed (< 1,024) | |",
            took.as_secs_f64() * 1_000.0,
            f64::from(u32::try_from(bytes).expect("a size")) / 1_024.0
        );
    }
}

//! A roster of a hundred thousand people: from the first byte sent until everybody stands in the register.
use std::{
    fmt::Write,
    fs,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tungnha::base::id::AreaId;

use crate::process::{Line, Server};

pub const ROWS: usize = 100_000;
const PERSONS_EACH: usize = 4;
/// Seconds, and MiB of the program and its reader together.
const BUDGET: (f64, f64) = (30.0, 300.0);
const PATIENCE: Duration = Duration::from_secs(120);
const LOOKS: Duration = Duration::from_millis(5);

/// What was measured of an import.
pub struct Imported {
    /// Sent, read and tried; then written.
    took: (Duration, Duration),
    /// The slowest question of a bystander meanwhile.
    bystander: Duration,
    /// The most resident memory, MiB: of the program, of its reader.
    resident: (f64, f64),
}

fn roster() -> String {
    let mut file =
        String::from("Mã hộ;Họ và tên;Ngày sinh;Giới tính;Quan hệ;CCCD;Mã số BHXH;Điện thoại;Địa chỉ;Hạn thẻ BHYT\n");
    for n in 0..ROWS {
        let (home, relation) = (n / PERSONS_EACH, if n % PERSONS_EACH == 0 { "Chủ hộ" } else { "Con" });
        writeln!(
            file,
            "D{home};Nguyễn Thị Mẫu {n};20/3/1985;Nữ;{relation};0961858{n:05};98{n:08};07{n:08};{home} Đường Mẫu;31/12/2026"
        )
        .expect("memory");
    }
    file
}

/// The most resident memory of children of this process so far, MiB.
fn children(parent: u32) -> f64 {
    let mut most: f64 = 0.0;
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let status = fs::read_to_string(entry.path().join("status")).unwrap_or_default();
        let value = |name: &str| status.lines().find_map(|l| l.strip_prefix(name)).map(str::trim).unwrap_or_default();
        if value("PPid:") == parent.to_string() {
            let kib = value("VmHWM:").split(' ').next().and_then(|kib| kib.parse::<f64>().ok());
            most = most.max(kib.unwrap_or_default() / 1_024.0);
        }
    }
    most
}

/// Brings a roster about this area and waits until it is written.
pub fn measure(server: &Server, token: &str, area: AreaId) -> Imported {
    let (file, over) = (roster(), AtomicBool::new(false));
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut most: f64 = 0.0;
            while !over.load(Ordering::Relaxed) {
                most = most.max(children(server.id()));
                thread::park_timeout(LOOKS);
            }
            most
        });
        let bystander = scope.spawn(|| {
            let mut line = Line::open(server.address, token).expect("a connection");
            let mut slowest = Duration::ZERO;
            while !over.load(Ordering::Relaxed) {
                let body = format!("{{\"area_id\":\"{area}\",\"name\":\"Hộ Bên Cạnh\"}}");
                let started = Instant::now();
                let (status, _) = line.post("/api/v1/households", &body).expect("an answer");
                assert_eq!(status, 201);
                slowest = slowest.max(started.elapsed());
                thread::park_timeout(LOOKS * 4);
            }
            slowest
        });
        let took = bring(server, token, area, &file);
        over.store(true, Ordering::Relaxed);
        let (reader, bystander) = (reader.join().expect("a watcher"), bystander.join().expect("a bystander"));
        Imported { took, bystander, resident: (server.most_resident(), reader) }
    })
}

fn bring(server: &Server, token: &str, area: AreaId, file: &str) -> (Duration, Duration) {
    let mut line = Line::open(server.address, token).expect("a connection");
    line.wait_up_to(PATIENCE).expect("a patient connection");
    let started = Instant::now();
    let path = format!("/api/v1/imports?area_id={area}&file_name=do.csv");
    let (status, bytes) = line.bring(&path, "text/csv", file.as_bytes()).expect("an answer");
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&bytes));
    let tried = started.elapsed();
    let import: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(import["counts"]["new"], ROWS);
    let path = format!("/api/v1/imports/{}", import["id"].as_str().expect("an id"));
    assert_eq!(line.post(&format!("{path}/commit"), "{}").expect("an answer").0, 200);
    loop {
        let (_, bytes) = line.get(&path).expect("an answer");
        let now: Value = serde_json::from_slice(&bytes).expect("JSON");
        if now["state"] == "committed" {
            assert_eq!(now["progress"]["persons"], ROWS);
            return (tried, started.elapsed() - tried);
        }
        assert!(started.elapsed() < PATIENCE, "{now}");
        thread::park_timeout(LOOKS * 10);
    }
}

/// As markdown.
pub fn print(all: &[(&'static str, Imported)]) {
    println!(
        "\n| import of {ROWS} rows | database | sent, read, tried | written | together | memory: program + reader | a bystander's slowest write |\n|---|---|---|---|---|---|---|"
    );
    for (database, i) in all {
        let (tried, written) = (i.took.0.as_secs_f64(), i.took.1.as_secs_f64());
        let (program, reader) = i.resident;
        println!(
            "| | {database} | {tried:.1} s | {written:.1} s | {:.1} s (< {:.0}) | {program:.0} + {reader:.0} MiB (< {:.0}) | {:.0} ms |",
            tried + written,
            BUDGET.0,
            BUDGET.1,
            i.bystander.as_secs_f64() * 1_000.0
        );
    }
}

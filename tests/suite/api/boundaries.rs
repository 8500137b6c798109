//! Maps over HTTP: what was imported and what was not, on which day, and the archipelagos on every map they belong to.
use std::process::{Command, Output};

use serde_json::{Value, json};
use tungnha::{
    base::Day,
    db::Who,
    features::boundaries::{
        BoundaryImport, Matching, Origin, drawing,
        fault::Fault,
        import, matched,
        reading::{Reading, read},
        standing, take_back,
    },
};

use crate::support::{
    World,
    boundaries::{operators_file, two_wards},
    db::TestDb,
};

struct File<'a> {
    bytes: &'a [u8],
    on: &'a str,
    valid_from: Option<&'a str>,
    skip_unknown: bool,
}

impl<'a> File<'a> {
    fn of_today(bytes: &'a [u8]) -> Self {
        Self { bytes, on: "2026-11-25", valid_from: None, skip_unknown: false }
    }
}

/// Imports as the command does.
fn bring(w: &World, file: &File) -> Result<Option<BoundaryImport>, Fault> {
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let how = Matching { on: day(file.on), valid_from: file.valid_from.map(day), skip_unknown: file.skip_unknown };
    let drawn = read(file.bytes, &Reading::default())?;
    let found = w.api.db.read_now(|conn| matched(conn, &drawn, &how)).expect("a read")?;
    let sketches = drawing::draw(&found.placed, &found.united);
    let origin = Origin {
        file_name: "mau.geojson".into(),
        sha256: format!("{:x}", file.bytes.len()),
        source: "Người vẽ mẫu".into(),
    };
    let united = found.united.len();
    let done = w.api.db.write_now(Who::program("tests"), move |tx| import(tx, origin, &how, (sketches, united)));
    Ok(done.expect("it is written"))
}

async fn map(w: &World, path: &str) -> Value {
    w.sign_in("minh").await.get(path).await.expect(200)
}

fn code<'a>(map: &'a Value, code: &str) -> &'a Value {
    map["areas"].as_array().expect("areas").iter().find(|area| area["code"] == code).unwrap_or(&Value::Null)
}

fn archipelagos(map: &Value) -> Vec<&str> {
    map["archipelagos"].as_array().expect("a list").iter().map(|one| one["name"].as_str().expect("a name")).collect()
}

#[actix_web::test]
async fn without_boundaries_a_map_shows_points() {
    let w = World::new().await;
    let province = map(&w, &format!("/areas/{}/map", w.here("96"))).await;
    assert_eq!(province["level"], "commune");
    assert_eq!(province["areas"].as_array().expect("areas").len(), 64);
    for area in province["areas"].as_array().expect("areas") {
        assert_eq!(area["path"], Value::Null);
        let (x, y) = (area["x"].as_i64().expect("x"), area["y"].as_i64().expect("y"));
        let [west, north, width, height] = view_box(&province["view_box"]);
        assert!((west..=west + width).contains(&x) && (north..=north + height).contains(&y), "{area}");
    }
    assert_eq!((&province["outline"], &province["sources"]), (&Value::Null, &json!([])));
    let hamlets = map(&w, &format!("/areas/{}/map", w.here("31825"))).await;
    assert_eq!((&hamlets["level"], &hamlets["areas"]), (&json!("hamlet"), &json!([])));
}

fn view_box(value: &Value) -> [i64; 4] {
    let all: Vec<i64> = value.as_array().expect("a list").iter().map(|one| one.as_i64().expect("a number")).collect();
    all.try_into().expect("four numbers")
}

#[actix_web::test]
async fn hoang_sa_and_truong_sa_are_on_every_map_they_belong_to() {
    let w = World::new().await;
    let both = vec!["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"];
    for (area, on, level, wanted) in [
        ("VN", "2026-11-25", "province", both.clone()),
        ("VN", "2026-11-25", "commune", both.clone()),
        ("VN", "2025-06-30", "province", both.clone()),
        ("VN", "1990-01-01", "province", both),
        ("48", "2026-11-25", "commune", vec!["Quần đảo Hoàng Sa"]),
        ("48", "2025-06-30", "commune", vec!["Quần đảo Hoàng Sa"]),
        ("56", "2026-11-25", "commune", vec!["Quần đảo Trường Sa"]),
        ("56", "2025-06-30", "district", vec!["Quần đảo Trường Sa"]),
        ("20333", "2026-11-25", "hamlet", vec!["Quần đảo Hoàng Sa"]),
        ("22736", "2026-11-25", "hamlet", vec!["Quần đảo Trường Sa"]),
        ("96", "2026-11-25", "commune", vec![]),
    ] {
        let id = w.area(area, if on == "1990-01-01" { "2026-11-25" } else { on });
        let shown = map(&w, &format!("/areas/{id}/map?on={on}&level={level}")).await;
        assert_eq!(archipelagos(&shown), wanted, "{area} on {on}");
        for one in shown["archipelagos"].as_array().expect("a list") {
            assert!(one["dots"].as_array().is_some_and(|dots| dots.len() >= 12), "{one}");
            let [west, north, width, height] = view_box(&one["view_box"]);
            let (x, y) = (one["x"].as_i64().expect("x"), one["y"].as_i64().expect("y"));
            assert!((west..=west + width).contains(&x) && (north..=north + height).contains(&y), "{one}");
            let [left, top, across, down] = view_box(&shown["view_box"]);
            let inside = left <= west && top <= north && west + width <= left + across && north + height <= top + down;
            // An inset where it lies far off the coast; of old communes nobody knows where they lie.
            let on_the_coast = shown["areas"].as_array().expect("areas").iter().any(|area| area["x"].is_number());
            assert_eq!(inside, area == "VN" || !on_the_coast, "{area} on {on}");
        }
    }
    let da_nang = map(&w, &format!("/areas/{}/map", w.here("48"))).await;
    assert_eq!(code(&da_nang, "20333")["archipelago"], "hoang_sa");
    assert_eq!(code(&da_nang, "20194")["archipelago"], Value::Null);
}

#[actix_web::test]
async fn imported_boundaries_are_drawn_from_their_day_on_and_the_last_import_counts() {
    let w = World::new().await;
    let text = two_wards().to_string();
    let one = bring(&w, &File::of_today(text.as_bytes())).expect("taken").expect("imported");
    assert_eq!((one.areas, one.united), (2, 0));
    let path = format!("/areas/{}/map", w.here("96"));
    let first = map(&w, &path).await;
    let drawn = |map: &Value| {
        let areas = map["areas"].as_array().expect("areas");
        areas.iter().filter(|area| area["path"].is_string()).count()
    };
    assert_eq!((drawn(&first), &first["sources"]), (2, &json!(["Người vẽ mẫu"])));
    assert!(code(&first, "31825")["path"].as_str().is_some_and(|path| path.starts_with('M')), "{first}");
    assert_eq!(first["areas"].as_array().expect("areas").len(), 64);
    // The same again: nothing.
    assert!(bring(&w, &File::of_today(text.as_bytes())).expect("taken").is_none());
    // Another shape of one ward, from a later day on.
    let mut moved = two_wards();
    moved["features"].as_array_mut().expect("features").truncate(1);
    moved["features"][0]["geometry"]["coordinates"][0][1] = json!([105.62, 9.21]);
    let moved = moved.to_string();
    let later = File { valid_from: Some("2026-10-01"), ..File::of_today(moved.as_bytes()) };
    bring(&w, &later).expect("taken").expect("imported");
    let path_on = |day: &'static str| {
        let (w, path) = (&w, &path);
        async move { code(&map(w, &format!("{path}?on={day}")).await, "31825")["path"].clone() }
    };
    assert_eq!(path_on("2026-09-30").await, code(&first, "31825")["path"]);
    assert_ne!(path_on("2026-10-01").await, code(&first, "31825")["path"]);
    // Taken back, what it stood before holds again; then there is nothing more to take back.
    assert!(w.api.db.write_now(Who::program("tests"), take_back).expect("done").is_some());
    assert_eq!(map(&w, &path).await, first);
    assert!(w.api.db.write_now(Who::program("tests"), take_back).expect("done").is_some());
    assert!(w.api.db.write_now(Who::program("tests"), take_back).expect("done").is_none());
    assert_eq!(drawn(&map(&w, &path).await), 0);
    let trail = w.sign_in("tuan").await.get("/audit?limit=10").await.expect(200);
    let actions: Vec<&str> =
        trail["items"].as_array().expect("lines").iter().filter_map(|line| line["action"].as_str()).collect();
    assert_eq!(actions.iter().filter(|action| **action == "boundaries.imported").count(), 2, "{actions:?}");
    assert_eq!(actions.iter().filter(|action| **action == "boundaries.taken_back").count(), 2, "{actions:?}");
}

#[actix_web::test]
async fn a_file_that_cannot_be_matched_leaves_nothing() {
    let w = World::new().await;
    let strange = two_wards().to_string().replace("31834", "99999");
    let word = |file: &File| bring(&w, file).expect_err("refused").word;
    assert_eq!(word(&File::of_today(strange.as_bytes())), "boundaries-unknown-codes");
    let wards = two_wards().to_string();
    // Lists begin in 2008.
    assert_eq!(word(&File { on: "2000-01-01", ..File::of_today(wards.as_bytes()) }), "boundaries-unknown-codes");
    assert_eq!(
        word(&File { valid_from: Some("2024-01-01"), ..File::of_today(wards.as_bytes()) }),
        "boundaries-before-the-area"
    );
    assert!(w.api.db.read_now(standing).expect("a read").is_empty());
    let skipped = File { skip_unknown: true, ..File::of_today(strange.as_bytes()) };
    assert_eq!(bring(&w, &skipped).expect("taken").expect("imported").areas, 1);
}

#[actix_web::test]
async fn a_map_is_kept_by_the_client_until_it_changes() {
    let w = World::new().await;
    let client = w.sign_in("phuc").await;
    let path = format!("/areas/{}/map", w.here("96"));
    let first = client.get(&path).await;
    let tag = first.header("etag").expect("a tag").to_owned();
    assert_eq!(first.header("cache-control"), Some("private, no-cache"));
    let again = client.with_header("if-none-match", &format!("\"other\", W/{tag}")).get(&path).await;
    assert_eq!((again.status, again.bytes.len(), again.header("etag")), (304, 0, Some(tag.as_str())));
    bring(&w, &File::of_today(two_wards().to_string().as_bytes())).expect("taken");
    let changed = client.with_header("if-none-match", &tag).get(&path).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), Some(tag.as_str()));
    assert_eq!(w.anonymous().get(&path).await.status, 401);
}

#[actix_web::test]
async fn a_level_that_a_map_does_not_draw_is_refused() {
    let w = World::new().await;
    let client = w.sign_in("minh").await;
    for (area, level) in [("VN", "hamlet"), ("96", "hamlet"), ("96", "province"), ("31825", "commune")] {
        let path = format!("/areas/{}/map?level={level}", w.here(area));
        client.get(&path).await.expect_problem(422, "map-level-not-drawn");
    }
    client
        .get(&format!("/areas/{}/map", "0198f3c2-7d1e-7a44-9c50-3f6d2b1a8e77"))
        .await
        .expect_problem(404, "not-found");
}

#[actix_web::test]
async fn the_operators_file_draws_the_country_and_every_province() {
    let Some(bytes) = operators_file() else { return };
    let w = World::new().await;
    let imported = bring(&w, &File::of_today(&bytes)).expect("taken").expect("imported");
    assert_eq!((imported.areas, imported.united), (3_355, 34));
    let all_drawn = |map: &Value, many: usize| {
        let areas = map["areas"].as_array().expect("areas");
        assert_eq!(areas.len(), many);
        assert!(areas.iter().all(|area| area["path"].is_string()));
    };
    let country = map(&w, &format!("/areas/{}/map", w.here("VN"))).await;
    all_drawn(&country, 34);
    assert!(country["archipelagos"].as_array().expect("both").iter().all(|one| one["path"].is_string()));
    let client = w.sign_in("minh").await;
    let ha_noi = client.get(&format!("/areas/{}/map", w.here("01"))).await;
    assert!(ha_noi.bytes.len() < 250_000, "{} bytes", ha_noi.bytes.len());
    all_drawn(&ha_noi.expect(200), 126);
    let khanh_hoa = map(&w, &format!("/areas/{}/map", w.here("56"))).await;
    assert_eq!(archipelagos(&khanh_hoa), ["Quần đảo Trường Sa"]);
    let [_, _, width, _] = view_box(&khanh_hoa["view_box"]);
    assert!(width < 30_000, "the coast is not lost in the sea: {width}");
}

/// The program on a database of its own.
struct Program {
    db: TestDb,
    folder: std::path::PathBuf,
}

impl Program {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!(
            "tungnha-boundaries-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        ));
        std::fs::create_dir_all(&folder).expect("a folder");
        let program = Self { db: TestDb::empty(), folder };
        let keys = program.folder.join("keys").display().to_string();
        assert!(program.run(&["keys", "new", &keys]).status.success());
        assert!(program.run(&["migrate"]).status.success());
        program
    }
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tungnha"));
        command.args(arguments).env("DATABASE_URL", &self.db.url).env("TUNGNHA_KEYS", self.folder.join("keys"));
        command.output().expect("it runs")
    }
    #[track_caller]
    fn says(&self, arguments: &[&str], wanted: &str) {
        let done = self.run(arguments);
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It is in the system's folder for things that may go.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn the_command_tries_imports_lists_and_takes_back() {
    let program = Program::new();
    let (wards, strange) = (
        program.file("wards.geojson", &two_wards().to_string()),
        program.file("strange.geojson", &two_wards().to_string().replace("31834", "99999")),
    );
    let import = |file: &str, more: &[&str]| {
        let arguments = [&["import", "boundaries", file, "--source", "Người vẽ mẫu"], more].concat();
        program.run(&arguments)
    };
    program.says(&["import", "boundaries", "--list"], "no boundaries were imported");
    program.says(&["import", "boundaries", &wards], "--source");
    let trial = import(&wards, &["--dry-run"]);
    assert!(trial.status.success() && String::from_utf8_lossy(&trial.stdout).contains("nothing was written"));
    program.says(&["import", "boundaries", "--list"], "no boundaries were imported");
    let refused = import(&strange, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("boundaries-unknown-codes"));
    assert!(import(&wards, &[]).status.success());
    assert!(String::from_utf8_lossy(&import(&wards, &[]).stdout).contains("nothing changed"));
    program.says(&["import", "boundaries", "--list"], "wards.geojson  2 areas");
    program.says(&["import", "boundaries", "--take-back"], "taken back: wards.geojson");
    program.says(&["import", "boundaries", "--take-back"], "no boundaries were imported");
    program
        .says(&["import", "boundaries", &program.file("none.json", "{}"), "--source", "Mẫu"], "boundaries-unreadable");
    program.says(&["import", "boundaries", "--help"], "--take-back");
    program.says(&["audit", "verify"], "chain whole");
}

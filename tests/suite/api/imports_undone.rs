//! Taking an import back: exactly what it made, and nothing that somebody touched since.
use std::collections::BTreeSet;

use serde_json::{Value, json};
use tungnha::features::imports::{self, NAMED_BY};

use super::{
    funnel::wrong_figures,
    imports::{ROSTER, bring_csv, commit, counts, hamlet},
    people::text,
};
use crate::support::{Client, World, db::on_postgres, inside::Inside};

async fn undo(w: &World, client: &Client, import: &Value) -> Value {
    let path = format!("/imports/{}", text(&import["id"]));
    let ordered = client.post(&format!("{path}/undo"), json!({})).await.expect(200);
    assert_eq!(ordered["state"], "undoing");
    imports::run(&w.api.db).expect("it is undone");
    client.get(&path).await.expect(200)
}

#[actix_web::test]
async fn an_undone_import_leaves_no_trace_but_the_trail() {
    let w = World::new().await;
    hamlet(&w).await;
    let minh = w.sign_in("minh").await;
    // Two pieces, and households that reach over their border.
    let mut file = ROSTER.to_owned();
    for n in 0..700 {
        file.push_str(&format!(
            ";Khóm 1;N{};Lê Thị Mẫu {n};1990;Nữ;;0961900{n:05};;;;Hộ cận nghèo;31/12/2026;\n",
            n / 3
        ));
    }
    let import = bring_csv(&w, &minh, &file).await;
    assert_eq!((counts(&import)[1], &import["progress"]["pieces"]), (704, &json!(2)));
    let before = Inside::of(&w).dump();
    let done = commit(&w, &minh, &import).await;
    assert_eq!((&done["progress"]["persons"], &done["progress"]["households"]), (&json!(704), &json!(236)));
    let changed = before.differing(&Inside::of(&w).dump()).len();
    assert!(changed >= 9, "{changed} tables");
    let done = undo(&w, &minh, &import).await;
    assert_eq!(
        (&done["state"], &done["kept_count"], &done["kept"]),
        (&json!("undone"), &json!(0), &json!([])),
        "{done}"
    );
    let after = Inside::of(&w).dump();
    let changed = before.differing(&after);
    assert_eq!(
        changed,
        ["audit_lines", "feed", "household_cells", "idempotency_keys", "import_pieces", "imports", "ledger"]
            .into_iter()
            .filter(|t| changed.contains(t))
            .collect::<Vec<_>>()
    );
    assert_eq!(wrong_figures(&w), 0, "cells of nothing, as it was");
    for table in ["persons", "households", "covers", "group_claims", "person_name_words"] {
        assert_eq!(after.rows(table), before.rows(table), "{table}");
    }
    let tombstones = Inside::of(&w).lines("SELECT CAST(count(*) AS TEXT) AS line FROM feed WHERE kind = 'tombstone'");
    let made = 704 + 236 + 700 + 2 + 234 + 2;
    assert_eq!(tombstones, [made.to_string()], "phones hear of everything that is gone");
    minh.post(&format!("/imports/{}/undo", text(&import["id"])), json!({})).await.expect_problem(409, "import-state");
}

#[actix_web::test]
async fn what_somebody_touched_stays_and_is_named() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let names = ["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu"];
    let rows: String = names.iter().map(|name| format!("Lê {name};;31/12/2026\n")).collect();
    let import = bring_csv(&w, &minh, &format!("Họ tên;Điện thoại;Hạn thẻ BHYT\n{rows}")).await;
    commit(&w, &minh, &import).await;
    let people = minh.get("/persons").await.expect(200);
    let find = |name: &str| {
        let all = people["items"].as_array().expect("items");
        all.iter().find(|p| p["full_name"] == format!("Lê {name}")).expect("somebody").clone()
    };
    // A change, a consent, a cover, a visit at the door; two stay as they were made.
    let (one, two, three, four) = (find("Một"), find("Hai"), find("Ba"), find("Bốn"));
    let path = |person: &Value| format!("/persons/{}", text(&person["id"]));
    minh.patch(&path(&one), "\"1\"", json!({ "phone": "0901234567" })).await.expect(200);
    let consent = json!({ "purpose": "campaign_contact", "text_version": "1", "given_at": "2026-11-01T02:00:00Z", "given_how": "spoken" });
    minh.post(&format!("{}/consents", path(&two)), consent).await.expect(201);
    let cover = json!({ "scheme": "bhxh_tn", "state": "none", "known_on": "2026-11-01", "source": "said" });
    minh.post(&format!("{}/covers", path(&three)), cover).await.expect(201);
    let visit = json!({ "household_id": four["household_id"], "occurred_at": "2026-11-24T08:30:00+07:00", "outcome": "not_home" });
    minh.post("/visits", visit).await.expect(201);
    let done = undo(&w, &minh, &import).await;
    let kept = |field: &str| -> BTreeSet<String> {
        done["kept"].as_array().expect("a list").iter().filter_map(|k| k[field].as_str().map(str::to_owned)).collect()
    };
    let ids = |all: &[&Value], field: &str| all.iter().map(|person| text(&person[field])).collect::<BTreeSet<_>>();
    assert_eq!(kept("person_id"), ids(&[&one, &two, &three], "id"));
    assert_eq!(kept("household_id"), ids(&[&one, &two, &three, &four], "household_id"));
    assert_eq!(done["kept_count"], 7);
    let left = minh.get("/persons").await.expect(200);
    assert_eq!(left["items"].as_array().map(Vec::len), Some(3));
    let shown = minh.get(&path(&one)).await.expect(200);
    assert_eq!(shown["covers"].as_array().map(Vec::len), Some(1), "with all that is known");
}

#[actix_web::test]
async fn whoever_lost_the_right_does_not_go_on() {
    let w = World::new().await;
    let (minh, hoa) = (w.sign_in("minh").await, w.sign_in("hoa").await);
    let import = bring_csv(&w, &minh, "Họ tên;CCCD\nLê Một;096085000001\n").await;
    let path = format!("/imports/{}", text(&import["id"]));
    minh.post(&format!("{path}/commit"), json!({})).await.expect(200);
    Inside::of(&w).run("UPDATE users SET status = 'disabled' WHERE username = 'minh'");
    imports::run(&w.api.db).expect("it stops");
    let halted = hoa.get(&path).await.expect(200);
    assert_eq!((&halted["state"], &halted["progress"]["persons"]), (&json!("halted"), &json!(0)));
    let done = commit(&w, &hoa, &import).await;
    assert_eq!((&done["state"], &done["progress"]["persons"]), (&json!("committed"), &json!(1)), "taken up by another");
    hoa.post(&format!("{path}/undo"), json!({})).await.expect(200);
    Inside::of(&w).run("UPDATE users SET status = 'disabled' WHERE username = 'hoa'");
    imports::run(&w.api.db).expect("it stops");
    let trung = w.sign_in("trung").await;
    assert_eq!(trung.get(&path).await.expect(200)["state"], "undo_halted");
    trung.post(&format!("{path}/commit"), json!({})).await.expect_problem(409, "import-state");
    let done = undo(&w, &trung, &import).await;
    assert_eq!((&done["state"], &done["kept_count"]), (&json!("undone"), &json!(0)));
}

/// Undoing asks every table that names people. A new one is to be asked too.
#[actix_web::test]
async fn undoing_knows_every_column_that_names_people() {
    let w = World::new().await;
    let mut inside = Inside::of(&w);
    let found = match on_postgres() {
        true => inside.lines(
            "SELECT (k.table_name || '.' || k.column_name)::text AS line FROM information_schema.key_column_usage k \
             JOIN information_schema.constraint_column_usage c ON c.constraint_name = k.constraint_name \
             JOIN information_schema.table_constraints t ON t.constraint_name = k.constraint_name \
             WHERE t.constraint_type = 'FOREIGN KEY' AND c.table_name IN ('persons', 'households')",
        ),
        false => inside.lines(
            "SELECT m.name || '.' || f.\"from\" AS line FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND f.\"table\" IN ('persons', 'households')",
        ),
    };
    let found: BTreeSet<String> = found.into_iter().collect();
    let asked: BTreeSet<String> = NAMED_BY.iter().map(|(table, column)| format!("{table}.{column}")).collect();
    assert_eq!(found, asked, "a new table names people: ask it in src/features/imports/queries_undo.rs");
}

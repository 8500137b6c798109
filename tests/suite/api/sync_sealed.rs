//! Work that a phone sealed to the server: brought by whoever did it, done once, opened by nobody else. And the conflicts
//! that somebody who works in the field may read: the own ones.
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, RandomizedNonceKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    hkdf::{HKDF_SHA256, KeyType, Salt},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tungnha::db::Keys;

use crate::support::{
    Client, World,
    phone::{Phone, household, visit},
};

struct Len;
impl KeyType for Len {
    fn len(&self) -> usize {
        32
    }
}

/// Seals as a phone does.
fn seal(public_key: &str, about: &str, plain: &str) -> String {
    let server = BASE64_STANDARD.decode(public_key).expect("a point");
    let own = PrivateKey::generate(&ECDH_P256).expect("a key");
    let fresh = own.compute_public_key().expect("a point").as_ref().to_vec();
    let key = agree(&own, UnparsedPublicKey::new(&ECDH_P256, &server), (), |shared| {
        let both: [&[u8]; 3] = [b"tungnha/phone-seal/1", &fresh, &server];
        let mut key = [0; 32];
        Salt::new(HKDF_SHA256, &[]).extract(shared).expand(&both, Len).map_err(drop)?.fill(&mut key).map_err(drop)?;
        Ok(key)
    });
    let key = RandomizedNonceKey::new(&AES_256_GCM, &key.expect("a secret")).expect("a key");
    let mut bytes = plain.as_bytes().to_vec();
    let nonce = key.seal_in_place_append_tag(Aad::from(about.as_bytes()), &mut bytes).expect("sealed");
    BASE64_STANDARD.encode([fresh.as_slice(), nonce.as_ref().as_slice(), &bytes].concat())
}

async fn my_id(client: &Client) -> Value {
    client.get("/me").await.expect(200)["id"].clone()
}

/// The push of these operations as a phone seals it.
async fn sealed(phone: &Phone, ops: &[Value], user_id: &Value) -> Value {
    let manifest = phone.client().get("/sync/manifest").await.expect(200);
    let key = &manifest["sealing_key"];
    let public_key = key["public_key"].as_str().expect("a key");
    let seal_one = |op: &Value| {
        let mut within = op.clone();
        let fields = within.as_object_mut().expect("an operation");
        fields.remove("seq");
        fields.remove("after_seq");
        let about = format!("{}|{}", phone.device_id, op["op_id"].as_str().expect("an id"));
        let plain = json!({ "user_id": user_id, "op": within }).to_string();
        let mut out = json!({ "op_id": op["op_id"], "seq": op["seq"], "key": key["number"], "sealed": seal(public_key, &about, &plain) });
        if let Some(after) = op.get("after_seq") {
            out["after_seq"] = after.clone();
        }
        out
    };
    let ops: Vec<Value> = ops.iter().map(seal_one).collect();
    json!({ "device_id": phone.device_id, "epoch": phone.epoch, "phone_now": phone.now, "schema_version": 1, "ops": ops })
}

async fn visits_at(client: &Client, door: &str) -> usize {
    client.get(&format!("/visits?household_id={door}")).await.expect(200)["items"].as_array().expect("items").len()
}

/// A phone that never spoke with the server, with a household, a change of it and a visit that wait.
async fn full_phone(w: &World) -> (Phone, String, Value) {
    let mut phone = Phone::new(w.sign_in("lan").await, w.clock.now());
    let me = my_id(phone.client()).await;
    let door = phone.create("household", household(&w.here("31825").to_string(), "Hộ Mẫu"));
    phone.patch("household", &door, json!({ "landmark": "gần đình" }));
    phone.create("visit", visit(&door, "not_home", json!({ "note": "Chó dữ" })));
    (phone, door, me)
}

#[actix_web::test]
async fn sealed_work_is_done_as_a_push_and_counts_once_whichever_way_comes_first() {
    let w = World::new().await;
    let (mut phone, door, me) = full_phone(&w).await;
    let body = sealed(&phone, &phone.next(), &me).await;
    let answer = phone.client().post("/sync/push-sealed", body.clone()).await.expect(200);
    let all = answer["results"].as_array().expect("results");
    assert!(all.len() == 3 && all.iter().all(|one| one["status"] == "accepted"), "{answer}");
    let again = phone.client().post("/sync/push-sealed", body).await.expect(200);
    assert!(again["results"].as_array().expect("results").iter().all(|one| one["status"] == "duplicate"), "{again}");
    let plain = phone.push().await;
    assert!(plain["results"].as_array().expect("results").iter().all(|one| one["was"] == "accepted"), "{plain}");
    assert_eq!(visits_at(phone.client(), &door).await, 1);
    let seen = phone.client().get(&format!("/households/{door}")).await.expect(200);
    assert_eq!(seen["landmark"], "gần đình");
    let trail = w.sign_in("kien").await.get("/audit?limit=200").await.expect(200).to_string();
    assert!(trail.contains("sync.sealed_pushed"), "it stands in the trail");
}

#[actix_web::test]
async fn another_user_brings_nothing_in_and_reads_nothing_also_of_a_phone_that_never_pushed() {
    let w = World::new().await;
    let (phone, door, me) = full_phone(&w).await;
    let thief = w.sign_in("hoa").await;
    let body = sealed(&phone, &phone.next(), &me).await;
    let refused = thief.post("/sync/push-sealed", body.clone()).await.expect_problem(409, "device-of-another-user");
    let text = refused.to_string();
    assert!(!text.contains("Mẫu"), "{text}");
    // Under the own name it does not open: the author lies within the seal. Nor does one seal open in another's place.
    let mut swapped = body.clone();
    let other = swapped["ops"][1]["sealed"].clone();
    swapped["ops"][0]["sealed"] = other;
    swapped["ops"].as_array_mut().expect("operations").truncate(1);
    let answer = thief.post("/sync/push-sealed", swapped).await.expect(200);
    assert_eq!(
        (&answer["results"][0]["status"], &answer["results"][0]["code"]),
        (&json!("refused"), &json!("op-malformed"))
    );
    assert_eq!(visits_at(&thief, &door).await, 0);
    w.anonymous().post("/sync/push-sealed", body).await.expect_problem(401, "not-signed-in");
}

#[actix_web::test]
async fn the_file_of_a_phone_is_brought_by_its_user_on_another_phone() {
    let w = World::new().await;
    let (phone, door, me) = full_phone(&w).await;
    let file = sealed(&phone, &phone.next(), &me).await;
    let elsewhere = w.sign_in("lan").await;
    elsewhere.post("/sync/push-sealed", file).await.expect(200);
    assert_eq!(visits_at(&elsewhere, &door).await, 1);
    let supervisor = w.sign_in("hoa").await;
    supervisor.post(&format!("/sync/devices/{}/revoke", phone.device_id), json!({})).await.expect(200);
    let again =
        json!({ "device_id": phone.device_id, "epoch": "e", "phone_now": phone.now, "schema_version": 1, "ops": [] });
    w.sign_in("lan").await.post("/sync/push-sealed", again).await.expect_problem(403, "device-revoked");
}

#[test]
fn pairs_of_keys_follow_from_the_root_and_the_number_alone() {
    let keys = Keys::from_root([7; 32]);
    let first = keys.sealing_pair(1).expect("a pair");
    let old = seal(&first.public_key(), "phone|op", "một");
    assert_ne!(first.public_key(), keys.sealing_pair(2).expect("a pair").public_key(), "a new number is a new pair");
    let later = Keys::from_root([7; 32]).sealing_pair(1).expect("a pair");
    assert_eq!(
        later.open("phone|op", &old).as_deref(),
        Some("một".as_bytes()),
        "an old seal opens after a change of keys"
    );
    assert_eq!(later.open("phone|other", &old), None);
    assert_eq!(keys.sealing_pair(2).expect("a pair").open("phone|op", &old), None);
    assert_eq!(Keys::from_root([8; 32]).sealing_pair(1).expect("a pair").open("phone|op", &old), None);
    let mut bytes = BASE64_STANDARD.decode(&old).expect("base64");
    for at in [0, 5, 64, 66, 80, bytes.len() - 1] {
        bytes[at] ^= 1;
        assert_eq!(later.open("phone|op", &BASE64_STANDARD.encode(&bytes)), None, "byte {at}");
        bytes[at] ^= 1;
    }
    for junk in ["", "AAAA", "không", &BASE64_STANDARD.encode([4_u8; 65]), &BASE64_STANDARD.encode([0_u8; 200])] {
        assert_eq!(later.open("phone|op", junk), None);
    }
}

#[actix_web::test]
async fn who_works_in_the_field_reads_the_own_conflicts_with_both_values_and_the_decision() {
    let w = World::new().await;
    let (mut phone, door, _) = full_phone(&w).await;
    phone.push().await;
    phone.pull().await;
    let mut other = Phone::new(w.sign_in("hoa").await, w.clock.now());
    other.pull().await;
    other.patch("household", &door, json!({ "landmark": "sau chợ" }));
    other.push().await;
    let op_id = phone.patch("household", &door, json!({ "landmark": "cạnh trường học" }));
    assert_eq!(phone.push().await["results"][0]["status"], "conflict");
    phone.client().get("/sync/conflicts").await.expect_problem(403, "not-allowed");
    let own = phone.client().get("/sync/conflicts/mine").await.expect(200)["items"][0].clone();
    assert_eq!((&own["kept"], &own["losing"]), (&json!("sau chợ"), &json!("cạnh trường học")));
    assert_eq!((&own["op_id"], &own["state"]), (&json!(op_id), &json!("open")));
    let theirs = other.client().get("/sync/conflicts/mine").await.expect(200);
    assert_eq!(theirs["items"], json!([]), "nobody reads another's there");
    let path = format!("/sync/conflicts/{}/resolve", own["id"].as_str().expect("an id"));
    other.client().post(&path, json!({ "choose": "losing" })).await.expect(200);
    let own = phone.client().get("/sync/conflicts/mine").await.expect(200)["items"][0].clone();
    assert_eq!((&own["state"], &own["choice"]), (&json!("settled"), &json!("losing")));
}

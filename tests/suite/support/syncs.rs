//! How the routes of sync are called.
use serde_json::{Value, json};
use tungnha::db::Purpose;

use super::{
    db::keys,
    examples::{Reach, Row, Spot, row, upon},
    maker::Kind,
    phone::new_id,
};

/// The rows of their operations.
pub fn rows() -> Vec<Row> {
    use Kind::*;
    use Reach::*;
    vec![
        row("push_ops", Nowhere, None, "", Some(push)),
        row("push_sealed_ops", Nowhere, None, "", Some(push_sealed)),
        row("pull_changes", Nowhere, None, "", None),
        row("show_manifest", Nowhere, None, "", None),
        row("show_device_key", Nowhere, None, "", Some(|_| json!({ "device_id": new_id() }))),
        row("hold_ops", Public, Some(Device), "", Some(held)),
        row("list_devices", List, Some(Device), "limit=200", None),
        upon("revoke_device", Device, |_| json!({})),
        row("list_conflicts", List, Some(Conflict), "limit=200", None),
        row("list_own_conflicts", Nowhere, None, "limit=200", None),
        upon("resolve_conflict", Conflict, |_| json!({ "choose": "kept" })),
        row("list_refused", List, Some(Refused), "limit=200", None),
        upon("settle_refused", Refused, |_| json!({ "action": "dismiss" })),
    ]
}

/// What a phone whose session ended leaves behind, signed by the phone itself: its key is derived from its id.
fn held(s: &Spot) -> Value {
    use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
    let payload = json!({ "epoch": "first", "ops": [{ "n": s.n }] }).to_string();
    let key = keys().tag(Purpose::DeviceKey, s.id.as_bytes());
    let tag = sign(&Key::new(HMAC_SHA256, &key), payload.as_bytes());
    let signature: String = tag.as_ref().iter().map(|b| format!("{b:02x}")).collect();
    json!({ "device_id": s.id, "payload": payload, "signature": signature })
}
fn push_sealed(_: &Spot) -> Value {
    let nothing = json!({ "op_id": new_id(), "seq": 1, "key": 1, "sealed": "bm90aGluZw" });
    let phone = json!({ "device_id": new_id(), "epoch": "first", "phone_now": "2026-11-25T02:00:00Z" });
    json!({ "device_id": phone["device_id"], "epoch": phone["epoch"], "phone_now": phone["phone_now"], "schema_version": 1, "ops": [nothing] })
}
fn push(_: &Spot) -> Value {
    json!({ "device_id": new_id(), "epoch": "first", "phone_now": "2026-11-25T02:00:00Z", "schema_version": 1, "ops": [] })
}

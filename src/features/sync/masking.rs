//! What people may see of a value that identifies somebody: enough to tell two apart, not enough to use.
use serde_json::{Map, Value};

use super::kinds::kind;

/// The value of a field, masked when it identifies somebody.
pub fn shown(entity: &str, field: &str, value: Value) -> Value {
    let masked = kind(entity).and_then(|kind| kind.edit).is_some_and(|edit| edit.masked.contains(&field));
    match value {
        Value::String(text) if masked => Value::String(starred(&text)),
        other => other,
    }
}

/// An operation with what identifies somebody masked; without its private fields unless `open`.
pub fn shown_operation(mut operation: Value, open: bool) -> Value {
    let entity = operation.get("entity").and_then(Value::as_str).unwrap_or_default().to_owned();
    let private = kind(&entity).map(|kind| kind.private).unwrap_or_default();
    if let Some(Value::Object(fields)) = operation.get_mut("fields") {
        fields.retain(|name, _| open || !private.contains(&name.as_str()));
        let all: Map<String, Value> = std::mem::take(fields);
        *fields = all.into_iter().map(|(name, value)| (name.clone(), shown(&entity, &name, value))).collect();
    }
    operation
}

/// The text with all but its last three characters starred.
fn starred(text: &str) -> String {
    let hidden = text.chars().count().saturating_sub(3);
    text.chars().enumerate().map(|(n, c)| if n < hidden { '*' } else { c }).collect()
}

//! One-time links: the id of a ticket and a keyed tag over it. The database holds no secret to steal.
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::base::id::TicketId;

/// The token that stands in a link.
pub fn text(id: TicketId, tag: &[u8]) -> String {
    format!("{id}.{}", BASE64_URL_SAFE_NO_PAD.encode(tag))
}

/// The id and the tag of a token, unchecked.
pub fn parts(token: &str) -> Option<(TicketId, Vec<u8>)> {
    let (id, tag) = token.split_once('.')?;
    Some((id.parse().ok()?, BASE64_URL_SAFE_NO_PAD.decode(tag).ok()?))
}

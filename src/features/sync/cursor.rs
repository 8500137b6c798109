//! Where a phone is in what it pulls: opaque, and worth nothing in anybody else's hands.
use aws_lc_rs::hmac;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::{problems::CURSOR_RESET, sight::Sight};
use crate::{
    base::{
        Error, Result,
        id::{AreaId, UserId},
    },
    db::{Keys, Purpose},
};

const TAG: usize = 16;

/// Where a phone is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncCursor {
    /// Whose phone.
    pub user: UserId,
    /// The feed epoch in which `rev` counts.
    pub epoch: String,
    /// Up to here the feed is known.
    pub rev: i64,
    /// The areas the phone has.
    pub roots: Vec<AreaId>,
    /// With which eyes its person saw them.
    #[serde(default)]
    pub sight: Sight,
    /// What it is fetching whole, before it goes on with the feed.
    pub whole: Option<Whole>,
}

/// A walk over all records of some areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// The areas.
    pub roots: Vec<AreaId>,
    /// The kind being walked, by its place in the list of kinds.
    pub kind: usize,
    /// The last id of that kind; empty at its beginning.
    pub after: String,
}

impl SyncCursor {
    /// As it is sent.
    ///
    /// # Errors
    /// Never in practice.
    pub fn sealed(&self, keys: &Keys) -> Result<String> {
        let plain = serde_json::to_vec(self).map_err(Error::internal)?;
        let tag = hmac::sign(&key(keys), &plain);
        let mut whole = tag.as_ref().get(..TAG).unwrap_or_default().to_vec();
        whole.extend(plain);
        Ok(BASE64_URL_SAFE_NO_PAD.encode(whole))
    }
    /// Reads one that was sent before to the same person.
    ///
    /// # Errors
    /// `cursor-reset` when it was changed, comes from another server or belongs to somebody else.
    pub fn open(keys: &Keys, user: UserId, text: &str) -> Result<Self> {
        let reset = || Error::from(CURSOR_RESET.now());
        let whole = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| reset())?;
        let (tag, plain) = whole.split_at_checked(TAG).ok_or_else(reset)?;
        let good = hmac::sign(&key(keys), plain);
        let same = good
            .as_ref()
            .get(..TAG)
            .is_some_and(|good| aws_lc_rs::constant_time::verify_slices_are_equal(good, tag).is_ok());
        if !same {
            return Err(reset());
        }
        let cursor: Self = serde_json::from_slice(plain).map_err(|_| reset())?;
        if cursor.user == user { Ok(cursor) } else { Err(reset()) }
    }
}

fn key(keys: &Keys) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, &keys.derive(Purpose::SyncCursor))
}

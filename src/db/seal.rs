//! Sealed columns: what identifies a person is stored as authenticated ciphertext bound to its table, column and row,
//! and found again by a keyed index. A value moved to another row does not open.
//!
//! Values are sealed with data keys; data keys lie in the database, wrapped with the root secret that lies outside it
//! (docs/adr/0017-sealed-columns.md).
use std::sync::Arc;

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use diesel::prelude::*;

use super::{Conn, Event, Keys, Purpose, Tx, schema::data_keys};
use crate::base::{Error, Result, hex::hex};

/// Where a sealed value stands; part of what is authenticated.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: &'a str,
}

#[derive(Clone)]
struct DataKey {
    n: i32,
    secret: [u8; 32],
}

/// The data keys of a database, unwrapped: the newest seals, all of them open.
#[derive(Clone)]
pub struct Seals(Arc<[DataKey]>);

impl std::fmt::Debug for Seals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seals(***)")
    }
}

impl Seals {
    /// Reads and unwraps the data keys.
    ///
    /// # Errors
    /// When there is none, or one was wrapped with another root secret.
    pub(super) fn load(conn: &mut Conn, keys: &Keys) -> Result<Self> {
        let rows: Vec<(i32, String)> = data_keys::table.order(data_keys::n.desc()).load(conn)?;
        let unwrapped = rows.into_iter().map(|(n, wrapped)| {
            let text = open(&keys.derive(Purpose::DataKeys), wrapping(&n.to_string()), &wrapped)?;
            let bytes = BASE64_STANDARD_NO_PAD.decode(text).map_err(Error::internal)?;
            let secret = <[u8; 32]>::try_from(bytes).map_err(|_| Error::internal("a data key of a wrong length"))?;
            Ok(DataKey { n, secret })
        });
        let all: Vec<DataKey> = unwrapped.collect::<Result<_>>()?;
        if all.is_empty() {
            return Err(Error::internal("the database has no data key. Run: tungnha migrate"));
        }
        Ok(Self(all.into()))
    }

    /// Makes the first data key of a database that has none.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn ensure_key(conn: &mut Conn, keys: &Keys) -> Result<()> {
        let any: i64 = data_keys::table.count().get_result(conn)?;
        if any == 0 { insert_key(conn, keys, 1) } else { Ok(()) }
    }

    /// Adds a fresh data key: from the next start on it seals, and the older ones still open.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_key(tx: &mut Tx) -> Result<()> {
        let last: Option<i32> = data_keys::table.select(diesel::dsl::max(data_keys::n)).first(tx.conn()?)?;
        let (n, keys) = (last.unwrap_or_default() + 1, tx.keys().clone());
        insert_key(tx.conn()?, &keys, n)?;
        tx.record(Event {
            action: "data_key.added",
            entity: "data_key",
            entity_id: n.to_string(),
            area_id: None,
            fields: Vec::new(),
        });
        Ok(())
    }

    fn newest(&self) -> Result<&DataKey> {
        self.0.first().ok_or_else(|| Error::internal("no data key"))
    }

    /// The number of the key that seals now; a row keeps it, so that rows sealed with older keys can be found.
    ///
    /// # Errors
    /// Never in practice: there is always a key.
    pub fn key_number(&self) -> Result<i32> {
        Ok(self.newest()?.n)
    }

    /// Seals a value for one place.
    ///
    /// # Errors
    /// When the library fails.
    pub fn seal(&self, place: Place<'_>, plain: &str) -> Result<String> {
        let key = self.newest()?;
        Ok(format!("{}:{}", key.n, seal(&key.secret, place, plain)?))
    }

    /// Opens a value at the place it was sealed for.
    ///
    /// # Errors
    /// When it was changed, comes from another place, or its key is not there: never to be mistaken for "no value".
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<String> {
        let named = |n: &str| n.parse().ok().and_then(|n: i32| self.0.iter().find(|key| key.n == n));
        let known = sealed.split_once(':').and_then(|(n, text)| Some((named(n)?, text)));
        let (key, text) = known.ok_or_else(|| Error::internal("a sealed value names an unknown key"))?;
        open(&key.secret, place, text)
    }

    /// Under what a value is found in an index column: equal values of one column look equal, nothing else shows.
    ///
    /// # Errors
    /// Never in practice: there is always a key.
    pub fn index(&self, column: &'static str, plain: &str) -> Result<String> {
        Ok(index(self.newest()?, column, plain))
    }

    /// The same under every key, for looking up rows sealed before a change of keys.
    pub fn indexes(&self, column: &'static str, plain: &str) -> Vec<String> {
        self.0.iter().map(|key| index(key, column, plain)).collect()
    }
}

fn insert_key(conn: &mut Conn, keys: &Keys, n: i32) -> Result<()> {
    let mut secret = [0; 32];
    SystemRandom::new().fill(&mut secret).map_err(|_| Error::internal("no randomness"))?;
    let plain = BASE64_STANDARD_NO_PAD.encode(secret);
    let wrapped = seal(&keys.derive(Purpose::DataKeys), wrapping(&n.to_string()), &plain)?;
    diesel::insert_into(data_keys::table).values((data_keys::n.eq(n), data_keys::wrapped.eq(wrapped))).execute(conn)?;
    Ok(())
}

fn wrapping(n: &str) -> Place<'_> {
    Place { table: "data_keys", column: "wrapped", row: n }
}

fn index(key: &DataKey, column: &str, plain: &str) -> String {
    let own = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key.secret), format!("index/{column}").as_bytes());
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()), plain.as_bytes());
    hex(tag.as_ref()).get(..32).unwrap_or_default().to_owned()
}

fn bound_to(place: Place<'_>) -> Aad<String> {
    Aad::from(format!("1|{}|{}|{}", place.table, place.column, place.row))
}

fn seal(secret: &[u8; 32], place: Place<'_>, plain: &str) -> Result<String> {
    let failed = |_| Error::internal("sealing failed");
    let key = RandomizedNonceKey::new(&AES_256_GCM, secret).map_err(failed)?;
    let mut bytes = plain.as_bytes().to_vec();
    let nonce = key.seal_in_place_append_tag(bound_to(place), &mut bytes).map_err(failed)?;
    let mut whole = nonce.as_ref().to_vec();
    whole.append(&mut bytes);
    Ok(BASE64_STANDARD_NO_PAD.encode(whole))
}

fn open(secret: &[u8; 32], place: Place<'_>, sealed: &str) -> Result<String> {
    let failed = || Error::internal("a sealed value does not open where it stands");
    let key = RandomizedNonceKey::new(&AES_256_GCM, secret).map_err(|_| failed())?;
    let whole = BASE64_STANDARD_NO_PAD.decode(sealed).map_err(|_| failed())?;
    let (nonce, bytes) = whole.split_at_checked(NONCE_LEN).ok_or_else(failed)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| failed())?;
    let mut bytes = bytes.to_vec();
    let plain = key.open_in_place(nonce, bound_to(place), &mut bytes).map_err(|_| failed())?;
    String::from_utf8(plain.to_vec()).map_err(|_| failed())
}

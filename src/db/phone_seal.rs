//! What phones seal to this server: work that is not sent yet, so that whoever holds the phone cannot open it by asking.
//!
//! Each pair of keys follows from the root secret and a number, as all keys do (docs/adr/0013-tokens-are-derived.md): a
//! database put back from an old backup opens what was sealed yesterday. The number is that of the newest data key, so
//! `tungnha keys rotate` begins a new pair; earlier ones open for as long as phones hold something sealed to them.
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    hkdf::{HKDF_SHA256, KeyType, Salt},
};
use base64::{Engine, prelude::BASE64_STANDARD};

use super::{Keys, Purpose};
use crate::base::{Error, Result};

/// What the derived key is for; part of what it is derived from.
const LABEL: &[u8] = b"tungnha/phone-seal/1";
/// A point of P-256 as it travels: 4, x, y.
const POINT_LEN: usize = 65;
/// Of 2³² numbers fewer than one is no key of the curve; then the next one is.
const TRIES: u8 = 8;

/// A pair of keys: anybody seals to its public half, only this server opens.
pub struct SealingPair {
    private: PrivateKey,
    public: Vec<u8>,
}

impl std::fmt::Debug for SealingPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingPair(***)")
    }
}

struct KeyLen;

impl KeyType for KeyLen {
    fn len(&self) -> usize {
        32
    }
}

impl Keys {
    /// The pair with this number.
    ///
    /// # Errors
    /// Never in practice.
    pub fn sealing_pair(&self, number: i32) -> Result<SealingPair> {
        let candidate = |again: u8| self.tag(Purpose::PhoneSeal, format!("{number}/{again}").as_bytes());
        let private = (0..TRIES)
            .find_map(|again| PrivateKey::from_private_key(&ECDH_P256, &candidate(again)).ok())
            .ok_or_else(|| Error::internal("no key on the curve"))?;
        let public = private.compute_public_key().map_err(|_| Error::internal("no public key"))?.as_ref().to_vec();
        Ok(SealingPair { private, public })
    }
}

impl SealingPair {
    /// The public half, as phones get it: base64 of the point.
    pub fn public_key(&self) -> String {
        BASE64_STANDARD.encode(&self.public)
    }

    /// Opens what was sealed to this pair: base64 of the sender's fresh point, a nonce, and AES-256-GCM bound to `about`,
    /// under a key from both points. Nothing for whatever does not open.
    pub fn open(&self, about: &str, sealed: &str) -> Option<Vec<u8>> {
        let whole = BASE64_STANDARD.decode(sealed).ok()?;
        let (fresh, rest) = whole.split_at_checked(POINT_LEN)?;
        let (nonce, bytes) = rest.split_at_checked(NONCE_LEN)?;
        let secret = agree(&self.private, UnparsedPublicKey::new(&ECDH_P256, fresh), (), |shared| {
            let mut key = [0; 32];
            let prk = Salt::new(HKDF_SHA256, &[]).extract(shared);
            let both = [LABEL, fresh, &self.public];
            let okm = prk.expand(&both, KeyLen).map_err(drop)?;
            okm.fill(&mut key).map_err(drop)?;
            Ok(key)
        });
        let key = RandomizedNonceKey::new(&AES_256_GCM, &secret.ok()?).ok()?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut bytes = bytes.to_vec();
        let plain = key.open_in_place(nonce, Aad::from(about.as_bytes()), &mut bytes).ok()?;
        Some(plain.to_vec())
    }
}

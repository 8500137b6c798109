//! Access tokens: short JWTs (RFC 9068, RFC 8725) that say who, never what is allowed.
//!
//! Rights are read from the database at every request, so a token carries no role; a changed
//! `token_version` makes every older token worthless at once.
use crate::base::id::{SessionId, UserId};
use std::str::FromStr;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use crate::base::{Error, Id, Moment, Result, of};

/// How long an access token is good, in seconds.
pub const ACCESS_SECONDS: i64 = 600;
const ISSUER: &str = "tungnha";
const AUDIENCE: &str = "tungnha-api";
const TYPE: &str = "at+jwt";
const LEEWAY_SECONDS: i64 = 5;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    exp: i64,
    iat: i64,
    nbf: i64,
    jti: String,
    tv: i32,
}

/// What a good token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenSays {
    /// Whose it is.
    pub user_id: UserId,
    /// On which signed-in device.
    pub session_id: SessionId,
    /// The user's token version when it was made.
    pub token_version: i32,
}

/// Makes and checks access tokens with one key and one algorithm (HS256).
#[derive(Clone)]
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Tokens {
    /// With this 32-byte key, used for nothing else.
    pub fn new(key: &[u8]) -> Self {
        Self { encoding: EncodingKey::from_secret(key), decoding: DecodingKey::from_secret(key) }
    }

    /// A token for this user on this device.
    ///
    /// # Errors
    /// Only when signing itself fails.
    pub fn issue(&self, says: &TokenSays, now: Moment) -> Result<String> {
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: says.user_id.to_string(),
            sid: says.session_id.to_string(),
            exp: now.unix() + ACCESS_SECONDS,
            iat: now.unix(),
            nbf: now.unix(),
            jti: Id::<of::RefreshToken>::new().to_string(),
            tv: says.token_version,
        };
        let header = Header { typ: Some(TYPE.into()), ..Header::new(Algorithm::HS256) };
        encode(&header, &claims, &self.encoding).map_err(Error::internal)
    }

    /// What the token says, if it is ours, whole, and good at `now`; `None` for every other text.
    pub fn check(&self, token: &str, now: Moment) -> Option<TokenSays> {
        if !header_is_ours(token) {
            return None;
        }
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        // Times are compared below with our own clock and leeway.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = decode::<Claims>(token, &self.decoding, &validation).ok()?.claims;
        let at = now.unix();
        let in_time = claims.exp > at.saturating_sub(LEEWAY_SECONDS)
            && claims.nbf <= at.saturating_add(LEEWAY_SECONDS)
            && claims.iat <= at.saturating_add(LEEWAY_SECONDS)
            && claims.exp.saturating_sub(claims.iat) <= ACCESS_SECONDS;
        in_time.then_some(())?;
        Some(TokenSays {
            user_id: Id::from_str(&claims.sub).ok()?,
            session_id: Id::from_str(&claims.sid).ok()?,
            token_version: claims.tv,
        })
    }
}

/// The whole header: no other algorithm, no key or place to find one, no extension (RFC 7515 §4.1, RFC 8725 §3).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BareHeader {
    alg: String,
    typ: String,
}

fn header_is_ours(token: &str) -> bool {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    let part = token.split('.').next().and_then(|part| BASE64_URL_SAFE_NO_PAD.decode(part).ok());
    let header: Option<BareHeader> = part.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    header.is_some_and(|h| h.alg == "HS256" && h.typ == TYPE)
}

//! Keys outside the database: one root secret in a file, one derived key per purpose.
use std::{fs, path::Path};

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use base64::{Engine, prelude::BASE64_STANDARD};

use crate::base::{Error, Result};

/// What a derived key is for; no key serves two purposes.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// Signing access tokens.
    AccessToken,
    /// Refresh tokens.
    RefreshToken,
    /// Links sent by mail.
    MailTicket,
    /// Chaining audit lines.
    Audit,
    /// Wrapping the keys of sealed columns.
    DataKeys,
    /// Signing the cursors of phones.
    SyncCursor,
    /// Keys of phones.
    DeviceKey,
    /// Pairs of keys to which phones seal.
    PhoneSeal,
    /// Telling whether a database belongs to these keys.
    DatabaseCheck,
}

impl Purpose {
    fn label(self) -> &'static str {
        match self {
            Self::AccessToken => "tungnha/access-token/1",
            Self::RefreshToken => "tungnha/refresh-token/1",
            Self::MailTicket => "tungnha/mail-ticket/1",
            Self::Audit => "tungnha/audit/1",
            Self::DataKeys => "tungnha/data-keys/1",
            Self::SyncCursor => "tungnha/sync-cursor/1",
            Self::DeviceKey => "tungnha/device-key/1",
            Self::PhoneSeal => "tungnha/phone-seal/1",
            Self::DatabaseCheck => "tungnha/database-check/1",
        }
    }
}

/// The root secret, 32 random bytes.
#[derive(Clone)]
pub struct Keys {
    root: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(***)")
    }
}

impl Keys {
    /// From these bytes (tests).
    pub fn from_root(root: [u8; 32]) -> Self {
        Self { root }
    }

    /// Reads the key file: one line of base64, 32 bytes, readable by its owner only.
    ///
    /// # Errors
    /// A plain sentence when the file is missing, malformed, or readable by others.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let text = fs::read_to_string(path).map_err(|e| {
            Error::internal(format_args!("key file {shown}: {e}. Make one with: tungnha keys new {shown}"))
        })?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(path).map_err(Error::internal)?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(Error::internal(format_args!(
                    "key file {shown} can be read by others (mode {:o}). Run: chmod 400 {shown}",
                    mode & 0o777
                )));
            }
        }
        let root = BASE64_STANDARD.decode(text.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        root.map(|root| Self { root })
            .ok_or_else(|| Error::internal(format_args!("key file {shown}: expected one line of base64 for 32 bytes")))
    }

    /// Makes a new key file, mode 0400; never writes over an old one.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path) -> Result<Self> {
        use std::{io::Write, os::unix::fs::OpenOptionsExt};
        let mut root = [0; 32];
        SystemRandom::new().fill(&mut root).map_err(|_| Error::internal("no randomness"))?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::internal)?;
        }
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o400)
            .open(path)
            .map_err(|e| Error::internal(format_args!("key file {}: {e}", path.display())))?;
        writeln!(file, "{}", BASE64_STANDARD.encode(root)).and_then(|()| file.sync_all()).map_err(Error::internal)?;
        Ok(Self { root })
    }

    /// The key for one purpose.
    pub fn derive(&self, purpose: Purpose) -> [u8; 32] {
        let mut key = [0; 32];
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.root), purpose.label().as_bytes());
        key.copy_from_slice(tag.as_ref());
        key
    }

    /// A keyed tag over `message` for one purpose.
    pub fn tag(&self, purpose: Purpose, message: &[u8]) -> [u8; 32] {
        let mut out = [0; 32];
        out.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.derive(purpose)), message).as_ref());
        out
    }

    /// Whether `tag` is the tag of `message`, in constant time.
    pub fn tag_matches(&self, purpose: Purpose, message: &[u8], tag: &[u8]) -> bool {
        verify_slices_are_equal(&self.tag(purpose, message), tag).is_ok()
    }
}

//! Read once, then passed as values: `config/default.toml` (compiled in) ← file in `TUNGNHA_CONFIG` ← environment.
//!
//! The only module that reads the environment. Secrets come from the environment or from files it names.
use std::{env, path::PathBuf};

use serde::Deserialize;

use crate::base::{Error, Result, holiday::Holiday};

const DEFAULTS: &str = include_str!("../../config/default.toml");

/// The whole configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the service listens and how people reach it.
    pub http: Http,
    /// The database.
    pub database: Database,
    /// Where the key file is.
    pub keys: KeyFile,
    /// How mail leaves.
    pub mail: Mail,
    /// Signing in.
    pub sign_in: SignIn,
    /// Reading what people bring.
    pub imports: Imports,
    /// Handing households over.
    pub hand_overs: HandOvers,
}

/// Section `[hand_overs]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOvers {
    /// Working days until a household must have been called on.
    pub working_days: u16,
    /// Public holidays, on which nobody works.
    pub holidays: Vec<Holiday>,
}

/// Section `[imports]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imports {
    /// The program that reads files; this one unless said.
    pub reader: Option<PathBuf>,
}

/// Section `[http]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Address and port.
    pub listen: String,
    /// The address in links that go out by mail.
    pub public_url: String,
    /// Threads that answer requests.
    pub workers: usize,
    /// Largest JSON body, bytes.
    pub body_limit_bytes: usize,
    /// Longest time a body may take, seconds.
    pub body_seconds: u64,
}

/// Section `[database]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Readers at the most.
    pub readers: u32,
    /// Longest wait for a reader, milliseconds.
    pub wait_ms: u64,
    /// Whether `serve` applies pending migrations itself.
    pub migrate_at_start: bool,
}

/// Section `[keys]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    /// Path of the key file.
    pub file: PathBuf,
}

/// Section `[mail]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `file` or `smtp`.
    pub transport: MailTransport,
    /// Folder for `file`.
    pub folder: PathBuf,
    /// Sender, `Name <address>`.
    pub from: String,
    /// SMTP server.
    pub smtp_host: String,
    /// SMTP port.
    pub smtp_port: u16,
    /// How the connection is kept private.
    pub smtp_security: SmtpSecurity,
    /// User name; empty for none.
    pub smtp_username: String,
    /// Password; from `TUNGNHA_SMTP_PASSWORD`.
    #[serde(default)]
    pub smtp_password: String,
}

/// How mail leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTransport {
    /// As files in a folder.
    File,
    /// To an SMTP server.
    Smtp,
}

/// How the SMTP connection is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpSecurity {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, required.
    Starttls,
    /// None: only for a server on this machine.
    None,
}

/// Section `[sign_in]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Password hashes computed at once.
    pub hashing_at_once: usize,
}

impl Config {
    /// The defaults alone.
    ///
    /// # Errors
    /// When `config/default.toml` does not fit this program.
    pub fn defaults() -> Result<Self> {
        toml::from_str(DEFAULTS).map_err(|e| Error::internal(format_args!("config/default.toml: {e}")))
    }

    /// Reads defaults, file and environment.
    ///
    /// # Errors
    /// A plain sentence naming the key at fault.
    pub fn read() -> Result<Self> {
        let mut table: toml::Table =
            toml::from_str(DEFAULTS).map_err(|e| Error::internal(format_args!("config/default.toml: {e}")))?;
        if let Some(path) = variable("TUNGNHA_CONFIG") {
            let text = std::fs::read_to_string(&path)
                .map_err(|e| Error::internal(format_args!("TUNGNHA_CONFIG {path}: {e}")))?;
            let over: toml::Table = toml::from_str(&text).map_err(|e| Error::internal(format_args!("{path}: {e}")))?;
            overlay(&mut table, over);
        }
        for (name, section, key) in [
            ("DATABASE_URL", "database", "url"),
            ("TUNGNHA_LISTEN", "http", "listen"),
            ("TUNGNHA_PUBLIC_URL", "http", "public_url"),
            ("TUNGNHA_KEYS", "keys", "file"),
            ("TUNGNHA_MAIL_FOLDER", "mail", "folder"),
            ("TUNGNHA_SMTP_PASSWORD", "mail", "smtp_password"),
        ] {
            if let (Some(value), Some(toml::Value::Table(section))) = (variable(name), table.get_mut(section)) {
                section.insert(key.into(), value.into());
            }
        }
        table.try_into().map_err(|e| Error::internal(format_args!("configuration: {e}")))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one reader of the environment")]
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// What the log should show, from `RUST_LOG`; warnings and requests otherwise.
pub fn log_filter() -> String {
    variable("RUST_LOG").unwrap_or_else(|| "info".into())
}

fn overlay(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => overlay(below, above),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

//! Backups: one consistent file, verified as soon as it is made, with a mark beside it that says how far it goes.
//!
//! On SQLite the copy is made by the database itself while the service runs; on PostgreSQL by its own client programs,
//! which must be installed. Keys are never in a backup.
use std::{
    fs::{self, File, Permissions},
    io::Read,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use aws_lc_rs::digest::{Context, SHA256};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Conn, Kind, schema::ledger};
use crate::base::{Error, Result, hex::hex};

/// What a backup holds; kept beside it as JSON, in a file named after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupMark {
    /// The feed epoch of the database it was made of.
    pub feed_epoch: String,
    /// Every feed number up to this one is in it.
    pub rev: i64,
    /// `sqlite` or `postgres`.
    pub database: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}

impl BackupMark {
    /// Where the mark of a backup stands.
    fn place(file: &Path) -> PathBuf {
        with_ending(file, "mark.json")
    }
    /// Reads the mark of a backup and compares the file with it.
    ///
    /// # Errors
    /// A plain sentence when there is no mark, or the file is not the one that was marked.
    pub fn verified(file: &Path) -> Result<Self> {
        let place = Self::place(file);
        let text = fs::read(&place).map_err(|e| said(&place, &e))?;
        let mark: Self = serde_json::from_slice(&text).map_err(|e| said(&place, &e))?;
        if sha256(file)? == mark.sha256 {
            Ok(mark)
        } else {
            Err(Error::internal(format_args!(
                "{} is not the file that was marked: it was changed or came over damaged",
                file.display()
            )))
        }
    }
}

/// Makes a backup of a database, verifies it, and writes its mark.
///
/// # Errors
/// A plain sentence: the file exists, the disk is full, the copy is damaged, PostgreSQL's programs are missing.
pub fn make(kind: &Kind, file: &Path) -> Result<BackupMark> {
    if file.exists() {
        return Err(Error::internal(format_args!("{} exists already", file.display())));
    }
    let part = with_ending(file, "part");
    // Left by a backup that was broken off.
    let _ = fs::remove_file(&part);
    let (feed_epoch, rev) = match kind {
        Kind::Sqlite { .. } => {
            kind.connect()?.copy_into(&part)?;
            let mut copy = Kind::Sqlite { path: part.display().to_string() }.connect()?;
            copy.refuse_damaged()?;
            how_far(&mut copy)?
        }
        Kind::Postgres { url } => {
            // Asked before the copy begins: what is written meanwhile may be in it, what was there before is.
            let how_far = how_far(&mut kind.connect()?)?;
            client("pg_dump", url, &["--format=custom", "--no-password", "--file"], &part)?;
            client("pg_restore", url, &["--file=/dev/null"], &part)?;
            how_far
        }
    };
    fs::set_permissions(&part, Permissions::from_mode(0o600)).map_err(Error::internal)?;
    let mark = BackupMark { feed_epoch, rev, database: kind.name().to_owned(), sha256: sha256(&part)? };
    let text = serde_json::to_vec_pretty(&mark).map_err(Error::internal)?;
    let place = BackupMark::place(file);
    fs::write(&place, text).map_err(|e| said(&place, &e))?;
    put(&part, file)?;
    Ok(mark)
}

/// Puts a verified backup in the place of a database; what was there on SQLite is kept beside it under the name that
/// is returned. Nothing may have the database open.
///
/// # Errors
/// A plain sentence: the backup is damaged or of the other kind, the service still runs, PostgreSQL refuses.
pub fn put_back(kind: &Kind, file: &Path) -> Result<Option<PathBuf>> {
    let mark = BackupMark::verified(file)?;
    if mark.database != kind.name() {
        return Err(Error::internal(format_args!(
            "{} is a backup of {}, DATABASE_URL names {}",
            file.display(),
            mark.database,
            kind.name()
        )));
    }
    match kind {
        Kind::Sqlite { path } => put_back_file(kind, file, Path::new(path)),
        Kind::Postgres { url } => {
            let whole = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--no-password", "--dbname"];
            kind.refuse_in_use()?;
            let (plain, password) = without_password(url);
            let mut restore = Command::new("pg_restore");
            restore.args(whole).arg(plain).arg(file);
            run("pg_restore", restore, password)?;
            Ok(None)
        }
    }
}

fn put_back_file(kind: &Kind, file: &Path, database: &Path) -> Result<Option<PathBuf>> {
    let part = with_ending(database, "part");
    fs::copy(file, &part).map_err(|e| said(&part, &e))?;
    let before = database.exists().then(|| with_ending(database, "before-restore"));
    if let Some(before) = &before {
        if before.exists() {
            return Err(Error::internal(format_args!(
                "{} is still there from an earlier restore: move it away first",
                before.display()
            )));
        }
        kind.refuse_in_use()?;
        fs::rename(database, before).map_err(|e| said(before, &e))?;
    }
    put(&part, database)?;
    Ok(before)
}

/// How far a database is: epoch and newest feed number.
fn how_far(conn: &mut Conn) -> Result<(String, i64)> {
    Ok(ledger::table.select((ledger::feed_epoch, ledger::feed_n)).first(conn)?)
}

/// Gives a finished file its name, and does not return before the disk has both.
fn put(part: &Path, file: &Path) -> Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(part).and_then(|part| part.sync_all()).map_err(|e| said(part, &e))?;
    fs::rename(part, file).map_err(|e| said(file, &e))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|e| said(folder, &e))
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn sha256(file: &Path) -> Result<String> {
    let mut source = File::open(file).map_err(|e| said(file, &e))?;
    let (mut all, mut piece) = (Context::new(&SHA256), vec![0_u8; 1 << 16]);
    loop {
        let length = source.read(&mut piece).map_err(|e| said(file, &e))?;
        match piece.get(..length) {
            Some(read) if length > 0 => all.update(read),
            _ => return Ok(hex(all.finish().as_ref())),
        }
    }
}

fn said(file: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::internal(format_args!("{}: {error}", file.display()))
}

/// Runs a client program of PostgreSQL on a file.
fn client(program: &str, url: &str, arguments: &[&str], file: &Path) -> Result<()> {
    let (plain, password) = without_password(url);
    let mut command = Command::new(program);
    command.args(arguments).arg(file);
    if program == "pg_dump" {
        command.arg("--dbname").arg(plain);
    }
    run(program, command, password)
}

fn run(program: &str, mut command: Command, password: Option<String>) -> Result<()> {
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let done = command
        .output()
        .map_err(|e| Error::internal(format_args!("{program} of PostgreSQL's client programs does not start: {e}")))?;
    if done.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&done.stderr);
    Err(Error::internal(format_args!("{program}: {}", why.lines().next().unwrap_or("failed"))))
}

/// The address without its password, which goes by the environment: arguments can be seen by every user of a machine.
fn without_password(url: &str) -> (String, Option<String>) {
    let hidden = || {
        let (scheme, rest) = url.split_once("://")?;
        let (who, place) = rest.split_once('@')?;
        let (user, password) = who.split_once(':')?;
        let password = percent_encoding::percent_decode_str(password).decode_utf8().ok()?.into_owned();
        Some((format!("{scheme}://{user}@{place}"), Some(password)))
    };
    hidden().unwrap_or_else(|| (url.to_owned(), None))
}

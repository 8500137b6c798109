//! A throw-away PostgreSQL cluster, or the server named in `TEST_DATABASE_URL`.
//!
//! `scripts/postgres.sh` makes the cluster and watches the pipe from this process: however this process ends, the
//! pipe closes, the cluster stops and its folder goes. Its collation is Vietnamese unless `TEST_PG_LOCALE` says
//! otherwise, so that an order which leans on the server's locale fails here.
use std::{
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    process::{Child, ChildStdout, Command, Stdio},
    sync::OnceLock,
};

use super::ports;

const SCRIPT: &str = include_str!("../../../scripts/postgres.sh");

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();

struct Server {
    url: String,
    /// Holds the pipe; never waited for, so that it outlives this process by the second it needs.
    _watchdog: Option<Child>,
}

/// `postgres://USER@HOST:PORT`, without a database name; started by the first caller.
pub fn server_url() -> &'static str {
    try_server_url().unwrap_or_else(|why| panic!("no PostgreSQL for the tests: {why}"))
}

/// The same, or a plain sentence saying what is missing.
pub fn try_server_url() -> Result<&'static str, &'static str> {
    match SERVER.get_or_init(given_or_started) {
        Ok(server) => Ok(&server.url),
        Err(why) => Err(why),
    }
}

#[expect(clippy::disallowed_methods, reason = "tests read TEST_DATABASE_URL here and nowhere else")]
fn given_or_started() -> Result<Server, String> {
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) if !url.is_empty() => Ok(Server { url: without_database(&url)?, _watchdog: None }),
        _ => start(),
    }
}

/// Tests make databases of their own, so a name in the URL is left out.
fn without_database(url: &str) -> Result<String, String> {
    let (scheme, rest) = url.split_once("://").ok_or("TEST_DATABASE_URL must look like postgres://USER@HOST:PORT")?;
    if rest.contains('?') {
        return Err("TEST_DATABASE_URL must not have parameters: database names are put behind it".to_owned());
    }
    let server = rest.split('/').next().unwrap_or(rest);
    Ok(format!("{scheme}://{server}"))
}

fn start() -> Result<Server, String> {
    launch("").map(|(url, watchdog, _)| Server { url, _watchdog: Some(watchdog) })
}

/// Starts a cluster with these lines in its `postgresql.conf`: its URL, the watchdog, and what the watchdog says next.
pub fn launch(settings: &str) -> Result<(String, Child, BufReader<ChildStdout>), String> {
    let mut watchdog = Command::new("sh")
        .args(["-c", SCRIPT, "postgres.sh"])
        .args(ports::free(5).iter().map(u16::to_string))
        .env("TEST_PG_SETTINGS", settings)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0) // Ctrl-C in the terminal is for the tests; the watchdog tidies up after them.
        .spawn()
        .map_err(|e| format!("sh does not start: {e}"))?;
    let mut answer = BufReader::new(watchdog.stdout.take().ok_or("the watchdog has no output")?);
    let mut line = String::new();
    answer.read_line(&mut line).map_err(|e| format!("the watchdog said nothing: {e}"))?;
    if let Some(url) = line.trim().strip_prefix("ready ") {
        return Ok((url.to_owned(), watchdog, answer));
    }
    let mut why = String::new();
    let _ = answer.read_to_string(&mut why);
    let _ = watchdog.wait();
    Err(why.trim().to_owned())
}

//! A PostgreSQL cluster of one test's own, which can be killed as a power cut would, and started again.
use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, ChildStdout},
    thread,
    time::{Duration, Instant},
};

use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use rustix::process::{Pid, Signal, kill_process};

use super::postgres;

const LONGEST_DEATH: Duration = Duration::from_secs(10);

/// The cluster; it goes away with this value.
pub struct Cluster {
    /// `postgres://USER@HOST:PORT`, without a database name.
    pub url: String,
    /// Its folder: tables, journal (`pg_wal`).
    pub data: PathBuf,
    watchdog: Child,
    says: BufReader<ChildStdout>,
}

#[derive(QueryableByName)]
struct Shown {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Cluster {
    /// Starts one with these lines in its `postgresql.conf`.
    pub fn start(settings: &str) -> Self {
        let (url, watchdog, says) = postgres::launch(settings).unwrap_or_else(|why| panic!("no cluster: {why}"));
        let mut conn = PgConnection::establish(&format!("{url}/postgres")).expect("PostgreSQL answers");
        let shown: Shown =
            sql_query("SELECT current_setting('data_directory') AS line").get_result(&mut conn).expect("a folder");
        Self { url, data: shown.line.into(), watchdog, says }
    }
    /// What the server itself wrote down.
    pub fn log(&self) -> PathBuf {
        self.data.with_file_name("log")
    }
    /// Ends the postmaster and every process it made, without a word to any of them.
    pub fn kill(&self) {
        let file = std::fs::read_to_string(self.data.join("postmaster.pid")).expect("a postmaster");
        let postmaster: i32 = file.lines().next().and_then(|line| line.trim().parse().ok()).expect("its number");
        assert_eq!(Process::of(postmaster).expect("it runs").name, "postgres");
        // While it stands still it makes no further children.
        signal(postmaster, Signal::STOP);
        let mut all = Process::children_of(postmaster);
        assert!(!all.is_empty(), "a server without processes");
        all.insert(0, postmaster);
        for id in &all {
            signal(*id, Signal::KILL);
        }
        let started = Instant::now();
        while all.iter().any(|id| Process::of(*id).is_some_and(|process| process.lives)) {
            assert!(started.elapsed() < LONGEST_DEATH, "processes outlive SIGKILL");
            thread::park_timeout(Duration::from_millis(1));
        }
    }
    /// Starts it again after [`Cluster::kill`]; it accepts connections when this returns.
    pub fn start_again(&mut self) {
        self.watchdog.stdin.as_mut().expect("a pipe").write_all(b"start\n").expect("the watchdog hears");
        let mut line = String::new();
        self.says.read_line(&mut line).expect("the watchdog answers");
        assert!(line.starts_with("ready "), "PostgreSQL does not start again: {line}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The closed pipe ends the watchdog, which ends the cluster and clears its folder.
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}

fn signal(id: i32, signal: Signal) {
    // A child may have ended by itself.
    let _ = kill_process(Pid::from_raw(id).expect("a process"), signal);
}

/// What the system knows of a process.
struct Process {
    name: String,
    lives: bool,
    parent: i32,
}

impl Process {
    fn of(id: i32) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        let (before, after) = stat.rsplit_once(')')?;
        let (mut words, name) = (after.split_whitespace(), before.split_once('(')?.1.to_owned());
        let (state, parent) = (words.next()?, words.next()?.parse().ok()?);
        Some(Self { name, lives: state != "Z" && state != "X", parent })
    }
    fn children_of(parent: i32) -> Vec<i32> {
        let all = std::fs::read_dir("/proc").expect("processes").flatten();
        all.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .filter(|id| Self::of(*id).is_some_and(|process| process.parent == parent))
            .collect()
    }
}

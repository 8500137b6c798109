//! `tungnha migrate`, `optimise`, `figures`, `audit`, `doctor`: looking after the database.
use std::time::Instant;

use clap::{Args, Subcommand, builder::PossibleValuesParser};

use crate::{
    app,
    base::{Clock, Error, Result},
    config::Config,
    db::{Db, Keys, cells, verify_chain},
    features,
};

/// `tungnha migrate`.
#[derive(Args)]
pub struct Migrate {
    /// Only say what would be applied.
    #[arg(long)]
    dry_run: bool,
}

impl Migrate {
    pub fn run(self) -> Result<()> {
        let config = Config::read()?;
        if self.dry_run {
            let state = Db::migration_state(&config.database.url)?;
            println!("applied: {}; pending: {}", list(&state.applied), list(&state.pending));
            return Ok(());
        }
        let keys = Keys::read(&config.keys.file)?;
        let applied = Db::migrate(&config.database.url, &keys)?;
        let db = Db::open(&app::db_settings(&config), &keys, &Clock::System)?;
        let loaded = features::first_run(&db)?;
        println!(
            "migrations applied: {}; official lists {}",
            list(&applied),
            if loaded { "loaded" } else { "were there" }
        );
        Ok(())
    }
}

fn list(versions: &[String]) -> String {
    if versions.is_empty() { "none".into() } else { versions.join(", ") }
}

/// The configured database.
pub(super) fn open() -> Result<Db> {
    let config = Config::read()?;
    Db::open(&app::db_settings(&config), &Keys::read(&config.keys.file)?, &Clock::System)
}

/// `tungnha optimise`.
pub fn optimise() -> Result<()> {
    open()?.kind().connect()?.analyse(None)?;
    println!("the planner knows the tables anew; a server that runs takes it up within ten minutes");
    Ok(())
}

/// `tungnha figures`.
#[derive(Args)]
pub struct Figures {
    #[command(subcommand)]
    command: FiguresCommand,
}

#[derive(Subcommand)]
enum FiguresCommand {
    /// Recount figures and compare them with what is kept; exit code 1 when they differ.
    Verify(Which),
    /// Recount figures and keep the recount.
    Rebuild(Which),
}

#[derive(Args)]
struct Which {
    /// Which figures; all of them unless some are named.
    #[arg(value_parser = PossibleValuesParser::new(features::FIGURES.iter().map(|figures| figures.name)))]
    names: Vec<String>,
}

impl Which {
    fn figures(&self) -> impl Iterator<Item = &'static cells::Figures> {
        features::FIGURES.iter().filter(|one| self.names.is_empty() || self.names.iter().any(|name| name == one.name))
    }
}

impl Figures {
    pub fn run(self) -> Result<()> {
        let db = open()?;
        match self.command {
            FiguresCommand::Verify(which) => {
                let mut different = 0;
                for figures in which.figures() {
                    let found = db.read_now(|conn| figures.verify(conn))?;
                    let (kept, recounted) = (found.kept, found.recounted);
                    println!("{}: {kept} cells kept, {recounted} recounted, {} differ", figures.name, found.different);
                    different += found.different;
                }
                if different > 0 {
                    return Err(Error::internal("kept figures differ from the recount; run: tungnha figures rebuild"));
                }
            }
            FiguresCommand::Rebuild(which) => {
                for figures in which.figures() {
                    let started = Instant::now();
                    let cells = figures.rebuild(&db)?;
                    let seconds = started.elapsed().as_secs_f64();
                    println!("{}: {cells} cells kept, counted in {seconds:.1} s", figures.name);
                }
            }
        }
        Ok(())
    }
}

/// `tungnha audit`.
#[derive(Args)]
pub struct Audit {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Walk the chain of audit lines; exit code 1 with the first bad number when it is broken.
    Verify,
}

impl Audit {
    pub fn run(self) -> Result<()> {
        let AuditCommand::Verify = self.command;
        let db = open()?;
        let keys = db.keys().clone();
        match db.read_now(|conn| verify_chain(conn, &keys))? {
            Ok(lines) => {
                println!("{lines} audit lines, chain whole");
                Ok(())
            }
            Err(n) => Err(Error::internal(format_args!("the audit chain is broken at line {n}"))),
        }
    }
}

/// `tungnha doctor`.
pub fn doctor() -> Result<()> {
    let config = Config::read()?;
    let checks: [(&str, Result<String>); 3] = [
        ("keys", Keys::read(&config.keys.file).map(|_| config.keys.file.display().to_string())),
        (
            "database",
            Db::migration_state(&config.database.url)
                .map(|s| format!("{} migrations applied, {} pending", s.applied.len(), s.pending.len())),
        ),
        ("keys fit database", open().map(|db| db.kind().name().to_owned())),
    ];
    let mut bad = false;
    for (what, outcome) in &checks {
        match outcome {
            Ok(detail) => println!("ok    {what}: {detail}"),
            Err(error) => {
                bad = true;
                println!("wrong {what}: {error}");
            }
        }
    }
    if bad { Err(Error::internal("something is wrong, see above")) } else { Ok(()) }
}

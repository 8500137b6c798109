//! The command line: one file per subcommand.
mod analyse;
mod backup;
mod database;
mod demo;
mod import;
mod keys;
mod openapi;
mod read_table;
mod serve;
mod user;

use clap::{Parser, Subcommand};

use crate::base::Result;

/// Từng Nhà: vận động tham gia BHXH, BHYT, BHTN.
///
/// The essentials are set by DATABASE_URL (sqlite:PATH or postgres://…), TUNGNHA_LISTEN and TUNGNHA_KEYS;
/// config/README.md lists every key.
#[derive(Parser)]
#[command(name = "tungnha", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API.
    Serve,
    /// Apply pending migrations and load the official lists.
    Migrate(database::Migrate),
    /// Prepare and serve a demonstration province.
    Demo(demo::Demo),
    /// Users of an installation.
    User(user::User),
    /// Key files.
    Keys(keys::Keys),
    /// Bring in what no screen takes: boundaries of areas.
    Import(import::Import),
    /// Copy the database, and say that a copy is safe.
    Backup(backup::Backup),
    /// Put a backup back.
    Restore(backup::Restore),
    /// Figures kept for dashboards.
    Figures(database::Figures),
    /// The audit trail.
    Audit(database::Audit),
    /// Count anew what the query planner should know of the tables: after a big import by other means.
    Optimise,
    /// Run a method of comparison on a table of one's own.
    Analyse(analyse::Analyse),
    /// Read a table with tight limits, for the server itself.
    #[command(hide = true)]
    ReadTable(read_table::ReadTable),
    /// Print the OpenAPI document.
    Openapi,
    /// Check this installation and say plainly what is wrong.
    Doctor,
}

/// Runs the command given on the command line; the process's exit code.
pub fn run() -> i32 {
    let cli = Cli::parse();
    match dispatch(cli.command) {
        Ok(()) => 0,
        Err(error) => {
            eprintln!("tungnha: {error}");
            1
        }
    }
}

fn dispatch(command: Command) -> Result<()> {
    match command {
        Command::Serve => serve::run(),
        Command::Migrate(args) => args.run(),
        Command::Demo(args) => args.run(),
        Command::User(args) => args.run(),
        Command::Keys(args) => args.run(),
        Command::Import(args) => args.run(),
        Command::Backup(args) => args.run(),
        Command::Restore(args) => args.run(),
        Command::Figures(args) => args.run(),
        Command::Audit(args) => args.run(),
        Command::Optimise => database::optimise(),
        Command::Analyse(args) => args.run(),
        Command::ReadTable(args) => args.run(),
        Command::Openapi => openapi::run(),
        Command::Doctor => database::doctor(),
    }
}

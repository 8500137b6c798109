//! `tungnha backup`, `tungnha restore`: copies of the database, and putting one back.
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::database;
use crate::{
    base::{Clock, Result},
    config::Config,
    db::{Db, Keys, Kind, Who, backup},
    features::sync::backups,
};

/// `tungnha backup`.
#[derive(Args)]
pub struct Backup {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Copy the database into a new file while the service runs, and verify the copy. FILE.mark.json says how far it goes.
    ///
    /// On PostgreSQL this needs pg_dump and pg_restore. Keys are not in it: keep them elsewhere.
    Make {
        /// Where; it must not exist.
        file: PathBuf,
    },
    /// Say that this backup now lies where it will be kept: phones then let go of what is in it.
    ///
    /// Run it on the copy in the other place (its mark beside it): it is read whole and compared first.
    Confirm {
        /// The backup.
        file: PathBuf,
    },
}

impl Backup {
    pub fn run(self) -> Result<()> {
        match self.command {
            Command::Make { file } => {
                let mark = backup::make(&Kind::of_url(&Config::read()?.database.url)?, &file)?;
                println!("Đã sao lưu đến số {} · backed up to feed number {}: {}", mark.rev, mark.rev, file.display());
            }
            Command::Confirm { file } => {
                let mark = backup::BackupMark::verified(&file)?;
                let state = database::open()?
                    .write_now(Who::program("backup confirm"), move |tx| backups::confirm_backup(tx, &mark))?;
                println!(
                    "Bản sao lưu tốt đến số {} · in verified backups: feed numbers up to {} of {}",
                    state.durable_rev, state.durable_rev, state.head
                );
            }
        }
        Ok(())
    }
}

/// `tungnha restore`: put a backup back. Stop the service first.
///
/// Phones bring again whatever they did after the backup was made; nothing is doubled.
#[derive(Args)]
pub struct Restore {
    /// The backup, its mark beside it.
    #[arg(required_unless_present = "in_place")]
    file: Option<PathBuf>,
    /// The database was put back by other means (a snapshot, point-in-time recovery): only tell phones so.
    #[arg(long, conflicts_with = "file")]
    in_place: bool,
}

impl Restore {
    pub fn run(self) -> Result<()> {
        let config = Config::read()?;
        let keys = Keys::read(&config.keys.file)?;
        if let Some(file) = &self.file {
            let before = backup::put_back(&Kind::of_url(&config.database.url)?, file)?;
            if let Some(before) = before {
                println!("Cơ sở dữ liệu cũ · what was there before: {}", before.display());
            }
        }
        Db::migrate(&config.database.url, &keys)?;
        let db = Db::open(&crate::app::db_settings(&config), &keys, &Clock::System)?;
        let state = db.write_now(Who::program("restore"), backups::begin_epoch)?;
        println!("Đã khôi phục đến số {} · restored to feed number {}", state.head, state.head);
        Ok(())
    }
}

//! `tungnha keys new`: the key file that an installation needs, once.
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{base::Result, db};

#[derive(Args)]
pub struct Keys {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new key file (mode 0400). Keep a copy apart from every backup of the database.
    New {
        /// Where.
        file: PathBuf,
    },
}

impl Keys {
    pub fn run(self) -> Result<()> {
        let Command::New { file } = self.command;
        db::Keys::create(&file)?;
        println!("Đã tạo khóa · key file made: {}", file.display());
        Ok(())
    }
}

//! `tungnha keys`: the key file that an installation needs, once, and the data keys of the database.
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::database;
use crate::{
    base::Result,
    db::{self, Seals, Who},
    features,
};

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
    /// Make a new data key and seal every row with it, while the server is stopped. Broken off, run `keys reseal`.
    Rotate,
    /// Seal every row that has an older data key with the newest one.
    Reseal,
}

impl Keys {
    pub fn run(self) -> Result<()> {
        match self.command {
            Command::New { file } => {
                db::Keys::create(&file)?;
                println!("Đã tạo khóa · key file made: {}", file.display());
                Ok(())
            }
            Command::Rotate => {
                database::open()?.write_now(Who::program("keys rotate"), Seals::add_key)?;
                reseal()
            }
            Command::Reseal => reseal(),
        }
    }
}

/// Opened anew, so that the newest key is the one that seals.
fn reseal() -> Result<()> {
    let db = database::open()?;
    let (rows, key) = (features::reseal(&db)?, db.seals().key_number()?);
    println!("Đã niêm phong lại {rows} dòng bằng khóa {key} · {rows} rows sealed with data key {key}");
    Ok(())
}

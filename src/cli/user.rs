//! `tungnha user create`: the first administrator.
use std::io::BufRead;

use clap::{Args, Subcommand};

use crate::{
    app,
    base::{Clock, Error, Result},
    config::Config,
    db::{Db, Keys, Who},
    features::{accounts, areas},
};

/// `tungnha user`.
#[derive(Args)]
pub struct User {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make an administrator over the whole country. The password is read from standard input, one line.
    Create {
        /// Letters, digits, `.`, `-`, `_`.
        #[arg(long)]
        username: String,
        /// As people write it.
        #[arg(long)]
        full_name: String,
    },
}

impl User {
    pub fn run(self) -> Result<()> {
        let Command::Create { username, full_name } = self.command;
        let config = Config::read()?;
        let db = Db::open(&app::db_settings(&config), &Keys::read(&config.keys.file)?, &Clock::System)?;
        eprintln!("Mật khẩu (ít nhất 15 ký tự, một câu dễ nhớ) · password, at least 15 characters:");
        let mut secret = String::new();
        std::io::stdin().lock().read_line(&mut secret).map_err(Error::internal)?;
        let secret = secret.trim_end_matches(['\r', '\n']).to_owned();
        let country = db.read_now(|conn| areas::by_code(conn, "VN", db.clock().today()))?;
        let country = country.ok_or_else(|| Error::internal("the official lists are missing. Run: tungnha migrate"))?;
        let made = db.write_now(Who::program("user create"), move |tx| {
            accounts::create_first_administrator(tx, &username, &full_name, &secret, country.id)
        })?;
        println!("Đã tạo quản trị viên · administrator made: {}", made.username);
        Ok(())
    }
}

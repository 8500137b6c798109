//! `tungnha demo`: the facts of five newspaper articles, and beside them a made-up province with a generated campaign, on an
//! embedded database.
//!
//! A second run finds everything in place and starts at once; one after a run that was broken off goes on. All people in it are
//! invented.
mod articles;
mod dice;
mod sample;
mod users;

use clap::Args;
use serde_json::json;

use super::serve;
use crate::{
    app,
    base::{Clock, Result},
    config::Config,
    db::{Db, Keys},
    features,
};

/// `tungnha demo`.
#[derive(Args)]
pub struct Demo {
    /// Prepare the database and stop; `tungnha serve` then serves it.
    #[arg(long)]
    prepare_only: bool,
    /// Print the sign-ins as JSON.
    #[arg(long)]
    json: bool,
    /// How much of the generated campaign ("dữ liệu mẫu") stands beside the facts of the articles, when it is made.
    #[arg(long, value_enum, default_value_t = sample::Size::Full)]
    sample: sample::Size,
}

impl Demo {
    pub fn run(self) -> Result<()> {
        let config = Config::read()?;
        let people = prepare(&config, self.sample)?;
        if self.json {
            let users: Vec<_> = people
                .iter()
                .map(|p| json!({ "username": p.username, "password": users::PASSWORD, "role": p.role, "area": p.area }))
                .collect();
            println!("{}", json!({ "users": users }));
        } else {
            println!(
                "Từng Nhà · dữ liệu trình diễn từ năm bài báo, và dữ liệu mẫu của một tỉnh không có thật; mọi người dùng đều là nhân vật giả định\n"
            );
            println!("  {:<22} {:<19} {:<18}", "đăng nhập", "vai trò", "địa bàn");
            for p in &people {
                println!("  {:<22} {:<19} {:<18}", p.username, p.role, p.area);
            }
            println!("\n  mật khẩu của tất cả: {}\n", users::PASSWORD);
        }
        if self.prepare_only {
            return Ok(());
        }
        serve::start_log();
        serve::serve(&config, |address| {
            println!(
                "  bàn làm việc: http://{address}/office/\n  điện thoại:   http://{address}/field/\n  API:          http://{address}/api/docs\n"
            );
        })
    }
}

fn prepare(config: &Config, size: sample::Size) -> Result<Vec<users::Person>> {
    if let Some(folder) =
        config.database.url.strip_prefix("sqlite:").and_then(|path| std::path::Path::new(path).parent())
    {
        std::fs::create_dir_all(folder).map_err(crate::base::Error::internal)?;
    }
    let keys =
        if config.keys.file.exists() { Keys::read(&config.keys.file)? } else { Keys::create(&config.keys.file)? };
    Db::migrate(&config.database.url, &keys)?;
    let db = Db::open(&app::db_settings(config), &keys, &Clock::System)?;
    features::first_run(&db)?;
    articles::prepare(&db)?;
    let mut people = users::prepare(&db)?;
    people.extend(sample::prepare(&app::db_settings(config), &keys, app::calling(config), size)?);
    Ok(people)
}

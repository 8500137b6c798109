//! Work that nobody waits for: mail leaving through the outbox, statistics of the tables.
mod outbox;
mod queries;

use std::{sync::Arc, time::Duration};

pub use outbox::{run_once, send_later};
use tokio::task::JoinHandle;

use crate::{base::Result, config::Config, db::Db, mail::Mailer, rest::Api};

const PAUSE: Duration = Duration::from_secs(2);
/// What is done once waits so long: the first answers come before it.
const AFTER_START: Duration = Duration::from_secs(1);
/// Between two looks for something that was ordered.
const ORDERS_PAUSE: Duration = Duration::from_millis(250);
const FIRST_STATISTICS: Duration = Duration::from_secs(60);
const STATISTICS_PAUSE: Duration = Duration::from_secs(600);

/// Starts the mail worker; it ends with the server.
///
/// # Errors
/// When the mail section of the configuration is not usable.
pub fn start(api: Arc<Api>, config: &Config) -> Result<JoinHandle<()>> {
    let mailer = Arc::new(Mailer::new(&config.mail)?);
    Ok(tokio::spawn(async move {
        loop {
            let (api, mailer) = (Arc::clone(&api), Arc::clone(&mailer));
            let round = tokio::task::spawn_blocking(move || run_once(&api, &mailer)).await;
            if let Ok(Err(error)) = round {
                tracing::warn!(%error, "the mail worker will try again");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }))
}

/// Keeps the planner's statistics up to date as tables grow; it ends with the server.
pub fn tend_statistics(api: Arc<Api>) -> JoinHandle<()> {
    tokio::spawn(async move {
        tokio::time::sleep(FIRST_STATISTICS).await;
        loop {
            let api = Arc::clone(&api);
            if let Ok(Err(error)) = tokio::task::spawn_blocking(move || api.db.tend_statistics()).await {
                tracing::warn!(%error, "the statistics of the tables are left as they are for now");
            }
            tokio::time::sleep(STATISTICS_PAUSE).await;
        }
    })
}

/// Starts what is done once, when the first requests are answered.
pub fn once(api: Arc<Api>, name: &'static str, run: fn(&Api) -> Result<()>) -> JoinHandle<()> {
    tokio::spawn(async move {
        tokio::time::sleep(AFTER_START).await;
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || run(&api)).await {
            tracing::warn!(%error, worker = name, "what it was for is found out when it is asked for");
        }
    })
}

/// Starts a worker that does all that was ordered, again and again; it ends with the server.
pub fn work(api: Arc<Api>, name: &'static str, run: fn(&Db) -> Result<usize>) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let api = Arc::clone(&api);
            if let Ok(Err(error)) = tokio::task::spawn_blocking(move || run(&api.db)).await {
                tracing::warn!(%error, worker = name, "the worker will try again");
            }
            tokio::time::sleep(ORDERS_PAUSE).await;
        }
    })
}

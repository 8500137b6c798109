//! Work that nobody waits for: mail leaving through the outbox.
mod outbox;
mod queries;

use std::{sync::Arc, time::Duration};

pub use outbox::{run_once, send_later};
use tokio::task::JoinHandle;

use crate::{base::Result, config::Config, mail::Mailer, rest::Api};

const PAUSE: Duration = Duration::from_secs(2);

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

//! `tungnha serve`: the API, until it is told to stop.
use std::sync::Arc;

use crate::{
    app,
    base::{Clock, Error, Result},
    config::{self, Config},
    features::{imports, office_lists, papers, quotes},
    jobs,
};

pub fn run() -> Result<()> {
    start_log();
    serve(&Config::read()?, |_| ())
}

/// Logs to standard error, as text.
pub fn start_log() {
    let filter = tracing_subscriber::EnvFilter::new(config::log_filter());
    // A second start in the same process keeps the first log.
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).try_init();
}

/// Serves; `ready` is told the address once requests are answered.
pub fn serve(config: &Config, ready: impl FnOnce(std::net::SocketAddr)) -> Result<()> {
    let api = app::build(config, &Clock::System)?;
    actix_web::rt::System::new().block_on(async {
        let (server, address) = app::serve(config, &api)?;
        let mailer = jobs::start(Arc::clone(&api), config)?;
        let statistics = jobs::tend_statistics(Arc::clone(&api));
        let surveyor = jobs::once(Arc::clone(&api), "quotes", quotes::look_around);
        let scribe = jobs::work(Arc::clone(&api), "papers", papers::run);
        let importer = jobs::work(Arc::clone(&api), "imports", imports::run);
        let lists = jobs::work(Arc::clone(&api), "office lists", office_lists::run);
        tracing::info!(%address, database = api.db.kind().name(), "serving");
        ready(address);
        let ended = server.await.map_err(Error::internal);
        mailer.abort();
        statistics.abort();
        surveyor.abort();
        importer.abort();
        scribe.abort();
        lists.abort();
        ended
    })
}

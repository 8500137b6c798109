//! Wires the program: configuration, keys, database, route table, HTTP server.
use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use actix_web::{
    App, HttpServer,
    dev::Server,
    http::header,
    middleware::{Compress, DefaultHeaders},
    web,
};

use crate::{
    base::{Clock, Error, Result},
    config::Config,
    db::{Db, DbSettings, Keys},
    features,
    rest::{Api, ApiSettings, Calling, document, system_routes},
};

static DOCUMENT: LazyLock<String> = LazyLock::new(|| document(&features::routes()).to_string());

/// What the database needs of the configuration.
pub fn db_settings(config: &Config) -> DbSettings {
    DbSettings {
        url: config.database.url.clone(),
        readers: config.database.readers,
        wait: Duration::from_millis(config.database.wait_ms),
    }
}

/// By when somebody is to call on a household that was handed over.
pub fn calling(config: &Config) -> Calling {
    Calling { working_days: config.hand_overs.working_days, holidays: config.hand_overs.holidays.clone() }
}

/// Opens the database (after migrating it, where the configuration says so) and makes the service.
///
/// # Errors
/// A plain sentence for the operator.
pub fn build(config: &Config, clock: &Clock) -> Result<Arc<Api>> {
    let keys = Keys::read(&config.keys.file)?;
    if config.database.migrate_at_start {
        Db::migrate(&config.database.url, &keys)?;
    }
    let db = Db::open(&db_settings(config), &keys, clock)?;
    features::first_run(&db)?;
    Ok(service(db, config))
}

/// The service over an open database.
pub fn service(db: Db, config: &Config) -> Arc<Api> {
    let settings = ApiSettings {
        body_limit: config.http.body_limit_bytes,
        body_seconds: config.http.body_seconds,
        public_url: config.http.public_url.clone(),
        hashing_at_once: config.sign_in.hashing_at_once,
        calling: calling(config),
        // Without a program of one's own there is nothing that could read a file, and reading says so.
        reader: config.imports.reader.clone().or_else(|| std::env::current_exe().ok()).unwrap_or_default(),
    };
    Api::new(db, settings, features::sessions::authenticate, || &DOCUMENT)
}

/// Registers everything the service answers.
pub fn routes(config: &mut web::ServiceConfig, api: &Arc<Api>) {
    features::routes().register(config, api);
    crate::web::routes(config);
    system_routes(config, api, features::PROBLEMS);
}

/// The headers that every answer carries.
pub fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CACHE_CONTROL, "no-store"))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::X_FRAME_OPTIONS, "DENY"))
}

/// Starts listening; the server runs until it is told to stop.
///
/// # Errors
/// When the address cannot be used.
pub fn serve(config: &Config, api: &Arc<Api>) -> Result<(Server, std::net::SocketAddr)> {
    let api = Arc::clone(api);
    let server = HttpServer::new(move || {
        let api = Arc::clone(&api);
        App::new().wrap(headers()).wrap(Compress::default()).configure(move |c| routes(c, &api))
    })
    .workers(config.http.workers)
    .client_request_timeout(Duration::from_secs(5))
    .keep_alive(Duration::from_secs(15))
    .shutdown_timeout(20)
    .bind(&config.http.listen)
    .map_err(|e| Error::internal(format_args!("cannot listen on {}: {e}", config.http.listen)))?;
    let address = server.addrs().first().copied().ok_or_else(|| Error::internal("no address"))?;
    Ok((server.run(), address))
}

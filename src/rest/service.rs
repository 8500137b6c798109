//! What every handler may reach.
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::Semaphore;

use super::{Allowance, Attempts, KeptAnswers, Standing};
use crate::{
    access::{
        Admitted,
        token::{TokenSays, Tokens},
    },
    base::{Clock, Day, Result, holiday::Holiday},
    db::{Conn, Db, Purpose},
};

/// A look-up by a number says whether somebody is there: nobody needs to ask that more often.
const LOOK_UPS_AN_HOUR: usize = 30;
/// A number in full is read to somebody or copied into a form, one door after the other.
const REVEALS_AN_HOUR: usize = 60;

/// A phone's whole queue of two months, 200 operations a time, comes with a few of these.
const QUARANTINES_AN_HOUR: usize = 60;
/// Files read at the same time: each costs a process and the memory of its rows.
const FILES_AT_ONCE: usize = 2;

/// Finds who a token speaks for, if that user, device and token version still hold; given by the sessions feature.
pub type Authenticate = fn(&mut Conn, &TokenSays, Day) -> Result<Option<Admitted>>;

/// What the web side needs to know of the configuration.
#[derive(Debug, Clone)]
pub struct ApiSettings {
    /// Largest JSON body, bytes.
    pub body_limit: usize,
    /// Longest time a body may take to arrive, seconds.
    pub body_seconds: u64,
    /// Where people reach the service, for links in mails.
    pub public_url: String,
    /// Password hashes computed at the same time, at the most.
    pub hashing_at_once: usize,
    /// Until when a handed-over household must have been called on.
    pub calling: Calling,
    /// The program that reads what people bring, in a process of its own.
    pub reader: PathBuf,
}

/// Until when a handed-over household must have been called on, where nobody says a day.
#[derive(Debug, Clone)]
pub struct Calling {
    /// So many working days.
    pub working_days: u16,
    /// Which of them are none, besides Saturdays and Sundays.
    pub holidays: Vec<Holiday>,
}

/// The running service.
pub struct Api {
    /// The database.
    pub db: Db,
    /// Access tokens.
    pub tokens: Tokens,
    /// Settings.
    pub settings: ApiSettings,
    /// Who a token speaks for.
    pub authenticate: Authenticate,
    /// Failed sign-ins, by account and by address.
    pub sign_ins: Attempts,
    /// Look-ups of people by a number, by user.
    pub look_ups: Allowance,
    /// Numbers shown in full, by user.
    pub reveals: Allowance,
    /// What was brought without a sign-in, by phone.
    pub quarantines: Allowance,
    /// Room for password hashing.
    pub hashing: Semaphore,
    /// Room for reading what people bring.
    pub reading: Semaphore,
    /// The OpenAPI document, ready to send; the same in every program, and made for whoever first asks.
    pub openapi: fn() -> &'static str,
    /// Answers of figures that still hold.
    pub kept: KeptAnswers,
    /// The law as it is written, read once until it changes.
    pub law: Standing,
    /// What questions found out since the last write.
    pub(super) at_hand: Standing,
    /// Answers given so far, by hundreds of the status.
    pub answered: [AtomicU64; 6],
}

impl Api {
    /// Wires the service.
    pub fn new(db: Db, settings: ApiSettings, authenticate: Authenticate, openapi: fn() -> &'static str) -> Arc<Self> {
        let tokens = Tokens::new(&db.keys().derive(Purpose::AccessToken));
        let hashing = Semaphore::new(settings.hashing_at_once);
        Arc::new(Self {
            db,
            tokens,
            settings,
            authenticate,
            sign_ins: Attempts::default(),
            look_ups: Allowance::an_hour(LOOK_UPS_AN_HOUR),
            reveals: Allowance::an_hour(REVEALS_AN_HOUR),
            quarantines: Allowance::an_hour(QUARANTINES_AN_HOUR),
            hashing,
            reading: Semaphore::new(FILES_AT_ONCE),
            openapi,
            kept: KeptAnswers::default(),
            law: Standing::default(),
            at_hand: Standing::default(),
            answered: Default::default(),
        })
    }
    /// The clock.
    pub fn clock(&self) -> &Clock {
        self.db.clock()
    }
    /// Counts an answer for `/metrics`.
    pub fn count(&self, status: u16) {
        if let Some(counter) = self.answered.get(usize::from(status / 100)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }
}

//! What a failed statement means. A broken rule of ours becomes a refusal, a server that is gone "try again"; everything
//! else stays internal.
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::base::{Error, ProblemSpec, Result};

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match &error {
            // The server went away under the statement: nothing of ours is wrong, and it comes back.
            DieselError::DatabaseError(
                kind @ (DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand),
                _,
            ) => {
                tracing::warn!(?kind, "the database is away");
                Self::unavailable()
            }
            DieselError::BrokenTransactionManager => Self::unavailable(),
            // PostgreSQL puts values into DETAIL, and values may be personal: only the message goes on.
            DieselError::DatabaseError(kind, info) => Self::Internal(format!("database: {kind:?}: {}", info.message())),
            other => Self::Internal(format!("database: {other}")),
        }
    }
}

/// A uniqueness rule under both databases' names for it.
#[derive(Debug)]
pub struct UniqueRule {
    /// The constraint's or index's name on PostgreSQL.
    pub postgres: &'static str,
    /// `table.column, table.column` as SQLite says it.
    pub sqlite: &'static str,
}

impl UniqueRule {
    fn broken_by(&self, error: &DieselError) -> bool {
        match error {
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                info.constraint_name() == Some(self.postgres) || info.message().ends_with(self.sqlite)
            }
            _ => false,
        }
    }
}

/// Turns a broken uniqueness rule into the refusal it means.
pub trait OnDuplicate<T> {
    /// `refusal` when `rule` was broken, the plain error otherwise.
    ///
    /// # Errors
    /// The refusal, or the database's own failure.
    fn on_duplicate(self, rule: &UniqueRule, refusal: &'static ProblemSpec) -> Result<T>;
}

impl<T> OnDuplicate<T> for diesel::QueryResult<T> {
    fn on_duplicate(self, rule: &UniqueRule, refusal: &'static ProblemSpec) -> Result<T> {
        self.map_err(|error| if rule.broken_by(&error) { refusal.now().into() } else { error.into() })
    }
}

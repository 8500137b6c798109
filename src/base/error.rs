//! The one error of the program: a refusal we mean, or everything else.
use super::problem::{NOT_FOUND, Problem, UNAVAILABLE};

/// Why something did not happen.
#[derive(Debug)]
pub enum Error {
    /// A refusal we mean; the client sees it.
    Problem(Box<Problem>),
    /// Everything else; the client sees an opaque 500, the log sees this text.
    Internal(String),
}

/// The result of nearly everything.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Something that should not happen, in words for the log.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }
    /// Not there, or not for you.
    pub fn not_found() -> Self {
        NOT_FOUND.now().into()
    }
    /// Busy; try again in a few seconds.
    pub fn unavailable() -> Self {
        Problem { retry_after: Some(2), ..UNAVAILABLE.now() }.into()
    }
    /// Whether it is nothing but that: the same may go well in a moment.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.spec == &UNAVAILABLE)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Problem(problem) => {
                write!(f, "{}: {}", problem.spec.code, problem.spec.title.vi)?;
                if let Some((vi, _)) = &problem.detail {
                    write!(f, " ({vi})")?;
                }
                for issue in &problem.errors {
                    write!(f, "; {}: {}", issue.pointer, issue.detail.vi)?;
                }
                Ok(())
            }
            Self::Internal(what) => f.write_str(what),
        }
    }
}
impl std::error::Error for Error {}

//! What must never be forgotten is walked, not listed.
mod tokens;
mod unauthorised;

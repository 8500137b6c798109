//! What must never be forgotten is walked, not listed.
mod scope;
mod tokens;
mod unauthorised;
mod input;

//! What must never be forgotten is walked, not listed.
mod atomic;
mod audit;
mod documents;
mod input;
mod kept;
mod kill;
mod requests;
mod scope;
mod sealed;
mod tokens;
mod unauthorised;

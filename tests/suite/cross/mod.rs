//! What must never be forgotten is walked, not listed.
mod atomic;
mod audit;
mod documents;
mod feed;
mod input;
mod kept;
mod kill;
mod kill_database;
mod lossy;
mod moved;
mod requests;
mod restore;
mod rotation;
mod scope;
mod sealed;
mod tokens;
mod unauthorised;

//! What must never be forgotten is walked, not listed.
mod atomic;
mod audit;
mod documents;
mod feed;
mod imports;
mod input;
mod kept;
mod kill;
mod lossy;
mod requests;
mod restore;
mod scope;
mod sealed;
mod tokens;
mod unauthorised;

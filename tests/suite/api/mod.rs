//! One file per feature, over HTTP.
mod accounts;
mod articles;
mod events;
mod follow_ups;
mod mail;
mod questions;
mod sessions;
mod sync;
mod territory;
mod visits;
mod visits_bulk;

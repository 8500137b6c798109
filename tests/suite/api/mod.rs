//! One file per feature, over HTTP.
mod articles;
mod sessions;
mod territory;
mod accounts;
mod mail;
mod events;
mod questions;

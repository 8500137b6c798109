//! One file per feature, over HTTP.
mod accounts;
mod articles;
mod events;
mod mail;
mod questions;
mod sessions;
mod territory;

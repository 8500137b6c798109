//! Từng Nhà: campaigns that bring people into social, health and unemployment insurance.
//!
//! `base` words · `access` rights · `db` rows · `rest` HTTP · `mail`, `jobs`, `render` · `methods` estimators ·
//! `features/*` the business · `app` wires it · `cli` starts it. Arrows point one way only; `tests/tidy.rs` keeps them so.
#![deny(
    clippy::allow_attributes,
    clippy::as_conversions,
    clippy::dbg_macro,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::todo,
    clippy::unwrap_used
)]
pub mod access;
pub mod app;
pub mod base;
pub mod cli;
pub mod config;
pub mod db;
pub mod features;
pub mod intake;
pub mod jobs;
pub mod mail;
pub mod methods;
pub mod render;
pub mod rest;
pub mod web;

//! What every test stands on: a database of its own, a small known world, and clients who speak HTTP.
pub mod asked;
mod boards;
pub mod boundaries;
pub mod cases;
pub mod client;
pub mod cluster;
pub mod db;
pub mod dump;
pub mod examples;
pub mod inside;
mod kinds;
pub mod maker;
pub mod office_lists;
pub mod phone;
pub mod ports;
pub mod postgres;
#[expect(dead_code, reason = "the benches also measure the program")]
pub mod process;
pub mod random;
pub mod register;
pub mod sign_ups;
pub mod smtp;
mod syncs;
pub mod touches;
pub mod world;

pub use client::{Answer, Client};
pub use world::World;

//! Migrations: up, down, up; both databases alike.
mod migrations;

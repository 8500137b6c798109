//! One file per feature, over HTTP.
mod accounts;
mod articles;
mod events;
mod follow_ups;
mod mail;
mod people;
mod people_found;
mod people_merged;
mod people_sealed;
mod questions;
mod sessions;
mod sync;
mod sync_quarantine;
mod sync_sixty_days;
mod territory;
mod visits;
mod visits_bulk;

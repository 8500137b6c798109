//! One file per feature, over HTTP.
mod articles;
mod sessions;
mod territory;

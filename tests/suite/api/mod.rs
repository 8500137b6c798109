//! One file per feature, over HTTP.
mod articles;
mod territory;
mod sessions;

//! `tungnha openapi`: the document, as it is served and committed.
use std::io::Write;

use crate::{
    base::{Error, Result},
    features,
    rest::document,
};

pub fn run() -> Result<()> {
    let text = serde_json::to_string_pretty(&document(&features::routes())).map_err(Error::internal)?;
    // A reader that has seen enough closes the pipe: no reason to fail.
    let _ = writeln!(std::io::stdout(), "{text}");
    Ok(())
}

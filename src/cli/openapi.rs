//! `tungnha openapi`: the document, as it is served and committed.
use crate::{
    base::{Error, Result},
    features,
    rest::document,
};

pub fn run() -> Result<()> {
    let text = serde_json::to_string_pretty(&document(&features::routes())).map_err(Error::internal)?;
    println!("{text}");
    Ok(())
}

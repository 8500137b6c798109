//! `tungnha read-table`: the child that reads what people bring. Rows to stdout, a fault to stderr.
use std::{
    fs::File,
    io::{BufWriter, Write},
    os::fd::AsFd,
    path::PathBuf,
};

use clap::Args;

use crate::{
    base::{Error, Result},
    intake::{Fault, Kind, child},
};

#[derive(Args)]
pub struct ReadTable {
    /// What kind of file it is: xlsx or csv.
    #[arg(long, value_parser = kind)]
    kind: Kind,
    /// The file; otherwise stdin.
    file: Option<PathBuf>,
}

fn kind(word: &str) -> std::result::Result<Kind, String> {
    word.parse().map_err(|()| "xlsx or csv".to_owned())
}

impl ReadTable {
    pub fn run(self) -> Result<()> {
        let file = match &self.file {
            Some(path) => File::open(path),
            None => std::io::stdin().as_fd().try_clone_to_owned().map(File::from),
        };
        let (stdout, mut stderr) = (std::io::stdout(), std::io::stderr());
        let mut rows = BufWriter::new(stdout.lock());
        let Ok(file) = file else {
            let fault = serde_json::to_string(&Fault::Unreadable.now()).map_err(Error::internal)?;
            writeln!(stderr, "{fault}").map_err(Error::internal)?;
            std::process::exit(FAULT);
        };
        match child::serve(file, self.kind, &mut rows, &mut stderr) {
            Ok(true) => Ok(()),
            Ok(false) => std::process::exit(FAULT),
            Err(error) => Err(Error::internal(error)),
        }
    }
}

/// The exit code when the file is at fault; the program's own failures have 1.
const FAULT: i32 = 3;

//! The reader as a child process: what a file can do ends with it. Rows come as lines of JSON, the last one says so.
use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    ops::ControlFlow,
    path::Path,
    process::{Child, ChildStderr, ChildStdout, Command, Stdio},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Resource, Rlimit, setrlimit};

use super::{Fault, Kind, Row, TableFault, read_table};

/// Memory that the child may map, and seconds of processor it may use.
const ADDRESS_SPACE: u64 = 512 << 20;
const PROCESSOR_SECONDS: u64 = 60;
/// How long the parent waits for the child, all waits together: with its start and end less than ten seconds.
const PATIENCE: Duration = Duration::from_secs(9);
/// A row as JSON: its bytes (`ROW_BYTES`), of which control signs take six, and the marks of its cells.
const LINE_BYTES: u64 = 1 << 20;
/// Rows that wait for whoever takes them.
const AHEAD: usize = 8;
const END: &[u8] = b"end\n";

/// The child's side: limits itself, reads, and writes rows; the fault, if any, goes to `faults`.
///
/// # Errors
/// The limits cannot be set, or nobody reads the rows.
pub fn serve(file: File, kind: Kind, rows: &mut dyn Write, faults: &mut dyn Write) -> std::io::Result<bool> {
    let limit = |most| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::As, limit(ADDRESS_SPACE))?;
    setrlimit(Resource::Cpu, limit(PROCESSOR_SECONDS))?;
    setrlimit(Resource::Core, limit(0))?;
    let mut lost = None;
    let read = read_table(file, kind, &mut |row| match write_row(&mut *rows, &row) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            lost = Some(error);
            ControlFlow::Break(())
        }
    });
    if let Some(error) = lost {
        return Err(error);
    }
    match read {
        Ok(()) => rows.write_all(END)?,
        Err(fault) => writeln!(faults, "{}", serde_json::to_string(&fault)?)?,
    }
    rows.flush()?;
    Ok(read.is_ok())
}

fn write_row(rows: &mut dyn Write, row: &Row) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(row)?;
    line.push(b'\n');
    rows.write_all(&line)
}

/// The rows of a file, as the child reads them. A fault is the last thing it gives; dropped, it ends the child.
pub struct Rows {
    child: Child,
    lines: Receiver<Result<Row, TableFault>>,
    patience: Duration,
    over: bool,
}

/// Reads a table in a child process: `program` is ourselves.
///
/// # Errors
/// The file or the program cannot be opened. What is wrong within the file, the rows say.
pub fn read(program: &Path, file: &Path, kind: Kind) -> Result<Rows, TableFault> {
    read_file(program, File::open(file).map_err(|_| Fault::Unreadable.now())?, kind)
}

/// The same of a file that is open already, from where it stands.
///
/// # Errors
/// The program cannot be started. What is wrong within the file, the rows say.
pub fn read_file(program: &Path, source: File, kind: Kind) -> Result<Rows, TableFault> {
    let unreadable = || Fault::Unreadable.now();
    // Nothing of ours goes along: no keys, no address of the database.
    let mut child = Command::new(program)
        .args(["read-table", "--kind", kind.as_str()])
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::from(source))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| unreadable())?;
    let (sender, lines) = sync_channel(AHEAD);
    if let (Some(rows), Some(faults)) = (child.stdout.take(), child.stderr.take()) {
        thread::spawn(move || pump(rows, faults, &sender));
    }
    Ok(Rows { child, lines, patience: PATIENCE, over: false })
}

/// Carries rows until the child says the end, says a fault, or falls silent. Ends too when nobody takes them.
fn pump(rows: ChildStdout, faults: ChildStderr, sender: &SyncSender<Result<Row, TableFault>>) {
    let mut rows = BufReader::new(rows);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = rows.by_ref().take(LINE_BYTES).read_until(b'\n', &mut line);
        if line == END {
            return;
        }
        let row = match read {
            Ok(length) if length > 0 => serde_json::from_slice::<Row>(&line).ok(),
            _ => None,
        };
        let Some(row) = row else { break };
        if sender.send(Ok(row)).is_err() {
            return;
        }
    }
    // A child that was stopped by its limits says nothing, or nothing that can be read.
    let mut said = Vec::new();
    let _ = faults.take(4096).read_to_end(&mut said);
    let fault = serde_json::from_slice(&said).unwrap_or_else(|_| Fault::TooHeavy.now());
    let _ = sender.send(Err(fault));
}

impl Iterator for Rows {
    type Item = Result<Row, TableFault>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let asked = Instant::now();
        let next = match self.lines.recv_timeout(self.patience) {
            Ok(row) => Some(row),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => None,
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => Some(Err(Fault::TooHeavy.now())),
        };
        self.patience = self.patience.saturating_sub(asked.elapsed());
        self.over = !matches!(next, Some(Ok(_)));
        next
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        // It may be gone already; then there is only its end to take note of.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

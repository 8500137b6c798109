//! The real program as a child process, and clients who keep their connections: HTTP/1.1 over std, nothing more.
use std::{
    io::{BufRead, BufReader, Error, Read, Result, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::ports;

const LONGEST_START: Duration = Duration::from_secs(20);
const LONGEST_ANSWER: Duration = Duration::from_secs(10);
const ALIVE: &str = "/readyz";

/// Runs one command of the program to its end; what it printed.
pub fn program(url: &str, keys: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tungnha"));
    let done = command.args(arguments).env("DATABASE_URL", url).env("TUNGNHA_KEYS", keys).output().expect("it runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

/// `tungnha serve`; it ends with this value.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to the first `ready`.
    pub took: Duration,
}

impl Server {
    /// Starts the program on this database and waits until it is ready.
    pub fn start(url: &str, folder: &Path) -> Self {
        Self::start_at(url, folder, free_address())
    }
    /// The same at an address that is known before.
    pub fn start_at(url: &str, folder: &Path, address: SocketAddr) -> Self {
        Self::start_with(url, folder, address, &[])
    }
    /// The same with more of the environment. What it says, in the log and elsewhere, goes to `server.log`.
    pub fn start_with(url: &str, folder: &Path, address: SocketAddr, environment: &[(&str, &str)]) -> Self {
        let log = std::fs::File::create(folder.join("server.log")).expect("a log file");
        let said = log.try_clone().expect("the same file");
        let started = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_tungnha"))
            .arg("serve")
            .env("DATABASE_URL", url)
            .env("TUNGNHA_KEYS", folder.join("keys"))
            .env("TUNGNHA_LISTEN", address.to_string())
            .env("TUNGNHA_MAIL_FOLDER", folder.join("mail"))
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(said)
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let mut server = Self { child, address, took: Duration::ZERO };
        while !Line::open(address, "").and_then(|mut line| line.get(ALIVE)).is_ok_and(|(status, _)| status == 200) {
            if let Ok(Some(ended)) = server.child.try_wait() {
                let said = std::fs::read_to_string(folder.join("server.log")).unwrap_or_default();
                panic!("the program ended, {ended}: {said}");
            }
            assert!(started.elapsed() < LONGEST_START, "the program is not ready after {LONGEST_START:?}");
            thread::park_timeout(Duration::from_millis(1));
        }
        server.took = started.elapsed();
        server
    }
    /// Ends the program as a power cut would: without a word.
    pub fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ended");
    }
    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
    /// The most resident memory so far, MiB.
    pub fn most_resident(&self) -> f64 {
        self.memory("VmHWM:")
    }
    /// Processor time so far, of the program alone; Linux counts it in hundredths of a second.
    pub fn processor(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<u64>().ok());
        Duration::from_millis(ticks.sum::<u64>() * 10)
    }
    /// Resident memory, MiB.
    pub fn resident(&self) -> f64 {
        self.memory("VmRSS:")
    }
    fn memory(&self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix(name)).and_then(|l| l.split_whitespace().next());
        line.and_then(|kib| kib.parse::<f64>().ok()).map_or(f64::NAN, |kib| kib / 1024.0)
    }
}

/// A loopback address nobody listens on.
pub fn free_address() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], ports::free(1)[0]))
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One kept connection.
pub struct Line {
    stream: BufReader<TcpStream>,
    headers: String,
    /// After how many seconds the last answer wants the question again.
    pub retry_after: Option<u32>,
}

impl Line {
    /// Connects; an empty token is nobody's.
    pub fn open(address: SocketAddr, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(LONGEST_ANSWER))?;
        let bearer = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
        Ok(Self {
            stream: BufReader::new(stream),
            headers: format!("Host: {address}\r\nAccept-Language: vi\r\n{bearer}"),
            retry_after: None,
        })
    }
    /// The same with one more header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }
    /// Waits so long for an answer, instead of ten seconds.
    pub fn wait_up_to(&mut self, patience: Duration) -> Result<()> {
        self.stream.get_ref().set_read_timeout(Some(patience))
    }
    pub fn get(&mut self, path: &str) -> Result<(u16, Vec<u8>)> {
        self.send(&format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers))
    }
    pub fn post(&mut self, path: &str, json: &str) -> Result<(u16, Vec<u8>)> {
        let length = json.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\n{}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{json}",
            self.headers
        ))
    }
    /// `POST` with a file.
    pub fn bring(&mut self, path: &str, media_type: &str, file: &[u8]) -> Result<(u16, Vec<u8>)> {
        self.begin_to_bring(path, media_type, file.len())?;
        self.stream.get_mut().write_all(file)?;
        self.answer()
    }
    /// Says that a file of this many bytes comes.
    pub fn begin_to_bring(&mut self, path: &str, media_type: &str, length: usize) -> Result<()> {
        let head = format!(
            "POST {path} HTTP/1.1\r\n{}Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n",
            self.headers
        );
        self.stream.get_mut().write_all(head.as_bytes())
    }
    /// Sends bytes of a file that was begun.
    pub fn go_on(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    /// How many bytes the answer has when it may be packed.
    pub fn get_packed(&mut self, path: &str) -> Result<usize> {
        let request = format!("GET {path} HTTP/1.1\r\n{}Accept-Encoding: gzip\r\n\r\n", self.headers);
        self.send(&request).map(|(_, body)| body.len())
    }

    fn send(&mut self, request: &str) -> Result<(u16, Vec<u8>)> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }
    /// The answer to what was sent.
    pub fn answer(&mut self) -> Result<(u16, Vec<u8>)> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status =
            line.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(|| Error::other("no status line"))?;
        let (mut length, mut chunked) = (None, false);
        self.retry_after = None;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let header = line.trim_end();
            if header.is_empty() {
                break;
            }
            let header = header.to_ascii_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().ok();
            }
            if let Some(value) = header.strip_prefix("retry-after:") {
                self.retry_after = value.trim().parse().ok();
            }
            chunked |= header == "transfer-encoding: chunked";
        }
        if chunked {
            return Ok((status, self.chunks()?));
        }
        let mut body = vec![0; length.ok_or_else(|| Error::other("an answer without length"))?];
        self.stream.read_exact(&mut body)?;
        Ok((status, body))
    }
    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim_end(), 16).map_err(Error::other)?;
            let mut chunk = vec![0; size + 2];
            self.stream.read_exact(&mut chunk)?;
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }
}

/// Signs in; the access token.
pub fn sign_in(address: SocketAddr, username: &str, password: &str) -> String {
    try_sign_in(address, username, password).expect("a session")
}

/// The same, where the server may be away.
///
/// # Errors
/// When it is, or does not want to.
pub fn try_sign_in(address: SocketAddr, username: &str, password: &str) -> Result<String> {
    let body = serde_json::json!({ "username": username, "password": password }).to_string();
    let (status, answer) = Line::open(address, "")?.post("/api/v1/sessions", &body)?;
    if status != 200 {
        return Err(Error::other(format!("sign-in: {status} {}", String::from_utf8_lossy(&answer))));
    }
    let session: serde_json::Value = serde_json::from_slice(&answer)?;
    Ok(session["access_token"].as_str().expect("a token").to_owned())
}

//! A small SMTP server that keeps what it is sent, or turns it away.
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// What it says to a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes every letter.
    Takes,
    /// "Try again later", once; then takes.
    LaterOnce,
    /// "Never".
    Never,
}

/// A server on a port of its own; it lives as long as the test process.
#[derive(Clone)]
pub struct Smtp {
    pub port: u16,
    mood: Arc<Mutex<Mood>>,
    letters: Arc<Mutex<Vec<String>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Smtp {
    /// Starts it.
    pub fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let smtp = Self { port, mood: Arc::new(Mutex::new(mood)), letters: Arc::default(), asked: Arc::default() };
        let own = smtp.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                std::thread::spawn(move || own.serve(&stream));
            }
        });
        smtp
    }
    /// The letters it took, as they came over the wire.
    pub fn letters(&self) -> Vec<String> {
        self.letters.lock().expect("letters").clone()
    }
    /// The `RCPT` lines it was asked.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("asked").clone()
    }

    fn answer_to_recipient(&self, line: &str) -> &'static str {
        self.asked.lock().expect("asked").push(line.to_owned());
        let mut mood = self.mood.lock().expect("mood");
        match *mood {
            Mood::Takes => "250 ok",
            Mood::LaterOnce => {
                *mood = Mood::Takes;
                "450 4.2.1 mailbox busy"
            }
            Mood::Never => "550 5.1.1 no such user",
        }
    }

    fn serve(&self, stream: &TcpStream) -> Option<()> {
        let (mut lines, mut out) = (BufReader::new(stream).lines(), stream);
        let say = |out: &mut &TcpStream, line: &str| out.write_all(format!("{line}\r\n").as_bytes()).ok();
        say(&mut out, "220 localhost")?;
        while let Some(Ok(line)) = lines.next() {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => say(&mut out, "250-localhost\r\n250 8BITMIME")?,
                "RCPT" => say(&mut out, self.answer_to_recipient(&line))?,
                "DATA" => {
                    say(&mut out, "354 go on")?;
                    let body: Vec<String> =
                        lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                    self.letters.lock().expect("letters").push(body.join("\n"));
                    say(&mut out, "250 taken")?;
                }
                "QUIT" => return say(&mut out, "221 bye"),
                _ => say(&mut out, "250 ok")?,
            }
        }
        Some(())
    }
}

//! Asking over many kept connections at once, and how long the answers took.
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::process::{Line, Server};

/// Something to ask; `shape` says which requests are alike.
pub struct Ask {
    pub shape: String,
    pub path: String,
    /// Where the question stands in a body.
    pub body: Option<String>,
}

/// How long the answers took, each with its shape, and all together.
pub struct Timed {
    pub answers: Vec<(String, Duration)>,
    pub wall: Duration,
    /// Processor time of the program for all of them.
    pub processor: Duration,
}

/// Asks everything once over so many kept connections, each with one request at a time and no pause.
pub fn ask_all(server: &Server, token: &str, asks: &[Ask], connections: usize) -> Timed {
    let next = AtomicUsize::new(0);
    let one_client = || {
        let mut line = Line::open(server.address, token).expect("a connection");
        let mut mine = Vec::new();
        while let Some(ask) = asks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let started = Instant::now();
            let answer = match &ask.body {
                Some(body) => line.post(&ask.path, body),
                None => line.get(&ask.path),
            };
            let (status, body) = answer.expect("an answer");
            mine.push((ask.shape.clone(), started.elapsed()));
            assert_eq!(status, 200, "{}: {}", ask.path, String::from_utf8_lossy(&body));
        }
        mine
    };
    let (started, processor) = (Instant::now(), server.processor());
    let answers = thread::scope(|scope| {
        let clients: Vec<_> = (0..connections).map(|_| scope.spawn(one_client)).collect();
        clients.into_iter().flat_map(|client| client.join().expect("a client ends well")).collect()
    });
    Timed { answers, wall: started.elapsed(), processor: server.processor() - processor }
}

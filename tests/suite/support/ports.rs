//! Ports to listen at. They lie below those that the system gives to outgoing connections: whoever was killed finds the own
//! port free again, whatever connected anywhere meanwhile.
use std::{
    net::TcpListener,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

const FIRST: u32 = 20_000;
const MANY: u32 = 12_000;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// So many ports that nobody listens at, each another one than before in this process.
///
/// # Panics
/// When none is left.
pub fn free(many: usize) -> Vec<u16> {
    let begin = process::id().wrapping_mul(31);
    let candidates = (0..MANY).map(|_| FIRST + begin.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % MANY);
    let listens = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let ports: Vec<u16> = candidates.filter_map(|port| u16::try_from(port).ok()).filter(listens).take(many).collect();
    assert_eq!(ports.len(), many, "no free port on 127.0.0.1");
    ports
}

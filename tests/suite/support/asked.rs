//! How much of something a run wants, said from outside: `make torture` asks for more than `make test`.

/// The number in this variable, or the usual one.
#[expect(clippy::disallowed_methods, reason = "how long a test lasts is said from outside")]
pub fn asked(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

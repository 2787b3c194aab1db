//! What a client may ask of the server.

use std::time::Duration;

/// Limits on connections and requests. The defaults suit tests and small teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; further ones wait to be accepted.
    pub connections: usize,
    /// Bytes of the request line and the headers together.
    pub head_bytes: usize,
    /// Number of headers.
    pub headers: usize,
    /// Bytes of a body.
    pub body_bytes: usize,
    /// How long the head of a request may take to arrive, from the first byte of a connection or
    /// the end of the answer before. Ends idle connections, too.
    pub head_time: Duration,
    /// How long the body may take to arrive.
    pub body_time: Duration,
    /// How long requests in work are waited for when the server stops.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 20_000,
            head_bytes: 64 << 10,
            headers: 100,
            body_bytes: 1 << 20,
            head_time: Duration::from_secs(60),
            body_time: Duration::from_secs(30),
            stop_time: Duration::from_secs(10),
        }
    }
}

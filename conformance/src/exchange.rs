//! One request and what came back, as the transport saw it.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A request as it was sent and its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// What was sent.
    pub sent: Sent,
    /// What came back.
    pub outcome: Result<Answer, TransportError>,
    /// When it was sent.
    pub started: jiff::Timestamp,
    /// From the first byte sent to the last byte read.
    pub elapsed: Duration,
}

/// A request on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// The method.
    pub method: String,
    /// The whole address, query included.
    pub url: String,
    /// The headers that matter: authorization, content type, `x-acs-…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
}

/// An answer on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The value of `Content-Type`.
    pub content_type: Option<String>,
    /// How long to wait before the next request, as the endpoint asks.
    pub retry_after: Option<Duration>,
    /// What time it was where the answer was made, as it says itself.
    pub date: Option<jiff::Timestamp>,
    /// The body.
    pub body: Vec<u8>,
    /// What the exact transport found wrong with the frame of the answer.
    pub frame_fault: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// Nobody listens there.
    #[error("connection refused or not possible: {0}")]
    Connect(String),
    /// The deadline passed.
    #[error("no complete answer within {0:?}")]
    Deadline(Duration),
    /// The connection ended in the middle.
    #[error("the connection broke off: {0}")]
    Broken(String),
    /// The answer is larger than what a case may cost.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// It is no HTTP.
    #[error("not an HTTP answer: {0}")]
    NotHttp(String),
    /// The request could not be built: a fixture is missing, a value fits no header.
    #[error("the request could not be made: {0}")]
    Request(String),
}

impl TransportError {
    /// Whether the endpoint itself cannot be used, so that further cases would fare no better.
    pub const fn is_unusable(&self) -> bool {
        matches!(
            self,
            Self::Connect(_) | Self::Deadline(_) | Self::NotHttp(_) | Self::Broken(_)
        )
    }
}

//! The seam: whoever wants to see or change what goes over the wire, or take its place.

use super::transport::Transport;
use crate::OperationInfo;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// A future that is sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One attempt as it goes over the wire, signed.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The operation.
    pub operation: OperationInfo,
    /// Which attempt it is, from 1.
    pub attempt: u32,
    /// The method.
    pub method: &'static str,
    /// The whole address. With version 1 it holds the signature.
    pub url: String,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl fmt::Debug for HttpRequest {
    /// Leaves out whatever may hold a secret: the query, headers and body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("HttpRequest")
            .field("operation", &self.operation.name)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("url", &address)
            .finish_non_exhaustive()
    }
}

/// An answer as it came over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The first value of a header, whatever the letter case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The server could not be reached: nothing was sent.
    Connect,
    /// The time was over.
    Timeout,
    /// The connection broke, or the answer is no HTTP or too large.
    Broken,
}

/// No answer, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no answer from {host}: {message}")]
pub struct TransportError {
    /// What kind of failure it is.
    pub kind: TransportErrorKind,
    /// The host and port.
    pub host: String,
    /// One line for a person.
    pub message: String,
}

impl TransportError {
    pub(super) fn is_before_sending(&self) -> bool {
        self.kind == TransportErrorKind::Connect
    }
}

/// Sees every attempt of every request.
///
/// ```
/// use doctract::client::{BoxFuture, HttpRequest, HttpResponse, Middleware, Next, TransportError};
///
/// /// Adds a header to everything.
/// struct Tenant(String);
///
/// impl Middleware for Tenant {
///     fn send<'a>(
///         &'a self,
///         mut request: HttpRequest,
///         next: Next<'a>,
///     ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
///         request.headers.push(("x-tenant".into(), self.0.clone()));
///         next.send(request)
///     }
/// }
/// ```
pub trait Middleware: Send + Sync {
    /// Sends the request on with `next`, before or after which anything may be done; or answers
    /// without sending anything.
    fn send<'a>(
        &'a self,
        request: HttpRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>>;
}

/// What comes after a middleware: the next one, and at last the network.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    pub(super) middleware: &'a [Arc<dyn Middleware>],
    pub(super) transport: &'a Transport,
    pub(super) timeout: Duration,
}

impl<'a> Next<'a> {
    /// Sends the request on.
    pub fn send(self, request: HttpRequest) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        match self.middleware.split_first() {
            Some((first, middleware)) => first.send(request, Next { middleware, ..self }),
            None => Box::pin(self.transport.send(request, self.timeout)),
        }
    }
}

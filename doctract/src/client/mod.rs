//! An async client: signs, sends, retries where that is safe, and reads answers and errors.
//!
//! ```no_run
//! # mod api {
//! #     doctract::api!("tests/ui/pass/specs");
//! # }
//! use api::CreateDisk;
//! use doctract::client::Client;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().region("cn-hangzhou").build()?;
//! let request = CreateDisk::builder().zone_id("cn-hangzhou-b").size(40).build()?;
//! match client.send(&request).await {
//!     Ok(answer) => println!("{:?}", answer.disk_id),
//!     Err(error) if error.is_kind(&api::CreateDiskErrorKind::QuotaExceeded) => println!("full"),
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(())
//! # }
//! ```

mod blocking;
mod body;
mod builder;
mod credentials;
mod endpoint;
mod error;
mod middleware;
mod outgoing;
mod pages;
mod retry;
mod transport;

pub use blocking::BlockingClient;
pub use builder::{ClientBuilder, ConfigError};
pub use credentials::{
    Chain, Credentials, CredentialsError, CredentialsProvider, Environment, Profile,
};
pub use endpoint::Endpoint;
pub use error::Error;
pub use middleware::{
    BoxFuture, HttpRequest, HttpResponse, Middleware, Next, TransportError, TransportErrorKind,
};
pub use outgoing::Signature;
pub use pages::Pages;
pub use retry::Retry;

use crate::answer;
use crate::pairs::{Placed, placed};
use crate::{Decode, Node, Request, ServiceError};
use outgoing::Outgoing;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument as _;

/// A client for any operation of any API. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    transport: transport::Transport,
    middleware: Vec<Arc<dyn Middleware>>,
    credentials: Box<dyn CredentialsProvider>,
    endpoint: Endpoint,
    signature: Signature,
    retry: Retry,
    timeout: Duration,
    validate: bool,
    automatic_token: bool,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.inner.endpoint)
            .field("signature", &self.inner.signature)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Starts a client; `build` ends it.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Sends a request and reads the answer.
    ///
    /// An operation with an idempotency token gets one where the request has none. What failed
    /// for a while is sent again as [`Retry`] says, each time signed anew.
    ///
    /// # Errors
    ///
    /// Broken rules, before anything is sent; errors of the service; answers that cannot be read;
    /// no answer.
    pub async fn send<R: Request>(&self, request: &R) -> Result<R::Response, Error<R::ErrorKind>> {
        let node = self.send_raw(request, &[]).await?;
        R::Response::decode(&node).map_err(Error::Decode)
    }

    /// Sends a request and gives the answer as it came, as a tree. `replaced` are parameters that
    /// take the place of the request's own, or join them.
    ///
    /// # Errors
    ///
    /// As for [`send`](Client::send).
    pub async fn send_raw<R: Request>(
        &self,
        request: &R,
        replaced: &[(&'static str, String)],
    ) -> Result<Node, Error<R::ErrorKind>> {
        if self.inner.validate {
            request.validate().map_err(Error::Invalid)?;
        }
        let mut parameters = placed(request);
        for (name, value) in replaced {
            replace(&mut parameters, name, value);
        }
        let mut repeatable = retry::only_reads(R::OPERATION.name);
        if let Some(token) = R::TOKEN {
            let given = parameters.iter().any(|placed| placed.name == token);
            if !given && self.inner.automatic_token && !repeatable {
                let value = uuid::Uuid::new_v4().to_string();
                replace(&mut parameters, token, &value);
            }
            repeatable |= given || self.inner.automatic_token;
        }
        let outgoing = Outgoing {
            operation: R::OPERATION,
            body: body::body(request),
            parameters,
        };
        let span = tracing::info_span!(
            "doctract.send",
            product = R::OPERATION.product,
            operation = R::OPERATION.name,
            attempts = tracing::field::Empty,
            status = tracing::field::Empty,
            code = tracing::field::Empty,
            request_id = tracing::field::Empty,
        );
        self.attempts(&outgoing, repeatable).instrument(span).await
    }

    /// All pages of a list, one after the other.
    pub fn pages<'c, R: Request + Sync>(&'c self, request: &'c R) -> Pages<'c, R> {
        Pages::new(self, request)
    }

    /// The same client for code that is not async.
    ///
    /// # Errors
    ///
    /// If the system gives no threads.
    pub fn blocking(self) -> Result<BlockingClient, std::io::Error> {
        BlockingClient::new(self)
    }

    async fn attempts<K: crate::ErrorKind>(
        &self,
        outgoing: &Outgoing<'_>,
        repeatable: bool,
    ) -> Result<Node, Error<K>> {
        let inner = &self.inner;
        let span = tracing::Span::current();
        let mut attempt = 1;
        loop {
            let credentials = inner
                .credentials
                .credentials()
                .map_err(Error::Credentials)?;
            let request = outgoing
                .http(&inner.endpoint, inner.signature, &credentials, attempt)
                .map_err(Error::Endpoint)?;
            let next = Next {
                middleware: &inner.middleware,
                transport: &inner.transport,
                timeout: inner.timeout,
            };
            let result = next.send(request).await;
            span.record("attempts", attempt);
            if let Some(pause) = inner.retry.pause(&result, attempt, repeatable) {
                tracing::debug!(attempt, pause = ?pause, "trying again");
                tokio::time::sleep(pause).await;
                attempt += 1;
                continue;
            }
            return read(&result.map_err(Error::Transport)?, &span);
        }
    }
}

/// The answer as a tree, or the service's error.
fn read<K: crate::ErrorKind>(
    response: &HttpResponse,
    span: &tracing::Span,
) -> Result<Node, Error<K>> {
    span.record("status", response.status);
    let body = String::from_utf8_lossy(&response.body);
    if (200..300).contains(&response.status) {
        if body.trim().is_empty() {
            return Ok(Node::Null);
        }
        let node = answer::parse(&body).map_err(Error::Decode)?;
        if let Some(id) = node.get("RequestId").and_then(Node::to_text) {
            span.record("request_id", id);
        }
        return Ok(node);
    }
    let error = ServiceError::from_body(response.status, &body);
    span.record("code", error.code());
    span.record("request_id", error.request_id());
    Err(Error::Service(error))
}

fn replace<'a>(parameters: &mut Vec<Placed<'a>>, name: &'static str, value: &str) {
    let value: Cow<'a, str> = Cow::Owned(value.to_owned());
    match parameters.iter_mut().find(|placed| placed.name == name) {
        Some(placed) => placed.value = value,
        None => parameters.push(Placed {
            position: crate::Position::Query,
            name: Cow::Borrowed(name),
            value,
        }),
    }
}

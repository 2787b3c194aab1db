//! What is served: the gateway, and a few pages beside it.

use super::access::Access;
use super::broken::NextAnswer;
use super::builder::Log;
use super::control;
use super::limits::Limits;
use super::metrics::Metrics;
use crate::faults::Break;
use crate::gateway::{Answer, Gateway, errors};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{BoxError, Router};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use jiff::Timestamp;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// What every request handler sees.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) gateway: Arc<Gateway>,
    pub(super) limits: Arc<Limits>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) log: Option<Log>,
}

/// Who is at the other end, and how the next answer to him is to be broken.
#[derive(Debug, Clone)]
pub(super) struct Peer {
    pub(super) address: SocketAddr,
    pub(super) next: NextAnswer,
}

impl Peer {
    /// Somebody whose answers are whole so far.
    pub(super) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            next: NextAnswer::default(),
        }
    }
}

/// A request's body, from a connection or from memory.
pub(super) trait Carrying:
    hyper::body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static
{
}

impl<B: hyper::body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static> Carrying for B {}

/// Everything that is served: the gateway, and a few pages beside it.
pub(super) struct Site {
    pub(super) shared: Shared,
    pages: Router,
}

/// The pages that are no operations.
fn pages(shared: Shared) -> Router {
    control::router()
        .route("/healthz", get(async || "ok\n"))
        .route("/metrics", get(metrics))
        .with_state(shared)
}

impl Site {
    /// The gateway and the pages.
    pub(super) fn new(shared: Shared) -> Self {
        Self {
            pages: pages(shared.clone()),
            shared,
        }
    }

    /// Answers a request: most go to the gateway without a detour.
    pub(super) async fn respond<B: Carrying>(&self, peer: Peer, request: Request<B>) -> Response {
        let path = request.uri().path();
        if path != "/healthz" && path != "/metrics" && !path.starts_with(control::ROOT) {
            return self.answer(&peer, request).await;
        }
        // Apart, so that the future of an operation has no room for a page.
        Box::pin(self.page(peer, request)).await
    }

    /// Answers a request for a page, which keeps to the limits of bodies, too.
    async fn page<B: Carrying>(&self, peer: Peer, request: Request<B>) -> Response {
        let (mut parts, body) = request.into_parts();
        let body = match read(body, &self.shared.limits).await {
            Ok(body) => body,
            Err(refusal) => {
                let status = StatusCode::from_u16(refusal.status);
                return status.unwrap_or(StatusCode::BAD_REQUEST).into_response();
            }
        };
        parts.extensions.insert(peer);
        let request = Request::from_parts(parts, Body::from(body));
        let pages = TowerToHyperService::new(self.pages.clone());
        match pages.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

async fn metrics(State(shared): State<Shared>) -> Response {
    let mut response = Response::new(Body::from(shared.metrics.text()));
    let content_type = HeaderValue::from_static("text/plain; version=0.0.4");
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response
}

impl Site {
    async fn answer<B: Carrying>(&self, peer: &Peer, request: Request<B>) -> Response {
        let begun = Instant::now();
        let (parts, body) = request.into_parts();
        let answer = match read(body, &self.shared.limits).await {
            Ok(body) => self.shared.gateway.answer(&parts, &body).await,
            Err(refusal) => self.shared.gateway.unread(&parts, refusal),
        };
        let access = Access {
            time: Timestamp::now(),
            peer: peer.address,
            method: method_name(&parts.method),
            operation: &answer.logged.operation,
            access_key_id: &answer.logged.key,
            status: answer.status,
            code: &answer.logged.code,
            request_id: &answer.logged.request_id,
            bytes: answer.body.len(),
            took: begun.elapsed(),
        };
        self.shared.metrics.count(&access);
        if let Some(log) = &self.shared.log {
            (log.0)(&access);
        }
        if let Some(Break::Late(by)) = answer.broken {
            tokio::time::sleep(by).await;
        }
        peer.next.set(answer.broken);
        response(answer)
    }
}

async fn read<B: Carrying>(body: B, limits: &Limits) -> Result<Bytes, crate::refusal::Refusal> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let bounded = axum::body::to_bytes(Body::new(body), limits.body_bytes);
    match tokio::time::timeout(limits.body_time, bounded).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(errors::TOO_LARGE),
        Err(_) => Err(errors::TOO_SLOW),
    }
}

/// The name of a standard method. A client may send any other word.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn response(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = HeaderValue::from_static(answer.content_type);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, content_type);
    if let Some(wait) = answer.retry_after {
        let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        headers.insert("x-acs-retry-after", HeaderValue::from(millis.max(1)));
    }
    response
}

//! One connection after another: accepting, bounding, answering.

use super::access::Access;
use super::broken::{BreakingStream, NextAnswer};
use super::builder::Log;
use super::control;
use super::limits::Limits;
use super::metrics::Metrics;
use crate::faults::Break;
use crate::gateway::{Answer, Gateway, errors};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use jiff::Timestamp;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};

/// How long accepting pauses when the system has no more descriptors.
const PAUSE: Duration = Duration::from_millis(50);

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
    next: NextAnswer,
}

/// Serves until told to stop, then waits for the requests in work.
pub(super) async fn serve(listener: TcpListener, shared: Shared, stop: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    let limits = Arc::clone(&shared.limits);
    let places = Arc::new(Semaphore::new(limits.connections));
    let breaking = shared.gateway.faults.break_transport();
    let site = Arc::new(Site {
        pages: pages(shared.clone()),
        shared,
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_headers(limits.headers)
        .max_buf_size(limits.head_bytes.max(8192));
    let accepting = async {
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            let (stream, address) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            };
            let counted = site.shared.metrics.connect();
            let connected = connect(&http, &graceful, &site, breaking, stream, address);
            tokio::spawn(async move {
                connected.await;
                drop((place, counted));
            });
        }
    };
    tokio::select! {
        () = accepting => {}
        _ = stop => {}
    }
    drop(listener);
    if tokio::time::timeout(limits.stop_time, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests were still in work when the server stopped");
    }
}

/// Everything that is served: the gateway, and a few pages beside it.
struct Site {
    shared: Shared,
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
    /// Answers a request: most go to the gateway without a detour.
    async fn respond(&self, peer: Peer, mut request: Request<Incoming>) -> Response {
        let path = request.uri().path();
        if path != "/healthz" && path != "/metrics" && !path.starts_with(control::ROOT) {
            return self.answer(&peer, request).await;
        }
        request.extensions_mut().insert(peer);
        let pages = TowerToHyperService::new(self.pages.clone());
        match pages.call(request.map(Body::new)).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

fn connect(
    http: &http1::Builder,
    graceful: &GracefulShutdown,
    site: &Arc<Site>,
    breaking: bool,
    stream: TcpStream,
    address: SocketAddr,
) -> impl Future<Output = ()> + Send + use<> {
    // An answer is one write; waiting for more would only delay it.
    let _ = stream.set_nodelay(true);
    let peer = Peer {
        address,
        next: NextAnswer::default(),
    };
    let next = peer.next.clone();
    let site = Arc::clone(site);
    let service = service_fn(move |request| {
        let (site, peer) = (Arc::clone(&site), peer.clone());
        async move { Ok::<_, Infallible>(site.respond(peer, request).await) }
    });
    let stream: Box<dyn Stream> = if breaking {
        Box::new(BreakingStream::new(stream, next))
    } else {
        Box::new(stream)
    };
    let connection = http.serve_connection(TokioIo::new(stream), service);
    let watched = graceful.watch(connection);
    async move {
        if let Err(error) = watched.await {
            tracing::debug!(%address, %error, "connection ended");
        }
    }
}

/// A connection in either form.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

async fn metrics(State(shared): State<Shared>) -> Response {
    let mut response = Response::new(Body::from(shared.metrics.text()));
    let content_type = HeaderValue::from_static("text/plain; version=0.0.4");
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response
}

impl Site {
    async fn answer(&self, peer: &Peer, request: Request<Incoming>) -> Response {
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

async fn read(body: Incoming, limits: &Limits) -> Result<Bytes, crate::refusal::Refusal> {
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

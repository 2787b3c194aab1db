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
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{any, get};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use jiff::Timestamp;
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
    let router = router(shared.clone());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_headers(limits.headers)
        .max_buf_size(limits.head_bytes.max(8192));
    let breaking = shared.gateway.faults.break_transport();
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
            let counted = shared.metrics.connect();
            let connected = connect(&http, &graceful, &router, breaking, stream, address);
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

fn router(shared: Shared) -> Router {
    control::router()
        .route("/healthz", get(async || "ok\n"))
        .route("/metrics", get(metrics))
        .fallback(any(answer))
        .with_state(shared)
}

fn connect(
    http: &http1::Builder,
    graceful: &GracefulShutdown,
    router: &Router,
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
    let service = router.clone().layer(axum::Extension(ConnectInfo(peer)));
    let stream: Box<dyn Stream> = if breaking {
        Box::new(BreakingStream::new(stream, next))
    } else {
        Box::new(stream)
    };
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
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

async fn answer(
    State(shared): State<Shared>,
    axum::Extension(ConnectInfo(peer)): axum::Extension<ConnectInfo<Peer>>,
    request: Request,
) -> Response {
    let begun = Instant::now();
    let (parts, body) = request.into_parts();
    let answer = match read(body, &shared.limits).await {
        Ok(body) => shared.gateway.answer(&parts, &body).await,
        Err(refusal) => shared.gateway.unread(&parts, refusal),
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
    shared.metrics.count(&access);
    if let Some(log) = &shared.log {
        (log.0)(&access);
    }
    if let Some(Break::Late(by)) = answer.broken {
        tokio::time::sleep(by).await;
    }
    peer.next.set(answer.broken);
    response(answer)
}

async fn read(body: Body, limits: &Limits) -> Result<Bytes, crate::refusal::Refusal> {
    let bounded = axum::body::to_bytes(body, limits.body_bytes);
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

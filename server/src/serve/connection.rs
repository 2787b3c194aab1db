//! One connection after another: accepting, bounding, answering.

use super::broken::BreakingStream;
use super::site::{Peer, Site};
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};

/// How long accepting pauses when the system has no more descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves until told to stop, then waits for the requests in work.
pub(super) async fn serve(listener: TcpListener, site: Site, stop: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    let limits = Arc::clone(&site.shared.limits);
    let places = Arc::new(Semaphore::new(limits.connections));
    let breaking = site.shared.gateway.faults.break_transport();
    let site = Arc::new(site);
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
            let (http, watcher) = (http.clone(), graceful.watcher());
            let (site, stream) = (Arc::clone(&site), wrapped(stream, address, breaking));
            // Made inside the task: what a future captures keeps its place beside what it awaits, and a
            // connection in that place twice is what an idle one would cost.
            tokio::spawn(async move {
                let (stream, peer) = stream;
                let service = answering(site, peer);
                let connection = http.serve_connection(TokioIo::new(stream), service);
                if let Err(error) = watcher.watch(connection).await {
                    tracing::debug!(%address, %error, "connection ended");
                }
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

/// A connection as it is served, and who is at its other end.
fn wrapped(stream: TcpStream, address: SocketAddr, breaking: bool) -> (Box<dyn Stream>, Peer) {
    // An answer is one write; waiting for more would only delay it.
    let _ = stream.set_nodelay(true);
    let peer = Peer::new(address);
    let stream: Box<dyn Stream> = if breaking {
        Box::new(BreakingStream::new(stream, peer.next.clone()))
    } else {
        Box::new(stream)
    };
    (stream, peer)
}

/// The service of one connection. A request in work is boxed: a connection without one then keeps
/// no room for it.
fn answering(
    site: Arc<Site>,
    peer: Peer,
) -> impl Service<
    Request<Incoming>,
    Response = Response,
    Error = Infallible,
    Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>,
> {
    service_fn(move |request| {
        let (site, peer) = (Arc::clone(&site), peer.clone());
        let answer: Pin<Box<dyn Future<Output = _> + Send>> =
            Box::pin(async move { Ok(site.respond(peer, request).await) });
        answer
    })
}

/// A connection in either form.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

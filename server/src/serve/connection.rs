//! One connection after another: accepting, bounding, answering.

use super::broken::BreakingStream;
use super::site::{Peer, Site};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::net::SocketAddr;
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
    let peer = Peer::new(address);
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

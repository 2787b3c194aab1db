//! The server without a socket: requests and answers are values.

use super::site::{Peer, Site};
use axum::body::Body;
use axum::http::{Request, Response};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// Answers requests as a running server does, for whoever has them in memory already.
///
/// ```
/// use doctract_server::{Server, http::Request};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let service = Server::builder().service()?;
/// let answer = service.call(Request::get("/healthz").body(Vec::new())?).await;
/// assert_eq!((answer.status().as_u16(), answer.body().as_slice()), (200, &b"ok\n"[..]));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Service(Arc<Site>);

impl Service {
    pub(super) fn new(site: Site) -> Self {
        Self(Arc::new(site))
    }

    /// Answers a request that seems to come from this machine. What the limits and the faults say
    /// about connections does not apply.
    pub async fn call(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let peer = Peer::new(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        let answer = self.0.respond(peer, request.map(Body::from)).await;
        let (parts, body) = answer.into_parts();
        // An answer is in memory as a whole, so that reading it does not fail.
        let body = axum::body::to_bytes(body, usize::MAX).await;
        Response::from_parts(parts, body.unwrap_or_default().into())
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Service")
    }
}

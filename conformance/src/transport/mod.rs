//! From a request of a case to an exchange: values filled in, signed, sent, bounded in every way.

mod client;
mod endpoint;
mod exact;
mod path_style;
mod patience;
mod prepare;

pub use endpoint::{Auth, Endpoint, EndpointError, Limits};
pub(crate) use prepare::{Filled, Pair, Prepared, Unsendable, prepare};

use crate::exchange::{Exchange, Sent, TransportError};
use crate::hooks::Unsigned;
use patience::Patience;
use std::sync::Arc;
use std::time::Duration;

/// The two ways onto the wire: pooled connections, and exact bytes.
#[derive(Debug)]
pub(crate) struct Transport {
    endpoint: Endpoint,
    client: client::Client,
    patience: Patience,
}

impl Transport {
    pub(crate) fn new(endpoint: Endpoint) -> Result<Self, EndpointError> {
        let client = client::Client::new(&endpoint)?;
        Ok(Self {
            endpoint,
            client,
            patience: Patience::default(),
        })
    }

    pub(crate) const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Sends a request and reads the answer. Never longer than the deadline, never more than the
    /// largest answer.
    pub(crate) async fn send(&self, prepared: Prepared) -> Exchange {
        let limits = self.patience.limits(self.endpoint.limits());
        let prepared = match self.signed(prepared).await {
            Ok(prepared) => prepared,
            Err(reason) => return unsent(reason),
        };
        let exchange = self.exchange(prepared, limits).await;
        self.patience.learn(&exchange);
        exchange
    }

    /// The request signed by the endpoint's own way of signing, if it has one.
    async fn signed(&self, prepared: Prepared) -> Result<Prepared, String> {
        let Auth::Custom(sign) = self.endpoint.auth() else {
            return Ok(prepared);
        };
        let sign = Arc::clone(sign);
        let mut unsigned = Unsigned {
            method: prepared.method.name().to_owned(),
            authority: self.endpoint.authority().to_owned(),
            target: prepared.target,
            headers: prepared.headers,
            body: prepared.body,
        };
        let signed =
            tokio::task::spawn_blocking(move || sign.sign(&mut unsigned).map(|()| unsigned));
        let signed = signed.await.map_err(|error| error.to_string())??;
        Ok(Prepared {
            method: prepared.method,
            target: signed.target,
            headers: signed.headers,
            body: signed.body,
            exact: prepared.exact,
        })
    }

    async fn exchange(&self, prepared: Prepared, limits: Limits) -> Exchange {
        if prepared.exact && self.endpoint.is_plain() {
            Box::pin(exact::send(&self.endpoint, prepared, limits)).await
        } else {
            Box::pin(self.client.send(&self.endpoint, prepared, limits)).await
        }
    }
}

/// What becomes of a request that could not be signed.
fn unsent(reason: String) -> Exchange {
    Exchange {
        sent: Sent::default(),
        outcome: Err(TransportError::Request(reason)),
        started: jiff::Timestamp::now(),
        elapsed: Duration::ZERO,
    }
}

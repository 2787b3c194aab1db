//! From a request of a case to an exchange: values filled in, signed, sent, bounded in every way.

mod client;
mod endpoint;
mod exact;
mod patience;
mod prepare;

pub use endpoint::{Auth, Endpoint, EndpointError, Limits};
pub(crate) use prepare::{Filled, Prepared, Unsendable, prepare};

use crate::exchange::Exchange;
use patience::Patience;

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
        let exchange = self.exchange(prepared, limits).await;
        self.patience.learn(&exchange);
        exchange
    }

    async fn exchange(&self, prepared: Prepared, limits: Limits) -> Exchange {
        if prepared.exact && self.endpoint.is_plain() {
            Box::pin(exact::send(&self.endpoint, prepared, limits)).await
        } else {
            Box::pin(self.client.send(&self.endpoint, prepared, limits)).await
        }
    }
}

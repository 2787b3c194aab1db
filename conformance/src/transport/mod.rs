//! From a request of a case to an exchange: values filled in, signed, sent, bounded in every way.

mod client;
mod direct;
mod endpoint;
mod exact;
mod path_style;
mod patience;
mod prepare;

pub use endpoint::{Auth, Endpoint, EndpointError, Limits};
pub(crate) use prepare::{Filled, Pair, Prepared, Unsendable, prepare};

use crate::exchange::{Answer, Exchange, Sent, TransportError};
use crate::hooks::Unsigned;
use patience::Patience;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The ways onto the wire: pooled connections (short ones to this machine), and exact bytes.
#[derive(Debug)]
pub(crate) struct Transport {
    endpoint: Endpoint,
    client: client::Client,
    /// Where plain HTTP goes to this machine, which no proxy stands before.
    direct: Option<direct::Direct>,
    patience: Patience,
}

impl Transport {
    pub(crate) fn new(endpoint: Endpoint) -> Result<Self, EndpointError> {
        let client = client::Client::new(&endpoint)?;
        let near = endpoint.is_plain() && endpoint.is_loopback();
        Ok(Self {
            direct: near.then(direct::Direct::default),
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
        let sent = Sent {
            method: prepared.method.name().to_owned(),
            url: format!("{}{}", self.endpoint.url(), prepared.target),
            headers: prepared.headers.clone(),
            body: prepared.body.clone(),
        };
        let (started, start) = (jiff::Timestamp::now(), Instant::now());
        let outcome = tokio::time::timeout(limits.deadline, self.answer(prepared, limits)).await;
        Exchange {
            sent,
            outcome: outcome.unwrap_or(Err(TransportError::Deadline(limits.deadline))),
            started,
            elapsed: start.elapsed(),
        }
    }

    /// The answer, by the way that fits the request.
    async fn answer(&self, prepared: Prepared, limits: Limits) -> Result<Answer, TransportError> {
        let endpoint = &self.endpoint;
        if prepared.exact && endpoint.is_plain() {
            return Box::pin(exact::exchange(endpoint, &prepared, limits)).await;
        }
        // What is no address of HTTP as it stands is made one by the client behind.
        if let Some(direct) = &self.direct
            && let Ok(target) = prepared.target.parse()
        {
            return Box::pin(direct.exchange(endpoint, target, prepared, limits)).await;
        }
        Box::pin(self.client.exchange(endpoint, prepared, limits)).await
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

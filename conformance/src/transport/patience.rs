//! How long to wait: less, once an endpoint has shown that what is late does not come at all.

use super::Limits;
use crate::exchange::{Exchange, TransportError};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What the exchanges of a run have shown so far.
#[derive(Debug, Default)]
pub(super) struct Patience {
    late: AtomicU64,
    slowest_millis: AtomicU64,
}

/// So many requests wait for the whole deadline, in any case.
const FULL_WAITS: u64 = 16;

/// The deadline never gets shorter than this, nor than so many times the slowest answer.
const LEAST: Duration = Duration::from_millis(500);
const TIMES_SLOWEST: u64 = 20;

impl Patience {
    /// The limits for the next request.
    pub(super) fn limits(&self, limits: Limits) -> Limits {
        if self.late.load(Ordering::Relaxed) < FULL_WAITS {
            return limits;
        }
        let slowest = self.slowest_millis.load(Ordering::Relaxed);
        let shorter = Duration::from_millis(slowest.saturating_mul(TIMES_SLOWEST)).max(LEAST);
        Limits {
            deadline: limits.deadline.min(shorter),
            ..limits
        }
    }

    /// Takes in how an exchange went.
    pub(super) fn learn(&self, exchange: &Exchange) {
        match &exchange.outcome {
            Ok(_) => {
                let millis = u64::try_from(exchange.elapsed.as_millis()).unwrap_or(u64::MAX);
                self.slowest_millis.fetch_max(millis, Ordering::Relaxed);
            }
            Err(TransportError::Deadline(_)) => {
                self.late.fetch_add(1, Ordering::Relaxed);
            }
            Err(_) => {}
        }
    }
}

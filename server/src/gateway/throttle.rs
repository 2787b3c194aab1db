//! Throttling: each account has a bucket of requests that fills at a steady rate.

use crate::model::AccountIndex;
use crate::refusal::Refusal;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many requests an account may send. Published services differ in how they refuse more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// Requests a second in the long run.
    pub per_second: u32,
    /// Requests at once after a pause.
    pub burst: u32,
    /// How more are refused.
    pub answer: ThrottleAnswer,
}

/// How a request too many is refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThrottleAnswer {
    /// 400 `Throttling`, which old clients repeat by themselves.
    #[default]
    BadRequest,
    /// 429 `Throttling.User` with `x-acs-retry-after` in milliseconds.
    TooManyRequests,
}

/// The buckets of all accounts.
#[derive(Debug)]
pub(super) struct Buckets {
    limit: Throttle,
    buckets: Mutex<HashMap<AccountIndex, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    since: Instant,
}

/// A request too many: how it is refused, and after how long it may come again.
#[derive(Debug)]
pub(super) struct Denied {
    pub(super) refusal: Refusal,
    pub(super) retry_after: Option<Duration>,
}

impl Buckets {
    pub(super) fn new(limit: Throttle) -> Self {
        Self {
            limit,
            buckets: Mutex::default(),
        }
    }

    /// Takes one request out of the bucket of an account.
    pub(super) fn take(&self, account: AccountIndex, now: Instant) -> Result<(), Denied> {
        let rate = f64::from(self.limit.per_second.max(1));
        let burst = f64::from(self.limit.burst.max(1));
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(account).or_insert(Bucket {
            left: burst,
            since: now,
        });
        let passed = now.saturating_duration_since(bucket.since).as_secs_f64();
        bucket.left = (bucket.left + passed * rate).min(burst);
        bucket.since = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        let wait = Duration::from_secs_f64((1.0 - bucket.left) / rate);
        Err(match self.limit.answer {
            ThrottleAnswer::BadRequest => Denied {
                refusal: THROTTLED,
                retry_after: None,
            },
            ThrottleAnswer::TooManyRequests => Denied {
                refusal: THROTTLED_USER,
                retry_after: Some(wait),
            },
        })
    }
}

const THROTTLED: Refusal = Refusal::new(
    400,
    "Throttling",
    "Request was denied due to request throttling.",
);
const THROTTLED_USER: Refusal = Refusal::new(
    429,
    "Throttling.User",
    "Request was denied due to user flow control.",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_gives_its_burst_and_then_the_rate() {
        let buckets = Buckets::new(Throttle {
            per_second: 10,
            burst: 3,
            answer: ThrottleAnswer::TooManyRequests,
        });
        let (one, other) = (AccountIndex(0), AccountIndex(1));
        let start = Instant::now();
        for _ in 0..3 {
            assert!(buckets.take(one, start).is_ok());
        }
        let denied = buckets.take(one, start).unwrap_err();
        assert_eq!(denied.refusal.status, 429);
        assert_eq!(denied.retry_after, Some(Duration::from_millis(100)));
        assert!(buckets.take(other, start).is_ok());
        assert!(
            buckets
                .take(one, start + Duration::from_millis(101))
                .is_ok()
        );
        assert!(
            buckets
                .take(one, start + Duration::from_millis(102))
                .is_err()
        );
    }
}

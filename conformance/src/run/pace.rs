//! At most so many requests a second.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A bucket that lets requests out at an even rate.
#[derive(Debug)]
pub(super) struct Pace {
    step: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    pub(super) fn new(rate: f64) -> Self {
        let seconds = if rate > 0.0 { 1.0 / rate } else { 0.0 };
        Self {
            step: Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_secs(3600)),
            next: Mutex::new(None),
        }
    }

    pub(super) async fn wait(&self) {
        let now = Instant::now();
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = next.map_or(now, |next| next.max(now));
            *next = Some(turn + self.step);
            turn
        };
        if turn > now {
            tokio::time::sleep_until(turn.into()).await;
        }
    }
}

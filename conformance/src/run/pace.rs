//! At most so many requests a second, of each operation.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The paces of all operations: each has its own, made when it is first called.
#[derive(Debug, Default)]
pub(super) struct Paces {
    usual: Option<f64>,
    own: BTreeMap<String, f64>,
    known: Mutex<HashMap<String, Arc<Pace>>>,
}

/// Lets requests out at an even rate.
#[derive(Debug)]
struct Pace {
    step: Duration,
    next: Mutex<Option<Instant>>,
}

impl Paces {
    pub(super) fn new(usual: Option<f64>, own: &BTreeMap<String, f64>) -> Self {
        Self {
            usual,
            own: own.clone(),
            known: Mutex::default(),
        }
    }

    /// Waits until a request of the operation may go.
    pub(super) async fn wait(&self, operation: &str) {
        let Some(rate) = self.own.get(operation).copied().or(self.usual) else {
            return;
        };
        let pace = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let pace = known
                .entry(operation.to_owned())
                .or_insert_with(|| Arc::new(Pace::new(rate)));
            Arc::clone(pace)
        };
        pace.wait().await;
    }
}

/// The longest pause between two requests, whatever the rate.
const LONGEST: Duration = Duration::from_secs(3600);

impl Pace {
    fn new(rate: f64) -> Self {
        let seconds = if rate > 0.0 { 1.0 / rate } else { 0.0 };
        Self {
            step: Duration::try_from_secs_f64(seconds).map_or(LONGEST, |step| step.min(LONGEST)),
            next: Mutex::new(None),
        }
    }

    async fn wait(&self) {
        let turn = self.turn(Instant::now());
        tokio::time::sleep_until(turn.into()).await;
    }

    /// When the request that asks now may go.
    fn turn(&self, now: Instant) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.map_or(now, |next| next.max(now));
        *next = Some(turn + self.step);
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_go_at_even_distances_and_a_pause_is_not_saved_up() {
        let (pace, start) = (Pace::new(10.0), Instant::now());
        let step = Duration::from_millis(100);
        let turns: Vec<Duration> = (0..3).map(|_| pace.turn(start) - start).collect();
        assert_eq!(turns, [Duration::ZERO, step, 2 * step]);
        let later = start + 10 * step;
        assert_eq!(pace.turn(later), later);
        assert_eq!(pace.turn(later), later + step);
    }

    #[test]
    fn no_rate_is_too_low() {
        for rate in [1e-19, f64::MIN_POSITIVE, 0.0, -1.0, f64::NAN] {
            let (pace, start) = (Pace::new(rate), Instant::now());
            pace.turn(start);
            assert!(pace.turn(start) <= start + LONGEST);
        }
    }
}

//! The time that requests are signed with: this machine's when the run began, carried on by a clock
//! that never jumps, and moved to the endpoint's where that makes the difference.

use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

/// A clock that goes on evenly, whatever becomes of the system's clock meanwhile.
///
/// ```
/// use doctract_conformance::clock::Clock;
///
/// let start = "2018-01-01T12:00:00Z".parse().unwrap();
/// let clock = Clock::starting_at(start);
/// assert!(clock.now() >= start);
/// ```
#[derive(Debug)]
pub struct Clock {
    start: Timestamp,
    since: Instant,
    /// How far the endpoint's time is ahead, in seconds.
    ahead: AtomicI64,
}

/// So far apart, in seconds, two clocks may be: the vendors' endpoints bear a quarter of an hour.
const BEARABLE: i64 = 5 * 60;

impl Clock {
    /// A clock that shows this time now.
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            start,
            since: Instant::now(),
            ahead: AtomicI64::new(0),
        }
    }

    /// The present time, as far as it is known.
    pub fn now(&self) -> Timestamp {
        self.shifted(self.ahead.load(Ordering::Relaxed))
    }

    /// How far the clock has to be set so that it shows `theirs`, in seconds; none where what was
    /// signed at `ours` was near enough.
    pub(crate) fn difference(&self, ours: Timestamp, theirs: Timestamp) -> Option<i64> {
        let apart = theirs.duration_since(ours).as_secs();
        (apart.abs() > BEARABLE).then(|| theirs.duration_since(self.shifted(0)).as_secs())
    }

    /// The time that the clock would show if it were set so.
    pub(crate) fn shifted(&self, ahead: i64) -> Timestamp {
        let gone = SignedDuration::try_from(self.since.elapsed()).unwrap_or_default();
        let gone = gone.saturating_add(SignedDuration::from_secs(ahead));
        self.start.saturating_add(gone).unwrap_or(self.start)
    }

    /// Sets the clock.
    pub(crate) fn set(&self, ahead: i64) {
        self.ahead.store(ahead, Ordering::Relaxed);
    }
}

impl Default for Clock {
    /// The system's time, read once.
    fn default() -> Self {
        Self::starting_at(Timestamp::now())
    }
}

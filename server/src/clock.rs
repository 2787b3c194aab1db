//! The virtual clock: it stands still, runs, or runs fast, and can be moved by hand.

use jiff::{SignedDuration, Timestamp};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The time of the model: snapshots progress with it, tokens expire by it. What guards the wire
/// (the windows of timestamps and nonces) runs on the wall clock instead.
///
/// ```
/// use doctract_server::Clock;
/// use std::time::Duration;
///
/// let clock = Clock::still_at("2019-02-13T10:00:00Z".parse().unwrap());
/// clock.advance(Duration::from_secs(3600)).unwrap();
/// assert_eq!(clock.now().to_string(), "2019-02-13T11:00:00Z");
/// ```
#[derive(Debug)]
pub struct Clock {
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy)]
struct State {
    /// Virtual seconds for each real one; 0 stands still.
    rate: u32,
    /// The virtual time at `since`.
    base: Timestamp,
    since: Instant,
}

/// The clock cannot go there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clock cannot be moved beyond the year 9999")]
pub struct ClockError;

impl Clock {
    /// A clock that runs with the wall clock.
    pub fn running() -> Self {
        Self::fast(1)
    }

    /// A clock that begins at the present time and runs `rate` times as fast as the wall clock.
    pub fn fast(rate: u32) -> Self {
        Self::starting_at(Timestamp::now(), rate)
    }

    /// A clock that shows `time` until it is moved.
    pub fn still_at(time: Timestamp) -> Self {
        Self::starting_at(time, 0)
    }

    /// A clock that begins at `time` and passes `rate` seconds in each real one.
    pub fn starting_at(time: Timestamp, rate: u32) -> Self {
        Self {
            state: Mutex::new(State {
                rate,
                base: time,
                since: Instant::now(),
            }),
        }
    }

    /// The present virtual time.
    pub fn now(&self) -> Timestamp {
        self.state().now()
    }

    /// How many virtual seconds pass in each real one.
    pub fn rate(&self) -> u32 {
        self.state().rate
    }

    /// Moves the clock forward.
    ///
    /// # Errors
    ///
    /// [`ClockError`] when the time could no longer be written; the clock is as it was.
    pub fn advance(&self, by: Duration) -> Result<Timestamp, ClockError> {
        let mut state = self.state();
        let by = SignedDuration::try_from(by).map_err(|_| ClockError)?;
        let now = state.now().checked_add(by).map_err(|_| ClockError)?;
        state.move_to(now);
        Ok(now)
    }

    /// Sets the clock, forward or back.
    pub fn set(&self, time: Timestamp) {
        self.state().move_to(time);
    }

    /// Changes how fast it runs from now on.
    pub fn set_rate(&self, rate: u32) {
        let mut state = self.state();
        let now = state.now();
        state.move_to(now);
        state.rate = rate;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // A state is replaced as a whole: one left by a panicking thread is still a state.
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl State {
    fn now(&self) -> Timestamp {
        if self.rate == 0 {
            return self.base;
        }
        let passed = self.since.elapsed().saturating_mul(self.rate);
        let passed = SignedDuration::try_from(passed).unwrap_or(SignedDuration::MAX);
        self.base.checked_add(passed).unwrap_or(Timestamp::MAX)
    }

    fn move_to(&mut self, time: Timestamp) {
        self.base = time;
        self.since = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_stands_still_moves_only_by_hand() {
        let start: Timestamp = "2019-02-13T10:00:00Z".parse().unwrap();
        let clock = Clock::still_at(start);
        assert_eq!(clock.now(), start);
        clock.advance(Duration::from_secs(90)).unwrap();
        assert_eq!(clock.now().to_string(), "2019-02-13T10:01:30Z");
        clock.set(start);
        assert_eq!(clock.now(), start);
    }

    #[test]
    fn a_clock_does_not_leave_what_can_be_written() {
        let clock = Clock::still_at(Timestamp::MAX);
        assert_eq!(clock.advance(Duration::from_secs(1)), Err(ClockError));
        assert_eq!(clock.advance(Duration::MAX), Err(ClockError));
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn a_fast_clock_runs_ahead_of_the_wall_clock() {
        let clock = Clock::fast(1_000_000);
        let first = clock.now();
        std::thread::sleep(Duration::from_millis(2));
        assert!(clock.now().duration_since(first) >= SignedDuration::from_secs(2000));
    }
}

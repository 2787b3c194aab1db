//! Work that takes virtual time: how far it is.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long some work takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Takes {
    /// So long.
    Span(SignedDuration),
    /// It never finishes.
    Forever,
}

/// Work that began at some time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    pub(crate) since: Timestamp,
    pub(crate) takes: Takes,
}

impl Progress {
    /// How much is done at this time, in percent.
    pub(crate) fn percent(self, now: Timestamp) -> u8 {
        let Takes::Span(takes) = self.takes else {
            return 0;
        };
        let passed = now.duration_since(self.since).as_millis().max(0);
        let takes = takes.as_millis();
        if passed >= takes {
            return 100;
        }
        u8::try_from(passed * 100 / takes.max(1)).unwrap_or(100)
    }

    /// Whether all is done at this time.
    pub(crate) fn is_finished(self, now: Timestamp) -> bool {
        self.percent(now) == 100
    }

    /// The seconds that it still takes; none when it never finishes.
    pub(crate) fn remaining(self, now: Timestamp) -> Option<i64> {
        let Takes::Span(takes) = self.takes else {
            return None;
        };
        let passed = now.duration_since(self.since);
        Some(takes.saturating_sub(passed).as_secs().max(0))
    }

    /// When it last changed: when it was finished, or begun.
    pub(crate) fn changed(self, now: Timestamp) -> Timestamp {
        match self.takes {
            Takes::Span(takes) if self.is_finished(now) => {
                self.since.checked_add(takes).unwrap_or(self.since)
            }
            _ => self.since,
        }
    }
}

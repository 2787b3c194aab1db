//! Snapshots: what they hold, and how they progress with the virtual clock.

use super::disk::{AccountIndex, Disk};
use crate::world::DiskKind;
use jiff::{SignedDuration, Timestamp};

/// A snapshot.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) id: String,
    /// Its place in the order of creation.
    pub(crate) number: u64,
    pub(crate) account: AccountIndex,
    pub(crate) disk_id: String,
    /// In GiB.
    pub(crate) disk_size: u32,
    pub(crate) disk_kind: DiskKind,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    /// Keys and values in the order they were given.
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) created: Timestamp,
    pub(crate) takes: Takes,
    /// Whether it came with the world.
    pub(crate) given: bool,
}

/// How long a snapshot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// So long.
    Span(SignedDuration),
    /// It never finishes.
    Forever,
}

/// What a new snapshot is told.
#[derive(Debug, Clone)]
pub(crate) struct NewSnapshot {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) created: Timestamp,
    pub(crate) takes: Takes,
    pub(crate) given: bool,
}

impl NewSnapshot {
    /// A snapshot that comes with the world.
    pub(crate) const fn given(created: Timestamp, takes: Takes) -> Self {
        Self {
            name: None,
            description: None,
            tags: Vec::new(),
            created,
            takes,
            given: true,
        }
    }
}

impl Snapshot {
    pub(super) fn new(
        id: String,
        number: u64,
        account: AccountIndex,
        disk: &Disk,
        new: NewSnapshot,
    ) -> Self {
        Self {
            id,
            number,
            account,
            disk_id: disk.id.clone(),
            disk_size: disk.size,
            disk_kind: disk.kind,
            name: new.name,
            description: new.description,
            tags: new.tags,
            created: new.created,
            takes: new.takes,
            given: new.given,
        }
    }

    /// How much is done at this time, in percent.
    pub(crate) fn progress(&self, now: Timestamp) -> u8 {
        let Takes::Span(takes) = self.takes else {
            return 0;
        };
        let passed = now.duration_since(self.created).as_millis().max(0);
        let takes = takes.as_millis();
        if passed >= takes {
            return 100;
        }
        u8::try_from(passed * 100 / takes.max(1)).unwrap_or(100)
    }

    /// Whether it is complete at this time.
    pub(crate) fn is_finished(&self, now: Timestamp) -> bool {
        self.progress(now) == 100
    }

    /// The status, as the service writes it.
    pub(crate) fn status(&self, now: Timestamp) -> &'static str {
        if self.is_finished(now) {
            "accomplished"
        } else {
            "progressing"
        }
    }

    /// The seconds that it still takes; none when nobody knows.
    pub(crate) fn remaining(&self, now: Timestamp) -> Option<i64> {
        let Takes::Span(takes) = self.takes else {
            return None;
        };
        let passed = now.duration_since(self.created);
        Some((takes - passed).as_secs().max(0))
    }

    /// When it last changed: when it was finished, or begun.
    pub(crate) fn changed(&self, now: Timestamp) -> Timestamp {
        match self.takes {
            Takes::Span(takes) if self.is_finished(now) => {
                self.created.checked_add(takes).unwrap_or(self.created)
            }
            _ => self.created,
        }
    }
}

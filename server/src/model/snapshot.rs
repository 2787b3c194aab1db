//! Snapshots: what they hold, and how they progress with the virtual clock.

use super::{AccountIndex, Disk, Progress, Tags, Takes};
use crate::world::DiskKind;
use jiff::Timestamp;

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
    pub(crate) tags: Tags,
    pub(crate) created: Timestamp,
    pub(crate) takes: Takes,
    /// Whether it came with the world.
    pub(crate) given: bool,
    /// How many images are made from it.
    pub(crate) images: u32,
    /// How many disks are made from it.
    pub(crate) disks: u32,
}

/// What a new snapshot is told.
#[derive(Debug, Clone)]
pub(crate) struct NewSnapshot {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) tags: Tags,
    pub(crate) created: Timestamp,
    pub(crate) takes: Takes,
    pub(crate) given: bool,
}

impl NewSnapshot {
    /// A snapshot that comes with the world.
    pub(crate) fn given(created: Timestamp, takes: Takes) -> Self {
        Self {
            name: None,
            description: None,
            tags: Tags::default(),
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
            images: 0,
            disks: 0,
        }
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> Progress {
        Progress {
            since: self.created,
            takes: self.takes,
        }
    }

    /// Whether it is complete at this time.
    pub(crate) fn is_finished(&self, now: Timestamp) -> bool {
        self.progress().is_finished(now)
    }

    /// The status, as the service writes it.
    pub(crate) fn status(&self, now: Timestamp) -> &'static str {
        if self.is_finished(now) {
            "accomplished"
        } else {
            "progressing"
        }
    }

    /// What it was used for, as the service writes it.
    pub(crate) fn usage(&self) -> &'static str {
        match (self.images, self.disks) {
            (0, 0) => "none",
            (0, _) => "disk",
            (_, 0) => "image",
            _ => "image_disk",
        }
    }
}

//! Snapshots: what they hold, and how they progress with the virtual clock.

use super::{AccountIndex, Attributes, Disk, Model, Progress, Tags, Takes};
use crate::ids;
use crate::world::DiskKind;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A snapshot.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub(crate) attributes: Attributes,
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
    pub(crate) attributes: Attributes,
    pub(crate) created: Timestamp,
    pub(crate) takes: Takes,
    /// Its id, if it comes with the world.
    pub(crate) given: Option<String>,
}

impl NewSnapshot {
    /// A snapshot that comes with the world.
    pub(crate) fn given(id: String, created: Timestamp, takes: Takes) -> Self {
        Self {
            name: None,
            description: None,
            tags: Tags::default(),
            attributes: Attributes::default(),
            created,
            takes,
            given: Some(id),
        }
    }
}

impl Snapshot {
    fn new(number: u64, account: AccountIndex, disk: &Disk, new: NewSnapshot) -> Self {
        let given = new.given.is_some();
        Self {
            id: new.given.unwrap_or_else(|| ids::resource_id("s")),
            number,
            account,
            disk_id: disk.id.clone(),
            disk_size: disk.size,
            disk_kind: disk.kind,
            name: new.name,
            description: new.description,
            tags: new.tags,
            attributes: new.attributes,
            created: new.created,
            takes: new.takes,
            given,
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

impl Model {
    /// The snapshots that an account has of a disk, oldest first.
    pub(crate) fn snapshots_of(
        &self,
        account: AccountIndex,
        disk: &str,
    ) -> impl DoubleEndedIterator<Item = &Snapshot> {
        let numbers = self.snapshots_of.get(disk).into_iter().flatten();
        let snapshots = numbers.filter_map(|number| self.snapshots.get(number));
        snapshots.filter(move |snapshot| snapshot.account == account)
    }

    /// The snapshots of an account, oldest first.
    pub(crate) fn snapshots(
        &self,
        account: AccountIndex,
    ) -> impl DoubleEndedIterator<Item = &Snapshot> {
        let snapshots = self.snapshots.values();
        snapshots.filter(move |snapshot| snapshot.account == account)
    }

    /// The snapshot of this id, if the account has it.
    pub(crate) fn snapshot(&self, account: AccountIndex, id: &str) -> Option<&Snapshot> {
        let number = self.snapshot_numbers.get(id)?;
        let snapshot = self.snapshots.get(number)?;
        (snapshot.account == account).then_some(snapshot)
    }

    /// Whether any account has a snapshot of this id.
    pub(crate) fn has_snapshot(&self, id: &str) -> bool {
        self.snapshot_numbers.contains_key(id)
    }

    /// The same, to be changed.
    pub(crate) fn snapshot_mut(
        &mut self,
        account: AccountIndex,
        id: &str,
    ) -> Option<&mut Snapshot> {
        let snapshot = self.used_snapshot(id)?;
        (snapshot.account == account).then_some(snapshot)
    }

    pub(super) fn used_snapshot(&mut self, id: &str) -> Option<&mut Snapshot> {
        let number = self.snapshot_numbers.get(id)?;
        self.snapshots.get_mut(number)
    }

    /// Whether a disk has a snapshot that is not finished.
    pub(crate) fn has_unfinished_snapshot(
        &self,
        account: AccountIndex,
        disk: &str,
        now: Timestamp,
    ) -> bool {
        let mut snapshots = self.snapshots_of(account, disk);
        snapshots.any(|own| !own.is_finished(now))
    }

    /// Begins a snapshot of a disk and says which.
    pub(crate) fn add_snapshot(
        &mut self,
        account: AccountIndex,
        disk: &Disk,
        new: NewSnapshot,
    ) -> &Snapshot {
        let number = self.next_number;
        self.next_number += 1;
        let snapshot = Snapshot::new(number, account, disk, new);
        self.snapshot_numbers.insert(snapshot.id.clone(), number);
        let of_disk = self.snapshots_of.entry(disk.id.clone()).or_default();
        of_disk.push(number);
        self.snapshots.add(number, snapshot)
    }

    /// Takes a snapshot away.
    pub(crate) fn remove_snapshot(&mut self, account: AccountIndex, id: &str) -> Option<Snapshot> {
        let number = self.snapshot(account, id)?.number;
        self.snapshot_numbers.remove(id);
        let snapshot = self.snapshots.remove(&number)?;
        if let Some(of_disk) = self.snapshots_of.get_mut(&snapshot.disk_id) {
            of_disk.retain(|own| *own != number);
            if of_disk.is_empty() {
                self.snapshots_of.remove(&snapshot.disk_id);
            }
        }
        Some(snapshot)
    }

    /// How long a snapshot of a disk of this size takes.
    pub(crate) fn snapshot_takes(&self, size: u32) -> Takes {
        let by_size = self
            .timing
            .snapshot_per_gib
            .as_duration()
            .saturating_mul(size);
        let takes = self.timing.snapshot.as_duration().saturating_add(by_size);
        SignedDuration::try_from(takes).map_or(Takes::Forever, Takes::Span)
    }
}

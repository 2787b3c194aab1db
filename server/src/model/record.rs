//! What changed in the model, as data: written to a state file and put back from it.

use super::{Disk, Image, Instance, Model, Snapshot, Taggable};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Changed resources by key, each with its present value; null for one that is gone.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Changes<'a> {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    disks: BTreeMap<String, Option<&'a Disk>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    instances: BTreeMap<String, Option<&'a Instance>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    images: BTreeMap<String, Option<&'a Image>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    snapshots: BTreeMap<u64, Option<&'a Snapshot>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    taggables: BTreeMap<String, Option<&'a Taggable>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    gone: BTreeMap<String, Option<&'a Timestamp>>,
}

/// The same, read back.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub(crate) struct Recorded {
    disks: BTreeMap<String, Option<Disk>>,
    instances: BTreeMap<String, Option<Instance>>,
    images: BTreeMap<String, Option<Image>>,
    snapshots: BTreeMap<u64, Option<Snapshot>>,
    taggables: BTreeMap<String, Option<Taggable>>,
    gone: BTreeMap<String, Option<Timestamp>>,
}

impl Changes<'_> {
    /// Whether nothing changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.disks.is_empty()
            && self.instances.is_empty()
            && self.images.is_empty()
            && self.snapshots.is_empty()
            && self.taggables.is_empty()
            && self.gone.is_empty()
    }
}

impl Model {
    /// Begins to remember what changes.
    pub(crate) fn watch(&mut self) {
        self.disks.watch();
        self.instances.watch();
        self.images.watch();
        self.snapshots.watch();
        self.taggables.watch();
        self.gone.watch();
    }

    /// What changed since the last time.
    pub(crate) fn take_changes(&mut self) -> Changes<'_> {
        Changes {
            disks: self.disks.take_changed(),
            instances: self.instances.take_changed(),
            images: self.images.take_changed(),
            snapshots: self.snapshots.take_changed(),
            taggables: self.taggables.take_changed(),
            gone: self.gone.take_changed(),
        }
    }

    /// Everything, as though it had all just been added.
    pub(crate) fn everything(&self) -> Changes<'_> {
        fn all<K: Ord + Clone, V>(table: &super::Table<K, V>) -> BTreeMap<K, Option<&V>> {
            table
                .iter()
                .map(|(key, value)| (key.clone(), Some(value)))
                .collect()
        }
        Changes {
            disks: all(&self.disks),
            instances: all(&self.instances),
            images: all(&self.images),
            snapshots: all(&self.snapshots),
            taggables: all(&self.taggables),
            gone: all(&self.gone),
        }
    }

    /// Takes everything away but the pools, to be filled from a state file.
    pub(crate) fn clear(&mut self) {
        self.disks = super::Table::new();
        self.instances = super::Table::new();
        self.images = super::Table::new();
        self.snapshots = super::Table::new();
        self.taggables = super::Table::new();
        self.gone = super::Table::new();
        self.snapshot_numbers.clear();
        self.snapshots_of.clear();
    }

    /// Puts recorded changes in.
    pub(crate) fn replay(&mut self, recorded: Recorded) {
        put(&mut self.disks, recorded.disks);
        put(&mut self.instances, recorded.instances);
        put(&mut self.images, recorded.images);
        put(&mut self.taggables, recorded.taggables);
        put(&mut self.gone, recorded.gone);
        for (number, value) in recorded.snapshots {
            let gone = self.snapshots.remove(&number);
            if let (Some(gone), None) = (&gone, &value) {
                self.snapshot_numbers.remove(&gone.id);
                if let Some(of_disk) = self.snapshots_of.get_mut(&gone.disk_id) {
                    of_disk.retain(|own| *own != number);
                }
            }
            let Some(snapshot) = value else { continue };
            if gone.is_none() {
                self.snapshot_numbers.insert(snapshot.id.clone(), number);
                let of_disk = self.snapshots_of.entry(snapshot.disk_id.clone());
                of_disk.or_default().push(number);
            }
            self.next_number = self.next_number.max(number.saturating_add(1));
            self.snapshots.add(number, snapshot);
        }
    }
}

fn put<V>(table: &mut super::Table<String, V>, recorded: BTreeMap<String, Option<V>>) {
    for (key, value) in recorded {
        table.remove(&key);
        if let Some(value) = value {
            table.add(key, value);
        }
    }
}

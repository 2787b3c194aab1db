//! Disks.

use super::pool::Pool;
use super::{AccountIndex, Attributes, Model, Tags};
use crate::ids;
use crate::world::{self, Attachment, Condition, DiskKind, Loading};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Disk {
    pub(crate) id: String,
    /// The owner; none for a disk of a pool that nothing has changed yet, which anybody may use.
    pub(crate) account: Option<AccountIndex>,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) category: String,
    /// In GiB.
    pub(crate) size: u32,
    pub(crate) kind: DiskKind,
    pub(crate) condition: Condition,
    pub(crate) loaded: Loaded,
    pub(crate) created: Timestamp,
    /// Where it is attached now.
    pub(crate) attached: Option<Attached>,
    /// Whether it was ever attached.
    pub(crate) ever_attached: bool,
    /// When it was, or will be, wholly detached from its last instance.
    pub(crate) detached: Option<Timestamp>,
    /// Whether it goes with its instance.
    pub(crate) delete_with_instance: bool,
    /// The image it was made from.
    pub(crate) image_id: Option<String>,
    /// The snapshot it was made from.
    pub(crate) snapshot_id: Option<String>,
    pub(crate) tags: Tags,
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub(crate) attributes: Attributes,
}

/// To which instance a disk is attached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attached {
    pub(crate) instance_id: String,
    pub(crate) device: String,
    pub(crate) since: Timestamp,
}

/// When the data of a disk are all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Loaded {
    /// From the beginning.
    Always,
    /// From this time on.
    At(Timestamp),
    /// At no time.
    Never,
}

impl Disk {
    /// Whether an account may see it.
    pub(crate) fn belongs_to(&self, account: AccountIndex) -> bool {
        self.account.is_none_or(|owner| owner == account)
    }

    /// The status, as the service writes it.
    pub(crate) fn status(&self, now: Timestamp) -> &'static str {
        match (&self.attached, self.detached) {
            (Some(_), _) => "In_use",
            (None, Some(detached)) if detached > now => "Detaching",
            (None, _) => "Available",
        }
    }

    /// Whether all its data are there.
    pub(crate) fn is_loaded(&self, now: Timestamp) -> bool {
        match self.loaded {
            Loaded::Always => true,
            Loaded::At(time) => time <= now,
            Loaded::Never => false,
        }
    }

    /// Whether it can leave its instance: data disks can.
    pub(crate) fn is_portable(&self) -> bool {
        self.kind == DiskKind::Data
    }

    /// Whether it is attached to this instance.
    pub(crate) fn is_attached_to(&self, instance: &str) -> bool {
        let attached = self.attached.as_ref();
        attached.is_some_and(|to| to.instance_id == instance)
    }
}

impl DiskKind {
    /// The word of the service.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Data => "data",
        }
    }

    /// The device of the first disk of this kind.
    pub(crate) const fn first_device(self) -> &'static str {
        match self {
            Self::System => "/dev/xvda",
            Self::Data => "/dev/xvdb",
        }
    }
}

/// The id of the instance that belongs to a disk of a world file: `d-ok-1` has `i-ok-1`.
pub(super) fn instance_id(disk: &str) -> String {
    format!("i-{}", disk.strip_prefix("d-").unwrap_or(disk))
}

impl Disk {
    /// The disk of a world file under this id.
    pub(super) fn given(
        given: &world::Disk,
        id: &str,
        account: Option<AccountIndex>,
        created: Timestamp,
    ) -> Self {
        let attached = given.attachment == Attachment::Attached;
        Self {
            id: id.to_owned(),
            account,
            name: None,
            description: None,
            category: given.category.clone(),
            size: given.size,
            kind: given.kind,
            condition: given.condition,
            loaded: match given.loading {
                Loading::Done => Loaded::Always,
                Loading::Endless => Loaded::Never,
            },
            created,
            attached: attached.then(|| Attached {
                instance_id: instance_id(id),
                device: given.kind.first_device().to_owned(),
                since: created,
            }),
            ever_attached: given.attachment != Attachment::Never,
            detached: (given.attachment == Attachment::Detached).then_some(created),
            delete_with_instance: true,
            image_id: None,
            snapshot_id: None,
            tags: Tags::default(),
            attributes: Attributes::default(),
        }
    }
}

impl Model {
    /// Makes sure that a disk of a pool that comes with snapshots has them: from the first look on
    /// it is a disk like any other, of the account that looked.
    pub(crate) fn touch_disk(&mut self, account: AccountIndex, id: &str) {
        if self.disks.contains(id) {
            return;
        }
        let pool = self.pool_of_disk(id);
        if let Some((given, created)) = pool.and_then(Pool::given_with_snapshots) {
            self.add_given(&given, id, account, created);
        }
    }

    /// The disk of this id that the account may see, out of a pool if need be.
    pub(crate) fn disk(&self, account: AccountIndex, id: &str) -> Option<Cow<'_, Disk>> {
        if let Some(disk) = self.disks.get(id) {
            return disk.belongs_to(account).then_some(Cow::Borrowed(disk));
        }
        let pool = self.pool_of_disk(id)?;
        Some(Cow::Owned(pool.disk(id)))
    }

    /// The same, to be changed: a disk of a pool is the account's own from then on.
    pub(crate) fn disk_mut(&mut self, account: AccountIndex, id: &str) -> Option<&mut Disk> {
        if !self.disks.contains(id) {
            let pool = self.pool_of_disk(id)?;
            let (given, created) = pool.given();
            self.add_given(&given, id, account, created);
        }
        let disk = self.disks.get_mut(id)?;
        disk.belongs_to(account).then_some(disk)
    }

    /// The disks of an account that are stored, by id. Disks of a pool that nothing has changed
    /// are not among them.
    pub(crate) fn disks(&self, account: AccountIndex) -> impl Iterator<Item = &Disk> {
        let disks = self.disks.values();
        disks.filter(move |disk| disk.belongs_to(account))
    }

    /// The disks that are attached to an instance, the system disk first.
    pub(crate) fn disks_of(&self, account: AccountIndex, instance: &str) -> Vec<Cow<'_, Disk>> {
        let stored = self
            .disks(account)
            .filter(|disk| disk.is_attached_to(instance));
        let mut disks: Vec<_> = stored.map(Cow::Borrowed).collect();
        let pool = self.pool_of_instance(instance);
        let pooled = pool.and_then(|pool| pool.disk_of(instance));
        let pooled =
            pooled.filter(|disk| !self.disks.contains(&disk.id) && !self.gone.contains(&disk.id));
        disks.extend(pooled.map(Cow::Owned));
        disks.sort_by_key(|disk| disk.attached.as_ref().map(|to| to.device.clone()));
        disks
    }

    /// Adds a disk under a new id.
    pub(crate) fn add_disk(&mut self, mut disk: Disk) -> &Disk {
        disk.id = ids::resource_id("d");
        if let Some(snapshot) = disk
            .snapshot_id
            .as_deref()
            .and_then(|id| self.used_snapshot(id))
        {
            snapshot.disks += 1;
        }
        self.disks.add(disk.id.clone(), disk)
    }

    /// Takes a disk away; its snapshots stay.
    pub(crate) fn remove_disk(&mut self, id: &str, now: Timestamp) {
        self.bury(id, now);
        let removed = self.disks.remove(id);
        let source = removed.and_then(|disk| disk.snapshot_id);
        if let Some(snapshot) = source.as_deref().and_then(|id| self.used_snapshot(id)) {
            snapshot.disks = snapshot.disks.saturating_sub(1);
        }
    }
}

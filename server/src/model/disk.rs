//! Disks.

use super::{AccountIndex, Tags};
use crate::world::{self, Attachment, Condition, DiskKind, Loading};
use jiff::Timestamp;

/// A disk.
#[derive(Debug, Clone)]
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
}

/// To which instance a disk is attached.
#[derive(Debug, Clone)]
pub(crate) struct Attached {
    pub(crate) instance_id: String,
    pub(crate) device: String,
    pub(crate) since: Timestamp,
}

/// When the data of a disk are all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        }
    }
}

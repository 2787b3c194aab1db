//! Disks and the instances they are attached to.

use crate::world::{self, Attachment, Condition, DiskKind, InstanceStatus, Loading};
use jiff::Timestamp;

/// The place of an account in the world file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct AccountIndex(pub(crate) usize);

/// A disk.
#[derive(Debug, Clone)]
pub(crate) struct Disk {
    pub(crate) id: String,
    /// The owner; none for a disk of a pool that nothing has changed yet, which anybody may use.
    pub(crate) account: Option<AccountIndex>,
    pub(crate) category: String,
    /// In GiB.
    pub(crate) size: u32,
    pub(crate) kind: DiskKind,
    pub(crate) condition: Condition,
    pub(crate) loading: Loading,
    pub(crate) created: Timestamp,
    /// Where it is attached now.
    pub(crate) attached: Option<Attached>,
    /// Whether it was ever attached.
    pub(crate) ever_attached: bool,
}

/// To which instance a disk is attached.
#[derive(Debug, Clone)]
pub(crate) struct Attached {
    pub(crate) instance_id: String,
    pub(crate) since: Timestamp,
}

/// An instance.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    pub(crate) id: String,
    /// The owner; none as with [`Disk::account`].
    pub(crate) account: Option<AccountIndex>,
    pub(crate) status: InstanceStatus,
    /// Whether it was ever started.
    pub(crate) started: bool,
    /// The reasons why operations on it are locked.
    pub(crate) locks: Vec<String>,
}

impl Disk {
    /// Whether an account may see it.
    pub(crate) fn belongs_to(&self, account: AccountIndex) -> bool {
        self.account.is_none_or(|owner| owner == account)
    }

    /// The status, as the service writes it.
    pub(crate) fn status(&self) -> &'static str {
        if self.attached.is_some() {
            "In_use"
        } else {
            "Available"
        }
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
}

/// The id of the instance that belongs to a disk of a world file: `d-ok-1` has `i-ok-1`.
pub(super) fn instance_id(disk: &str) -> String {
    format!("i-{}", disk.strip_prefix("d-").unwrap_or(disk))
}

/// The disk of a world file under this id, and its instance if it is attached.
pub(super) fn from_world(
    given: &world::Disk,
    id: &str,
    account: Option<AccountIndex>,
    created: Timestamp,
) -> (Disk, Option<Instance>) {
    let attached = given.attachment == Attachment::Attached;
    let disk = Disk {
        id: id.to_owned(),
        account,
        category: given.category.clone(),
        size: given.size,
        kind: given.kind,
        condition: given.condition,
        loading: given.loading,
        created,
        attached: attached.then(|| Attached {
            instance_id: instance_id(id),
            since: created,
        }),
        ever_attached: given.attachment != Attachment::Never,
    };
    let instance = attached.then(|| Instance {
        id: instance_id(id),
        account,
        status: given.instance.status,
        started: given.instance.started,
        locks: given.instance.locks.clone(),
    });
    (disk, instance)
}

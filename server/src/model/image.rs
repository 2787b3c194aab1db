//! Images: public ones that come with the world, and those made from snapshots.

use super::{AccountIndex, Progress, Tags, Takes};
use jiff::Timestamp;

/// An image.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    pub(crate) id: String,
    /// The owner; none for a public image.
    pub(crate) account: Option<AccountIndex>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) created: Timestamp,
    pub(crate) takes: Takes,
    /// The disks that are made from it, the system disk first.
    pub(crate) disks: Vec<ImageDisk>,
    pub(crate) tags: Tags,
}

/// A disk that is made from an image.
#[derive(Debug, Clone)]
pub(crate) struct ImageDisk {
    /// The snapshot it is made from; none for an empty disk or a public image.
    pub(crate) snapshot_id: Option<String>,
    /// In GiB.
    pub(crate) size: u32,
    pub(crate) device: String,
    pub(crate) is_system: bool,
}

impl Image {
    /// Whether an account may use it.
    pub(crate) fn is_visible_to(&self, account: AccountIndex) -> bool {
        self.account.is_none_or(|owner| owner == account)
    }

    /// The size of its system disk in GiB.
    pub(crate) fn size(&self) -> u32 {
        self.disks.first().map_or(0, |disk| disk.size)
    }

    /// The status, as the service writes it.
    pub(crate) fn status(&self, now: Timestamp) -> &'static str {
        if self.progress().is_finished(now) {
            "Available"
        } else {
            "Creating"
        }
    }

    /// How far its making is.
    pub(crate) fn progress(&self) -> Progress {
        Progress {
            since: self.created,
            takes: self.takes,
        }
    }
}

//! Images: public ones that come with the world, and those made from snapshots.

use super::{AccountIndex, Attributes, Model, Progress, Tags, Takes};
use crate::ids;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The size of the disk of an image that comes with the world, in GiB.
const GIVEN_SIZE: u32 = 20;

/// An image.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub(crate) attributes: Attributes,
}

/// A disk that is made from an image.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ImageDisk {
    /// The snapshot it is made from; none for an empty disk or a public image.
    pub(crate) snapshot_id: Option<String>,
    /// In GiB.
    pub(crate) size: u32,
    pub(crate) device: String,
    pub(crate) is_system: bool,
}

impl Image {
    /// An image that comes with the world: public without an account.
    pub(super) fn given(id: &str, account: Option<AccountIndex>, created: Timestamp) -> Self {
        Self {
            id: id.to_owned(),
            account,
            name: id.to_owned(),
            description: String::new(),
            created,
            takes: Takes::Span(SignedDuration::ZERO),
            disks: vec![ImageDisk {
                snapshot_id: None,
                size: GIVEN_SIZE,
                device: "/dev/xvda".to_owned(),
                is_system: true,
            }],
            tags: Tags::default(),
            attributes: Attributes::default(),
        }
    }

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

impl Model {
    /// The image of this id, if the account may use it.
    pub(crate) fn image(&self, account: AccountIndex, id: &str) -> Option<&Image> {
        self.images
            .get(id)
            .filter(|image| image.is_visible_to(account))
    }

    /// The same, to be changed: only the account's own.
    pub(crate) fn image_mut(&mut self, account: AccountIndex, id: &str) -> Option<&mut Image> {
        let image = self.images.get_mut(id);
        image.filter(|image| image.account == Some(account))
    }

    /// The images that an account may use, by id.
    pub(crate) fn images(&self, account: AccountIndex) -> impl Iterator<Item = &Image> {
        let images = self.images.values();
        images.filter(move |image| image.is_visible_to(account))
    }

    /// Adds an image under a new id.
    pub(crate) fn add_image(&mut self, mut image: Image) -> &Image {
        image.id = ids::resource_id("m");
        for disk in &image.disks {
            if let Some(snapshot) = disk
                .snapshot_id
                .as_deref()
                .and_then(|id| self.used_snapshot(id))
            {
                snapshot.images += 1;
            }
        }
        self.images.add(image.id.clone(), image)
    }

    /// Takes an image away.
    pub(crate) fn remove_image(&mut self, id: &str, now: Timestamp) {
        self.bury(id, now);
        let Some(image) = self.images.remove(id) else {
            return;
        };
        for disk in &image.disks {
            if let Some(snapshot) = disk
                .snapshot_id
                .as_deref()
                .and_then(|id| self.used_snapshot(id))
            {
                snapshot.images = snapshot.images.saturating_sub(1);
            }
        }
    }
}

//! What comes into being when it is named: images of pools, and the snapshots of disks of pools.

use super::{AccountIndex, Image, Model};
use crate::world::LaunchTemplate;
use jiff::Timestamp;

/// The id of a snapshot that comes with a disk of a world file, by its number from 1: the first of
/// `d-full` is `s-full`, the second `s-full-2`.
pub(super) fn snapshot_id(disk: &str, number: usize) -> String {
    let name = disk.strip_prefix("d-").unwrap_or(disk);
    match number {
        1 => format!("s-{name}"),
        _ => format!("s-{name}-{number}"),
    }
}

impl Model {
    /// Makes what a text names and a pool holds: from then on it is the account's own. The text is an
    /// id, or a list of some.
    pub(crate) fn touch_named(&mut self, account: AccountIndex, text: &str, now: Timestamp) {
        let in_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        for id in text.split(|c| !in_id(c)) {
            if let Some(name) = id.strip_prefix("s-") {
                self.touch_disk(account, &format!("d-{name}"));
            } else if self.can_come_into_being(id) {
                let image = Image::given(id, Some(account), now);
                self.images.add(id.to_owned(), image);
            }
        }
    }

    /// The launch template of this id or name.
    pub(crate) fn launch_template(&self, name: &str) -> Option<&LaunchTemplate> {
        let mut templates = self.launch_templates.iter();
        templates.find(|own| own.id == name || own.name == name)
    }

    /// The id of the image that the name of a family stands for: the latest of the account's own that is
    /// complete, else the one that the world says.
    pub(crate) fn image_of_family(
        &self,
        account: AccountIndex,
        name: &str,
        now: Timestamp,
    ) -> Option<&str> {
        let own = self.images(account).filter(|image| {
            image.attributes.get("ImageFamily") == Some(name) && image.progress().is_finished(now)
        });
        let latest = own.max_by_key(|image| image.created);
        let latest = latest.map(|image| image.id.as_str());
        latest.or_else(|| self.image_families.get(name).map(String::as_str))
    }

    /// The family that the world puts an image into.
    pub(crate) fn family_of_image(&self, id: &str) -> Option<&str> {
        let mut families = self.image_families.iter();
        families.find_map(|(name, image)| (image == id).then_some(name.as_str()))
    }
}

//! Pools: disks that exist under every number and are made when they are used.

use super::Model;
use super::disk::{self, Disk};
use super::instance::Instance;
use crate::world::{self, Attachment, NUMBER};
use jiff::Timestamp;

/// A disk of the world file whose id holds a number.
#[derive(Debug)]
pub(super) struct Pool {
    given: world::Disk,
    created: Timestamp,
    disk_ids: Pattern,
    instance_ids: Pattern,
}

/// An id with a number in it.
#[derive(Debug)]
pub(super) struct Pattern {
    before: String,
    after: String,
}

impl Pattern {
    /// The pattern of an id in which `{n}` stands for the number.
    pub(super) fn new(id: &str) -> Self {
        let (before, after) = id.split_once(NUMBER).unwrap_or((id, ""));
        Self {
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    /// Whether an id is of this pattern.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.number(id).is_some()
    }

    /// The number in an id of this pattern: plain decimal, no leading zero.
    fn number(&self, id: &str) -> Option<u64> {
        let text = id.strip_prefix(self.before.as_str())?;
        let text = text.strip_suffix(self.after.as_str())?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let plain = digits && (text == "0" || !text.starts_with('0'));
        if plain { text.parse().ok() } else { None }
    }
}

impl Pool {
    /// The pool of a disk whose id holds a number.
    pub(super) fn new(given: world::Disk, created: Timestamp) -> Self {
        Self {
            disk_ids: Pattern::new(&given.id),
            instance_ids: Pattern::new(&disk::instance_id(&given.id)),
            given,
            created,
        }
    }

    /// The disk of the world file, and when its disks came into being.
    pub(super) fn given(&self) -> (world::Disk, Timestamp) {
        (self.given.clone(), self.created)
    }

    /// The disk of the world file and when its disks came into being, if they come with snapshots.
    pub(super) fn given_with_snapshots(&self) -> Option<(world::Disk, Timestamp)> {
        let any = self.given.snapshots > 0 || self.given.unfinished_snapshot;
        any.then(|| (self.given.clone(), self.created))
    }

    /// The id of its disks, with `{n}` for the number.
    pub(super) fn id(&self) -> &str {
        &self.given.id
    }

    /// Whether a disk id is one of this pool.
    pub(super) fn holds_disk(&self, id: &str) -> bool {
        self.disk_ids.holds(id)
    }

    /// The disk of this pool that is attached to an instance, if it is one of this pool.
    pub(super) fn disk_of(&self, instance: &str) -> Option<Disk> {
        let number = self.instance_ids.number(instance)?;
        let disk = self.disk(&self.given.id.replace(NUMBER, &number.to_string()));
        disk.is_attached_to(instance).then_some(disk)
    }

    /// Whether an instance id is one of this pool.
    pub(super) fn holds_instance(&self, id: &str) -> bool {
        self.instance_ids.holds(id)
    }

    /// The disk of this id.
    pub(super) fn disk(&self, id: &str) -> Disk {
        Disk::given(&self.given, id, None, self.created)
    }

    /// The instance of this id, if the pool's disks are attached.
    pub(super) fn instance(&self, id: &str) -> Option<Instance> {
        self.instance_ids.number(id)?;
        let attached = self.given.attachment == Attachment::Attached;
        let instance = &self.given.instance;
        attached.then(|| Instance::given(instance, id.to_owned(), None, self.created))
    }
}

impl Model {
    /// The pool that holds a disk of this id, unless that disk was taken away.
    pub(super) fn pool_of_disk(&self, id: &str) -> Option<&Pool> {
        let pool = self.pools.iter().find(|pool| pool.holds_disk(id))?;
        (!self.gone.contains(id)).then_some(pool)
    }

    /// The pool that holds an instance of this id, unless that instance was taken away.
    pub(super) fn pool_of_instance(&self, id: &str) -> Option<&Pool> {
        let pool = self.pools.iter().find(|pool| pool.holds_instance(id))?;
        (!self.gone.contains(id)).then_some(pool)
    }

    /// Remembers that a resource was taken away, if a pool would bring it back.
    pub(super) fn bury(&mut self, id: &str, now: Timestamp) {
        let disk_or_instance = |pool: &Pool| pool.holds_disk(id) || pool.holds_instance(id);
        if self.pools.iter().any(disk_or_instance) || self.is_pooled_image(id) {
            self.gone.add(id.to_owned(), now);
        }
    }

    /// Whether a pool holds an image of this id.
    fn is_pooled_image(&self, id: &str) -> bool {
        self.own_images.iter().any(|ids| ids.holds(id))
    }

    /// Whether an image of this id comes into being when it is named.
    pub(super) fn can_come_into_being(&self, image: &str) -> bool {
        self.is_pooled_image(image) && !self.images.contains(image) && !self.gone.contains(image)
    }
}

//! The world in memory: accounts, disks, instances, snapshots and images, and how they change.

mod disk;
mod image;
mod instance;
mod pool;
mod progress;
mod snapshot;
mod tags;
mod token;

pub(crate) use disk::{Attached, Disk, Loaded};
pub(crate) use image::{Image, ImageDisk};
pub(crate) use instance::{Instance, NewInstance};
pub(crate) use progress::{Progress, Takes};
pub(crate) use snapshot::{NewSnapshot, Snapshot};
pub(crate) use tags::{MOST_TAGS, Tags};
pub(crate) use token::{Claim, Tokened, Tokens};

use crate::ids;
use crate::world::{Balance, NUMBER, Span, Timing, World};
use jiff::{SignedDuration, Timestamp};
use pool::Pool;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// How long ago the resources of the first world came into being.
const AGE_AT_START: SignedDuration = SignedDuration::from_hours(24 * 30);

/// How many snapshots are shown at most.
const MOST_SHOWN: usize = 100;

/// The size of the disks of public images, in GiB.
const PUBLIC_IMAGE_SIZE: u32 = 20;

/// The place of an account in the world file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct AccountIndex(pub(crate) usize);

/// An account.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// Whether it can pay.
    pub(crate) balance: Balance,
}

/// Everything the operations look at and change.
#[derive(Debug)]
pub(crate) struct Model {
    /// The region of everything.
    pub(crate) region: String,
    /// The zone of everything.
    pub(crate) zone: String,
    /// How long things take.
    pub(crate) timing: Timing,
    accounts: Vec<Account>,
    disks: BTreeMap<String, Disk>,
    instances: BTreeMap<String, Instance>,
    images: BTreeMap<String, Image>,
    pools: Vec<Pool>,
    snapshots: BTreeMap<u64, Snapshot>,
    snapshot_numbers: HashMap<String, u64>,
    snapshots_of: HashMap<String, Vec<u64>>,
    next_number: u64,
}

impl Model {
    /// The model of a world as it is at `now`, where a disk may have so many snapshots.
    pub(crate) fn new(world: &World, now: Timestamp, most_snapshots: u32) -> Self {
        let mut model = Self {
            region: world.region.clone(),
            zone: world.zone.clone(),
            timing: world.timing.clone(),
            accounts: Vec::new(),
            disks: BTreeMap::new(),
            instances: BTreeMap::new(),
            images: BTreeMap::new(),
            pools: Vec::new(),
            snapshots: BTreeMap::new(),
            snapshot_numbers: HashMap::new(),
            snapshots_of: HashMap::new(),
            next_number: 0,
        };
        let accounts = world.accounts.iter();
        model.accounts = accounts
            .map(|account| Account {
                balance: account.balance,
            })
            .collect();
        let created = now.checked_sub(AGE_AT_START).unwrap_or(now);
        for id in &world.images {
            model.add_public_image(id, created);
        }
        for given in &world.disks {
            let mut given = given.clone();
            if let Some(left) = given.places_left {
                given.snapshots = most_snapshots.saturating_sub(left);
            }
            if given.id.contains(NUMBER) {
                model.pools.push(Pool::new(given, created));
                continue;
            }
            let named = |name: &String| world.accounts.iter().position(|own| own.name == *name);
            let owner = given.account.as_ref().and_then(named).unwrap_or(0);
            model.add_given(&given, &given.id, AccountIndex(owner), created);
        }
        model
    }

    fn add_public_image(&mut self, id: &str, created: Timestamp) {
        let image = Image {
            id: id.to_owned(),
            account: None,
            name: id.to_owned(),
            description: String::new(),
            created,
            takes: Takes::Span(SignedDuration::ZERO),
            disks: vec![ImageDisk {
                snapshot_id: None,
                size: PUBLIC_IMAGE_SIZE,
                device: "/dev/xvda".to_owned(),
                is_system: true,
            }],
            tags: Tags::default(),
        };
        self.images.insert(id.to_owned(), image);
    }

    /// Puts a disk of a world file into the model, with its instance and its snapshots.
    fn add_given(
        &mut self,
        given: &crate::world::Disk,
        id: &str,
        owner: AccountIndex,
        created: Timestamp,
    ) {
        let disk = Disk::given(given, id, Some(owner), created);
        if let Some(to) = &disk.attached {
            let id = to.instance_id.clone();
            let instance = Instance::given(&given.instance, id.clone(), Some(owner), created);
            self.instances.insert(id, instance);
        }
        for _ in 0..given.snapshots {
            let finished = Takes::Span(SignedDuration::ZERO);
            self.add_snapshot(owner, &disk, NewSnapshot::given(created, finished));
        }
        if given.unfinished_snapshot {
            self.add_snapshot(owner, &disk, NewSnapshot::given(created, Takes::Forever));
        }
        self.disks.insert(disk.id.clone(), disk);
    }

    /// The account of this place in the world file.
    pub(crate) fn account(&self, index: AccountIndex) -> Option<&Account> {
        self.accounts.get(index.0)
    }

    /// A time in so long.
    pub(crate) fn after(now: Timestamp, span: Span) -> Timestamp {
        let span = SignedDuration::try_from(span.as_duration()).unwrap_or(SignedDuration::MAX);
        now.checked_add(span).unwrap_or(Timestamp::MAX)
    }
}

/// Disks.
impl Model {
    /// Makes sure that a disk of a pool that comes with snapshots has them: from the first look on
    /// it is a disk like any other, of the account that looked.
    pub(crate) fn touch_disk(&mut self, account: AccountIndex, id: &str) {
        if self.disks.contains_key(id) {
            return;
        }
        let pool = self.pools.iter().find(|pool| pool.holds_disk(id));
        if let Some((given, created)) = pool.and_then(Pool::given_with_snapshots) {
            self.add_given(&given, id, account, created);
        }
    }

    /// The disk of this id that the account may see, out of a pool if need be.
    pub(crate) fn disk(&self, account: AccountIndex, id: &str) -> Option<Cow<'_, Disk>> {
        if let Some(disk) = self.disks.get(id) {
            return disk.belongs_to(account).then_some(Cow::Borrowed(disk));
        }
        let pool = self.pools.iter().find(|pool| pool.holds_disk(id))?;
        Some(Cow::Owned(pool.disk(id)))
    }

    /// The same, to be changed: a disk of a pool is the account's own from then on.
    pub(crate) fn disk_mut(&mut self, account: AccountIndex, id: &str) -> Option<&mut Disk> {
        if !self.disks.contains_key(id) {
            let pool = self.pools.iter().find(|pool| pool.holds_disk(id))?;
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
        let pooled = self.pools.iter().filter_map(|pool| pool.disk_of(instance));
        let pooled = pooled.filter(|disk| !self.disks.contains_key(&disk.id));
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
        self.disks.entry(disk.id.clone()).or_insert(disk)
    }

    /// Takes a disk away; its snapshots stay. One of a pool is there again afterwards.
    pub(crate) fn remove_disk(&mut self, id: &str) {
        let removed = self.disks.remove(id);
        let source = removed.and_then(|disk| disk.snapshot_id);
        if let Some(snapshot) = source.as_deref().and_then(|id| self.used_snapshot(id)) {
            snapshot.disks = snapshot.disks.saturating_sub(1);
        }
    }
}

/// Instances.
impl Model {
    /// The instance of this id that the account may see, out of a pool if need be.
    pub(crate) fn instance(&self, account: AccountIndex, id: &str) -> Option<Cow<'_, Instance>> {
        if let Some(instance) = self.instances.get(id) {
            let belongs = instance.belongs_to(account);
            return belongs.then_some(Cow::Borrowed(instance));
        }
        let pool = self.pools.iter().find(|pool| pool.holds_instance(id))?;
        pool.instance(id).map(Cow::Owned)
    }

    /// The same, to be changed: an instance of a pool is the account's own from then on, with its
    /// disk.
    pub(crate) fn instance_mut(
        &mut self,
        account: AccountIndex,
        id: &str,
    ) -> Option<&mut Instance> {
        if !self.instances.contains_key(id) {
            let mut pools = self.pools.iter();
            let disk = pools.find_map(|pool| pool.disk_of(id))?;
            self.disk_mut(account, &disk.id)?;
        }
        let instance = self.instances.get_mut(id)?;
        instance.belongs_to(account).then_some(instance)
    }

    /// The instances of an account that are stored, by id.
    pub(crate) fn instances(&self, account: AccountIndex) -> impl Iterator<Item = &Instance> {
        let instances = self.instances.values();
        instances.filter(move |instance| instance.belongs_to(account))
    }

    /// Adds an instance.
    pub(crate) fn add_instance(
        &mut self,
        account: AccountIndex,
        now: Timestamp,
        new: NewInstance,
    ) -> &Instance {
        let instance = Instance::new(ids::resource_id("i"), account, now, new);
        self.instances
            .entry(instance.id.clone())
            .or_insert(instance)
    }

    /// Takes an instance away, with the disks that go with it; others are detached.
    pub(crate) fn remove_instance(&mut self, account: AccountIndex, id: &str, now: Timestamp) {
        let disks = self.disks_of(account, id);
        let disks: Vec<_> = disks.into_iter().map(Cow::into_owned).collect();
        for disk in disks {
            if disk.delete_with_instance || !disk.is_portable() {
                self.remove_disk(&disk.id);
            } else if let Some(disk) = self.disk_mut(account, &disk.id) {
                disk.attached = None;
                disk.detached = Some(now);
            }
        }
        self.instances.remove(id);
    }
}

/// Snapshots.
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

    /// The same, to be changed.
    pub(crate) fn snapshot_mut(
        &mut self,
        account: AccountIndex,
        id: &str,
    ) -> Option<&mut Snapshot> {
        let snapshot = self.used_snapshot(id)?;
        (snapshot.account == account).then_some(snapshot)
    }

    fn used_snapshot(&mut self, id: &str) -> Option<&mut Snapshot> {
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
        let snapshot = Snapshot::new(ids::resource_id("s"), number, account, disk, new);
        self.snapshot_numbers.insert(snapshot.id.clone(), number);
        let of_disk = self.snapshots_of.entry(disk.id.clone()).or_default();
        of_disk.push(number);
        self.snapshots.entry(number).or_insert(snapshot)
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

/// Images.
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
        self.images.entry(image.id.clone()).or_insert(image)
    }

    /// Takes an image away.
    pub(crate) fn remove_image(&mut self, id: &str) {
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

impl Model {
    /// The state of everything, to look at.
    pub(crate) fn shown(&self, now: Timestamp) -> Value {
        let disks = self.disks.values().map(|disk| {
            json!({
                "id": disk.id,
                "status": disk.status(now),
                "condition": disk.condition,
                "instance": disk.attached.as_ref().map(|to| &to.instance_id),
                "snapshots": self.snapshots_of.get(&disk.id).map_or(0, Vec::len),
            })
        });
        let instances = self.instances.values().map(|instance| {
            json!({
                "id": instance.id,
                "status": instance.status(now).name(),
                "started": instance.was_started(now),
                "locks": instance.locks,
            })
        });
        let made = self.snapshots.values().filter(|own| !own.given);
        let made = made
            .rev()
            .take(MOST_SHOWN)
            .map(|own| json!({ "id": own.id, "disk": own.disk_id, "status": own.status(now) }));
        let pools = self.pools.iter().map(Pool::id);
        json!({
            "now": crate::time::text(now),
            "disks": disks.collect::<Vec<_>>(),
            "pools": pools.collect::<Vec<_>>(),
            "instances": instances.collect::<Vec<_>>(),
            "images": self.images.keys().collect::<Vec<_>>(),
            "snapshots": self.snapshots.len(),
            "latestSnapshots": made.collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: AccountIndex = AccountIndex(0);
    const OTHER: AccountIndex = AccountIndex(2);

    fn now() -> Timestamp {
        "2019-02-13T10:00:00Z".parse().unwrap()
    }

    fn model() -> Model {
        Model::new(&World::default(), now(), 64)
    }

    #[test]
    fn a_pool_has_any_disk_and_stores_none_until_it_must() {
        let mut model = model();
        let stored = model.disks(OWNER).count();
        for n in 1..1000 {
            let id = format!("d-ok-{n}");
            assert_eq!(model.disk(OWNER, &id).unwrap().id, id);
            let instance = model.instance(OWNER, &format!("i-ok-{n}")).unwrap();
            assert_eq!(instance.id, format!("i-ok-{n}"));
            assert_eq!(model.disks_of(OWNER, &instance.id)[0].id, id);
        }
        assert_eq!(model.disks(OWNER).count(), stored);
        for no in [
            "d-ok-",
            "d-ok-01",
            "d-ok-x",
            "d-ok--1",
            "d-ok-99999999999999999999",
            "d-ok",
        ] {
            assert!(model.disk(OWNER, no).is_none(), "{no}");
        }
        model.touch_disk(OWNER, "d-quota-last-5");
        assert_eq!(model.snapshots_of(OWNER, "d-quota-last-5").count(), 63);
        assert_eq!(model.disks(OWNER).count(), stored + 1);
        model.instance_mut(OWNER, "i-ok-3").unwrap().name = "mine".to_owned();
        assert!(model.instance(OTHER, "i-ok-3").is_none());
        assert_eq!(
            model.disks(OWNER).count(),
            stored + 2,
            "its disk is stored with it"
        );
    }

    #[test]
    fn accounts_do_not_see_each_others_things() {
        let mut model = model();
        assert!(model.disk(OTHER, "d-arrears").is_none());
        assert!(model.disk(OWNER, "d-other-account").is_none());
        let disk = model.disk(OWNER, "d-ok-1").unwrap().into_owned();
        let new = NewSnapshot::given(now(), Takes::Forever);
        let id = model.add_snapshot(OWNER, &disk, new).id.clone();
        assert!(model.snapshot(OTHER, &id).is_none());
        assert!(model.remove_snapshot(OTHER, &id).is_none());
        assert_eq!(model.snapshots_of(OTHER, "d-ok-1").count(), 0);
        assert!(model.remove_snapshot(OWNER, &id).is_some());
        assert_eq!(model.snapshots_of(OWNER, "d-ok-1").count(), 0);
    }
}

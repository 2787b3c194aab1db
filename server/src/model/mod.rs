//! The world in memory: accounts, disks, instances, snapshots and images, and how they change.

mod attributes;
mod disk;
mod image;
mod instance;
mod named;
mod pool;
mod progress;
mod record;
mod snapshot;
mod table;
mod taggable;
mod tags;
mod token;

pub(crate) use attributes::Attributes;
pub(crate) use disk::{Attached, Disk, Loaded};
pub(crate) use image::{Image, ImageDisk};
pub(crate) use instance::{Instance, NewInstance};
pub(crate) use progress::{Progress, Takes};
pub(crate) use record::{Changes, Recorded};
pub(crate) use snapshot::{NewSnapshot, Snapshot};
pub(crate) use tags::{MOST_TAGS, Tags};
pub(crate) use token::{Claim, TokenRecord, Tokened, Tokens};

use crate::world::{Balance, LaunchTemplate, NUMBER, Span, Timing, World};
use jiff::{SignedDuration, Timestamp};
use pool::{Pattern, Pool};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use table::Table;
use taggable::Taggable;

/// How long ago the resources of the first world came into being.
const AGE_AT_START: SignedDuration = SignedDuration::from_hours(24 * 30);

/// How many snapshots are shown at most.
const MOST_SHOWN: usize = 100;

/// The place of an account in the world file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    disks: Table<String, Disk>,
    instances: Table<String, Instance>,
    images: Table<String, Image>,
    taggables: Table<String, Taggable>,
    /// Resources of pools that were taken away, and when.
    gone: Table<String, Timestamp>,
    pools: Vec<Pool>,
    own_images: Vec<Pattern>,
    taggable_ids: Vec<Pattern>,
    image_families: BTreeMap<String, String>,
    launch_templates: Vec<LaunchTemplate>,
    snapshots: Table<u64, Snapshot>,
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
            disks: Table::new(),
            instances: Table::new(),
            images: Table::new(),
            taggables: Table::new(),
            gone: Table::new(),
            pools: Vec::new(),
            own_images: patterns(&world.own_images),
            taggable_ids: patterns(&world.taggable),
            image_families: world.image_families.clone(),
            launch_templates: world.launch_templates.clone(),
            snapshots: Table::new(),
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
            model
                .images
                .add(id.clone(), Image::given(id, None, created));
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
            self.instances.add(id, instance);
        }
        let finished = (0..given.snapshots).map(|_| Takes::Span(SignedDuration::ZERO));
        let unfinished = given.unfinished_snapshot.then_some(Takes::Forever);
        for (at, takes) in finished.chain(unfinished).enumerate() {
            let new = NewSnapshot::given(named::snapshot_id(id, at + 1), created, takes);
            self.add_snapshot(owner, &disk, new);
        }
        self.disks.add(disk.id.clone(), disk);
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

fn patterns(ids: &[String]) -> Vec<Pattern> {
    ids.iter().map(|id| Pattern::new(id)).collect()
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
        let new = NewSnapshot::given("s-x".to_owned(), now(), Takes::Forever);
        let id = model.add_snapshot(OWNER, &disk, new).id.clone();
        assert!(model.snapshot(OTHER, &id).is_none());
        assert!(model.remove_snapshot(OTHER, &id).is_none());
        assert_eq!(model.snapshots_of(OTHER, "d-ok-1").count(), 0);
        assert!(model.remove_snapshot(OWNER, &id).is_some());
        assert_eq!(model.snapshots_of(OWNER, "d-ok-1").count(), 0);
    }
}

//! Instances, and how their status runs with the virtual clock.

use super::{AccountIndex, Attributes, Model, Tags};
use crate::ids;
use crate::world::{self, InstanceStatus};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The instance type of what a world file gives.
const GIVEN_TYPE: &str = "ecs.g5.large";

/// An instance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub(crate) id: String,
    /// The owner; none for an instance of a pool that nothing has changed yet.
    pub(crate) account: Option<AccountIndex>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) host_name: String,
    pub(crate) image_id: String,
    pub(crate) type_name: String,
    pub(crate) created: Timestamp,
    /// Since when it has which status, the first at its creation, in the order of time. The last
    /// ones may lie ahead.
    course: Vec<(Timestamp, InstanceStatus)>,
    /// Whether it was started before its course began.
    started: bool,
    /// Whether it is paid for while it is stopped, as it was told at its last stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stopped_mode: Option<String>,
    /// The reasons why operations on it are locked.
    pub(crate) locks: Vec<String>,
    pub(crate) tags: Tags,
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub(crate) attributes: Attributes,
}

/// What a new instance is told.
#[derive(Debug, Clone)]
pub(crate) struct NewInstance {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) host_name: Option<String>,
    pub(crate) image_id: String,
    pub(crate) type_name: String,
    /// Its status from now on.
    pub(crate) course: Vec<(Timestamp, InstanceStatus)>,
    pub(crate) tags: Tags,
    pub(crate) attributes: Attributes,
}

impl Instance {
    /// The instance of a world file.
    pub(super) fn given(
        given: &world::Instance,
        id: String,
        account: Option<AccountIndex>,
        created: Timestamp,
    ) -> Self {
        Self {
            name: id.clone(),
            host_name: id.clone(),
            description: String::new(),
            image_id: String::new(),
            type_name: GIVEN_TYPE.to_owned(),
            id,
            account,
            created,
            course: vec![(created, given.status)],
            started: given.started,
            stopped_mode: None,
            locks: given.locks.clone(),
            tags: Tags::default(),
            attributes: Attributes::default(),
        }
    }

    /// A new instance.
    pub(super) fn new(id: String, account: AccountIndex, now: Timestamp, new: NewInstance) -> Self {
        Self {
            name: new.name.unwrap_or_else(|| id.clone()),
            host_name: new.host_name.unwrap_or_else(|| id.clone()),
            description: new.description.unwrap_or_default(),
            image_id: new.image_id,
            type_name: new.type_name,
            id,
            account: Some(account),
            created: now,
            course: new.course,
            started: false,
            stopped_mode: None,
            locks: Vec::new(),
            tags: new.tags,
            attributes: new.attributes,
        }
    }

    /// Whether an account may see it.
    pub(crate) fn belongs_to(&self, account: AccountIndex) -> bool {
        self.account.is_none_or(|owner| owner == account)
    }

    /// Its status at this time.
    pub(crate) fn status(&self, now: Timestamp) -> InstanceStatus {
        let passed = self.course.iter().take_while(|(since, _)| *since <= now);
        let latest = passed.last().or_else(|| self.course.first());
        latest.map_or(InstanceStatus::Pending, |(_, status)| *status)
    }

    /// Whether it has been running at any time up to this one.
    pub(crate) fn was_started(&self, now: Timestamp) -> bool {
        let mut passed = self.course.iter().take_while(|(since, _)| *since <= now);
        self.started || passed.any(|(_, status)| *status == InstanceStatus::Running)
    }

    /// Gives it another course from now on.
    pub(crate) fn change(&mut self, now: Timestamp, course: Vec<(Timestamp, InstanceStatus)>) {
        self.started = self.was_started(now);
        self.course = course;
    }

    /// Whether it is locked for security; other locks do not count.
    pub(crate) fn is_locked_for_security(&self) -> bool {
        self.locks.iter().any(|lock| lock == "security")
    }
}

impl InstanceStatus {
    /// The word of the service.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Starting => "Starting",
            Self::Running => "Running",
            Self::Stopping => "Stopping",
            Self::Stopped => "Stopped",
        }
    }
}

impl Model {
    /// The instance of this id that the account may see, out of a pool if need be.
    pub(crate) fn instance(&self, account: AccountIndex, id: &str) -> Option<Cow<'_, Instance>> {
        if let Some(instance) = self.instances.get(id) {
            let belongs = instance.belongs_to(account);
            return belongs.then_some(Cow::Borrowed(instance));
        }
        let pool = self.pool_of_instance(id)?;
        pool.instance(id).map(Cow::Owned)
    }

    /// The same, to be changed: an instance of a pool is the account's own from then on, with its
    /// disk.
    pub(crate) fn instance_mut(
        &mut self,
        account: AccountIndex,
        id: &str,
    ) -> Option<&mut Instance> {
        if !self.instances.contains(id) {
            let disk = self.pool_of_instance(id)?.disk_of(id)?;
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
        self.instances.add(instance.id.clone(), instance)
    }

    /// Takes an instance away, with the disks that go with it; others are detached. A lock for security
    /// takes all of them along.
    pub(crate) fn remove_instance(&mut self, account: AccountIndex, id: &str, now: Timestamp) {
        let locked = self
            .instance(account, id)
            .is_some_and(|own| own.is_locked_for_security());
        let disks = self.disks_of(account, id);
        let disks: Vec<_> = disks.into_iter().map(Cow::into_owned).collect();
        for disk in disks {
            if locked || disk.delete_with_instance || !disk.is_portable() {
                self.remove_disk(&disk.id, now);
            } else if let Some(disk) = self.disk_mut(account, &disk.id) {
                disk.attached = None;
                disk.detached = Some(now);
            }
        }
        self.instances.remove(id);
        self.bury(id, now);
    }
}

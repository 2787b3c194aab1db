//! `DescribeDisks`, as its page of 2021 says: the filters are joined by "and".

use super::attributes;
use super::filters::{Equals, Times};
use super::page::Page;
use super::written::{optional, tags};
use super::{Call, Parameters};
use crate::answer::Node;
use crate::gateway::errors;
use crate::model::{Attached, Disk, Model};
use crate::refusal::Refusal;
use jiff::Timestamp;
use std::borrow::Cow;

/// How many ids may be asked for at once.
const MOST_IDS: usize = 100;

/// Filters that a disk passes if it shows the same.
const EQUAL: [&str; 10] = [
    "AutoSnapshotPolicyId",
    "DeleteAutoSnapshot",
    "DeleteWithInstance",
    "DiskChargeType",
    "EnableAutoSnapshot",
    "EnableAutomatedSnapshotPolicy",
    "KMSKeyId",
    "MultiAttach",
    "Portable",
    "ResourceGroupId",
];

/// Lists disks. Those of a pool that nothing has changed show only when their id or that of their
/// instance is asked for.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let filter = Filter::of(call.parameters)?;
    let page = Page::of(call.parameters)?;
    if call.parameters.flag("DryRun")? {
        return Err(errors::DRY_RUN);
    }
    let candidates: Vec<Cow<'_, Disk>> = match (&filter.ids, filter.instance) {
        (Some(ids), _) => {
            let found = ids.iter().filter_map(|id| model.disk(call.account, id));
            found.collect()
        }
        (None, Some(instance)) => model.disks_of(call.account, instance),
        (None, None) => model.disks(call.account).map(Cow::Borrowed).collect(),
    };
    let found = candidates.into_iter();
    let found = found.filter(|disk| filter.admits(disk, model, call.now));
    let found: Vec<Cow<'_, Disk>> = found.collect();
    let numbered: Vec<(usize, &Cow<'_, Disk>)> = found.iter().enumerate().collect();
    let shown = page.cut(&numbered, |(at, _)| u64::try_from(*at).unwrap_or(u64::MAX));
    let items = shown
        .items
        .iter()
        .map(|(_, disk)| written(disk, model, call.now));
    let list = Node::list("Disk", items.collect());
    let mut members = shown.members;
    members.push((Cow::Borrowed("Disks"), list));
    Ok(Node::Object(members))
}

/// What a disk must be to be listed.
struct Filter<'a> {
    ids: Option<Vec<String>>,
    region: Option<&'a str>,
    zone: Option<&'a str>,
    instance: Option<&'a str>,
    kind: Option<&'a str>,
    category: Option<&'a str>,
    status: Option<&'a str>,
    lock_reason: Option<&'a str>,
    name: Option<&'a str>,
    snapshot: Option<&'a str>,
    encrypted: bool,
    shared: bool,
    equals: Equals<'a>,
    times: Times,
    tags: Vec<(String, String)>,
}

impl<'a> Filter<'a> {
    fn of(parameters: &'a Parameters) -> Result<Self, Refusal> {
        let ids = parameters.ids("DiskIds")?;
        if ids.as_ref().is_some_and(|ids| ids.len() > MOST_IDS) {
            return Err(TOO_MANY_IDS);
        }
        let given = |name| {
            parameters
                .get(name)
                .filter(|value: &&str| !value.is_empty())
        };
        let all = |value: &&str| !value.eq_ignore_ascii_case("all");
        Ok(Self {
            ids,
            region: given("RegionId"),
            zone: given("ZoneId"),
            instance: given("InstanceId"),
            kind: given("DiskType").filter(all),
            category: given("Category").filter(all),
            status: given("Status").filter(all),
            lock_reason: given("LockReason"),
            name: given("DiskName"),
            snapshot: given("SnapshotId"),
            encrypted: parameters.flag("Encrypted")?,
            shared: parameters.flag("EnableShared")?,
            equals: Equals::of(parameters, &EQUAL),
            times: Times::of(parameters)?,
            tags: parameters.tags(),
        })
    }

    fn admits(&self, disk: &Disk, model: &Model, now: Timestamp) -> bool {
        let attached_to = |instance: &str| disk.is_attached_to(instance);
        self.region.is_none_or(|region| region == model.region)
            && self.zone.is_none_or(|zone| zone == model.zone)
            && self.instance.is_none_or(attached_to)
            && self.kind.is_none_or(|kind| kind == disk.kind.name())
            && self
                .category
                .is_none_or(|category| category == disk.category)
            && self.status.is_none_or(|status| status == disk.status(now))
            && self.lock_reason.is_none()
            && (!self.encrypted || disk.attributes.is_set("Encrypted"))
            && !self.shared
            && self
                .name
                .is_none_or(|name| disk.name.as_deref() == Some(name))
            && self
                .snapshot
                .is_none_or(|id| disk.snapshot_id.as_deref() == Some(id))
            && disk.tags.admit(&self.tags)
            && self.times.admit(disk.created)
            && self.equals.admit(|| written(disk, model, now))
    }
}

fn written(disk: &Disk, model: &Model, now: Timestamp) -> Node {
    let attached = disk.attached.as_ref();
    let of_attached = |text: fn(&Attached) -> &String| {
        Node::text(attached.map_or_else(String::new, |to| text(to).clone()))
    };
    let maybe = |time: Option<Timestamp>| time.map_or_else(|| Node::text(""), Node::Time);
    let level = if disk.category == "cloud_essd" {
        "PL1"
    } else {
        ""
    };
    let mut node = Node::object([
        ("DiskId", Node::text(disk.id.clone())),
        ("DiskName", optional(disk.name.as_ref())),
        ("Description", optional(disk.description.as_ref())),
        ("RegionId", Node::text(model.region.clone())),
        ("ZoneId", Node::text(model.zone.clone())),
        ("Status", Node::text(disk.status(now))),
        ("Type", Node::text(disk.kind.name())),
        ("Category", Node::text(disk.category.clone())),
        ("Size", Node::Integer(i64::from(disk.size))),
        ("InstanceId", of_attached(|to| &to.instance_id)),
        ("Device", of_attached(|to| &to.device)),
        ("AttachedTime", maybe(attached.map(|to| to.since))),
        ("DetachedTime", maybe(disk.detached)),
        ("CreationTime", Node::Time(disk.created)),
        ("ExpiredTime", Node::text("2999-09-08T16:00Z")),
        ("DiskChargeType", Node::text("PostPaid")),
        ("Portable", Node::Boolean(disk.is_portable())),
        (
            "DeleteWithInstance",
            Node::Boolean(disk.delete_with_instance),
        ),
        ("DeleteAutoSnapshot", Node::Boolean(false)),
        ("EnableAutoSnapshot", Node::Boolean(true)),
        ("EnableAutomatedSnapshotPolicy", Node::Boolean(false)),
        ("Encrypted", Node::Boolean(false)),
        ("ImageId", optional(disk.image_id.as_ref())),
        ("SourceSnapshotId", optional(disk.snapshot_id.as_ref())),
        ("ResourceGroupId", Node::text("")),
        ("ProductCode", Node::text("")),
        ("AutoSnapshotPolicyId", Node::text("")),
        ("KMSKeyId", Node::text("")),
        ("PerformanceLevel", Node::text(level)),
        ("MultiAttach", Node::text("Disabled")),
        ("StorageSetId", Node::text("")),
        ("MountInstances", Node::list("MountInstance", Vec::new())),
        ("OperationLocks", Node::list("OperationLock", Vec::new())),
        ("Tags", tags(&disk.tags)),
    ]);
    attributes::show(&disk.attributes, &mut node);
    node
}

const TOO_MANY_IDS: Refusal = Refusal::new(
    403,
    "InvalidDiskIds.Malformed",
    "The amount of specified disk Ids exceeds the limit.",
);

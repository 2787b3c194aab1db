//! `DescribeSnapshots`, as its page of 2021 says: the filters are joined by "and".

use super::attributes;
use super::filters::{Equals, Times};
use super::page::Page;
use super::written::{optional, tags};
use super::{Call, Parameters};
use crate::answer::Node;
use crate::gateway::errors;
use crate::model::{Model, Snapshot};
use crate::refusal::Refusal;
use std::borrow::Cow;

/// How many ids may be asked for at once.
const MOST_IDS: usize = 100;

/// Filters that a snapshot passes if it shows the same.
const EQUAL: [&str; 4] = ["Category", "KMSKeyId", "ResourceGroupId", "SnapshotLinkId"];

/// Lists snapshots, newest first.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let filter = Filter::of(call.parameters)?;
    let page = Page::of(call.parameters)?;
    if call.parameters.flag("DryRun")? {
        return Err(errors::DRY_RUN);
    }
    if let Some(disk) = filter.disk {
        model.touch_disk(call.account, disk);
    }
    let found: Vec<&Snapshot> = match (&filter.ids, filter.disk) {
        (Some(ids), _) => {
            let found = ids.iter().filter_map(|id| model.snapshot(call.account, id));
            let mut found: Vec<_> = found
                .filter(|own| filter.admits(own, model, call))
                .collect();
            found.sort_unstable_by_key(|own| std::cmp::Reverse(own.number));
            found.dedup_by_key(|own| own.number);
            found
        }
        (None, Some(disk)) => {
            let found = model.snapshots_of(call.account, disk).rev();
            found
                .filter(|own| filter.admits(own, model, call))
                .collect()
        }
        (None, None) => {
            let found = model.snapshots(call.account).rev();
            found
                .filter(|own| filter.admits(own, model, call))
                .collect()
        }
    };
    let shown = page.cut(&found, |own| u64::MAX - own.number);
    let items = shown.items.iter().map(|own| written(own, call));
    let list = Node::list("Snapshot", items.collect());
    let mut members = shown.members;
    members.push((Cow::Borrowed("Snapshots"), list));
    Ok(Node::Object(members))
}

/// What a snapshot must be to be listed.
struct Filter<'a> {
    ids: Option<Vec<String>>,
    disk: Option<&'a str>,
    instance: Option<&'a str>,
    name: Option<&'a str>,
    status: Option<&'a str>,
    snapshot_type: Option<&'a str>,
    disk_type: Option<&'a str>,
    usage: Option<&'a str>,
    encrypted: bool,
    region: Option<&'a str>,
    equals: Equals<'a>,
    times: Times,
    tags: Vec<(String, String)>,
}

impl<'a> Filter<'a> {
    fn of(parameters: &'a Parameters) -> Result<Self, Refusal> {
        let ids = parameters.ids("SnapshotIds")?;
        if ids.as_ref().is_some_and(|ids| ids.len() > MOST_IDS) {
            return Err(TOO_MANY_IDS);
        }
        let given = |name| {
            parameters
                .get(name)
                .filter(|value: &&str| !value.is_empty())
        };
        let all = |value: &&str| *value != "all";
        Ok(Self {
            ids,
            disk: given("DiskId"),
            instance: given("InstanceId"),
            name: given("SnapshotName"),
            status: given("Status").filter(all),
            snapshot_type: given("SnapshotType").filter(all),
            disk_type: given("SourceDiskType"),
            usage: given("Usage"),
            encrypted: parameters.flag("Encrypted")?,
            region: given("RegionId"),
            equals: Equals::of(parameters, &EQUAL),
            times: Times::of(parameters)?,
            tags: parameters.tags(),
        })
    }

    fn admits(&self, snapshot: &Snapshot, model: &Model, call: &Call<'_>) -> bool {
        let attached_to = |instance: &str| {
            let disk = model.disk(call.account, &snapshot.disk_id);
            disk.is_some_and(|disk| disk.is_attached_to(instance))
        };
        self.disk.is_none_or(|id| snapshot.disk_id == id)
            && self.instance.is_none_or(attached_to)
            && self
                .name
                .is_none_or(|name| snapshot.name.as_deref() == Some(name))
            && self
                .status
                .is_none_or(|status| snapshot.status(call.now) == status)
            && self.snapshot_type.is_none_or(|kind| kind == "user")
            && self
                .disk_type
                .is_none_or(|kind| kind.eq_ignore_ascii_case(snapshot.disk_kind.name()))
            && self.usage.is_none_or(|usage| usage == snapshot.usage())
            && !self.encrypted
            && self.region.is_none_or(|region| region == model.region)
            && snapshot.tags.admit(&self.tags)
            && self.times.admit(snapshot.created)
            && self.equals.admit(|| written(snapshot, call))
    }
}

fn written(snapshot: &Snapshot, call: &Call<'_>) -> Node {
    let progress = snapshot.progress();
    let known = [
        ("SnapshotId", Node::text(snapshot.id.clone())),
        ("SnapshotName", optional(snapshot.name.as_ref())),
        ("Description", optional(snapshot.description.as_ref())),
        ("Status", Node::text(snapshot.status(call.now))),
        (
            "Progress",
            match progress.percent(call.now) {
                100 => Node::text("100%"),
                part => Node::text(format!("{part}%")),
            },
        ),
        ("CreationTime", Node::Time(snapshot.created)),
        ("LastModifiedTime", Node::Time(progress.changed(call.now))),
        ("SnapshotType", Node::text("user")),
        ("SourceDiskId", Node::text(snapshot.disk_id.clone())),
        (
            "SourceDiskSize",
            Node::Integer(i64::from(snapshot.disk_size)),
        ),
        ("SourceDiskType", Node::text(snapshot.disk_kind.name())),
        ("SourceStorageType", Node::text("disk")),
        ("Category", Node::text("standard")),
        ("Usage", Node::text(snapshot.usage())),
        ("Encrypted", Node::Boolean(false)),
        ("InstantAccess", Node::Boolean(false)),
        ("ResourceGroupId", Node::text("")),
        ("ProductCode", Node::text("")),
        ("KMSKeyId", Node::text("")),
        ("Tags", tags(&snapshot.tags)),
    ];
    let remaining = progress.remaining(call.now);
    let remaining = remaining.map(|seconds| ("RemainTime", Node::Integer(seconds)));
    let mut members = Vec::with_capacity(known.len() + 3);
    let all = known.into_iter().chain(remaining);
    members.extend(all.map(|(name, node)| (Cow::Borrowed(name), node)));
    if snapshot.attributes.is_empty() {
        return Node::Object(members);
    }
    let days = ["RetentionDays", "InstantAccessRetentionDays"];
    let days = days
        .into_iter()
        .filter(|name| snapshot.attributes.get(name).is_some());
    members.extend(days.map(|name| (Cow::Borrowed(name), Node::Integer(0))));
    let mut node = Node::Object(members);
    attributes::show(&snapshot.attributes, &mut node);
    node
}

const TOO_MANY_IDS: Refusal = Refusal::new(
    403,
    "InvalidSnapshotIds.Malformed",
    "The amount of specified specified snapshot Ids exceeds the limit.",
);

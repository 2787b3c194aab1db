//! `CreateDisk`: a new data disk, empty or out of a snapshot.

use super::refusals::{SNAPSHOT_NOT_READY, UNKNOWN_INSTANCE, UNKNOWN_SNAPSHOT};
use super::{Call, attributes};
use crate::answer::Node;
use crate::gateway::errors;
use crate::model::{Disk, Loaded, Model};
use crate::refusal::Refusal;
use crate::world::{Condition, DiskKind};

/// The categories, each with its smallest and largest size in GiB.
pub(super) const CATEGORIES: [(&str, u32, u32); 4] = [
    ("cloud", 5, 2000),
    ("cloud_efficiency", 20, 32768),
    ("cloud_ssd", 20, 32768),
    ("cloud_essd", 20, 32768),
];

/// What a disk shows as it was told.
pub(super) const KEPT: [&str; 7] = [
    "AutoSnapshotPolicyId",
    "Encrypted",
    "KMSKeyId",
    "MultiAttach",
    "PerformanceLevel",
    "ResourceGroupId",
    "StorageSetId",
];

/// Creates a disk. One that is made from a snapshot loads its data first, by their size.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let parameters = call.parameters;
    let tags = call.tags()?;
    if parameters
        .given("RegionId")
        .is_some_and(|region| region != model.region)
    {
        return Err(UNKNOWN_REGION);
    }
    match (parameters.given("ZoneId"), parameters.given("InstanceId")) {
        (None, None) => return Err(errors::missing_parameter("ZoneId")),
        (Some(_), Some(_)) => return Err(errors::invalid_parameter("ZoneId")),
        (Some(zone), None) if zone != model.zone => return Err(UNKNOWN_ZONE),
        (None, Some(id)) if model.instance(call.account, id).is_none() => {
            return Err(UNKNOWN_INSTANCE);
        }
        _ => {}
    }
    let snapshot = match parameters.given("SnapshotId") {
        Some(id) => Some(model.snapshot(call.account, id).ok_or(UNKNOWN_SNAPSHOT)?),
        None => None,
    };
    if snapshot.is_some_and(|own| !own.is_finished(call.now)) {
        return Err(SNAPSHOT_NOT_READY);
    }
    if snapshot.is_some_and(|own| own.disk_kind == DiskKind::System) {
        return Err(SYSTEM_SNAPSHOT);
    }
    let asked = parameters.size("Size")?;
    let least = snapshot.map(|own| own.disk_size);
    let size = asked.into_iter().chain(least).max().ok_or(NO_SIZE)?;
    let category = parameters.given("DiskCategory").unwrap_or("cloud");
    let (_, smallest, largest) = CATEGORIES
        .iter()
        .find(|(name, _, _)| *name == category)
        .ok_or(UNKNOWN_CATEGORY)?;
    if !(smallest..=largest).contains(&&size) {
        return Err(SIZE);
    }
    call.check_balance(model)?;
    let loading = model
        .timing
        .loading_per_gib
        .as_duration()
        .saturating_mul(size);
    let loaded = match snapshot {
        Some(_) => Loaded::At(Model::after(call.now, loading.into())),
        None => Loaded::Always,
    };
    let disk = Disk {
        id: String::new(),
        account: Some(call.account),
        name: parameters.owned("DiskName"),
        description: parameters.owned("Description"),
        category: category.to_owned(),
        size,
        kind: DiskKind::Data,
        condition: Condition::Healthy,
        loaded,
        created: call.now,
        attached: None,
        ever_attached: false,
        detached: None,
        delete_with_instance: false,
        image_id: None,
        snapshot_id: snapshot.map(|own| own.id.clone()),
        tags,
        attributes: attributes::told(parameters, "", &KEPT),
    };
    let disk = model.add_disk(disk);
    Ok(Node::object([("DiskId", Node::text(disk.id.clone()))]))
}

const UNKNOWN_REGION: Refusal = Refusal::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist.",
);
const UNKNOWN_ZONE: Refusal = Refusal::new(
    404,
    "InvalidZoneId.NotFound",
    "The specified zone does not exist.",
);
const UNKNOWN_CATEGORY: Refusal = Refusal::new(
    400,
    "InvalidDiskCategory.ValueNotSupported",
    "The specified parameter \"DiskCategory\" is not valid.",
);
const SIZE: Refusal = Refusal::new(
    400,
    "InvalidSize.ValueNotSupported",
    "The specified parameter Size is not valid.",
);
const NO_SIZE: Refusal = Refusal::new(
    400,
    "MissingParameter",
    "The input parameter either \"SnapshotId\" or \"Size\" should be specified.",
);
const SYSTEM_SNAPSHOT: Refusal = Refusal::new(
    403,
    "InvalidSnapshotId.NotDataDiskSnapshot",
    "The specified snapshot is system disk snapshot.",
);

//! `CreateImage`: an image out of finished snapshots, or out of an instance. A snapshot that is not
//! finished makes no image.

use super::refusals::{UNKNOWN_INSTANCE, UNKNOWN_SNAPSHOT};
use super::{Call, attributes};
use crate::answer::Node;
use crate::model::{Attributes, Disk, Image, ImageDisk, Model, NewSnapshot, Snapshot, Tags, Takes};
use crate::refusal::Refusal;
use crate::world::{DiskKind, InstanceStatus};
use jiff::SignedDuration;
use std::borrow::Cow;

/// What an image shows as it was told.
const KEPT: [&str; 5] = [
    "Architecture",
    "ImageFamily",
    "ImageVersion",
    "Platform",
    "ResourceGroupId",
];

/// Creates an image.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let parameters = call.parameters;
    let tags = call.tags()?;
    let name = parameters.owned("ImageName");
    if let Some(name) = &name {
        let mut own = model.images(call.account);
        if own.any(|image| image.account.is_some() && image.name == *name) {
            return Err(NAME_TAKEN);
        }
    }
    // In the order of the page: an instance goes before a list of disks, that before a snapshot.
    let mapped = parameters.indices("DiskDeviceMapping", ".");
    let (disks, takes) = if let Some(id) = parameters.given("InstanceId") {
        call.check_balance(model)?;
        from_instance(model, call, id)?
    } else if !mapped.is_empty() {
        (
            from_mappings(model, call, &mapped)?,
            Takes::Span(SignedDuration::ZERO),
        )
    } else if let Some(id) = parameters.given("SnapshotId") {
        let snapshot = finished(model, call, id)?;
        if snapshot.disk_kind != DiskKind::System {
            return Err(NOT_OF_SYSTEM_DISK);
        }
        (
            vec![of_snapshot(snapshot, "/dev/xvda")],
            Takes::Span(SignedDuration::ZERO),
        )
    } else {
        return Err(NOTHING_GIVEN);
    };
    call.check_balance(model)?;
    let image = Image {
        id: String::new(),
        account: Some(call.account),
        name: name.unwrap_or_default(),
        description: parameters.owned("Description").unwrap_or_default(),
        created: call.now,
        takes,
        disks,
        tags,
        attributes: attributes::told(parameters, "", &KEPT),
    };
    let image = model.add_image(image);
    Ok(Node::object([("ImageId", Node::text(image.id.clone()))]))
}

/// The snapshot of this id, if it is finished.
fn finished<'a>(model: &'a Model, call: &Call<'_>, id: &str) -> Result<&'a Snapshot, Refusal> {
    let snapshot = model.snapshot(call.account, id).ok_or(UNKNOWN_SNAPSHOT)?;
    if snapshot.is_finished(call.now) {
        Ok(snapshot)
    } else {
        Err(NOT_READY)
    }
}

fn of_snapshot(snapshot: &Snapshot, device: &str) -> ImageDisk {
    ImageDisk {
        snapshot_id: Some(snapshot.id.clone()),
        size: snapshot.disk_size,
        device: device.to_owned(),
        is_system: snapshot.disk_kind == DiskKind::System,
    }
}

/// The disks that a request lists one by one; exactly one of them is a system disk.
fn from_mappings(
    model: &Model,
    call: &Call<'_>,
    indices: &[u32],
) -> Result<Vec<ImageDisk>, Refusal> {
    let parameters = call.parameters;
    let mut disks = Vec::new();
    for (at, index) in indices.iter().enumerate() {
        let member = |name: &str| format!("DiskDeviceMapping.{index}.{name}");
        let size = parameters.size(&member("Size"))?;
        let mut disk = match parameters.given(&member("SnapshotId")) {
            Some(id) => of_snapshot(finished(model, call, id)?, ""),
            None => ImageDisk {
                snapshot_id: None,
                size: 20,
                device: String::new(),
                is_system: false,
            },
        };
        if size.is_some_and(|size| size < disk.size) {
            return Err(SIZE);
        }
        disk.size = size.unwrap_or(disk.size);
        if let Some(kind) = parameters.given(&member("DiskType")) {
            disk.is_system = kind == "system";
        }
        let letter = char::from(b'a'.saturating_add(u8::try_from(at).unwrap_or(25)));
        let device = parameters.owned(&member("Device"));
        disk.device = device.unwrap_or_else(|| format!("/dev/xvd{letter}"));
        if disks
            .iter()
            .any(|other: &ImageDisk| other.device == disk.device)
        {
            return Err(DEVICE_TAKEN);
        }
        disks.push(disk);
    }
    match disks.iter().filter(|disk| disk.is_system).count() {
        0 => Err(NO_SYSTEM_DISK),
        1 => {
            disks.sort_by_key(|disk| !disk.is_system);
            Ok(disks)
        }
        _ => Err(TWO_SYSTEM_DISKS),
    }
}

/// Snapshots of all disks of an instance, made for the image.
fn from_instance(
    model: &mut Model,
    call: &Call<'_>,
    id: &str,
) -> Result<(Vec<ImageDisk>, Takes), Refusal> {
    let instance = model.instance(call.account, id).ok_or(UNKNOWN_INSTANCE)?;
    if instance.is_locked_for_security() {
        return Err(LOCKED);
    }
    let legal = [InstanceStatus::Running, InstanceStatus::Stopped];
    if !legal.contains(&instance.status(call.now)) {
        return Err(INSTANCE_STATUS);
    }
    let sources: Vec<Disk> = model
        .disks_of(call.account, id)
        .into_iter()
        .map(Cow::into_owned)
        .collect();
    for disk in &sources {
        if model.has_unfinished_snapshot(call.account, &disk.id, call.now) {
            return Err(SNAPSHOT_IN_PROGRESS);
        }
    }
    let mut disks = Vec::new();
    let mut takes = Takes::Span(SignedDuration::ZERO);
    for disk in &sources {
        let device = disk.attached.as_ref().map_or("", |to| to.device.as_str());
        let this = model.snapshot_takes(disk.size);
        takes = longer(takes, this);
        let new = NewSnapshot {
            name: None,
            description: None,
            tags: Tags::default(),
            attributes: Attributes::default(),
            created: call.now,
            takes: this,
            given: None,
        };
        let snapshot = model.add_snapshot(call.account, disk, new);
        disks.push(of_snapshot(snapshot, device));
    }
    Ok((disks, takes))
}

fn longer(one: Takes, other: Takes) -> Takes {
    match (one, other) {
        (Takes::Span(one), Takes::Span(other)) => Takes::Span(one.max(other)),
        _ => Takes::Forever,
    }
}

const NOT_READY: Refusal = Refusal::new(
    403,
    "InvalidSnapshotId.NotReady",
    "The current status of the DiskDeviceMapping.n.SnapshotId or SnapshotId does not support this operation.",
);
const NOT_OF_SYSTEM_DISK: Refusal = Refusal::new(
    403,
    "OperationDenied",
    "The specified snapshot is not from system disk.",
);
const NAME_TAKEN: Refusal = Refusal::new(
    400,
    "InvalidImageName.Duplicated",
    "The specified Image name has already bean used.",
);
const NOTHING_GIVEN: Refusal = Refusal::new(
    400,
    "MissingParameter",
    "The input parameter SnapshotId or InstanceId or DiskDeviceMapping that is mandatory for processing this request is not supplied.",
);
const SIZE: Refusal = Refusal::new(
    400,
    "InvalidSize.ValueNotSupported",
    "The specified parameter DiskDeviceMapping.n.Size beyond the permitted range.",
);
const DEVICE_TAKEN: Refusal = Refusal::new(
    400,
    "InvalidDevice.InUse",
    "The specified parameter DiskDeviceMapping.n.Device has been occupied.",
);
const NO_SYSTEM_DISK: Refusal = Refusal::new(
    400,
    "OperationDenied",
    "The specified parameter DiskDeviceMapping.n.SnapshotId does not contain system disk snapshot.",
);
const TWO_SYSTEM_DISKS: Refusal = Refusal::new(
    400,
    "OperationDenied",
    "The specified parameter DiskDeviceMapping.n.SnapshotId contains two or more system disk snapshots.",
);
const LOCKED: Refusal = Refusal::new(
    400,
    "InstanceLockedForSecurity",
    "The specified operation is denied as your instance is locked for security reasons.",
);
const INSTANCE_STATUS: Refusal = Refusal::new(
    400,
    "IncorrectInstanceStatus",
    "The current status of the instance does not support this operation.",
);
const SNAPSHOT_IN_PROGRESS: Refusal = Refusal::new(
    403,
    "IncorrectDiskStatus.CreatingSnapshot",
    "A previous snapshot creation is in process.",
);

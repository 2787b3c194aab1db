//! `ReplaceSystemDisk`: the system disk of a stopped instance gives way to a new one out of an
//! image, which loads its data first. Snapshots of the old one stay.

use super::Call;
use super::refusals::{
    DISK_STATUS, INSTANCE_STATUS, SNAPSHOT_IN_PROGRESS, UNKNOWN_IMAGE, UNKNOWN_INSTANCE,
};
use crate::answer::Node;
use crate::model::{Attached, Attributes, Disk, Loaded, Model, Tags};
use crate::refusal::Refusal;
use crate::world::{Condition, DiskKind, InstanceStatus};

/// The largest system disk, in GiB.
const LARGEST: u32 = 500;

/// Replaces a system disk.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let instance_id = call.parameters.required("InstanceId")?;
    let instance = model
        .instance(call.account, instance_id)
        .ok_or(UNKNOWN_INSTANCE)?;
    let image_id = call.parameters.required("ImageId")?;
    let image = model.image(call.account, image_id);
    let image = image.filter(|image| image.progress().is_finished(call.now));
    let image = image.ok_or(UNKNOWN_IMAGE)?;
    if instance.is_locked_for_security() {
        return Err(LOCKED);
    }
    if instance.status(call.now) != InstanceStatus::Stopped {
        return Err(INSTANCE_STATUS);
    }
    let disks = model.disks_of(call.account, instance_id);
    let old = disks.iter().find(|disk| disk.kind == DiskKind::System);
    let old = old.ok_or(NO_SYSTEM_DISK)?.as_ref().clone();
    match old.condition {
        Condition::Transferring => return Err(TRANSFERRING),
        Condition::Healthy => {}
        _ => return Err(DISK_STATUS),
    }
    if model.has_unfinished_snapshot(call.account, &old.id, call.now) {
        return Err(SNAPSHOT_IN_PROGRESS);
    }
    let size = call.parameters.size("SystemDisk.Size")?;
    let size = size.unwrap_or_else(|| image.size().max(40));
    if size < image.size() {
        return Err(TOO_SMALL);
    }
    if size > LARGEST {
        return Err(TOO_LARGE);
    }
    let disk = Disk {
        id: String::new(),
        account: Some(call.account),
        name: None,
        description: None,
        size,
        condition: Condition::Healthy,
        loaded: Loaded::At(Model::after(call.now, model.timing.loading)),
        created: call.now,
        attached: Some(Attached {
            instance_id: instance_id.to_owned(),
            device: DiskKind::System.first_device().to_owned(),
            since: call.now,
        }),
        ever_attached: true,
        detached: None,
        image_id: Some(image_id.to_owned()),
        snapshot_id: None,
        tags: Tags::default(),
        attributes: Attributes::default(),
        ..old.clone()
    };
    let image_id = image_id.to_owned();
    let instance = model
        .instance_mut(call.account, instance_id)
        .ok_or(UNKNOWN_INSTANCE)?;
    instance.image_id = image_id;
    model.remove_disk(&old.id, call.now);
    let disk = model.add_disk(disk);
    Ok(Node::object([("DiskId", Node::text(disk.id.clone()))]))
}

const LOCKED: Refusal = Refusal::new(
    403,
    "InstanceLockedForSecurity",
    "The instance is locked due to security.",
);
const NO_SYSTEM_DISK: Refusal = Refusal::new(
    400,
    "InvalidInstance.NotFoundSystemDisk",
    "The specified instance has no system disk.",
);
const TRANSFERRING: Refusal = Refusal::new(
    403,
    "InvalidSystemDiskStatus.IsTransfering",
    "The current status of the resource does not support this operation, system disk is transfering.",
);
const TOO_SMALL: Refusal = Refusal::new(
    404,
    "InvalidSystemDiskSize.LessThanImageSize",
    "The specified parameter SystemDisk.Size is less than the image size.",
);
const TOO_LARGE: Refusal = Refusal::new(
    404,
    "InvalidSystemDiskSize.MoreThanMaxSize",
    "The specified SystemDisk.Size parameter exceeds the maximum size.",
);

//! `DetachDisk`: a data disk leaves its running or stopped instance, within about a minute.

use super::Call;
use super::refusals::{DISK_STATUS, INSTANCE_STATUS, UNKNOWN_DISK, UNKNOWN_INSTANCE};
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;
use crate::world::InstanceStatus;

/// Detaches a disk.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let disk_id = call.parameters.required("DiskId")?;
    let instance_id = call.parameters.required("InstanceId")?;
    let disk = model.disk(call.account, disk_id).ok_or(UNKNOWN_DISK)?;
    let instance = model
        .instance(call.account, instance_id)
        .ok_or(UNKNOWN_INSTANCE)?;
    if instance.is_locked_for_security() {
        return Err(LOCKED);
    }
    if disk.attached.is_none() {
        let detaching = disk.status(call.now) == "Detaching";
        return Err(if detaching {
            DISK_STATUS
        } else {
            ALREADY_DETACHED
        });
    }
    if !disk.is_attached_to(instance_id) {
        return Err(NOT_ATTACHED_HERE);
    }
    if !disk.is_portable() {
        return Err(SYSTEM_DISK);
    }
    let legal = [InstanceStatus::Running, InstanceStatus::Stopped];
    if !legal.contains(&instance.status(call.now)) {
        return Err(INSTANCE_STATUS);
    }
    let detached = Model::after(call.now, model.timing.detach);
    let disk = model.disk_mut(call.account, disk_id).ok_or(UNKNOWN_DISK)?;
    disk.attached = None;
    disk.detached = Some(detached);
    disk.delete_with_instance = false;
    Ok(Node::object([]))
}

const LOCKED: Refusal = Refusal::new(
    403,
    "InstanceLockedForSecurity",
    "The instance is locked due to security.",
);
const ALREADY_DETACHED: Refusal = Refusal::new(
    404,
    "InvalidDisk.AlreadyDetached",
    "The specified disk has been detached.",
);
const NOT_ATTACHED_HERE: Refusal = Refusal::new(
    403,
    "DependencyViolation",
    "The specified disk has not been attached on the specified instance.",
);
const SYSTEM_DISK: Refusal = Refusal::new(
    403,
    "DiskTypeViolation",
    "The specified disk is a system disk and cannot support the operation.",
);

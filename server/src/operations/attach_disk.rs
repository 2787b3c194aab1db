//! `AttachDisk`: an available data disk goes to a running or stopped instance.

use super::Call;
use super::launch::{MOST_DATA_DISKS, next_device};
use super::refusals::{UNKNOWN_DISK, UNKNOWN_INSTANCE};
use crate::answer::Node;
use crate::model::{Attached, Model};
use crate::refusal::Refusal;
use crate::world::{Condition, InstanceStatus};

/// Attaches a disk.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let disk_id = call.parameters.required("DiskId")?;
    let instance_id = call.parameters.required("InstanceId")?;
    let with_instance = call.parameters.flag("DeleteWithInstance")?;
    let disk = model.disk(call.account, disk_id).ok_or(UNKNOWN_DISK)?;
    let instance = model
        .instance(call.account, instance_id)
        .ok_or(UNKNOWN_INSTANCE)?;
    if instance.is_locked_for_security() {
        return Err(LOCKED);
    }
    let legal = [InstanceStatus::Running, InstanceStatus::Stopped];
    if !legal.contains(&instance.status(call.now)) {
        return Err(INSTANCE_STATUS);
    }
    match disk.condition {
        Condition::Healthy => {}
        Condition::InArrears => return Err(ARREARS),
        Condition::NotSupported | Condition::TypeNotSupported => return Err(NOT_SUPPORTED),
        _ => return Err(STATUS_NOT_SUPPORTED),
    }
    if !disk.is_portable() {
        return Err(NOT_PORTABLE);
    }
    if disk.attached.is_some() {
        return Err(DISK_IN_USE);
    }
    if disk.status(call.now) != "Available" {
        return Err(DISK_STATUS);
    }
    let others = model.disks_of(call.account, instance_id);
    if others.iter().filter(|other| other.is_portable()).count() >= MOST_DATA_DISKS {
        return Err(TOO_MANY_DISKS);
    }
    let device = match call.parameters.given("Device") {
        Some(device) => {
            let taken = |to: &Attached| to.device == device;
            if others
                .iter()
                .any(|other| other.attached.as_ref().is_some_and(taken))
            {
                return Err(DEVICE_IN_USE);
            }
            device.to_owned()
        }
        None => next_device(others.iter().map(AsRef::as_ref)),
    };
    let disk = model.disk_mut(call.account, disk_id).ok_or(UNKNOWN_DISK)?;
    disk.attached = Some(Attached {
        instance_id: instance_id.to_owned(),
        device,
        since: call.now,
    });
    disk.ever_attached = true;
    disk.detached = None;
    disk.delete_with_instance = with_instance;
    Ok(Node::object([]))
}

const LOCKED: Refusal = Refusal::new(
    403,
    "InstanceLockedForSecurity",
    "The instance is locked due to security.",
);
const INSTANCE_STATUS: Refusal = Refusal::new(
    400,
    "IncorrectInstanceStatus",
    "The current status of the resource does not support this operation.",
);
const DISK_STATUS: Refusal = Refusal::new(
    403,
    "IncorrectDiskStatus",
    "The operation is not supported in this status.",
);
const DISK_IN_USE: Refusal = Refusal::new(
    404,
    "InvalidDisk.InUse",
    "The specified disk has been occupied.",
);
const DEVICE_IN_USE: Refusal = Refusal::new(
    403,
    "InvalidDevice.InUse",
    "The specified device has been occupied.",
);
const ARREARS: Refusal = Refusal::new(
    403,
    "DiskInArrears",
    "The specified operation is denied as your disk owing fee.",
);
const NOT_SUPPORTED: Refusal = Refusal::new(
    403,
    "DiskId.ValueNotSupported",
    "The specified parameter diskid is not supported.",
);
const STATUS_NOT_SUPPORTED: Refusal = Refusal::new(
    403,
    "DiskId.StatusNotSupported",
    "The specified disk status is not supported.",
);
const NOT_PORTABLE: Refusal = Refusal::new(
    403,
    "DiskNotPortable",
    "The specified disk is not a portable disk.",
);
const TOO_MANY_DISKS: Refusal = Refusal::new(
    403,
    "InstanceDiskLimitExceeded",
    "The amount of the disk on instance in question reach its limits.",
);

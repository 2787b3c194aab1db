//! `DeleteDisk`: an available disk is released; its manual snapshots stay. An id that is not there
//! is ignored.

use super::Call;
use super::refusals::{DISK_STATUS, SNAPSHOT_IN_PROGRESS};
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;

/// Releases a disk.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let id = call.parameters.required("DiskId")?;
    let Some(disk) = model.disk(call.account, id) else {
        return Ok(Node::object([]));
    };
    if model.has_unfinished_snapshot(call.account, id, call.now) {
        return Err(SNAPSHOT_IN_PROGRESS);
    }
    if disk.attached.is_some() {
        return Err(STILL_ATTACHED);
    }
    if disk.status(call.now) != "Available" {
        return Err(DISK_STATUS);
    }
    model.remove_disk(id, call.now);
    Ok(Node::object([]))
}

const STILL_ATTACHED: Refusal = Refusal::new(
    403,
    "DiskStillAttached",
    "The disk is still attached to the disk.",
);

//! `DeleteSnapshot`, as its page of 2021 says: a snapshot in progress is given up, an id that is
//! not there is ignored, one of another account is not found, one that images or disks are made from is kept.

use super::Call;
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;

/// Deletes a snapshot.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let id = call.parameters.required("SnapshotId")?;
    let force = call.parameters.flag("Force")?;
    if let Some(snapshot) = model.snapshot(call.account, id) {
        if snapshot.images > 0 {
            return Err(USED_BY_IMAGE);
        }
        if snapshot.disks > 0 && !force {
            return Err(USED_BY_DISK);
        }
    }
    if model.remove_snapshot(call.account, id).is_none() && model.has_snapshot(id) {
        return Err(NOT_FOUND);
    }
    Ok(Node::object([]))
}

const NOT_FOUND: Refusal = Refusal::new(
    404,
    "InvalidSnapshotId.NotFound",
    "The specified snapshot is not found",
);
const USED_BY_IMAGE: Refusal = Refusal::new(
    403,
    "SnapshotCreatedImage",
    "The snapshot has been used to create user defined image(s).",
);
const USED_BY_DISK: Refusal = Refusal::new(
    403,
    "SnapshotCreatedDisk",
    "The snapshot has been used to create disk(s).",
);

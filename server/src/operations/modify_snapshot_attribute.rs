//! `ModifySnapshotAttribute`: another name or description for a snapshot.

use super::Call;
use super::refusals::UNKNOWN_SNAPSHOT;
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;

/// Changes a snapshot.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let id = call.parameters.required("SnapshotId")?;
    let snapshot = model
        .snapshot_mut(call.account, id)
        .ok_or(UNKNOWN_SNAPSHOT)?;
    let name = call.parameters.owned("SnapshotName");
    let description = call.parameters.owned("Description");
    if name.is_none() && description.is_none() {
        return Err(NOTHING_TO_MODIFY);
    }
    snapshot.name = name.or_else(|| snapshot.name.take());
    snapshot.description = description.or_else(|| snapshot.description.take());
    Ok(Node::object([]))
}

const NOTHING_TO_MODIFY: Refusal = Refusal::new(
    400,
    "NoAttributeToModify",
    "No attribute to be modified in this request.",
);

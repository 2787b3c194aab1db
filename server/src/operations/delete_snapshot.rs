//! DeleteSnapshot, as its page of 2021 says: a snapshot in progress is given up, an id that is
//! not there is ignored.

use super::Call;
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;

/// Deletes a snapshot.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let id = call.parameters.required("SnapshotId")?;
    call.parameters.flag("Force")?;
    model.remove_snapshot(call.account, id);
    Ok(Node::object([]))
}

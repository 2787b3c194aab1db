//! `DeleteInstance`: a stopped instance is released, by force a running one, too.

use super::Call;
use super::refusals::{INSTANCE_STATUS, UNKNOWN_INSTANCE};
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;
use crate::world::InstanceStatus;

/// Releases an instance, with the disks that go with it. Manual snapshots stay.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let id = call.parameters.required("InstanceId")?;
    let forced = call.parameters.flag("Force")?;
    let instance = model.instance(call.account, id).ok_or(UNKNOWN_INSTANCE)?;
    if instance.attributes.is_set("DeletionProtection") {
        return Err(PROTECTED);
    }
    match instance.status(call.now) {
        InstanceStatus::Stopped => {}
        InstanceStatus::Running if forced => {}
        InstanceStatus::Pending => return Err(INITIALIZING),
        _ => return Err(INSTANCE_STATUS),
    }
    model.remove_instance(call.account, id, call.now);
    Ok(Node::object([]))
}

const PROTECTED: Refusal = Refusal::new(
    403,
    "InvalidOperation.DeletionProtection",
    "The operation is not allowed due to deletion protection.",
);
const INITIALIZING: Refusal = Refusal::new(
    403,
    "IncorrectInstanceStatus.Initializing",
    "The specified instance status does not support this operation.",
);

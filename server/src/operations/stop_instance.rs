//! `StopInstance`: a running instance is Stopping, then Stopped.

use super::Call;
use super::refusals::{INSTANCE_LOCKED, INSTANCE_STATUS, UNKNOWN_INSTANCE};
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;
use crate::world::InstanceStatus;

/// Stops an instance.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let id = call.parameters.required("InstanceId")?;
    let forced = call.parameters.flag("ForceStop")?;
    let instance = model.instance(call.account, id).ok_or(UNKNOWN_INSTANCE)?;
    if instance.is_locked_for_security() {
        return Err(INSTANCE_LOCKED);
    }
    if instance.status(call.now) != InstanceStatus::Running {
        return Err(INSTANCE_STATUS);
    }
    let mode = call.parameters.owned("StoppedMode");
    let mode = mode.unwrap_or_else(|| "KeepCharging".to_owned());
    call.end_if_dry()?;
    // Pulling the plug takes no time.
    let stopped = if forced {
        call.now
    } else {
        Model::after(call.now, model.timing.stop)
    };
    let instance = model
        .instance_mut(call.account, id)
        .ok_or(UNKNOWN_INSTANCE)?;
    let course = vec![
        (call.now, InstanceStatus::Stopping),
        (stopped, InstanceStatus::Stopped),
    ];
    instance.stopped_mode = Some(mode);
    instance.change(call.now, course);
    Ok(Node::object([]))
}

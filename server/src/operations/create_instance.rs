//! `CreateInstance`: one new instance, stopped and never started.

use super::{Call, launch};
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;
use crate::world::InstanceStatus;

/// Creates an instance.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let made = Model::after(call.now, model.timing.start);
    let course = vec![
        (call.now, InstanceStatus::Pending),
        (made, InstanceStatus::Stopped),
    ];
    let plan = launch::plan(model, call, course)?;
    let id = launch::make(model, call, &plan);
    Ok(Node::object([("InstanceId", Node::text(id))]))
}

//! `RunInstances`: new instances that start by themselves.

use super::written::texts;
use super::{Call, launch};
use crate::answer::Node;
use crate::ids;
use crate::model::Model;
use crate::refusal::Refusal;
use crate::world::InstanceStatus;

/// How many instances one request may make.
const MOST_INSTANCES: i64 = 100;

/// Creates and starts instances.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let least = call.parameters.integer("MinAmount")?.unwrap_or(1);
    let amount = call.parameters.integer("Amount")?.unwrap_or(least);
    if !(1..=MOST_INSTANCES).contains(&amount) {
        return Err(AMOUNT);
    }
    if !(1..=amount).contains(&least) {
        return Err(LEAST_AMOUNT);
    }
    let running = Model::after(call.now, model.timing.start);
    let course = vec![
        (call.now, InstanceStatus::Starting),
        (running, InstanceStatus::Running),
    ];
    let plan = launch::plan(model, call, course)?;
    let made: Vec<_> = (0..amount)
        .map(|_| launch::make(model, call, &plan))
        .collect();
    Ok(Node::object([
        ("OrderId", Node::text(ids::order_id())),
        ("InstanceIdSets", texts("InstanceIdSet", made)),
    ]))
}

const AMOUNT: Refusal = Refusal::new(
    403,
    "InvalidParam.Amount",
    "The specified parameter Amount is not valid.",
);
const LEAST_AMOUNT: Refusal = Refusal::new(
    400,
    "InvalidMinAmount.Malformed",
    "The specified parameter MinAmount is not valid.",
);

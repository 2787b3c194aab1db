//! `StartInstance`: a stopped instance is Starting, then Running.

use super::Call;
use super::refusals::{INSTANCE_LOCKED, INSTANCE_STATUS, UNKNOWN_INSTANCE};
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;
use crate::world::{Balance, Condition, InstanceStatus};

/// Starts an instance.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let id = call.parameters.required("InstanceId")?;
    let instance = model.instance(call.account, id).ok_or(UNKNOWN_INSTANCE)?;
    if instance.is_locked_for_security() {
        return Err(INSTANCE_LOCKED);
    }
    if instance.status(call.now) != InstanceStatus::Stopped {
        return Err(INSTANCE_STATUS);
    }
    let disks = model.disks_of(call.account, id);
    if disks
        .iter()
        .any(|disk| disk.condition == Condition::InArrears)
    {
        return Err(DISK_IN_ARREARS);
    }
    let account = model.account(call.account);
    if account.is_none_or(|account| account.balance == Balance::None) {
        return Err(INSUFFICIENT_BALANCE);
    }
    call.end_if_dry()?;
    let running = Model::after(call.now, model.timing.start);
    let instance = model
        .instance_mut(call.account, id)
        .ok_or(UNKNOWN_INSTANCE)?;
    let course = vec![
        (call.now, InstanceStatus::Starting),
        (running, InstanceStatus::Running),
    ];
    instance.change(call.now, course);
    Ok(Node::object([]))
}

const DISK_IN_ARREARS: Refusal = Refusal::new(
    403,
    "DiskInArrears",
    "The specified operation is denied as your disk has expired.",
);
const INSUFFICIENT_BALANCE: Refusal = Refusal::new(
    403,
    "InsufficientBalance",
    "Your account does not have enough balance.",
);

//! `CreateSnapshot`, as its page says; what differs by the edition of the page is in [`Edition`].
//!
//! [`Edition`]: super::Edition
//!
//! What is checked, in this order: the form of the parameters (in the gateway, by the spec); the
//! client token; the disk's existence; the states that have an error code of their own; the
//! preconditions of the page; the quota; and last, that no snapshot of the disk is in progress,
//! since that one passes by itself.

use super::refusals::NOT_ENOUGH_BALANCE;
use super::{Call, attributes};
use crate::answer::Node;
use crate::model::{Disk, Instance, Model, NewSnapshot, Tags};
use crate::refusal::Refusal;
use crate::world::{Balance, Condition, InstanceStatus};

/// A statement about the world that must hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    /// What a fault calls it.
    pub(crate) id: &'static str,
    /// Whether it holds.
    pub(crate) check: fn(&Situation<'_>) -> Result<(), Refusal>,
}

/// What the rules look at.
#[derive(Debug)]
pub(crate) struct Situation<'a> {
    pub(crate) model: &'a Model,
    pub(crate) call: &'a Call<'a>,
    pub(crate) disk: &'a Disk,
    pub(crate) instance: Option<&'a Instance>,
}

/// What a snapshot shows as it was told.
const KEPT: [&str; 5] = [
    "Category",
    "InstantAccess",
    "InstantAccessRetentionDays",
    "ResourceGroupId",
    "RetentionDays",
];

/// The rules in the order in which they are checked.
pub(crate) const RULES: [Rule; 13] = [
    Rule {
        id: "disk-supported",
        check: disk_supported,
    },
    Rule {
        id: "disk-type-supported",
        check: disk_type_supported,
    },
    Rule {
        id: "disk-paid",
        check: disk_paid,
    },
    Rule {
        id: "account-balance",
        check: account_balance,
    },
    Rule {
        id: "disk-valid",
        check: disk_valid,
    },
    Rule {
        id: "disk-not-transferring",
        check: disk_not_transferring,
    },
    Rule {
        id: "disk-attached",
        check: disk_attached,
    },
    Rule {
        id: "instance-state",
        check: instance_state,
    },
    Rule {
        id: "instance-started-once",
        check: instance_started_once,
    },
    Rule {
        id: "instance-not-locked",
        check: instance_not_locked,
    },
    Rule {
        id: "data-loaded",
        check: data_loaded,
    },
    Rule {
        id: "quota",
        check: quota,
    },
    Rule {
        id: "no-snapshot-in-progress",
        check: no_snapshot_in_progress,
    },
];

/// Creates a snapshot of a disk.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let tags = tags(call)?;
    let disk_id = call.parameters.required("DiskId")?;
    model.touch_disk(call.account, disk_id);
    let disk = model.disk(call.account, disk_id);
    let disk = disk.ok_or_else(|| call.edition.unknown_disk.clone())?;
    let attached = disk.attached.as_ref();
    let instance = attached.and_then(|to| model.instance(call.account, &to.instance_id));
    let situation = Situation {
        model,
        call,
        disk: &disk,
        instance: instance.as_deref(),
    };
    for rule in call.rules {
        (rule.check)(&situation)?;
    }
    let disk = disk.into_owned();
    let new = NewSnapshot {
        name: call.parameters.get("SnapshotName").map(str::to_owned),
        description: call.parameters.get("Description").map(str::to_owned),
        tags,
        attributes: attributes::told(call.parameters, "", &KEPT),
        created: call.now,
        takes: model.snapshot_takes(disk.size),
        given: None,
    };
    let snapshot = model.add_snapshot(call.account, &disk, new);
    Ok(Node::object([(
        "SnapshotId",
        Node::text(snapshot.id.clone()),
    )]))
}

/// The tags, in which some editions refuse a key that comes twice.
fn tags(call: &Call<'_>) -> Result<Tags, Refusal> {
    let given = call.parameters.tags();
    let number = given.len();
    let tags = Tags::new(given);
    match &call.edition.repeated_tag_key {
        Some(refusal) if tags.len() < number => Err(refusal.clone()),
        _ => Ok(tags),
    }
}

fn refuse_if(broken: bool, refusal: Refusal) -> Result<(), Refusal> {
    if broken { Err(refusal) } else { Ok(()) }
}

fn disk_supported(situation: &Situation<'_>) -> Result<(), Refusal> {
    refuse_if(
        situation.disk.condition == Condition::NotSupported,
        DISK_NOT_SUPPORTED,
    )
}

fn disk_type_supported(situation: &Situation<'_>) -> Result<(), Refusal> {
    let broken = situation.disk.condition == Condition::TypeNotSupported;
    refuse_if(broken, DISK_TYPE_NOT_SUPPORTED)
}

fn disk_paid(situation: &Situation<'_>) -> Result<(), Refusal> {
    refuse_if(
        situation.disk.condition == Condition::InArrears,
        DISK_IN_ARREARS,
    )
}

fn account_balance(situation: &Situation<'_>) -> Result<(), Refusal> {
    let account = situation.model.account(situation.call.account);
    let broken = account.is_none_or(|account| account.balance == Balance::None);
    refuse_if(broken, NOT_ENOUGH_BALANCE)
}

fn disk_valid(situation: &Situation<'_>) -> Result<(), Refusal> {
    refuse_if(situation.disk.condition == Condition::Invalid, DISK_INVALID)
}

fn disk_not_transferring(situation: &Situation<'_>) -> Result<(), Refusal> {
    refuse_if(
        situation.disk.condition == Condition::Transferring,
        DISK_TRANSFERRING,
    )
}

/// The disk must be attached to an instance, or in some editions have been so.
fn disk_attached(situation: &Situation<'_>) -> Result<(), Refusal> {
    refuse_if(!situation.disk.ever_attached, DISK_NEVER_ATTACHED)?;
    let needed = !situation.call.edition.takes_detached;
    refuse_if(needed && situation.disk.attached.is_none(), DISK_STATUS)
}

/// The instance must be Stopped or Running.
fn instance_state(situation: &Situation<'_>) -> Result<(), Refusal> {
    let legal = [InstanceStatus::Stopped, InstanceStatus::Running];
    let now = situation.call.now;
    let broken = |instance: &Instance| !legal.contains(&instance.status(now));
    refuse_if(situation.instance.is_some_and(broken), INSTANCE_STATUS)
}

/// An instance that was never started cannot be the ground of a snapshot.
fn instance_started_once(situation: &Situation<'_>) -> Result<(), Refusal> {
    let now = situation.call.now;
    let broken = |instance: &Instance| !instance.was_started(now);
    refuse_if(situation.instance.is_some_and(broken), INSTANCE_STATUS)
}

/// The instance must not be locked for security; other locks do not count.
fn instance_not_locked(situation: &Situation<'_>) -> Result<(), Refusal> {
    let instance = situation.instance;
    let broken = instance.is_some_and(Instance::is_locked_for_security);
    refuse_if(broken, INSTANCE_LOCKED)
}

/// The data of a new or replaced disk must have been loaded.
fn data_loaded(situation: &Situation<'_>) -> Result<(), Refusal> {
    refuse_if(!situation.disk.is_loaded(situation.call.now), DISK_STATUS)
}

/// A disk has so many snapshots at most. Refused requests leave none behind and do not count.
fn quota(situation: &Situation<'_>) -> Result<(), Refusal> {
    let most = situation.call.edition.most_snapshots;
    let Situation {
        model, call, disk, ..
    } = situation;
    let mut snapshots = model.snapshots_of(call.account, &disk.id);
    let last = usize::try_from(most.saturating_sub(1)).unwrap_or(usize::MAX);
    refuse_if(most == 0 || snapshots.nth(last).is_some(), QUOTA)
}

/// While a snapshot of the disk is not finished, there can be no second.
pub(crate) fn no_snapshot_in_progress(situation: &Situation<'_>) -> Result<(), Refusal> {
    let Situation {
        model, call, disk, ..
    } = situation;
    let broken = model.has_unfinished_snapshot(call.account, &disk.id, call.now);
    refuse_if(broken, SNAPSHOT_IN_PROGRESS)
}

// The ten errors that the page prints (a malformed description is the gateway's, a token used
// twice is the token store's, an unknown disk the edition's).

pub(crate) const QUOTA: Refusal =
    Refusal::new(403, "QuotaExceed.Snapshot", "The snapshot quota exceeds.");
pub(crate) const DISK_IN_ARREARS: Refusal = Refusal::new(
    403,
    "DiskInArrears",
    "The specified operation is denied as your disk has expired.",
);
const DISK_NOT_SUPPORTED: Refusal = Refusal::new(
    403,
    "DiskId.ValueNotSupported",
    "The specified parameter diskid is not supported.",
);
const DISK_INVALID: Refusal = Refusal::new(
    403,
    "IncorrectDiskStatus.Invalid",
    "The specified device status invalid, restart instance and try again.",
);
const DISK_TYPE_NOT_SUPPORTED: Refusal = Refusal::new(
    403,
    "IncorrectDiskType.NotSupport",
    "The specified device type is not supported.",
);
pub(crate) const DISK_TRANSFERRING: Refusal = Refusal::new(
    403,
    "IncorrectDiskStatus.Transferring",
    "The specified device is transferring, you can retry after the process is finished.",
);

// Statements of the page without a code: those of its later edition.

const DISK_NEVER_ATTACHED: Refusal = Refusal::new(
    403,
    "IncorrectDiskStatus.NeverAttached",
    "The specified disk has never been attached to any instance.",
);
const DISK_STATUS: Refusal = Refusal::new(
    403,
    "IncorrectDiskStatus",
    "The current disk status does not support this operation.",
);
const INSTANCE_STATUS: Refusal = Refusal::new(
    400,
    "IncorrectInstanceStatus",
    "The current status of the resource does not support this operation.",
);
const INSTANCE_LOCKED: Refusal = Refusal::new(
    403,
    "InstanceLockedForSecurity",
    "The disk attached instance is locked due to security.",
);
const SNAPSHOT_IN_PROGRESS: Refusal = Refusal::new(
    403,
    "IncorrectDiskStatus.CreatingSnapshot",
    "A previous snapshot creation is in process.",
);

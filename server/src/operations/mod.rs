//! The behaviour of the operations: what each does to the model, as its page says.

mod call;
mod create_snapshot;
mod delete_snapshot;
mod describe_disks;
mod describe_snapshots;
mod page;
mod stage;

pub(crate) use call::{Call, Parameters};
pub(crate) use create_snapshot::{
    DISK_IN_ARREARS, DISK_TRANSFERRING, QUOTA, RULES as CREATE_SNAPSHOT_RULES, Rule, Situation,
    no_snapshot_in_progress,
};
pub(crate) use stage::Stage;

use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;

/// The product whose operations have behaviour.
pub(crate) const PRODUCT: &str = "Ecs";

/// Its API version.
pub(crate) const VERSION: &str = "2014-05-26";

/// An operation with behaviour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Behaviour {
    /// The name of the operation.
    pub(crate) operation: &'static str,
    /// The parameter that carries a client token.
    pub(crate) token: Option<&'static str>,
    /// What it does.
    pub(crate) perform: fn(&mut Model, &Call<'_>) -> Result<Node, Refusal>,
}

/// Every operation with behaviour.
pub(crate) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour {
        operation: "CreateSnapshot",
        token: Some("ClientToken"),
        perform: create_snapshot::perform,
    },
    Behaviour {
        operation: "DeleteSnapshot",
        token: None,
        perform: delete_snapshot::perform,
    },
    Behaviour {
        operation: "DescribeDisks",
        token: None,
        perform: describe_disks::perform,
    },
    Behaviour {
        operation: "DescribeSnapshots",
        token: None,
        perform: describe_snapshots::perform,
    },
];

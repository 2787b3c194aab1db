//! The behaviour of the operations: what each does to the model, as its page says.

mod attach_disk;
mod attributes;
mod call;
mod create_disk;
mod create_image;
mod create_instance;
mod create_snapshot;
mod delete_disk;
mod delete_image;
mod delete_instance;
mod delete_snapshot;
mod describe_disks;
mod describe_images;
mod describe_instances;
mod describe_snapshots;
mod detach_disk;
mod edition;
mod filters;
mod launch;
mod modify_snapshot_attribute;
mod page;
mod refusals;
mod replace_system_disk;
mod run_instances;
mod stage;
mod start_instance;
mod stop_instance;
mod tags;
mod written;

pub(crate) use call::{Call, Parameters};
pub(crate) use create_snapshot::{
    DISK_IN_ARREARS, DISK_TRANSFERRING, QUOTA, RULES as CREATE_SNAPSHOT_RULES, Rule, Situation,
    no_snapshot_in_progress,
};
pub(crate) use edition::Edition;
pub(crate) use stage::{Stage, Task};

use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;

/// The product whose operations have behaviour.
pub(crate) const PRODUCT: &str = "Ecs";

/// Its API version.
pub(crate) const VERSION: &str = "2014-05-26";

/// What an operation does to the model.
type Perform = fn(&mut Model, &Call<'_>) -> Result<Node, Refusal>;

/// An operation with behaviour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Behaviour {
    /// The name of the operation.
    pub(crate) operation: &'static str,
    /// The parameter that carries a client token.
    pub(crate) token: Option<&'static str>,
    /// What it does.
    pub(crate) perform: Perform,
}

/// An operation that takes no client token.
const fn plain(operation: &'static str, perform: Perform) -> Behaviour {
    Behaviour {
        operation,
        token: None,
        perform,
    }
}

/// An operation that takes a client token.
const fn tokened(operation: &'static str, perform: Perform) -> Behaviour {
    Behaviour {
        operation,
        token: Some("ClientToken"),
        perform,
    }
}

/// The names of the operations that do what their pages say; any other is answered out of its spec.
pub fn operations_with_behaviour() -> impl Iterator<Item = &'static str> {
    BEHAVIOURS.iter().map(|own| own.operation)
}

/// Every operation with behaviour.
pub(crate) const BEHAVIOURS: &[Behaviour] = &[
    plain("AttachDisk", attach_disk::perform),
    tokened("CreateDisk", create_disk::perform),
    tokened("CreateImage", create_image::perform),
    tokened("CreateInstance", create_instance::perform),
    tokened("CreateSnapshot", create_snapshot::perform),
    plain("DeleteDisk", delete_disk::perform),
    plain("DeleteImage", delete_image::perform),
    plain("DeleteInstance", delete_instance::perform),
    plain("DeleteSnapshot", delete_snapshot::perform),
    plain("DescribeDisks", describe_disks::perform),
    plain("DescribeImages", describe_images::perform),
    plain("DescribeInstances", describe_instances::perform),
    plain("DescribeSnapshots", describe_snapshots::perform),
    plain("DetachDisk", detach_disk::perform),
    plain("ListTagResources", tags::list),
    plain(
        "ModifySnapshotAttribute",
        modify_snapshot_attribute::perform,
    ),
    tokened("ReplaceSystemDisk", replace_system_disk::perform),
    tokened("RunInstances", run_instances::perform),
    plain("StartInstance", start_instance::perform),
    plain("StopInstance", stop_instance::perform),
    plain("TagResources", tags::tag),
    plain("UntagResources", tags::untag),
];

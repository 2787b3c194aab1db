//! Refusals that several operations share, in the words of their pages.

use crate::refusal::Refusal;

pub(super) const UNKNOWN_INSTANCE: Refusal = Refusal::new(
    404,
    "InvalidInstanceId.NotFound",
    "The specified InstanceId does not exist.",
);
pub(super) const UNKNOWN_DISK: Refusal = Refusal::new(
    404,
    "InvalidDiskId.NotFound",
    "The specified disk does not exist.",
);
pub(super) const UNKNOWN_SNAPSHOT: Refusal = Refusal::new(
    404,
    "InvalidSnapshotId.NotFound",
    "The specified SnapshotId does not exist.",
);
pub(super) const UNKNOWN_IMAGE: Refusal = Refusal::new(
    404,
    "InvalidImageId.NotFound",
    "The specified ImageId does not exist.",
);
pub(super) const INSTANCE_STATUS: Refusal = Refusal::new(
    403,
    "IncorrectInstanceStatus",
    "The current status of the resource does not support this operation.",
);
pub(super) const DISK_STATUS: Refusal = Refusal::new(
    403,
    "IncorrectDiskStatus",
    "The current disk status does not support this operation.",
);
pub(super) const INSTANCE_LOCKED: Refusal = Refusal::new(
    403,
    "InstanceLockedForSecurity",
    "The specified operation is denied as your instance is locked for security reasons.",
);
pub(super) const NOT_ENOUGH_BALANCE: Refusal = Refusal::new(
    403,
    "InvalidAccountStatus.NotEnoughBalance",
    "Your account does not have enough balance.",
);
pub(super) const SNAPSHOT_NOT_READY: Refusal = Refusal::new(
    403,
    "InvalidSnapshotId.NotReady",
    "The specified snapshot has not completed yet.",
);
pub(super) const SNAPSHOT_IN_PROGRESS: Refusal = Refusal::new(
    403,
    "DiskCreatingSnapshot",
    "The operation is denied due to a snapshot of the specified disk is not completed yet.",
);
pub(super) const REPEATED_TAG_KEY: Refusal = Refusal::new(
    400,
    "Duplicate.TagKey",
    "The Tag.N.Key contain duplicate key.",
);

//! Disks of a world file, and the instances they are attached to.

use super::is_default;
use serde::{Deserialize, Serialize};

/// A disk, or a pool of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Disk {
    /// The id; with `{n}` in it, a pool.
    pub id: String,
    /// The account that owns it; the first when absent. A pool's disk belongs to whoever uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The category, as the service writes it.
    #[serde(default = "default_category")]
    pub category: String,
    /// The size in GiB.
    #[serde(default = "default_size")]
    pub size: u32,
    /// System or data disk.
    #[serde(default)]
    pub kind: DiskKind,
    /// The named state it is in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub condition: Condition,
    /// How it stands to its instance.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attachment: Attachment,
    /// The instance it is attached to. Its id is that of the disk with `i-` instead of `d-`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub instance: Instance,
    /// How far its data are loaded.
    #[serde(default, skip_serializing_if = "is_default")]
    pub loading: Loading,
    /// How many finished snapshots it has.
    #[serde(default, skip_serializing_if = "is_default")]
    pub snapshots: u32,
    /// How many snapshots it may still have before its quota is used up; in place of `snapshots`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places_left: Option<u32>,
    /// Whether it has one that never finishes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unfinished_snapshot: bool,
}

/// System or data disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum DiskKind {
    /// Holds the operating system.
    System,
    /// Holds data.
    #[default]
    Data,
}

/// The named states of a disk that make the service refuse it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Nothing is wrong with it.
    #[default]
    Healthy,
    /// It is not paid for.
    InArrears,
    /// The operation is not there for a disk like this.
    NotSupported,
    /// Its kind of storage does not have the feature.
    TypeNotSupported,
    /// The device is broken until its instance restarts.
    Invalid,
    /// It is being moved.
    Transferring,
}

/// How a disk stands to an instance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Attachment {
    /// It is attached.
    #[default]
    Attached,
    /// It was, and is no longer.
    Detached,
    /// It never was.
    Never,
}

/// The instance that a disk is attached to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Instance {
    /// Its status, as the service writes it.
    pub status: InstanceStatus,
    /// Whether it was ever started.
    pub started: bool,
    /// Why operations on it are locked.
    pub locks: Vec<String>,
}

impl Default for Instance {
    fn default() -> Self {
        Self {
            status: InstanceStatus::Running,
            started: true,
            locks: Vec::new(),
        }
    }
}

/// The states of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum InstanceStatus {
    /// Being created.
    Pending,
    /// Being started.
    Starting,
    /// Running.
    Running,
    /// Being stopped.
    Stopping,
    /// Stopped.
    Stopped,
}

/// How far the data of a disk are loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Loading {
    /// All there.
    #[default]
    Done,
    /// Never all there.
    Endless,
}

fn default_category() -> String {
    "cloud_ssd".to_owned()
}

const fn default_size() -> u32 {
    40
}

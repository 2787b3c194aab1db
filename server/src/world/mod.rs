//! Worlds: the accounts, keys and disks that a server begins with, as a file.
//!
//! A world names resources by the state they are in, so that every documented error can be
//! reached. A disk whose id holds `{n}` is a pool: any number in its place names a disk of its
//! own, which comes into being when it is first used.
//!
//! ```
//! let world = doctract_server::World::load("world.yaml", r#"
//! world: 1
//! accounts:
//!   - { name: default, uid: "1", keys: [ { accessKeyId: testid, secret: testsecret } ] }
//! disks:
//!   - { id: "d-ok-{n}" }
//!   - { id: d-arrears, condition: in-arrears }
//!   - { id: d-starting, instance: { status: Starting } }
//! "#).unwrap();
//! assert_eq!(world.disks.len(), 3);
//! ```

mod disk;
mod load;
mod span;

pub use disk::{Attachment, Condition, Disk, DiskKind, Instance, InstanceStatus, Loading};
pub use span::Span;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The version of the world format.
pub const FORMAT_VERSION: u32 = 1;

/// The number that stands in the ids of a pool.
pub(crate) const NUMBER: &str = "{n}";

/// The world that comes with the crate: one resource for each documented state.
pub const DEFAULT_WORLD: &str = include_str!("../../data/world.yaml");

/// The fixtures of the default world, in the format of [`doctract_spec::fixture`].
pub const DEFAULT_FIXTURES: &str = include_str!("../../data/fixtures.yaml");

/// What a server begins with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct World {
    /// The version of the format: [`FORMAT_VERSION`].
    pub world: u32,
    /// The region of everything in it.
    #[serde(default = "default_region")]
    pub region: String,
    /// The zone of everything in it.
    #[serde(default = "default_zone")]
    pub zone: String,
    /// How long things take.
    #[serde(default)]
    pub timing: Timing,
    /// Who may call. The first is the one that owns whatever names no other.
    pub accounts: Vec<Account>,
    /// The ids of the public images.
    #[serde(default)]
    pub images: Vec<String>,
    /// The ids of images that belong to whoever uses them; with `{n}` in it, a pool.
    #[serde(default)]
    pub own_images: Vec<String>,
    /// The image that the name of a family stands for.
    #[serde(default)]
    pub image_families: BTreeMap<String, String>,
    /// What instances can be launched from by name.
    #[serde(default)]
    pub launch_templates: Vec<LaunchTemplate>,
    /// The disks, each with the instance it is attached to.
    #[serde(default)]
    pub disks: Vec<Disk>,
    /// Ids that stand for a resource of whatever type is asked for, where only its tags matter; with
    /// `{n}` in it, a pool.
    #[serde(default)]
    pub taggable: Vec<String>,
    /// What the ids of resources hold that are not there, of kinds that this world does not keep: every
    /// other id of such a kind is taken to exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
}

/// What an instance is launched from where the request says no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct LaunchTemplate {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The image.
    pub image_id: String,
    /// The instance type.
    pub instance_type: String,
}

/// How long things take, in virtual time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Timing {
    /// A snapshot of an empty disk.
    pub snapshot: Span,
    /// What each GiB of the disk adds to it.
    pub snapshot_per_gib: Span,
    /// Until the data of a new instance, or of a replaced system disk, are loaded.
    pub loading: Span,
    /// What each GiB of a data disk that is made from a snapshot takes to load.
    pub loading_per_gib: Span,
    /// Starting an instance.
    pub start: Span,
    /// Stopping an instance.
    pub stop: Span,
    /// Detaching a disk.
    pub detach: Span,
    /// How long a client token is remembered.
    pub token: Span,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            snapshot: Span::from_secs(2),
            snapshot_per_gib: Span::from_millis(100),
            loading: Span::from_secs(60 * 60),
            loading_per_gib: Span::from_secs(60),
            start: Span::from_secs(10),
            stop: Span::from_secs(10),
            detach: Span::from_secs(60),
            token: Span::from_secs(24 * 60 * 60),
        }
    }
}

/// An account with its access keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Account {
    /// Its name in this file.
    pub name: String,
    /// Its number.
    pub uid: String,
    /// Whether it can pay.
    #[serde(default, skip_serializing_if = "is_default")]
    pub balance: Balance,
    /// Its access keys.
    pub keys: Vec<Key>,
}

/// Whether an account can pay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Balance {
    /// There is money.
    #[default]
    Enough,
    /// There is none.
    None,
}

/// An access key. Its secrets are neither shown by `Debug` nor written out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Key {
    /// The id.
    pub access_key_id: String,
    /// The secret.
    #[serde(skip_serializing)]
    pub secret: String,
    /// The token that has to accompany a temporary key.
    #[serde(default, skip_serializing)]
    pub security_token: Option<String>,
    /// When a temporary key ends, in virtual time from the start; never when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_after: Option<Span>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

fn default_region() -> String {
    "cn-hangzhou".to_owned()
}

fn default_zone() -> String {
    "cn-hangzhou-g".to_owned()
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Default for World {
    /// The world that comes with the crate.
    fn default() -> Self {
        Self::load("world.yaml", DEFAULT_WORLD).unwrap_or_else(|_| Self::empty())
    }
}

impl World {
    /// A world with nothing in it, not even an account.
    pub fn empty() -> Self {
        Self {
            world: FORMAT_VERSION,
            region: default_region(),
            zone: default_zone(),
            timing: Timing::default(),
            accounts: Vec::new(),
            images: Vec::new(),
            own_images: Vec::new(),
            image_families: BTreeMap::new(),
            launch_templates: Vec::new(),
            disks: Vec::new(),
            taggable: Vec::new(),
            unknown: None,
        }
    }
}

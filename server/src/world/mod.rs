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

mod span;

pub use span::Span;

use doctract_spec::{Diagnostic, Severity};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;

/// The version of the world format.
pub const FORMAT_VERSION: u32 = 1;

/// The largest world file that is read, in bytes.
const MOST_BYTES: usize = 16 << 20;

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
    /// The disks, each with the instance it is attached to.
    #[serde(default)]
    pub disks: Vec<Disk>,
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

fn default_region() -> String {
    "cn-hangzhou".to_owned()
}

fn default_zone() -> String {
    "cn-hangzhou-g".to_owned()
}

fn default_category() -> String {
    "cloud_ssd".to_owned()
}

const fn default_size() -> u32 {
    40
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
            disks: Vec::new(),
        }
    }

    /// Reads a world file. `file` is the name shown in diagnostics.
    ///
    /// # Errors
    ///
    /// Every mistake found: unknown keys, wrong types, another version, an id or a key twice, an
    /// account that is not there.
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        if text.len() > MOST_BYTES {
            return Err(vec![mistake(file, None, "larger than 16 MiB".to_owned())]);
        }
        let world: Self = serde_yaml::from_str(text).map_err(|error| {
            let span = error.location().map(|place| doctract_spec::Span {
                start: place.index(),
                end: place.index(),
                line: u32::try_from(place.line()).unwrap_or(u32::MAX),
                column: u32::try_from(place.column()).unwrap_or(u32::MAX),
            });
            vec![mistake(file, span, error.to_string())]
        })?;
        let mistakes: Vec<_> = contradictions(&world)
            .into_iter()
            .map(|message| mistake(file, None, message))
            .collect();
        if mistakes.is_empty() {
            Ok(world)
        } else {
            Err(mistakes)
        }
    }
}

fn mistake(file: &str, span: Option<doctract_spec::Span>, message: String) -> Diagnostic {
    Diagnostic {
        code: "world-invalid",
        severity: Severity::Error,
        file: file.to_owned(),
        span,
        message,
        advice: None,
    }
}

/// What the types cannot say.
fn contradictions(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    if world.world != FORMAT_VERSION {
        let version = world.world;
        found.push(format!(
            "format version {version} is not known; this is version {FORMAT_VERSION}"
        ));
    }
    if world.accounts.is_empty() {
        found.push("there is no account".to_owned());
    }
    let mut seen = HashSet::new();
    for account in &world.accounts {
        if !seen.insert(account.name.as_str()) {
            found.push(format!("account `{}` is there twice", account.name));
        }
    }
    let mut seen = HashSet::new();
    for key in world.accounts.iter().flat_map(|account| &account.keys) {
        if !seen.insert(key.access_key_id.as_str()) {
            found.push(format!("access key `{}` is there twice", key.access_key_id));
        }
    }
    let mut seen = HashSet::new();
    for disk in &world.disks {
        if !seen.insert(disk.id.as_str()) {
            found.push(format!("disk `{}` is there twice", disk.id));
        }
        if disk.id.matches(NUMBER).count() > 1 {
            found.push(format!("disk `{}` has more than one `{NUMBER}`", disk.id));
        }
        if let Some(owner) = &disk.account
            && !world.accounts.iter().any(|account| account.name == *owner)
        {
            found.push(format!("disk `{}`: there is no account `{owner}`", disk.id));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_and_fixtures_that_come_with_the_crate_are_valid() {
        let world = World::load("world.yaml", DEFAULT_WORLD).unwrap();
        assert_eq!(world, World::default());
        let fixtures = doctract_spec::fixture::load("fixtures.yaml", DEFAULT_FIXTURES).unwrap();
        for key in fixtures.credentials.values() {
            let mut known = world.accounts.iter().flat_map(|account| &account.keys);
            assert!(
                known.any(|own| own.access_key_id == key.access_key_id && own.secret == key.secret)
            );
        }
        for state in &fixtures.states {
            for (name, value) in &state.parameters {
                let known = world.disks.iter().any(|disk| disk.id == *value);
                assert!(
                    name != "DiskId"
                        || known
                        || state.error.as_deref() == Some("InvalidVolumeId.NotFound"),
                    "{value}"
                );
            }
        }
    }

    #[test]
    fn mistakes_are_named() {
        let text = "world: 1\naccounts: []\ndisks: [ { id: d-a, account: nobody }, { id: d-a } ]\n";
        let all = format!("{:?}", World::load("w.yaml", text).unwrap_err());
        for part in ["no account", "`nobody`", "`d-a` is there twice"] {
            assert!(all.contains(part), "{part} in {all}");
        }
        let error = World::load("w.yaml", "world: 1\naccounts: []\ndisk: []\n").unwrap_err();
        assert_eq!(error[0].span.map(|span| span.line), Some(3));
    }

    #[test]
    fn secrets_are_not_shown() {
        let world = World::default();
        let secret = &world.accounts[0].keys[0].secret;
        assert!(!format!("{world:?}").contains(secret.as_str()));
        assert!(
            !serde_json::to_string(&world)
                .unwrap()
                .contains(secret.as_str())
        );
    }
}

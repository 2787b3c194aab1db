//! What a rule of the diff is: an id, its meaning to each end, a sentence, an example.

use super::Rule;
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What a change means to one end of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Only words changed, or another spelling of the same.
    Docs,
    /// The contract changed, and whoever kept the old one still works with those of the new.
    Compatible,
    /// Whoever kept the old contract may fail with those of the new one.
    Breaking,
}

impl Class {
    /// The word for it: `breaking`, `compatible`, `docs`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Everything there is to know about a rule.
#[derive(Debug)]
pub struct Entry {
    /// The stable id.
    pub id: &'static str,
    /// The rule of the same change seen backwards.
    pub mirror: Rule,
    /// What it means to callers who kept the old contract, with a server of the new one.
    pub callers: Class,
    /// What it means to a server that kept the old contract, with callers of the new one.
    pub servers: Class,
    /// What happened and whom it hurts.
    pub sentence: &'static str,
    /// The smallest old spec, as YAML without the heading keys; empty where there is none.
    pub old: &'static str,
    /// The smallest new spec.
    pub new: &'static str,
}

impl Rule {
    /// The stable id: `request-parameter-removed`.
    pub const fn id(self) -> &'static str {
        self.entry().id
    }

    /// The rule of the same change seen backwards.
    #[must_use]
    pub const fn mirror(self) -> Self {
        self.entry().mirror
    }

    /// What it means to the end that it hurts most.
    pub fn class(self) -> Class {
        self.entry().callers.max(self.entry().servers)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// No rule has this id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no diff rule `{0}`")]
pub struct UnknownRule(pub String);

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        let mut rules = Self::ALL.iter().copied();
        rules
            .find(|rule| rule.id() == id)
            .ok_or_else(|| UnknownRule(id.to_owned()))
    }
}

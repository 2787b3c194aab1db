//! Sets of values that a fault treats wrongly, and how it touches names and values.

use crate::gateway::Pair;
use crate::ids;
use doctract_spec::names::Names;
use std::borrow::Cow;

/// A set of values.
#[derive(Debug, Clone, Copy)]
pub(super) enum Values {
    /// Every value.
    Any,
    /// The empty value.
    Empty,
    /// Values of exactly so many characters.
    Chars(usize),
    /// Values of more than so many bytes.
    BytesAbove(usize),
    /// Values without a Latin letter.
    NoLatin,
    /// Values that begin with this.
    Prefix(&'static str),
    /// Values that begin with this in another letter case.
    PrefixOtherCase(&'static str),
    /// Values that contain this.
    Contains(&'static str),
    /// Values that contain this, but not at their start.
    ContainsInside(&'static str),
    /// Values of parameters with this index.
    Index(u32),
}

impl Values {
    /// Whether the value of a parameter is one of these.
    pub(super) fn hold(self, name: &str, value: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Empty => value.is_empty(),
            Self::Chars(number) => value.chars().count() == number,
            Self::BytesAbove(number) => value.len() > number,
            Self::NoLatin => !value.chars().any(|c| c.is_ascii_alphabetic()),
            Self::Prefix(prefix) => value.starts_with(prefix),
            Self::PrefixOtherCase(prefix) => {
                let start = value.get(..prefix.len()).unwrap_or_default();
                start.eq_ignore_ascii_case(prefix) && start != prefix
            }
            Self::Contains(part) => value.contains(part),
            Self::ContainsInside(part) => value.contains(part) && !value.starts_with(part),
            Self::Index(index) => {
                let index = index.to_string();
                name.split('.').any(|part| part == index)
            }
        }
    }
}

/// Whether a wire name is one of a documented name: `Tag.3.Key` is of `Tag.N.Key`.
pub(super) fn is_of(documented: &str, name: &str) -> bool {
    is_like(documented, name, |part, own| part == own)
}

fn is_like(documented: &str, name: &str, same: impl Fn(&str, &str) -> bool) -> bool {
    let mut parts = name.split('.');
    let fits = documented.split('.').all(|own| {
        parts.next().is_some_and(|part| {
            let index = own == "N" && part.bytes().all(|byte| byte.is_ascii_digit());
            index || same(part, own)
        })
    });
    fits && parts.next().is_none()
}

/// A value with a fresh number.
pub(super) fn fresh(template: &str) -> String {
    let random = ids::resource_id("n").bytes().fold(7u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    template.replace("{n}", &(1_000_000_000 + random % 1_000_000_000).to_string())
}

/// Gives names that differ from a documented one by letter case only the documented spelling.
pub(super) fn restore_case(names: &Names<'_>, pairs: &mut [Pair<'_>]) {
    for (name, _) in pairs {
        if names.resolve(name).is_some() {
            continue;
        }
        let leaf = names
            .leaves()
            .iter()
            .find(|leaf| is_like(&leaf.pattern, name, str::eq_ignore_ascii_case));
        if let Some(leaf) = leaf {
            let indices: Vec<u32> = name
                .split('.')
                .filter_map(|part| part.parse().ok())
                .collect();
            *name = Cow::Owned(doctract_core::wire::indexed(&leaf.pattern, &indices));
        }
    }
}

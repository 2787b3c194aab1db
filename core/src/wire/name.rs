//! Flattened names: `Tag.N.Key` as pages write it, `Tag.3.Key` as it travels.

use crate::Indices;
use std::borrow::Cow;
use std::fmt;

/// Fills the indices into a documented name: `Tag.N.Key` with `[3]` is `Tag.3.Key`.
///
/// Only a part that is exactly `N` is an index. Indices that are missing leave the `N`.
///
/// ```
/// assert_eq!(doctract_core::wire::indexed("Disk.N.Tag.N.Key", &[1, 2]), "Disk.1.Tag.2.Key");
/// ```
pub fn indexed(pattern: &str, indices: &[u32]) -> String {
    let mut indices = indices.iter();
    let mut name = String::with_capacity(pattern.len() + 4);
    for (at, part) in pattern.split('.').enumerate() {
        if at > 0 {
            name.push('.');
        }
        match (part, indices.as_slice().first()) {
            ("N", Some(index)) => {
                name.push_str(&index.to_string());
                indices.next();
            }
            _ => name.push_str(part),
        }
    }
    name
}

/// Takes the indices out of a name as it travels: `Tag.3.Key` is `Tag.N.Key` with `[3]`.
///
/// Every part of digits is an index; 0 is one too, whether it is legal is for the caller to say.
/// Where it succeeds, [`indexed`] gives the name back. Names without an index are borrowed.
///
/// ```
/// use doctract_core::wire::{NameError, split_indexed};
///
/// let (pattern, indices) = split_indexed("Disk.1.Tag.0.Key").unwrap();
/// assert_eq!((&*pattern, indices.as_slice()), ("Disk.N.Tag.N.Key", &[1, 0][..]));
/// assert_eq!(split_indexed("Tag.4294967296.Key"), Err(NameError::IndexTooLarge));
/// ```
pub fn split_indexed(name: &str) -> Result<(Cow<'_, str>, Indices), NameError> {
    let mut indices = Indices::NONE;
    let mut pattern = String::new();
    let mut copied = 0;
    let mut at = 0;
    for part in name.split('.') {
        if part == "N" {
            return Err(NameError::Placeholder);
        }
        if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) {
            if part.len() > 1 && part.starts_with('0') {
                return Err(NameError::LeadingZero);
            }
            let index = part.parse().map_err(|_| NameError::IndexTooLarge)?;
            if indices.as_slice().len() == Indices::MOST {
                return Err(NameError::TooDeep);
            }
            indices = indices.with(index);
            pattern.push_str(&name[copied..at]);
            pattern.push('N');
            copied = at + part.len();
        }
        at += part.len() + 1;
    }
    if indices.as_slice().is_empty() {
        return Ok((Cow::Borrowed(name), indices));
    }
    pattern.push_str(&name[copied..]);
    Ok((Cow::Owned(pattern), indices))
}

/// Why a name as it travels has no documented form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// An index above 4294967295.
    IndexTooLarge,
    /// An index written as `01`.
    LeadingZero,
    /// More than three indices.
    TooDeep,
    /// A part is `N` itself: the documented name was sent, not one with an index.
    Placeholder,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IndexTooLarge => "an index above 4294967295",
            Self::LeadingZero => "an index with a leading zero",
            Self::TooDeep => "more than three indices",
            Self::Placeholder => "`N` where an index belongs",
        })
    }
}

impl std::error::Error for NameError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_splits_into_pattern_and_indices() {
        for (name, pattern, indices) in [
            ("DiskId", "DiskId", &[][..]),
            ("SecurityGroupIds.1", "SecurityGroupIds.N", &[1]),
            ("a.1.b.2.c.3.d", "a.N.b.N.c.N.d", &[1, 2, 3]),
            ("Tag.4294967295.Key", "Tag.N.Key", &[u32::MAX]),
            ("Ipv6.Size", "Ipv6.Size", &[]),
            ("Tag..Key", "Tag..Key", &[]),
            ("1", "N", &[1]),
        ] {
            let split = split_indexed(name).unwrap();
            assert_eq!(
                (&*split.0, split.1.as_slice()),
                (pattern, indices),
                "{name}"
            );
            assert_eq!(indexed(&split.0, split.1.as_slice()), name);
        }
    }

    #[test]
    fn what_has_no_documented_form_says_why() {
        for (name, error) in [
            ("Tag.00.Key", NameError::LeadingZero),
            ("Tag.99999999999999999999999.Key", NameError::IndexTooLarge),
            ("a.1.b.2.c.3.d.4", NameError::TooDeep),
            ("Tag.N.Key", NameError::Placeholder),
        ] {
            assert_eq!(split_indexed(name), Err(error), "{name}");
        }
    }
}

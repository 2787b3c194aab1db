//! Requests read back from wire pairs: for servers, recorders and tests.

use crate::{Decode, DecodeError, Node};
use std::collections::BTreeSet;

/// A request, or a part of one, that can be read from wire pairs.
///
/// Generated code implements it where it is asked to (`from_pairs`). Names that the operation does
/// not know are passed over, as servers do; the elements of a list are read in the order of their
/// indices. Nothing is validated.
pub trait FromPairs: Sized {
    /// Reads what the pairs hold for it; `None` where that is nothing.
    ///
    /// # Errors
    ///
    /// The first value that is not of its type, and the first required one that is missing.
    fn read(pairs: &Pairs<'_>) -> Result<Option<Self>, DecodeError>;

    /// What stands for nothing, if something does.
    fn absent() -> Option<Self> {
        None
    }

    /// Reads a whole request from its decoded pairs, in any order.
    ///
    /// # Errors
    ///
    /// As for [`read`](FromPairs::read).
    fn from_pairs<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> Result<Self, DecodeError> {
        let pairs = pairs.iter();
        let mut sorted: Vec<(&str, &str)> = pairs
            .map(|(name, value)| (name.as_ref(), value.as_ref()))
            .collect();
        // Stable: of two values for one name the first counts.
        sorted.sort_by_key(|(name, _)| *name);
        let whole = Pairs {
            name: String::new(),
            pairs: &sorted,
        };
        let read = Self::read(&whole)?.or_else(Self::absent);
        read.ok_or_else(|| DecodeError::new("a request", "nothing"))
    }
}

/// The pairs of one parameter and of what stands below it.
#[derive(Debug)]
pub struct Pairs<'p> {
    /// The parameter; empty for the whole request.
    name: String,
    /// Sorted by name; every name begins with that of the parameter.
    pairs: &'p [(&'p str, &'p str)],
}

impl<'p> Pairs<'p> {
    /// The value that the parameter itself carries.
    fn value(&self) -> Option<&'p str> {
        let own = self.pairs.first().filter(|(name, _)| *name == self.name);
        own.map(|(_, value)| *value)
    }

    /// The pairs of a member or an element.
    fn below(&self, step: &str) -> Pairs<'p> {
        let name = match self.name.as_str() {
            "" => step.to_owned(),
            above => format!("{above}.{step}"),
        };
        let first = self
            .pairs
            .partition_point(|(known, _)| *known < name.as_str());
        let pairs = &self.pairs[first..];
        let count = pairs.partition_point(|(known, _)| known.starts_with(&name));
        Pairs {
            name,
            pairs: &pairs[..count],
        }
    }

    /// The indices of the elements that something is sent for.
    fn indices(&self) -> BTreeSet<u32> {
        let after = self.name.len() + 1;
        let rest = self.pairs.iter().filter_map(|(name, _)| name.get(after..));
        let steps = rest.filter_map(|rest| rest.split('.').next());
        let digits = steps.filter(|step| !step.starts_with(['+', '0']));
        digits.filter_map(|step| step.parse().ok()).collect()
    }

    /// Reads a member, under its name or, where nothing is sent under that, under another one.
    ///
    /// # Errors
    ///
    /// If the value is not of its type, or is missing and must not be.
    pub fn member<T: FromPairs>(&self, name: &str, aliases: &[&str]) -> Result<T, DecodeError> {
        for name in std::iter::once(&name).chain(aliases) {
            if let Some(value) = T::read(&self.below(name))? {
                return Ok(value);
            }
        }
        T::absent().ok_or_else(|| DecodeError::new("a value", "none").below(&self.below(name).name))
    }

    /// Reads an object by its members, if anything is sent for one.
    ///
    /// # Errors
    ///
    /// Those of `members`.
    pub fn object<T>(
        &self,
        members: impl FnOnce(&Self) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        let below = |(name, _): &(&str, &str)| name[self.name.len()..].starts_with('.');
        if !self.name.is_empty() && !self.pairs.iter().any(below) {
            return Ok(None);
        }
        members(self).map(Some)
    }

    /// Reads a value that travels as one text.
    ///
    /// # Errors
    ///
    /// If the text is not of the type.
    pub fn text<T: Decode>(&self) -> Result<Option<T>, DecodeError> {
        let Some(text) = self.value() else {
            return Ok(None);
        };
        let value = T::decode(&Node::Text(text.to_owned()));
        value.map(Some).map_err(|error| error.below(&self.name))
    }
}

macro_rules! from_one_text {
    ($($kind:ty),*) => {$(
        impl FromPairs for $kind {
            fn read(pairs: &Pairs<'_>) -> Result<Option<Self>, DecodeError> {
                pairs.text()
            }
        }
    )*};
}

from_one_text!(String, i32, i64, f64, bool);

impl<T: FromPairs> FromPairs for Option<T> {
    fn read(pairs: &Pairs<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(T::read(pairs)?.map(Some))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: FromPairs> FromPairs for Vec<T> {
    fn read(pairs: &Pairs<'_>) -> Result<Option<Self>, DecodeError> {
        let mut items = Self::new();
        for index in pairs.indices() {
            items.extend(T::read(&pairs.below(&index.to_string()))?);
        }
        Ok((!items.is_empty()).then_some(items))
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Disk {
        size: i32,
        tags: Vec<String>,
    }

    impl FromPairs for Disk {
        fn read(pairs: &Pairs<'_>) -> Result<Option<Self>, DecodeError> {
            pairs.object(|pairs| {
                Ok(Self {
                    size: pairs.member("Size", &["size"])?,
                    tags: pairs.member("Tag", &[])?,
                })
            })
        }
    }

    #[derive(Debug, PartialEq)]
    struct Request {
        id: String,
        dry_run: Option<bool>,
        disks: Vec<Disk>,
    }

    impl FromPairs for Request {
        fn read(pairs: &Pairs<'_>) -> Result<Option<Self>, DecodeError> {
            pairs.object(|pairs| {
                Ok(Self {
                    id: pairs.member("Id", &[])?,
                    dry_run: pairs.member("DryRun", &[])?,
                    disks: pairs.member("Disk", &[])?,
                })
            })
        }
    }

    #[test]
    fn names_lead_to_members_and_indices_to_elements() {
        let request = Request::from_pairs(&[
            ("Disk.10.size", "3"),
            ("Disk.2.Tag.2", "b"),
            ("Disk.2.Tag.1", "a"),
            ("Disk.2.Size", "2"),
            ("Disk-2.Size", "9"),
            ("Disks", "9"),
            ("Id", "i-1"),
            ("Id", "i-2"),
            ("DryRun", "True"),
        ]);
        let disk = |size, tags: &[&str]| Disk {
            size,
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        };
        assert_eq!(
            request,
            Ok(Request {
                id: "i-1".into(),
                dry_run: Some(true),
                disks: vec![disk(2, &["a", "b"]), disk(3, &[])],
            })
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let told = |pairs: &[(&str, &str)]| Request::from_pairs(pairs).unwrap_err().to_string();
        assert_eq!(told(&[]), "Id: expected a value, found none");
        assert_eq!(
            told(&[("Id", "i"), ("Disk.1.Tag.1", "a")]),
            "Disk.1.Size: expected a value, found none"
        );
        assert_eq!(
            told(&[("Id", "i"), ("Disk.1.Size", "big")]),
            "Disk.1.Size: expected a whole number of 32 bits, found the text \"big\""
        );
    }
}

//! All broken rules of one request.

use doctract_core::Violation;
use std::fmt;
use std::ops::Deref;

/// Every rule that a request breaks, in the documented order; never empty.
///
/// Printed, it is one line a rule: `Tag.3.Key: at most 64 characters, found 65`.
#[derive(Debug, Clone, PartialEq)]
pub struct Violations(pub(crate) Vec<Violation<'static>>);

impl Deref for Violations {
    type Target = [Violation<'static>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl IntoIterator for Violations {
    type Item = Violation<'static>;
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation<'static>;
    type IntoIter = std::slice::Iter<'a, Violation<'static>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, violation) in self.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

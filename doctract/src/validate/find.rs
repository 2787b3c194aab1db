//! Looks up what another parameter of the same request holds.

use crate::Value;
use crate::rules::Other;
use crate::stated::Rules;
use crate::visit::{Shown, Visitor};
use doctract_core::Indices;

/// Shows every value that is sent for `other` to `look`, seen from `here`: in the same element of
/// the lists that both stand in.
pub(super) fn each_value(
    request: &dyn Shown,
    other: &Other,
    here: Indices,
    look: &mut dyn FnMut(Value<'_>),
) {
    let shared = here.as_slice().iter().take(other.shared.into());
    let mut finder = Finder {
        name: other.name,
        within: shared.fold(Indices::NONE, |indices, index| indices.with(*index)),
        indices: Indices::NONE,
        look,
    };
    request.show(&mut finder);
}

/// Whether anything is sent for `other`.
pub(super) fn present(request: &dyn Shown, other: &Other, here: Indices) -> bool {
    let mut present = false;
    each_value(request, other, here, &mut |_| present = true);
    present
}

struct Finder<'f> {
    name: &'static str,
    within: Indices,
    indices: Indices,
    look: &'f mut dyn FnMut(Value<'_>),
}

impl Finder<'_> {
    /// Whether `name` is the one looked for, or stands below it.
    fn is_meant(&self, name: &str) -> bool {
        let below = |rest: &str| rest.is_empty() || rest.starts_with('.');
        name.strip_prefix(self.name).is_some_and(below)
            && self.indices.as_slice().starts_with(self.within.as_slice())
    }
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn value(&mut self, name: &'static str, value: Value<'a>, _rules: Rules) {
        if value.is_present() && self.is_meant(name) {
            (self.look)(value);
        }
    }

    fn enter(&mut self, index: u32) {
        self.indices.push(index);
    }

    fn leave(&mut self) {
        self.indices.pop();
    }
}

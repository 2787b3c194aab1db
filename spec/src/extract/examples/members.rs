//! The members of a shape: in printed order, found by name in constant time.

use super::shape::Shape;
use std::collections::HashMap;
use std::ops::Deref;

/// Members, each name once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Members {
    list: Vec<Shape>,
    /// The places by name; empty as long as the list is short.
    exact: HashMap<Box<str>, usize>,
    /// The places by name in lower case; absent inside where several names differ by case only.
    folded: HashMap<Box<str>, Option<usize>>,
}

/// Longer lists are indexed.
const SHORT: usize = 12;

impl Members {
    /// The place of the member of exactly that name.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        if self.list.len() > SHORT {
            return self.exact.get(name).copied();
        }
        self.list.iter().position(|member| member.name == name)
    }

    /// The member of that name; of one in another letter case, if that is the only one.
    pub(crate) fn get(&self, name: &str) -> Option<&Shape> {
        if let Some(at) = self.position(name) {
            return self.list.get(at);
        }
        if self.list.len() > SHORT {
            let at = self.folded.get(&*name.to_ascii_lowercase()).copied()?;
            return self.list.get(at?);
        }
        let mut alike = self
            .list
            .iter()
            .filter(|member| member.name.eq_ignore_ascii_case(name));
        alike.next().filter(|_| alike.next().is_none())
    }

    /// The member at a place.
    pub(crate) fn at(&mut self, at: usize) -> Option<&mut Shape> {
        self.list.get_mut(at)
    }

    /// Adds a member whose name is new.
    pub(crate) fn push(&mut self, member: Shape) {
        self.list.push(member);
        match self.list.len() {
            length if length <= SHORT => {}
            length if length == SHORT + 1 => (0..length).for_each(|at| self.note(at)),
            length => self.note(length - 1),
        }
    }

    fn note(&mut self, at: usize) {
        let name = &self.list[at].name;
        self.exact.insert(name.as_str().into(), at);
        let folded = self.folded.entry(name.to_ascii_lowercase().into());
        folded.and_modify(|known| *known = None).or_insert(Some(at));
    }

    /// Takes all members out.
    pub(crate) fn take(&mut self) -> Vec<Shape> {
        std::mem::take(self).list
    }
}

impl Deref for Members {
    type Target = [Shape];

    fn deref(&self) -> &[Shape] {
        &self.list
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl FromIterator<Shape> for Members {
    fn from_iter<I: IntoIterator<Item = Shape>>(shapes: I) -> Self {
        let mut members = Self::default();
        for shape in shapes {
            members.push(shape);
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::Shape;
    use super::Members;

    #[test]
    fn short_and_long_lists_find_alike() {
        for count in [3, 100] {
            let named = |name: String| Shape {
                name,
                ..Shape::default()
            };
            let mut members: Members = (0..count).map(|at| named(format!("Name{at}"))).collect();
            members.push(named("other".to_owned()));
            members.push(named("Other".to_owned()));
            assert_eq!(members.position("Name2"), Some(2));
            assert_eq!(
                members.get("name1").map(|found| found.name.as_str()),
                Some("Name1")
            );
            assert_eq!(
                members.get("Other").map(|found| found.name.as_str()),
                Some("Other")
            );
            assert!(members.get("OTHER").is_none(), "two differ by case only");
        }
    }
}

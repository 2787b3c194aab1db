//! Sets of values compared: whether what is allowed now is more or less than before.

mod charset;
mod condition;
mod kind;
mod negatives;
mod show;
mod terms;

pub(super) use condition::When;
pub(super) use kind::{request_kind, response_kind};
pub(super) use negatives::without_forbidden;
pub(super) use show::{show, shown};
pub(super) use terms::{family, is_boolean, relation};

use std::collections::HashMap;

/// What is allowed now, against what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The same values.
    Same,
    /// Fewer values, no new ones.
    Tighter,
    /// More values, none gone.
    Looser,
    /// Some are gone, some came, or nobody can tell.
    Other,
}

impl Relation {
    /// From whether all new values were allowed, and whether all old ones still are.
    pub(super) const fn of(new_in_old: bool, old_in_new: bool) -> Self {
        match (new_in_old, old_in_new) {
            (true, true) => Self::Same,
            (true, false) => Self::Tighter,
            (false, true) => Self::Looser,
            (false, false) => Self::Other,
        }
    }

    /// Of two rules that hold together.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, one) | (one, Self::Same) => one,
            (one, other) if one == other => one,
            _ => Self::Other,
        }
    }

    /// Of the opposite rule.
    #[must_use]
    pub(super) const fn inverse(self) -> Self {
        match self {
            Self::Tighter => Self::Looser,
            Self::Looser => Self::Tighter,
            same_or_other => same_or_other,
        }
    }
}

/// The names of parameters that rules refer to, made comparable: letter case does not count, and
/// of a renamed parameter both names stand for one, the same whichever of them is the old one.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    old: HashMap<String, String>,
    new: HashMap<String, String>,
}

/// Which contract a name or a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// The old one.
    Old,
    /// The new one.
    New,
}

impl Spellings {
    /// Notes that a parameter has another name now.
    pub(super) fn renamed(&mut self, old: &str, new: &str) {
        let (old, new) = (old.to_lowercase(), new.to_lowercase());
        if old != new {
            let both = format!("{}\0{}", (&old).min(&new), (&old).max(&new));
            self.old.insert(old, both.clone());
            self.new.insert(new, both);
        }
    }

    /// The comparable form of a name.
    pub(super) fn canonical(&self, name: &str, age: Age) -> String {
        let name = name.to_lowercase();
        let renamed = match age {
            Age::Old => &self.old,
            Age::New => &self.new,
        };
        renamed.get(&name).cloned().unwrap_or(name)
    }

    /// The comparable form of a list of names, whose order does not count.
    pub(super) fn canonical_list(&self, names: &[String], age: Age) -> Vec<String> {
        let mut list: Vec<_> = names.iter().map(|name| self.canonical(name, age)).collect();
        list.sort_unstable();
        list.dedup();
        list
    }
}

#[cfg(test)]
mod tests {
    use super::{Age, Spellings};

    #[test]
    fn a_rename_reads_the_same_from_both_sides() {
        let (mut there, mut back) = (Spellings::default(), Spellings::default());
        there.renamed("Strategy", "Plan");
        back.renamed("Plan", "Strategy");
        for name in ["strategy", "Plan", "Zone"] {
            assert_eq!(
                there.canonical(name, Age::Old),
                back.canonical(name, Age::New)
            );
            assert_eq!(
                there.canonical(name, Age::New),
                back.canonical(name, Age::Old)
            );
        }
        let new = there.canonical("Plan", Age::New);
        assert_eq!(there.canonical("Strategy", Age::Old), new);
        // A rule that names the new one before it came is not about it.
        assert_ne!(there.canonical("Plan", Age::Old), new);
    }
}

//! What a reader has found, and what a line leaves open for those after it.

use crate::model::{Condition, Constraint};

/// A constraint with where it came from.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) constraint: Constraint,
    /// The number of the sentence.
    pub(super) sentence: usize,
    /// The words from the start of the sentence to its first phrase.
    pub(super) lead: String,
    /// The words directly before the phrase.
    pub(super) near: String,
    /// Stated in a bullet.
    pub(super) bullet: bool,
    /// Stated by one of several bullets under "valid values".
    pub(super) sibling: bool,
    /// May be joined with others of the same sentence.
    pub(super) shape: bool,
    /// A set that is said to be closed, values that are said to be the only ones.
    pub(super) only: bool,
    /// Said of several parameters that belong together.
    pub(super) paired: bool,
}

/// What a line leaves open for the bullets or the line after it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pending {
    /// The values are to come.
    Values {
        lead: String,
        when: Option<Condition>,
    },
    /// The default is to come.
    Default,
    /// What follows is an example or belongs to the index.
    Nothing,
    /// The special characters are to come.
    Specials,
}

/// What governs a block from above.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    pub(super) when: Vec<Condition>,
    pub(super) depth: usize,
    /// The block is a bullet: its first condition governs all of it.
    pub(super) bullet: bool,
}

impl Frame {
    pub(super) fn under(&self, condition: Option<Condition>) -> Self {
        let mut when = self.when.clone();
        when.extend(condition);
        Self {
            when,
            depth: self.depth + 1,
            bullet: true,
        }
    }
}

/// What one line said beside its constraints.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) pending: Option<Pending>,
    /// The condition of the last sentence, if it is open to what follows.
    pub(super) condition: Option<Condition>,
}

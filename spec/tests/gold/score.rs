//! Scores readings against labels, fact by fact.

use super::facts::Fact;
use doctract_spec::model::{Constraint, IndexRange};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A labelled parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Label {
    /// `product/locale/file`.
    pub(crate) page: String,
    /// The documented name.
    pub(crate) parameter: String,
    /// The legal indices.
    #[serde(default)]
    pub(crate) index: Option<IndexRange>,
    /// What the description states.
    #[serde(default)]
    pub(crate) holds: Vec<Constraint>,
}

/// Right, invented and missed facts of one kind.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) right: usize,
    pub(crate) wrong: usize,
    pub(crate) missed: usize,
}

impl Count {
    pub(crate) fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    pub(crate) fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    pub(crate) fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 {
            0.0
        } else {
            2.0 * p * r / (p + r)
        }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
    }
}

/// Counts by kind.
pub(crate) type Table = BTreeMap<String, Count>;

/// Adds one parameter to a table; the differing facts come back for a look.
pub(crate) fn compare(
    table: &mut Table,
    expected: &BTreeSet<Fact>,
    read: &BTreeSet<Fact>,
) -> (Vec<Fact>, Vec<Fact>) {
    for fact in expected.intersection(read) {
        table.entry(fact.kind.clone()).or_default().right += 1;
    }
    let missed: Vec<Fact> = expected.difference(read).cloned().collect();
    let wrong: Vec<Fact> = read.difference(expected).cloned().collect();
    for fact in &missed {
        table.entry(fact.kind.clone()).or_default().missed += 1;
    }
    for fact in &wrong {
        table.entry(fact.kind.clone()).or_default().wrong += 1;
    }
    (missed, wrong)
}

/// The sum over all kinds.
pub(crate) fn total(table: &Table) -> Count {
    table.values().fold(Count::default(), |sum, count| Count {
        right: sum.right + count.right,
        wrong: sum.wrong + count.wrong,
        missed: sum.missed + count.missed,
    })
}

//! Which parameters stand together, before and after: one rule, wherever the page says it, and
//! however often.

use super::Rule;
use super::change::{Change, Side};
use super::matching::{matched, matched_if};
use super::values::{self, Age, Relation, Spellings, When};
use super::view::Unit;
use crate::model::{Confidence, Constraint, Term, Violation};
use std::collections::{BTreeSet, HashMap};

/// The terms that this module compares.
pub(super) const TERMS: [Term; 3] = [
    Term::ExactlyOneOf,
    Term::AtLeastOneOf,
    Term::MutuallyExclusive,
];

/// One rule about a group.
#[derive(Debug, Clone)]
struct Group {
    term: Term,
    names: BTreeSet<String>,
    when: Option<When>,
    violation: Violation,
    confidence: Confidence,
    side: Side,
}

/// The parameters of one side by their comparable names, and whether each is required.
type Known = HashMap<String, bool>;

/// The statements and the parameters of one side.
#[derive(Debug, Default)]
pub(super) struct Stated {
    groups: Vec<Group>,
    known: Known,
}

/// Collects what one side says: in statements about the operation, and at its parameters.
pub(super) fn stated(
    entries: &[Constraint],
    units: &[Unit<'_>],
    spellings: &Spellings,
    age: Age,
) -> Stated {
    let mut stated = Stated::default();
    stated.add(entries, None, spellings, age);
    let mut open: Vec<&Unit<'_>> = units.iter().rev().collect();
    while let Some(unit) = open.pop() {
        let name = spellings.canonical(&unit.subject, age);
        stated.known.insert(name, unit.field.required);
        stated.add(&unit.field.constraints, Some(unit), spellings, age);
        open.extend(unit.children.iter().rev());
    }
    stated
}

impl Stated {
    fn add(
        &mut self,
        entries: &[Constraint],
        owner: Option<&Unit<'_>>,
        spellings: &Spellings,
        age: Age,
    ) {
        for (at, entry) in entries.iter().enumerate() {
            for term in TERMS.into_iter().filter(|term| entry.states(*term)) {
                let listed = match term {
                    Term::ExactlyOneOf => &entry.exactly_one_of,
                    Term::AtLeastOneOf => &entry.at_least_one_of,
                    _ => &entry.mutually_exclusive,
                };
                let own = owner.map(|unit| &unit.subject);
                let names = listed.iter().chain(own);
                let names = names.map(|name| spellings.canonical(name, age)).collect();
                let path = format!("constraints[{at}].{}", term.name());
                let side = match owner {
                    Some(unit) => Side::new(&unit.subject, format!("{}.{path}", unit.path)),
                    None => Side::new("request", path),
                };
                let when = entry.when.as_ref();
                let group = Group {
                    term,
                    names,
                    when: when.map(|when| When::of(when, spellings, age)),
                    violation: entry.violation,
                    confidence: entry.confidence,
                    side: side.with_value(values::show(entry, term)),
                };
                if !self.groups.iter().any(|known| known.is_same(&group)) {
                    self.groups.push(group);
                }
            }
        }
    }
}

impl Group {
    fn is_same(&self, other: &Self) -> bool {
        self.names == other.names && self.is_alike(other)
    }

    fn is_alike(&self, other: &Self) -> bool {
        self.term == other.term && self.when == other.when && self.violation == other.violation
    }

    /// The names that the other side may send too: a parameter that it does not have cannot be
    /// in the way.
    fn sendable(&self, own: &Known, other: &Known) -> usize {
        let missing = |name: &String| own.contains_key(name) && !other.contains_key(name);
        self.names.iter().filter(|name| !missing(name)).count()
    }

    /// Whether every request of the other side keeps the rule.
    fn is_kept(&self, own: &Known, other: &Known) -> bool {
        let required = self.names.iter().any(|name| other.get(name) == Some(&true));
        let alone = self.sendable(own, other) <= 1;
        match self.term {
            Term::MutuallyExclusive => alone,
            Term::AtLeastOneOf => required,
            _ => required && alone,
        }
    }

    fn rule(&self, enforced: Rule) -> Rule {
        if self.violation == Violation::Rejected {
            enforced
        } else {
            Rule::EffectChanged
        }
    }
}

/// What changed in the groups.
pub(super) fn compare(old: Stated, new: Stated) -> Vec<Change> {
    let (was, is) = (old.known, new.known);
    let (mut gone, mut came) = (old.groups, new.groups);
    matched_if(&mut gone, &mut came, Group::is_same);
    let pairs = matched(&mut gone, &mut came, |old, new| {
        let common = old.names.intersection(&new.names).count();
        let share = f64::from(u32::try_from(common).unwrap_or(u32::MAX));
        (old.is_alike(new) && common > 0).then_some(share)
    });
    let mut changes = Vec::new();
    for (old, new) in pairs {
        let rule = match relation(&old, &new, &was, &is) {
            Relation::Same => continue,
            Relation::Tighter => Rule::ConstraintTightened,
            Relation::Looser => Rule::ConstraintLoosened,
            Relation::Other => Rule::ConstraintChanged,
        };
        let confidence = old.confidence.max(new.confidence);
        let change = Change::new(new.rule(rule), old.side, new.side);
        changes.push(change.with_confidence(confidence));
    }
    let nowhere = || Side::new("request", "constraints");
    for group in gone.into_iter().filter(|group| !group.is_kept(&was, &is)) {
        let rule = group.rule(Rule::ConstraintLoosened);
        let change = Change::new(rule, group.side, nowhere());
        changes.push(change.with_confidence(group.confidence));
    }
    for group in came.into_iter().filter(|group| !group.is_kept(&is, &was)) {
        let rule = group.rule(Rule::ConstraintTightened);
        let change = Change::new(rule, nowhere(), group.side);
        changes.push(change.with_confidence(group.confidence));
    }
    changes
}

/// What the new group allows against the old one, over requests of either side.
fn relation(old: &Group, new: &Group, was: &Known, is: &Known) -> Relation {
    let only = |name: &String, own: &Known, other: &Known| {
        own.contains_key(name) && !other.contains_key(name)
    };
    let both = |group: &Group| -> BTreeSet<String> {
        let names = group.names.iter();
        let names = names.filter(|name| !only(name, was, is) && !only(name, is, was));
        names.cloned().collect()
    };
    let (before, after) = (both(old), both(new));
    let base = match new.term {
        Term::MutuallyExclusive => Relation::of(before.is_subset(&after), after.is_subset(&before)),
        Term::AtLeastOneOf => Relation::of(after.is_subset(&before), before.is_subset(&after)),
        _ if before == after => Relation::Same,
        _ => Relation::Other,
    };
    if new.term == Term::MutuallyExclusive {
        return base;
    }
    let went = old.names.iter().any(|name| only(name, was, is));
    let came = new.names.iter().any(|name| only(name, is, was));
    base.and(Relation::of(!came, !went))
}

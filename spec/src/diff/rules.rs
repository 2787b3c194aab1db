//! The rules about one value (or one request) before and after: paired, then judged.

use super::Rule;
use super::change::{Change, Side};
use super::facts::{self, Fact, Subject};
use super::matching::matched_if;
use super::values::{self, Age, Relation, Spellings, When};
use crate::model::{Term, Type};
use std::collections::BTreeMap;

/// What changed in the rules of one subject.
pub(super) fn compare(
    (old, old_facts): (Subject<'_>, Vec<Fact<'_>>),
    (new, new_facts): (Subject<'_>, Vec<Fact<'_>>),
    spellings: &Spellings,
) -> Vec<Change> {
    let judge = Judge {
        old,
        new,
        spellings,
    };
    let mut families: BTreeMap<_, (Vec<Fact<'_>>, Vec<Fact<'_>>)> = BTreeMap::new();
    let kinds = (old.kind, new.kind);
    let all_old = facts::telling(&old_facts, &new_facts, kinds);
    let all_new = facts::telling(&new_facts, &old_facts, kinds);
    for fact in &all_old {
        let (term, depth, scope) = fact.family();
        let family = families.entry((term, depth, scope as u8)).or_default();
        family.0.push(fact.clone());
    }
    for fact in &all_new {
        let (term, depth, scope) = fact.family();
        let family = families.entry((term, depth, scope as u8)).or_default();
        family.1.push(fact.clone());
    }
    let mut changes = Vec::new();
    for (old_family, new_family) in families.into_values() {
        let (pairs, gone, came) = judge.pair(old_family, new_family);
        for (before, after) in pairs {
            changes.extend(judge.pair_changes(&before, &after));
        }
        let gone = gone
            .iter()
            .filter(|fact| !(fact.term == Term::RequiredIf && new.required))
            .filter(|fact| {
                !all_new
                    .iter()
                    .any(|other| judge.implied(fact, other, Age::Old))
            });
        changes.extend(gone.map(|fact| judge.gone(fact)));
        let came = came
            .iter()
            .filter(|fact| !(fact.term == Term::RequiredIf && old.required))
            .filter(|fact| {
                !all_old
                    .iter()
                    .any(|other| judge.implied(fact, other, Age::New))
            });
        changes.extend(came.map(|fact| judge.came(fact)));
    }
    changes
}

type Paired<'a> = (Vec<(Fact<'a>, Fact<'a>)>, Vec<Fact<'a>>, Vec<Fact<'a>>);

struct Judge<'s> {
    old: Subject<'s>,
    new: Subject<'s>,
    spellings: &'s Spellings,
}

impl Judge<'_> {
    /// Which fact of a family became which: the same one, else the one in the same case, else the
    /// same one in another case, else the only one left.
    fn pair<'a>(&self, mut old: Vec<Fact<'a>>, mut new: Vec<Fact<'a>>) -> Paired<'a> {
        let mut pairs = Vec::new();
        let same_case = |old: &Fact<'_>, new: &Fact<'_>| {
            old.when == new.when && old.entry.violation == new.entry.violation
        };
        let same_value = |old: &Fact<'_>, new: &Fact<'_>| self.relation(old, new) == Relation::Same;
        pairs.extend(matched_if(&mut old, &mut new, |old, new| {
            same_case(old, new) && same_value(old, new)
        }));
        pairs.extend(matched_if(&mut old, &mut new, same_case));
        pairs.extend(matched_if(&mut old, &mut new, |old, new| {
            old.when == new.when
        }));
        pairs.extend(matched_if(&mut old, &mut new, same_value));
        if old.len() == 1 && new.len() == 1 {
            pairs.extend(old.pop().zip(new.pop()));
        }
        (pairs, old, new)
    }

    fn relation(&self, old: &Fact<'_>, new: &Fact<'_>) -> Relation {
        let family = values::family(new.term);
        let kind = if self.old.kind == self.new.kind {
            self.new.kind
        } else {
            Type::Any
        };
        values::relation(family, &old.entry, &new.entry, kind, self.spellings)
    }

    fn pair_changes(&self, old: &Fact<'_>, new: &Fact<'_>) -> Vec<Change> {
        let value = self.relation(old, new);
        let case = case(old.when.as_ref(), new.when.as_ref());
        let violation = match (old.is_enforced(), new.is_enforced()) {
            (true, false) => Relation::Looser,
            (false, true) => Relation::Tighter,
            (true, true) => Relation::Same,
            (false, false) => {
                let same =
                    value.and(case) == Relation::Same && old.entry.violation == new.entry.violation;
                let change = (!same).then(|| self.changed(Rule::EffectChanged, old, new));
                return change.into_iter().collect();
            }
        };
        let others = case.and(violation);
        let rule = match value.and(others) {
            Relation::Same => return Vec::new(),
            _ if new.term == Term::Enum && others == Relation::Same => {
                return self.enum_changes(old, new);
            }
            Relation::Tighter => Rule::ConstraintTightened,
            Relation::Looser => Rule::ConstraintLoosened,
            Relation::Other => Rule::ConstraintChanged,
        };
        vec![self.changed(rule, old, new)]
    }

    fn changed(&self, rule: Rule, old: &Fact<'_>, new: &Fact<'_>) -> Change {
        let confidence = old.entry.confidence.max(new.entry.confidence);
        Change::new(rule, old.side(self.old), new.side(self.new)).with_confidence(confidence)
    }

    /// The values that are gone and those that came, not all those that stayed.
    fn enum_changes(&self, old: &Fact<'_>, new: &Fact<'_>) -> Vec<Change> {
        let missing = |from: &Fact<'_>, other: &Fact<'_>| {
            let listed = from.entry.enumeration.iter().map(|allowed| &allowed.value);
            let left: Vec<_> = listed
                .filter(|value| other.entry.broken_by(Term::Enum, value).is_some())
                .cloned()
                .collect();
            (!left.is_empty()).then_some(left)
        };
        let (gone, came) = (missing(old, new), missing(new, old));
        let lower = |shown: &Option<Vec<String>>| -> Option<Vec<String>> {
            let mut lower: Vec<_> = shown
                .as_ref()?
                .iter()
                .map(|one| one.to_lowercase())
                .collect();
            lower.sort_unstable();
            Some(lower)
        };
        let case_counts = |fact: &Fact<'_>| fact.entry.case_sensitive == Some(true);
        if gone.is_some() && lower(&gone) == lower(&came) && !case_counts(old) && !case_counts(new)
        {
            let mut change = self.changed(Rule::EnumValueRespelled, old, new);
            change.before.value = gone.map(|values| values::shown(&values));
            change.after.value = came.map(|values| values::shown(&values));
            return vec![change];
        }
        if gone.is_none() && came.is_none() {
            let rule = match self.relation(old, new) {
                Relation::Tighter => Rule::ConstraintTightened,
                _ => Rule::ConstraintLoosened,
            };
            return vec![self.changed(rule, old, new)];
        }
        let mut changes = Vec::new();
        for (rule, before, after) in [
            (Rule::EnumValueRemoved, gone, None),
            (Rule::EnumValueAdded, None, came),
        ] {
            if before.is_some() || after.is_some() {
                let mut change = self.changed(rule, old, new);
                change.before.value = before.map(|values| values::shown(&values));
                change.after.value = after.map(|values| values::shown(&values));
                changes.push(change);
            }
        }
        changes
    }

    fn gone(&self, fact: &Fact<'_>) -> Change {
        let rule = match (fact.is_worded(), fact.is_enforced()) {
            (true, _) => Rule::WordedRuleRemoved,
            (false, true) => Rule::ConstraintLoosened,
            (false, false) => Rule::EffectChanged,
        };
        let after = Side::new(self.new.name, place_of_rules(self.new.path));
        Change::new(rule, fact.side(self.old), after).with_confidence(fact.entry.confidence)
    }

    fn came(&self, fact: &Fact<'_>) -> Change {
        let rule = match (fact.is_worded(), fact.is_enforced()) {
            (true, _) => Rule::WordedRuleAdded,
            (false, true) => Rule::ConstraintTightened,
            (false, false) => Rule::EffectChanged,
        };
        let before = Side::new(self.old.name, place_of_rules(self.old.path));
        Change::new(rule, before, fact.side(self.new)).with_confidence(fact.entry.confidence)
    }

    /// Whether a fact of the given age says no more than `other` of the other age.
    fn implied(&self, fact: &Fact<'_>, other: &Fact<'_>, age: Age) -> bool {
        let wider = match (&other.when, &fact.when) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(wide), Some(narrow)) => wide.covers(narrow),
        };
        let alike = fact.depth == other.depth
            && fact.entry.scope == other.entry.scope
            && fact.entry.violation == other.entry.violation;
        if !wider || !alike {
            return false;
        }
        if fact.family() == other.family() {
            let relation = match age {
                Age::Old => self.relation(fact, other),
                Age::New => self.relation(other, fact).inverse(),
            };
            return matches!(relation, Relation::Same | Relation::Tighter);
        }
        other.term == Term::Enum
            && fact.term.judges_value()
            && other
                .entry
                .enumeration
                .iter()
                .all(|allowed| fact.entry.broken_by(fact.term, &allowed.value).is_none())
    }
}

/// What the case of a rule lets through: a rule that holds in fewer cases allows more.
fn case(old: Option<&When>, new: Option<&When>) -> Relation {
    let covers = |one: Option<&When>, other: Option<&When>| match (one, other) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(one), Some(other)) => one.covers(other),
    };
    match (old, new) {
        (Some(old), Some(new)) if !old.is_decidable() && !new.is_decidable() => Relation::Same,
        (old, new) => Relation::of(covers(new, old), covers(old, new)),
    }
}

fn place_of_rules(path: &str) -> String {
    match path {
        "" => "constraints".to_owned(),
        path => path.to_owned(),
    }
}

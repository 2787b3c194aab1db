//! The rules about one value (or one request) before and after: paired, then judged.

use super::Rule;
use super::change::{Change, Side};
use super::matching::matched_if;
use super::values::{self, Age, Relation, Spellings, When};
use crate::model::{Constraint, Field, IndexRange, Scope, Term, Type, Violation};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One term of one entry.
#[derive(Debug, Clone)]
pub(super) struct Fact<'a> {
    term: Term,
    entry: Cow<'a, Constraint>,
    when: Option<When>,
    /// How many lists deep the values are that it speaks of.
    depth: usize,
    /// The place, behind the place of the unit: `constraints[0].maxLength`.
    tail: Tail,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    Entry(usize),
    IndexRange,
}

/// What a set of facts is about, on one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'s> {
    pub(super) name: &'s str,
    pub(super) path: &'s str,
    pub(super) kind: Type,
    /// Whether it must be there at all.
    pub(super) required: bool,
}

/// The facts of a field and of the elements of a list.
pub(super) fn of_field<'a>(field: &'a Field, spellings: &Spellings, age: Age) -> Vec<Fact<'a>> {
    let mut facts = Vec::new();
    let (mut holder, mut depth) = (field, 0);
    loop {
        if let Some(range) = &holder.index_range {
            facts.extend(of_index_range(range, depth));
        }
        let entries = of_entries(&holder.constraints, spellings, age);
        facts.extend(entries.into_iter().map(|fact| Fact { depth, ..fact }));
        match &holder.items {
            Some(items) => holder = items,
            None => break,
        }
        depth += 1;
    }
    facts
}

/// The facts of a list of entries.
pub(super) fn of_entries<'a>(
    entries: &'a [Constraint],
    spellings: &Spellings,
    age: Age,
) -> Vec<Fact<'a>> {
    let mut facts = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let when = entry.when.as_ref();
        let when = when.map(|when| When::of(when, spellings, age));
        for term in entry.terms().filter(|term| is_rule(*term)) {
            facts.push(Fact {
                term,
                entry: Cow::Borrowed(entry),
                when: when.clone(),
                depth: 0,
                tail: Tail::Entry(at),
            });
        }
    }
    facts
}

/// The last index of a list bounds its items.
fn of_index_range<'a>(range: &IndexRange, depth: usize) -> Option<Fact<'a>> {
    Some(Fact {
        term: Term::MaxItems,
        entry: Cow::Owned(Constraint {
            max_items: Some(u64::from(range.max?)),
            ..Constraint::default()
        }),
        when: None,
        depth,
        tail: Tail::IndexRange,
    })
}

/// Terms that have rules of their own here, or are none.
const fn is_rule(term: Term) -> bool {
    !matches!(
        term,
        Term::Default | Term::Deprecated | Term::ReplacedBy | Term::ValueFrom | Term::AllowEmpty
    )
}

impl Fact<'_> {
    fn family(&self) -> (Term, usize, Scope) {
        (values::family(self.term), self.depth, self.entry.scope)
    }

    fn side(&self, subject: Subject<'_>) -> Side {
        let above = match subject.path {
            "" => String::new(),
            path => format!("{path}."),
        };
        let items = "items.".repeat(self.depth);
        let tail = match self.tail {
            Tail::Entry(at) => format!("constraints[{at}].{}", self.term.name()),
            Tail::IndexRange => "indexRange".to_owned(),
        };
        let value = match self.tail {
            Tail::Entry(_) => values::show(&self.entry, self.term),
            Tail::IndexRange => {
                format!("indexRange to {}", self.entry.max_items.unwrap_or_default())
            }
        };
        Side::new(subject.name, format!("{above}{items}{tail}")).with_value(value)
    }

    fn is_worded(&self) -> bool {
        let worded = |when: &When| !when.is_decidable();
        let own = || match self.term {
            Term::RequiredIf | Term::EffectiveIf => {
                let when = self
                    .entry
                    .required_if
                    .as_ref()
                    .or(self.entry.effective_if.as_ref());
                when.is_some_and(|when| worded(&When::of(when, &Spellings::default(), Age::New)))
            }
            _ => false,
        };
        self.when.as_ref().is_some_and(worded) || own()
    }

    /// Whether a value that breaks it is refused.
    fn is_enforced(&self) -> bool {
        let informs = matches!(self.term, Term::List | Term::Precedes);
        self.entry.violation == Violation::Rejected && !informs
    }

    /// Whether it says nothing that the type does not say.
    fn is_idle(&self, kind: Type) -> bool {
        self.term == Term::Enum
            && kind == Type::Boolean
            && self.entry.enumeration.len() == 2
            && ["true", "false"].iter().all(|word| {
                let mut values = self.entry.enumeration.iter();
                values.any(|allowed| allowed.value.eq_ignore_ascii_case(word))
            })
    }
}

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
    let idle = |fact: &Fact<'_>| fact.is_idle(old.kind) && fact.is_idle(new.kind);
    let all_old: Vec<_> = old_facts.into_iter().filter(|fact| !idle(fact)).collect();
    let all_new: Vec<_> = new_facts.into_iter().filter(|fact| !idle(fact)).collect();
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
            changes.extend(judge.pair_change(&before, &after));
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

    fn pair_change(&self, old: &Fact<'_>, new: &Fact<'_>) -> Option<Change> {
        let value = self.relation(old, new);
        let case = match (&old.when, &new.when) {
            (Some(before), Some(after)) if !before.is_decidable() && !after.is_decidable() => {
                Relation::Same
            }
            (before, after) => {
                let covers = |one: &Option<When>, other: &Option<When>| match (one, other) {
                    (None, _) => true,
                    (Some(_), None) => false,
                    (Some(one), Some(other)) => one.covers(other),
                };
                Relation::of(covers(after, before), covers(before, after))
            }
        };
        let violation = match (old.is_enforced(), new.is_enforced()) {
            (true, false) => Relation::Looser,
            (false, true) => Relation::Tighter,
            (true, true) => Relation::Same,
            (false, false) => {
                let same = value == Relation::Same
                    && case == Relation::Same
                    && old.entry.violation == new.entry.violation;
                return (!same).then(|| self.changed(Rule::EffectChanged, old, new));
            }
        };
        let others = case.and(violation);
        let rule = match value.and(others) {
            Relation::Same => return None,
            _ if new.term == Term::Enum && others == Relation::Same => {
                return Some(self.enum_change(old, new, value));
            }
            Relation::Tighter => Rule::ConstraintTightened,
            Relation::Looser => Rule::ConstraintLoosened,
            Relation::Other => Rule::ConstraintChanged,
        };
        Some(self.changed(rule, old, new))
    }

    fn changed(&self, rule: Rule, old: &Fact<'_>, new: &Fact<'_>) -> Change {
        let confidence = old.entry.confidence.max(new.entry.confidence);
        Change::new(rule, old.side(self.old), new.side(self.new)).with_confidence(confidence)
    }

    /// The values that came or are gone, not all those that stayed.
    fn enum_change(&self, old: &Fact<'_>, new: &Fact<'_>, value: Relation) -> Change {
        let rule = match value {
            Relation::Tighter => Rule::EnumValueRemoved,
            Relation::Looser => Rule::EnumValueAdded,
            _ => Rule::ConstraintChanged,
        };
        let mut change = self.changed(rule, old, new);
        let missing = |from: &Fact<'_>, other: &Fact<'_>| {
            let listed = from.entry.enumeration.iter().map(|allowed| &allowed.value);
            let left: Vec<_> = listed
                .filter(|value| other.entry.broken_by(Term::Enum, value).is_some())
                .cloned()
                .collect();
            (!left.is_empty()).then(|| values::shown(&left))
        };
        let (gone, came) = (missing(old, new), missing(new, old));
        if gone.is_some() || came.is_some() {
            change.before.value = gone;
            change.after.value = came;
        }
        change
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

fn place_of_rules(path: &str) -> String {
    match path {
        "" => "constraints".to_owned(),
        path => path.to_owned(),
    }
}

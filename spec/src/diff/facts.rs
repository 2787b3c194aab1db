//! The rules about one value (or one request), term by term.

use super::change::Side;
use super::groups::TERMS;
use super::values::{self, Age, Relation, Spellings, When};
use crate::model::{Constraint, Field, IndexRange, Role, Scope, Term, Type, Violation};
use std::borrow::Cow;

/// One term of one entry.
#[derive(Debug, Clone)]
pub(super) struct Fact<'a> {
    pub(super) term: Term,
    pub(super) entry: Cow<'a, Constraint>,
    pub(super) when: Option<When>,
    /// How many lists deep the values are that it speaks of.
    pub(super) depth: usize,
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
        let token = holder.role == Some(Role::IdempotencyToken);
        let mut entries = of_entries(&holder.constraints, spellings, age);
        // A token that is not unique is none: pages say it or not.
        entries.retain(|fact| !(token && fact.term == Term::Unique));
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
fn is_rule(term: Term) -> bool {
    !TERMS.contains(&term)
        && !matches!(
            term,
            Term::Default
                | Term::Deprecated
                | Term::ReplacedBy
                | Term::ValueFrom
                | Term::AllowEmpty
        )
}

impl Fact<'_> {
    pub(super) fn family(&self) -> (Term, usize, Scope) {
        (values::family(self.term), self.depth, self.entry.scope)
    }

    pub(super) fn side(&self, subject: Subject<'_>) -> Side {
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

    pub(super) fn is_worded(&self) -> bool {
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

    /// Whether a value that breaks it is refused, whatever was sent before.
    pub(super) fn is_enforced(&self) -> bool {
        let informs = matches!(self.term, Term::List | Term::Precedes)
            || self.entry.unique.as_deref() == Some("request");
        self.entry.violation == Violation::Rejected && !informs
    }

    /// Whether it only says that the values are true and false, as the type of one side does.
    fn is_idle(&self, old: Type, new: Type) -> bool {
        let boolean = [old, new].contains(&Type::Boolean);
        self.term == Term::Enum && boolean && values::is_boolean(&self.entry)
    }

    /// Whether `other`, of the other side, speaks of the same values in the same case and with
    /// the same consequence.
    fn is_beside(&self, other: &Self) -> bool {
        self.depth == other.depth
            && self.when == other.when
            && self.entry.scope == other.entry.scope
            && self.entry.violation == other.entry.violation
    }
}

/// The facts that are to be compared: those that say something, without texts that another term
/// of the other side forbids or demands just as well.
pub(super) fn telling<'a>(
    facts: &[Fact<'a>],
    others: &[Fact<'_>],
    (old, new): (Type, Type),
) -> Vec<Fact<'a>> {
    let mut telling = Vec::new();
    for fact in facts.iter().filter(|fact| !fact.is_idle(old, new)) {
        let mut fact = fact.clone();
        let beside = others.iter().filter(|other| fact.is_beside(other));
        let beside: Vec<_> = beside
            .map(|other| (other.term, other.entry.as_ref()))
            .collect();
        if let Some(entry) = values::without_forbidden(fact.term, &fact.entry, &beside) {
            fact.entry = Cow::Owned(entry);
        }
        let repeated = |known: &Fact<'_>| {
            known.family() == fact.family()
                && known.is_beside(&fact)
                && values::relation(
                    values::family(fact.term),
                    &known.entry,
                    &fact.entry,
                    Type::Any,
                    &Spellings::default(),
                ) == Relation::Same
        };
        if fact.entry.states(fact.term) && !telling.iter().any(repeated) {
            telling.push(fact);
        }
    }
    telling
}

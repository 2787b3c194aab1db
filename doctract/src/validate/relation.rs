//! Statements that look at other parameters: conditions, presence, comparison, distance in time.

use super::Checker;
use super::find::{each_value, present};
use crate::Value;
use crate::rules::{Condition, Group, Other, Statement};
use doctract_core::compare::all_hold;
use doctract_core::{Found, Limit, Operator, time};
use std::time::{SystemTime, UNIX_EPOCH};

impl Checker<'_, '_> {
    /// Shows every statement that applies, those of conditions that hold among them.
    pub(super) fn applicable(
        &mut self,
        rules: &'static [Statement],
        look: &mut dyn FnMut(&mut Self, &'static Statement),
    ) {
        for statement in rules {
            match statement {
                Statement::When(condition, rules) => {
                    if self.holds(condition) == Some(true) {
                        self.applicable(rules, look);
                    }
                }
                other => look(self, other),
            }
        }
    }

    /// Checks what `rules` say about presence and about other parameters. A list or an object
    /// gives no value; whether something below it is sent is looked up.
    pub(super) fn relations(
        &mut self,
        name: &'static str,
        value: Value<'_>,
        rules: &'static [Statement],
        leaf: Option<bool>,
    ) {
        let mut known = leaf;
        self.applicable(rules, &mut |checker, statement| {
            let mut is_present = |checker: &Self| {
                *known.get_or_insert_with(|| {
                    let shared = u8::try_from(checker.indices.as_slice().len()).unwrap_or(u8::MAX);
                    checker.has(&crate::rules::other(name).shared(shared))
                })
            };
            let broken = match statement {
                Statement::Required => (!is_present(checker)).then_some(Found::Absent),
                Statement::RequiredIf(condition) => (!is_present(checker)
                    && checker.holds(condition) == Some(true))
                .then_some(Found::Absent),
                Statement::EffectiveIf(condition) => (is_present(checker)
                    && checker.holds(condition) == Some(false))
                .then_some(Found::Present),
                Statement::DependentRequired(group) => (is_present(checker)
                    && group.others().any(|other| !checker.has(&other)))
                .then_some(Found::Absent),
                Statement::ExactlyOneOf(group) => checker.outside(group, 1, 1),
                Statement::AtLeastOneOf(group) => checker.outside(group, 1, usize::MAX),
                Statement::MutuallyExclusive(group) => checker.outside(group, 0, 1),
                Statement::Compare(..) | Statement::Span(..) | Statement::WithinPast(_) => {
                    let broken = value.with_text(|text| checker.time_broken(statement, text?));
                    broken.unwrap_or_default().then_some(Found::Nothing)
                }
                _ => None,
            };
            if let Some(found) = broken {
                let (rule, limit) = told(statement);
                checker.report(name, rule, limit, found);
            }
        });
    }

    /// Whether a condition holds; `None` where the request does not decide it.
    pub(super) fn holds(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Is(other, operator, values) => Some(self.is(other, *operator, values)),
            Condition::All(parts) => all_hold(parts.iter().map(|part| self.holds(part))),
            Condition::Any(parts) => {
                let none = parts
                    .iter()
                    .map(|part| self.holds(part).map(|holds| !holds));
                all_hold(none).map(|none| !none)
            }
            Condition::Undecided => None,
        }
    }

    fn is(&self, other: &Other, operator: Operator, values: &[&str]) -> bool {
        let (mut any, mut every, mut sent) = (false, true, false);
        each_value(self.request, other, self.indices, &mut |value| {
            let holds = value.with_text(|text| operator.holds(text, values));
            any |= holds;
            every &= holds;
            sent = true;
        });
        if !sent {
            let presence = matches!(operator, Operator::Present | Operator::Absent);
            return operator.holds(other.default.filter(|_| !presence), values);
        }
        match operator {
            Operator::Ne | Operator::NotIn | Operator::Absent => every,
            _ => any,
        }
    }

    fn has(&self, other: &Other) -> bool {
        present(self.request, other, self.indices)
    }

    /// Whether the number of present parameters is out of bounds.
    fn outside(&self, group: &Group, least: usize, most: usize) -> Option<Found> {
        match group.others().filter(|other| self.has(other)).count() {
            count if count < least => Some(Found::Absent),
            count if count > most => Some(Found::Present),
            _ => None,
        }
    }

    /// Whether a comparison or a limit in time is broken; `None` where values do not compare.
    fn time_broken(&self, statement: &Statement, text: &str) -> Option<bool> {
        let holds = match statement {
            Statement::Compare(operator, other) => {
                let judge = |other: &str| operator.relates(text, other);
                match other {
                    Some(other) => self.first_text(other, judge)?,
                    None => self.at_present(judge),
                }
            }
            Statement::Span(other, min, max) => {
                self.first_text(other, |other| time::is_span_within(text, other, *min, *max))?
            }
            Statement::WithinPast(longest) => {
                self.at_present(|now| time::is_within_past(text, now, longest))
            }
            _ => None,
        };
        holds.map(|holds| !holds)
    }

    /// What `look` makes of the first value of a parameter; `None` if it has none.
    fn first_text<R>(&self, other: &Other, look: impl Fn(&str) -> R) -> Option<R> {
        let mut found = None;
        each_value(self.request, other, self.indices, &mut |value| {
            if found.is_none() {
                found = value.with_text(|text| text.map(&look));
            }
        });
        found
    }

    fn at_present<R>(&self, look: impl FnOnce(&str) -> R) -> R {
        if let Some(now) = self.now {
            return look(now);
        }
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        look(&time::text(
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        ))
    }
}

/// The term of a statement, and what it allows.
fn told(statement: &'static Statement) -> (&'static str, Limit<'static>) {
    match statement {
        Statement::Required => ("required", Limit::None),
        Statement::RequiredIf(condition) => ("requiredIf", named(condition)),
        Statement::EffectiveIf(condition) => ("effectiveIf", named(condition)),
        Statement::DependentRequired(group) => ("dependentRequired", Limit::Texts(group.names)),
        Statement::ExactlyOneOf(group) => ("exactlyOneOf", Limit::Texts(group.names)),
        Statement::AtLeastOneOf(group) => ("atLeastOneOf", Limit::Texts(group.names)),
        Statement::MutuallyExclusive(group) => ("mutuallyExclusive", Limit::Texts(group.names)),
        Statement::Compare(_, Some(other)) => ("compare", Limit::Text(other.name)),
        Statement::Compare(_, None) => ("compare", Limit::Text("the present time")),
        Statement::Span(other, ..) => ("span", Limit::Text(other.name)),
        Statement::WithinPast(longest) => ("withinPast", Limit::Text(longest)),
        _ => ("", Limit::None),
    }
}

/// The first parameter that a condition looks at.
fn named(condition: &'static Condition) -> Limit<'static> {
    match condition {
        Condition::Is(other, ..) => Limit::Text(other.name),
        Condition::All(parts) | Condition::Any(parts) => {
            let mut names = parts.iter().map(named);
            names
                .find(|name| *name != Limit::None)
                .unwrap_or(Limit::None)
        }
        Condition::Undecided => Limit::None,
    }
}

//! Checks a request against its rules, in one walk, without allocating while all is well.

mod find;
mod piece;
mod relation;
mod value;

use crate::rules::{Statement, StaticRule};
use crate::stated::Rules;
use crate::visit::{IndexRange, Parameters, Shown, Visitor, Walk};
use crate::{Value, Violations};
use doctract_core::{Found, Indices, Limit, Number, Violation};

/// Every rule that `parameters` breaks. Rules about the present time look at the system's clock.
///
/// # Errors
///
/// The broken rules.
pub fn validate<P: Parameters>(parameters: &P) -> Result<(), Violations> {
    run(parameters, None)
}

/// The same at a given time, an ISO 8601 text such as `2026-01-31T00:00:00Z`.
///
/// # Errors
///
/// The broken rules.
pub fn validate_at<P: Parameters>(parameters: &P, now: &str) -> Result<(), Violations> {
    run(parameters, Some(now))
}

fn run<P: Parameters>(parameters: &P, now: Option<&str>) -> Result<(), Violations> {
    let mut checker = Checker {
        request: parameters,
        now,
        indices: Indices::NONE,
        violations: Vec::new(),
    };
    parameters.visit(&mut Walk::new(&mut checker));
    if checker.violations.is_empty() {
        Ok(())
    } else {
        Err(Violations(checker.violations))
    }
}

/// Room for so many violations at first: about as many as stay below the kilobyte that allocators
/// have at hand.
const ROOM: usize = 7;

/// One request being checked.
struct Checker<'a, 'n> {
    request: &'a dyn Shown,
    now: Option<&'n str>,
    indices: Indices,
    violations: Vec<Violation<'static>>,
}

impl Checker<'_, '_> {
    #[cold]
    fn report(
        &mut self,
        name: &'static str,
        rule: &'static str,
        limit: Limit<'static>,
        found: Found,
    ) {
        if self.violations.capacity() == 0 {
            self.violations.reserve(ROOM);
        }
        self.violations.push(Violation {
            field: name,
            indices: self.indices,
            rule,
            limit,
            found,
        });
    }

    #[inline]
    fn rule(&mut self, name: &'static str, value: Value<'_>, rule: &StaticRule) {
        let broken = match value {
            Value::Absent => None,
            Value::Text(text) => piece::broken(rule, text),
            Value::Integer(number) => match rule.broken_by_number(Number::from(number)) {
                Some(verdict) => verdict,
                None => value.with_text(|text| text.and_then(|text| rule.broken_by(text))),
            },
            _ => value.with_text(|text| text.and_then(|text| piece::broken(rule, text))),
        };
        if let Some(found) = broken {
            self.report(name, rule.name(), rule.limit(), found);
        }
    }

    /// Checks every statement about a value.
    #[cold]
    fn examine(&mut self, name: &'static str, value: Value<'_>, statements: &'static [Statement]) {
        for (at, statement) in statements.iter().enumerate() {
            match statement {
                Statement::Rule(rule) => self.rule(name, value, rule),
                Statement::Both(first, second) => {
                    self.rule(name, value, first);
                    self.rule(name, value, second);
                }
                // Generated code puts whatever looks beyond a single rule first.
                _ => return self.involved(name, value, &statements[at..]),
            }
        }
    }

    /// Reports every index past the last one.
    #[cold]
    fn past(&mut self, name: &'static str, length: usize, range: IndexRange) {
        let outer = self.indices;
        let limit = Limit::Range(range.first.into(), range.last.map(u64::from));
        for index in (range.first..).take(length) {
            if range.last.is_some_and(|last| index > last) {
                self.indices = outer.with(index);
                self.report(name, "indexRange", limit, Found::Length(index.into()));
            }
        }
        self.indices = outer;
    }
}

impl<'a> Visitor<'a> for Checker<'a, '_> {
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "what is left of it is a glance at a value with constant rules"
    )]
    fn value(&mut self, name: &'static str, value: Value<'a>, rules: Rules) {
        let fine = match value {
            Value::Absent => rules.lets_be_absent(),
            Value::Text(text) => rules.lets_text(text),
            Value::Integer(number) => rules.lets_number(number),
            _ => rules.statements.is_empty(),
        };
        if !fine {
            self.examine(name, value, rules.statements);
        }
    }

    #[inline]
    fn list(
        &mut self,
        name: &'static str,
        length: usize,
        twice: bool,
        range: IndexRange,
        rules: Rules,
    ) {
        if !range.holds(length) {
            self.past(name, length, range);
        }
        if !rules.statements.is_empty() {
            self.relations(name, Value::Absent, rules.statements, None);
            self.counts(name, length as u64, twice, rules.statements);
        }
    }

    fn object(&mut self, name: &'static str, rules: Rules) {
        self.relations(name, Value::Absent, rules.statements, None);
    }

    fn whole(&mut self, rules: Rules) {
        self.relations("", Value::Absent, rules.statements, None);
    }

    #[inline]
    fn enter(&mut self, index: u32) {
        self.indices.push(index);
    }

    #[inline]
    fn leave(&mut self) {
        self.indices.pop();
    }
}

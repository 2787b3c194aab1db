//! Checks a request against its rules, in one walk, without allocating while all is well.

mod find;
mod piece;
mod relation;
mod value;

use crate::rules::{Statement, StaticRule};
use crate::visit::{IndexRange, Parameters, Rules, Visitor, Walk};
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

fn run(parameters: &dyn Parameters, now: Option<&str>) -> Result<(), Violations> {
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

/// One request being checked.
struct Checker<'a, 'n> {
    request: &'a dyn Parameters,
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
            self.violations.reserve(8);
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
    #[inline(never)]
    fn examine(&mut self, name: &'static str, value: Value<'_>, rules: Rules) {
        for (at, statement) in rules.iter().enumerate() {
            match statement {
                Statement::Rule(rule) => self.rule(name, value, rule),
                Statement::Both(first, second) => {
                    self.rule(name, value, first);
                    self.rule(name, value, second);
                }
                // Generated code puts whatever looks beyond a single rule first.
                _ => return self.involved(name, value, &rules[at..]),
            }
        }
    }
}

/// Whether a statement is about a value that is there, and no more than rules.
#[inline]
fn is_plain(statement: &Statement) -> bool {
    matches!(statement, Statement::Rule(_) | Statement::Both(..))
}

/// Whether a statement plainly holds for a text; `false` says nothing.
#[inline]
fn plainly_holds(statement: &Statement, text: &str) -> bool {
    match statement {
        Statement::Rule(rule) => piece::plainly_holds(rule, text),
        Statement::Both(first, second) => {
            piece::plainly_holds(first, text) && piece::plainly_holds(second, text)
        }
        _ => false,
    }
}

impl<'a> Visitor<'a> for Checker<'a, '_> {
    fn value(&mut self, name: &'static str, value: Value<'a>, rules: Rules) {
        let fine = match value {
            Value::Absent => rules.iter().all(is_plain),
            Value::Text(text) => rules.iter().all(|statement| plainly_holds(statement, text)),
            _ => rules.is_empty(),
        };
        if !fine {
            self.examine(name, value, rules);
        }
    }

    fn list(
        &mut self,
        name: &'static str,
        length: usize,
        twice: bool,
        range: IndexRange,
        rules: Rules,
    ) {
        let outer = self.indices;
        let beyond = range.last.and_then(|last| last.checked_add(1));
        let past = (range.first..)
            .take(length)
            .skip_while(|index| match beyond {
                Some(beyond) => *index < beyond,
                None => true,
            });
        if beyond.is_some() {
            let limit = Limit::Range(range.first.into(), range.last.map(u64::from));
            for index in past {
                self.indices = outer.with(index);
                self.report(name, "indexRange", limit, Found::Length(index.into()));
            }
        }
        self.indices = outer;
        if !rules.is_empty() {
            self.relations(name, Value::Absent, rules, None);
            self.counts(name, length as u64, twice, rules);
        }
    }

    fn object(&mut self, name: &'static str, rules: Rules) {
        self.relations(name, Value::Absent, rules, None);
    }

    fn whole(&mut self, rules: Rules) {
        self.relations("", Value::Absent, rules, None);
    }

    fn enter(&mut self, indices: Indices) {
        self.indices = indices;
    }
}

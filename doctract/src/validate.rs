//! Checks a request against its rules, in one walk, without allocating while all is well.

use crate::rules::{Statement, StaticRule};
use crate::visit::{IndexRange, Parameters, Rules, Visitor};
use crate::{Value, Violations};
use doctract_core::{Found, Indices, Limit, Number, ValueKind, Violation};

/// Every rule that `parameters` breaks.
pub fn validate<P: Parameters + ?Sized>(parameters: &P) -> Result<(), Violations> {
    let mut checker = Checker {
        indices: Indices::NONE,
        violations: Vec::new(),
    };
    parameters.visit(&mut checker);
    if checker.violations.is_empty() {
        Ok(())
    } else {
        Err(Violations(checker.violations))
    }
}

struct Checker {
    indices: Indices,
    violations: Vec<Violation<'static>>,
}

impl Checker {
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
            Value::Text(text) => rule.broken_by(text),
            Value::Integer(number) => match rule.broken_by_number(Number::from(number)) {
                Some(verdict) => verdict,
                None => value.with_text(|text| text.and_then(|text| rule.broken_by(text))),
            },
            _ => value.with_text(|text| text.and_then(|text| rule.broken_by(text))),
        };
        if let Some(found) = broken {
            self.report(name, rule.name(), rule.limit(), found);
        }
    }

    fn kind(&mut self, name: &'static str, value: Value<'_>, kind: ValueKind) {
        let admitted = value.with_text(|text| text.is_none_or(|text| kind.admits(text)));
        if !admitted {
            self.report(name, "type", Limit::Text(kind.name()), Found::Unreadable);
        }
    }
}

impl<'a> Visitor<'a> for Checker {
    #[inline]
    fn value(&mut self, name: &'static str, value: Value<'a>, rules: Rules) {
        for statement in rules {
            match statement {
                Statement::Rule(rule) => self.rule(name, value, rule),
                Statement::Both(first, second) => {
                    self.rule(name, value, first);
                    self.rule(name, value, second);
                }
                Statement::Type(kind) => self.kind(name, value, *kind),
            }
        }
    }

    fn indices(&self) -> Indices {
        self.indices
    }

    fn enter(&mut self, indices: Indices) {
        self.indices = indices;
    }

    fn leave(&mut self) {
        self.indices = self.indices.outer();
    }

    fn length(&mut self, name: &'static str, length: usize, range: IndexRange, _rules: Rules) {
        let Some(last) = range.last else {
            return;
        };
        let most = u64::from(last.saturating_sub(range.first)) + u64::from(last >= range.first);
        if length as u64 > most {
            let limit = Limit::Count(u64::from(last));
            self.report(name, "indexRange", limit, Found::Length(length as u64));
        }
    }
}

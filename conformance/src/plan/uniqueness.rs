//! Values that must be new: the same one again is refused.

use super::Planner;
use super::base::{Wanted, first_element};
use crate::case::{Case, Family, Step, UNIQUE_DIGITS, Unique, Value};
use crate::expect::Expectation;
use crate::synth::Want;
use doctract_spec::model::{Constraint, Role};
use doctract_spec::statement::Statement;

impl Planner<'_> {
    /// Two requests with one value, where the page says that it must be new. Tokens have cases of
    /// their own.
    pub(super) fn unique_cases(&self, statement: &Statement, entry: &Constraint) -> Vec<Case> {
        let Some(node) = self.node_of(statement) else {
            return Vec::new();
        };
        if node.field.role == Some(Role::IdempotencyToken) {
            return Vec::new();
        }
        if !self.conventions.is_creating(&self.operation.operation) {
            self.note(
                &statement.id,
                "shown only by an operation that makes something",
            );
            return Vec::new();
        }
        let rules = super::legal::shape(node.field, &[]);
        let length = Some(UNIQUE_DIGITS as u64 + 4);
        let text = rules.solve(
            &Want {
                length,
                ..Want::default()
            },
            &mut self.rng(&statement.id),
        );
        let Some(text) = text.filter(|text| text.is_ascii()) else {
            self.note(&statement.id, "no value that occurs once can be made");
            return Vec::new();
        };
        let before = text.get(..4).unwrap_or_default().to_owned();
        let value = Value::Unique(Unique {
            before,
            ..Unique::default()
        });
        let request = |slot: u32| {
            let mut wanted = Wanted::one(first_element(&node.pattern), value.clone());
            wanted.slot = slot;
            self.pair_up(node, &mut wanted);
            self.base(&wanted)
        };
        let (Ok(first), Ok(second)) = (request(0), request(1)) else {
            self.note(&statement.id, "no legal request with it can be made");
            return Vec::new();
        };
        let answer = self.refusal(&node.pattern, &statement.rule);
        let accepted = Step::new(self.request(&first), Expectation::accepted());
        let again = Step::new(self.request(&second), answer.expect).named("the same value again");
        let mut statements = vec![statement.id.clone()];
        statements.extend(answer.reaches);
        let scope = entry.unique.as_deref().unwrap_or("account");
        let parts = [node.pattern.as_str(), "unique", scope];
        let why = self.why(statement);
        let case = self.case(
            Family::Combination,
            &parts,
            statements,
            why,
            vec![accepted, again],
        );
        vec![self.lacking(case, &[&first, &second])]
    }
}

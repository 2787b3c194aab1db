//! What answers hold, in each format.

use super::Planner;
use crate::case::{Asked, Case, Family, Step};
use crate::expect::{Accepted, Claim, Expectation};
use doctract_spec::model::{BodyFormat, Style};
use doctract_spec::statement::StatementKind;

impl Planner<'_> {
    /// Successes and refusals in each format; two creations with two ids.
    pub(super) fn responses(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        let fields: Vec<String> = self
            .checker
            .statements()
            .iter()
            .filter(|statement| statement.kind == StatementKind::ResponseField)
            .map(|statement| statement.id.clone())
            .collect();
        let Some((plain, draft)) = self.plain_step(0) else {
            return cases;
        };
        let stated = &self.operation.response.formats;
        let formats = [
            (Asked::Json, BodyFormat::Json, "json"),
            (Asked::Xml, BodyFormat::Xml, "xml"),
        ];
        for (asked, format, name) in formats {
            let shown = stated.is_empty() || stated.contains(&format);
            if !shown || (self.operation.style == Style::Roa && format == BodyFormat::Xml) {
                continue;
            }
            let mut step = plain.clone();
            step.request.format = asked;
            step.expect = Expectation::Accepted(Accepted {
                claim: Some(Claim::Body),
                ..Accepted::default()
            });
            let why = "the documented answer holds these fields";
            let case = self.case(Family::Response, &[name], fields.clone(), why, vec![step]);
            cases.push(self.lacking(case, &[&draft]));
            if let Some(mut refused) = self.some_refusal() {
                refused.request.format = asked;
                let parts = [&format!("{name}-error")[..]];
                let why = "an error comes in the format that was asked for";
                let case = self.case(Family::Response, &parts, Vec::new(), why, vec![refused]);
                cases.push(self.lacking(case, &[&draft]));
            }
        }
        if self.conventions.is_creating(&self.operation.operation)
            && let Some((mut second, _)) = self.plain_step(1)
        {
            second.expect = Expectation::Accepted(Accepted {
                differs_from: Some(0),
                ..Accepted::default()
            });
            let why = "each creation makes a resource of its own";
            let steps = vec![plain, second.named("again")];
            let case = self.case(Family::Response, &["two-ids"], Vec::new(), why, steps);
            cases.push(self.lacking(case, &[&draft]));
        }
        cases
    }

    /// A request that must be refused: one that breaks a rule, or lacks what is required.
    pub(super) fn some_refusal(&self) -> Option<Step> {
        self.some_invalid("").or_else(|| {
            let statements = 0..self.checker.statements().len();
            let mut cases = statements.flat_map(|at| self.statement_cases(at));
            let missing = cases.find(|case| case.family == Family::Missing)?;
            missing.steps.into_iter().next()
        })
    }
}

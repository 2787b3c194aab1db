//! How many elements a flattened list has, and whether they differ.

use super::Planner;
use super::base::Wanted;
use super::presence::MOST_ELEMENTS;
use crate::case::{Case, Family, Step, Value};
use crate::expect::Expectation;
use doctract_spec::model::{Constraint, Term, Violation};
use doctract_spec::statement::Statement;

/// The edge, whether it is inside, and the elements that are sent.
type Counted = (&'static str, bool, Vec<(String, Value)>);

impl Planner<'_> {
    /// The cases of `minItems`, `maxItems` and `uniqueItems` of a flattened list.
    pub(super) fn element_cases(
        &self,
        statement: &Statement,
        entry: &Constraint,
        term: Term,
    ) -> Vec<Case> {
        let Some(list) = statement.node else {
            return Vec::new();
        };
        let bound = |number: Option<u64>| number.and_then(|number| u32::try_from(number).ok());
        let mut counted: Vec<Counted> = Vec::new();
        match term {
            Term::MinItems => {
                let least = bound(entry.min_items).unwrap_or(0);
                if (1..=MOST_ELEMENTS).contains(&least) {
                    counted.push(("min", true, self.elements(list, 1, least)));
                    if least > 1 {
                        counted.push(("below", false, self.elements(list, 1, least - 1)));
                    }
                }
            }
            Term::MaxItems => {
                let most = bound(entry.max_items).unwrap_or(u32::MAX);
                if most < MOST_ELEMENTS {
                    counted.push(("max", true, self.elements(list, 1, most)));
                    counted.push(("above", false, self.elements(list, 1, most + 1)));
                }
            }
            _ => {
                let mut twice = self.elements(list, 1, 2);
                let half = twice.len() / 2;
                let first: Vec<Value> = twice
                    .iter()
                    .take(half)
                    .map(|(_, value)| value.clone())
                    .collect();
                for ((_, value), same) in twice.iter_mut().skip(half).zip(first) {
                    *value = same;
                }
                counted.push(("one-twice", false, twice));
            }
        }
        let cases = counted.into_iter();
        cases
            .filter_map(|(edge, inside, fixed)| {
                self.count_case(statement, entry, edge, inside, fixed)
            })
            .collect()
    }

    fn count_case(
        &self,
        statement: &Statement,
        entry: &Constraint,
        edge: &str,
        inside: bool,
        fixed: Vec<(String, Value)>,
    ) -> Option<Case> {
        let wanted = Wanted {
            fixed,
            broken: (!inside)
                .then(|| statement.id.clone())
                .into_iter()
                .collect(),
            ..Wanted::default()
        };
        let draft = match self.base(&wanted) {
            Ok(draft) => draft,
            Err(reason) => {
                self.note(&statement.id, format!("`{edge}`: {reason}"));
                return None;
            }
        };
        if let Err(reason) = self.prove(&draft, &statement.id, &[], inside) {
            self.note(&statement.id, format!("`{edge}`: {reason}"));
            return None;
        }
        let name = statement.parameter.clone().unwrap_or_default();
        let mut statements = vec![statement.id.clone()];
        let (family, expect) = if inside {
            (Family::Valid, Expectation::accepted())
        } else if entry.violation == Violation::Rejected {
            let answer = self.refusal(&name, &statement.rule);
            statements.extend(answer.reaches);
            (Family::Invalid, answer.expect)
        } else {
            (Family::Invalid, Expectation::accepted())
        };
        let refused = matches!(expect, Expectation::Refused(_));
        let mut steps = vec![Step::new(self.request(&draft), expect)];
        if refused {
            steps.extend(self.confirmation());
        }
        let parts = [name.as_str(), statement.rule.as_str(), edge];
        let case = self.case(family, &parts, statements, self.why(statement), steps);
        Some(self.lacking(case, &[&draft]))
    }

    /// Spellings that the page lists, sent together with equal values.
    pub(super) fn lists(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        for (at, node) in self.checker.names().nodes().iter().enumerate() {
            let spellings = self.spellings(node);
            if spellings.len() < 2 {
                continue;
            }
            let Some(leaf) = self
                .checker
                .names()
                .leaves()
                .iter()
                .find(|leaf| leaf.node == at)
            else {
                continue;
            };
            let Some(value) = self.plain(leaf, 0, &mut Vec::new()) else {
                continue;
            };
            let mut wanted = Wanted::default();
            for spelling in &spellings {
                wanted.fixed.push((spelling.wire.clone(), value.clone()));
            }
            self.pair_up(node, &mut wanted);
            if let Ok(draft) = self.base(&wanted) {
                let statements: Vec<String> = spellings
                    .iter()
                    .filter_map(|spelling| spelling.statement.clone())
                    .collect();
                let step = Step::new(self.request(&draft), Expectation::accepted());
                let why = format!("{}: the page lists both spellings", node.pattern);
                let parts = [node.pattern.as_str(), "alias", "both"];
                let case = self.case(Family::Valid, &parts, statements, why, vec![step]);
                cases.push(self.lacking(case, &[&draft]));
            }
        }
        cases
    }
}

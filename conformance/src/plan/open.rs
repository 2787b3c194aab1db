//! Behaviour that no sentence of the page decides: sent, looked at, never failed.

use super::Planner;
use super::base::{Wanted, first_element};
use super::legal::shape;
use crate::case::{Case, Family, Parameter, Step, Value};
use crate::expect::{Expectation, Open};
use doctract_core::wire::indexed;
use doctract_spec::model::{Position, Term};
use doctract_spec::names::{Node, Shape};

impl<'a> Planner<'a> {
    /// Empty values, gaps in lists, halves of pairs, spellings that contradict each other.
    pub(super) fn open_questions(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        for (at, node) in self.checker.names().nodes().iter().enumerate() {
            match node.shape {
                Shape::Leaf => {
                    cases.extend(self.empty(node));
                    cases.extend(self.two_spellings(node));
                }
                Shape::List => cases.extend(self.list_questions(at, node)),
                Shape::Object | Shape::Items => {}
            }
        }
        cases
    }

    fn open(
        &self,
        parts: &[&str],
        question: impl Into<String>,
        fixed: Vec<(String, Value)>,
    ) -> Option<Case> {
        let wanted = Wanted {
            fixed,
            ..Wanted::default()
        };
        let draft = self.base(&wanted).ok()?;
        let question = question.into();
        let step = Step::new(self.request(&draft), Expectation::open(question.clone()));
        let why = format!("no sentence says {question}");
        let case = self.case(Family::Valid, parts, Vec::new(), why, vec![step]);
        Some(self.lacking(case, &[&draft]))
    }

    /// The empty value, where neither a length nor a sentence of its own decides it.
    fn empty(&self, node: &Node<'a>) -> Option<Case> {
        let decided = node.field.constraints.iter().any(|entry| {
            entry.not_empty
                || entry.allow_empty
                || entry.min_length.is_some()
                || !entry.enumeration.is_empty()
        });
        let path = node.field.position == Some(Position::Path);
        let leaf = self.checker.names().leaves().get(node.leaves.start);
        let header = leaf.is_some_and(|leaf| self.is_http_header(leaf));
        if decided || path || header || node.field.constant.is_some() {
            return None;
        }
        let mut wanted = Wanted::one(first_element(&node.pattern), Value::text(""));
        self.pair_up(node, &mut wanted);
        let parts = [node.pattern.as_str(), "empty"];
        self.open(&parts, "whether an empty value may be sent", wanted.fixed)
    }

    /// Both spellings of a name with different values.
    fn two_spellings(&self, node: &Node<'a>) -> Option<Case> {
        let spellings = self.spellings(node);
        let leaf = self.checker.names().leaves().get(node.leaves.start)?;
        let mut fixed = Vec::new();
        for (at, spelling) in spellings.iter().enumerate() {
            let shape = shape(leaf.field, &[]);
            let end = format!("{at}");
            let want = crate::synth::Want {
                end: Some(&end),
                ..crate::synth::Want::default()
            };
            let text = shape.solve(&want, &mut self.rng(&spelling.documented))?;
            fixed.push((spelling.wire.clone(), Value::Value(text)));
        }
        if fixed.len() < 2 {
            return None;
        }
        let mut wanted = Wanted {
            fixed,
            ..Wanted::default()
        };
        self.pair_up(node, &mut wanted);
        let parts = [node.pattern.as_str(), "alias", "different-values"];
        self.open(
            &parts,
            "which spelling counts where their values differ",
            wanted.fixed,
        )
    }

    fn list_questions(&self, at: usize, node: &Node<'a>) -> Vec<Case> {
        let name = node.pattern.as_str();
        let mut cases = Vec::new();
        let mut gap = self.elements(at, 1, 1);
        gap.extend(self.elements(at, 3, 3));
        cases.extend(self.open(&[name, "gap"], "whether indices may leave a gap", gap));
        let leaves = self
            .checker
            .names()
            .leaves()
            .get(node.leaves.clone())
            .unwrap_or_default();
        let [first, second] = leaves else {
            return cases;
        };
        for (one, other) in [(first, second), (second, first)] {
            if other.field.required {
                continue;
            }
            let (one, other) = (&one.field.name, &other.field.name);
            let stem = indexed(name, &[1, 1, 1]);
            let wire = format!("{stem}.{one}");
            let alone = self.elements(at, 1, 1);
            let alone = alone
                .into_iter()
                .filter(|(sent, _)| *sent == wire)
                .collect();
            let edge = format!("{one}-alone");
            let question = format!("whether {one} may be sent without {other}");
            cases.extend(self.open(&[name, &edge], question, alone));
        }
        let unique = node
            .field
            .constraints
            .iter()
            .any(|entry| entry.states(Term::UniqueItems));
        if !unique {
            let mut twice = self.elements(at, 1, 2);
            let value = twice.first().map(|(_, value)| value.clone());
            if let (Some(value), Some(pair)) = (value, twice.get_mut(2)) {
                pair.1 = value;
                let edge = format!("{}-twice", first.field.name);
                let question = format!("whether one {} may be sent twice", first.field.name);
                cases.extend(self.open(&[name, &edge], question, twice));
            }
        }
        cases
    }

    /// One parameter sent twice, with one value and with two.
    pub(super) fn sent_twice(&self) -> Vec<Case> {
        let Some((plain, draft)) = self.plain_step(0) else {
            return Vec::new();
        };
        let Some(first) = plain.request.parameters.first().cloned() else {
            return Vec::new();
        };
        let twice = |value: Value, edge: &str, question: &str| {
            let mut step = plain.clone();
            step.request.parameters.push(Parameter {
                value,
                ..first.clone()
            });
            step.expect = Expectation::Open(Open {
                question: question.into(),
                never_5xx: true,
            });
            let why = format!("no sentence says {question}");
            let case = self.case(Family::Protocol, &[edge], Vec::new(), why, vec![step]);
            self.lacking(case, &[&draft])
        };
        let other = self
            .resource(&first.name, 1)
            .unwrap_or_else(|| Value::text("x"));
        vec![
            twice(
                first.value.clone(),
                "duplicate-equal",
                "whether a parameter may be sent twice",
            ),
            twice(
                other,
                "duplicate-different",
                "which of two values of one parameter counts",
            ),
        ]
    }
}

//! Parameters present and absent: the least request, the page's own, each alone, each missing;
//! the other spellings; the indices of lists.

use super::Planner;
use super::base::{Wanted, first_element};
use super::legal::{fresh, shape};
use crate::case::{Case, Family, Step, Value};
use crate::expect::Expectation;
use doctract_core::wire::indexed;
use doctract_spec::model::Position;
use doctract_spec::names::{Leaf, Node, Shape};
use doctract_spec::statement::{Statement, StatementKind};

impl<'a> Planner<'a> {
    /// The least legal request, the page's example, and each optional parameter alone.
    pub(super) fn presence(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        let required: Vec<String> = self
            .checker
            .statements()
            .iter()
            .filter(|statement| statement.kind == StatementKind::Required)
            .map(|statement| statement.id.clone())
            .collect();
        match self.base(&Wanted::default()) {
            Ok(draft) => {
                let step = Step::new(self.request(&draft), Expectation::accepted());
                let why = "the required parameters alone make a legal request";
                let case = self.case(Family::Valid, &["minimal"], required, why, vec![step]);
                cases.push(self.lacking(case, &[&draft]));
            }
            Err(reason) => self.note("", format!("no legal request can be made: {reason}")),
        }
        cases.extend(self.documented());
        for leaf in self.checker.names().leaves() {
            cases.extend(self.alone(leaf));
        }
        cases
    }

    /// The page's own example request, on a resource that exists here.
    fn documented(&self) -> Option<Case> {
        let example = self.operation.examples.requests.first()?;
        let mut wanted = Wanted::default();
        let mut statements = Vec::new();
        for parameter in &example.parameters {
            let Some(known) = self.checker.names().resolve(&parameter.name) else {
                continue;
            };
            let leaf = self.checker.names().leaves().get(known.leaf)?;
            let value = self
                .resource(&leaf.pattern, 0)
                .unwrap_or_else(|| fresh(leaf.field, parameter.value.clone(), 0));
            if known.alias {
                statements.extend(self.alias_statement(&leaf.pattern));
            }
            wanted.fixed.push((parameter.name.clone(), value));
        }
        match self.base(&wanted) {
            Ok(mut draft) => {
                // What the page prints beside a fixture of ours is no legal id here.
                draft.lacking.extend(
                    self.checker
                        .names()
                        .leaves()
                        .iter()
                        .filter(|leaf| self.names_resource(leaf))
                        .filter(|leaf| self.resource(&leaf.pattern, 0).is_none())
                        .map(|leaf| leaf.pattern.clone())
                        .filter(|pattern| {
                            wanted
                                .fixed
                                .iter()
                                .any(|(name, _)| *name == first_element(pattern))
                        }),
                );
                let step = Step::new(self.request(&draft), Expectation::accepted());
                let why = "the example request that the page prints";
                let case = self.case(Family::Valid, &["documented"], statements, why, vec![step]);
                Some(self.lacking(case, &[&draft]))
            }
            Err(reason) => {
                self.note(
                    "",
                    format!("the page's example request breaks its own rules: {reason}"),
                );
                None
            }
        }
    }

    fn alias_statement(&self, pattern: &str) -> Option<String> {
        let mut statements = self.checker.statements().iter();
        let found = statements.find(|statement| {
            statement.kind == StatementKind::Alias
                && statement.parameter.as_deref() == Some(pattern)
        });
        found.map(|statement| statement.id.clone())
    }

    /// One optional parameter with a plain value beside the required ones, in each spelling.
    fn alone(&self, leaf: &Leaf<'a>) -> Vec<Case> {
        let mut cases = Vec::new();
        let Some(node) = self.checker.names().nodes().get(leaf.node) else {
            return cases;
        };
        let shown = leaf.field.required || leaf.field.constant.is_some();
        if shown || self.is_http_header(leaf) {
            return cases;
        }
        for name in self.spellings(node) {
            let mut lacking = Vec::new();
            let Some(value) = self.plain(leaf, 0, &mut lacking) else {
                self.note("", format!("{}: no legal value can be made", leaf.pattern));
                continue;
            };
            let mut wanted = Wanted::one(name.wire.clone(), value);
            self.pair_up(node, &mut wanted);
            match self.base(&wanted) {
                Ok(mut draft) => {
                    draft.lacking.extend(lacking);
                    let step = Step::new(self.request(&draft), Expectation::accepted());
                    let why = format!("{} is a documented parameter", name.documented);
                    let statements = name.statement.clone().into_iter().collect();
                    let parts = [name.documented.as_str(), "present"];
                    let case = self.case(Family::Valid, &parts, statements, why, vec![step]);
                    cases.push(self.lacking(case, &[&draft]));
                }
                Err(reason) => self.note("", format!("{} alone: {reason}", leaf.pattern)),
            }
        }
        cases
    }

    /// A required parameter left out.
    pub(super) fn missing_cases(&self, statement: &Statement) -> Vec<Case> {
        let Some(node) = self.node_of(statement) else {
            return Vec::new();
        };
        if node.field.constant.is_some() {
            // Which operation is meant: told by the cases of the protocol.
            return Vec::new();
        }
        if node.field.position == Some(Position::Path) {
            self.untestable(&statement.id, "without it there is no path to send to");
            return Vec::new();
        }
        let mut wanted = Wanted {
            absent: vec![node.pattern.clone()],
            broken: vec![statement.id.clone()],
            ..Wanted::default()
        };
        self.sibling(node, &mut wanted);
        let draft = match self.base(&wanted) {
            Ok(draft) => draft,
            Err(reason) => {
                self.note(&statement.id, format!("cannot be left out alone: {reason}"));
                return Vec::new();
            }
        };
        if let Err(reason) = self.prove(&draft, &statement.id, &[], false) {
            self.note(&statement.id, format!("left out: {reason}"));
            return Vec::new();
        }
        let answer = self.refusal(&node.pattern, "required");
        let mut steps = vec![Step::new(self.request(&draft), answer.expect)];
        steps.extend(self.confirmation());
        let mut statements = vec![statement.id.clone()];
        statements.extend(answer.reaches);
        let why = self.why(statement);
        let case = self.case(Family::Missing, &[&node.pattern], statements, why, steps);
        vec![self.lacking(case, &[&draft])]
    }

    /// Another member of the same list element or object, without which the member's absence
    /// would mean nothing.
    fn sibling(&self, node: &Node<'a>, wanted: &mut Wanted) {
        let names = self.checker.names();
        let Some(parent) = node.parent.and_then(|parent| names.nodes().get(parent)) else {
            return;
        };
        let members = names
            .leaves()
            .get(parent.leaves.clone())
            .unwrap_or_default();
        let other = members
            .iter()
            .find(|leaf| !node.leaves.contains(&self.leaf_place(leaf)));
        if let Some(leaf) = other
            && let Some(value) = self.plain(leaf, 0, &mut Vec::new())
        {
            wanted.fixed.push((first_element(&leaf.pattern), value));
        }
    }

    fn leaf_place(&self, leaf: &Leaf<'a>) -> usize {
        let leaves = self.checker.names().leaves();
        leaves
            .iter()
            .position(|known| known.pattern == leaf.pattern)
            .unwrap_or(usize::MAX)
    }

    /// The first and the last legal index of a list, and the ones beside them.
    pub(super) fn index_cases(&self, statement: &Statement) -> Vec<Case> {
        let (Some(node), Some(list)) = (self.node_of(statement), statement.node) else {
            return Vec::new();
        };
        let Some(range) = &node.field.index_range else {
            return Vec::new();
        };
        let mut cases = Vec::new();
        let first = self.elements(list, range.min, range.min);
        cases.extend(self.index_case(statement, node, Family::Valid, "first", first));
        if let Some(max) = range.max.filter(|max| *max <= MOST_ELEMENTS) {
            let all = self.elements(list, range.min, max);
            cases.extend(self.index_case(statement, node, Family::Valid, "last", all));
            let over = max.saturating_add(1);
            let above = self.elements(list, range.min, over);
            cases.extend(self.index_case(statement, node, Family::Invalid, "above", above));
            let jump = self.elements(list, over, over);
            cases.extend(self.index_case(statement, node, Family::Invalid, "above-alone", jump));
        }
        if let Some(below) = range.min.checked_sub(1) {
            let zero = self.elements(list, below, below);
            cases.extend(self.index_case(statement, node, Family::Invalid, "below", zero));
        }
        cases
    }

    fn index_case(
        &self,
        statement: &Statement,
        node: &Node<'a>,
        family: Family,
        edge: &str,
        fixed: Vec<(String, Value)>,
    ) -> Option<Case> {
        let outside = family == Family::Invalid;
        let wanted = Wanted {
            fixed,
            broken: outside.then(|| statement.id.clone()).into_iter().collect(),
            ..Wanted::default()
        };
        let draft = match self.base(&wanted) {
            Ok(draft) if !wanted.fixed.is_empty() => draft,
            Ok(_) => return None,
            Err(reason) => {
                self.note(&statement.id, format!("`{edge}`: {reason}"));
                return None;
            }
        };
        if let Err(reason) = self.prove(&draft, &statement.id, &[], !outside) {
            self.note(&statement.id, format!("`{edge}`: {reason}"));
            return None;
        }
        let mut statements = vec![statement.id.clone()];
        let expect = if outside {
            let answer = self.refusal(&node.pattern, &statement.rule);
            statements.extend(answer.reaches);
            answer.expect
        } else {
            Expectation::accepted()
        };
        let mut steps = vec![Step::new(self.request(&draft), expect)];
        if outside {
            steps.extend(self.confirmation());
        }
        let parts = [node.pattern.as_str(), "indexRange", edge];
        let case = self.case(family, &parts, statements, self.why(statement), steps);
        Some(self.lacking(case, &[&draft]))
    }

    /// The elements of a list from one index to another, all different, each with the members
    /// that it must have and, of a pair, both.
    pub(super) fn elements(&self, list: usize, from: u32, to: u32) -> Vec<(String, Value)> {
        let names = self.checker.names();
        let Some(node) = names.nodes().get(list) else {
            return Vec::new();
        };
        let depth = node.lists.len();
        let leaves = names.leaves().get(node.leaves.clone()).unwrap_or_default();
        let pair = leaves.len() == 2 && node.shape == Shape::List;
        let needed: Vec<&Leaf<'a>> = leaves
            .iter()
            .enumerate()
            .filter(|(at, leaf)| pair || leaf.field.required || *at == 0)
            .map(|(_, leaf)| leaf)
            .collect();
        let mut elements = Vec::new();
        for index in from..=to {
            for leaf in &needed {
                let mut indices = vec![1; depth];
                indices.extend([index, 1, 1]);
                let name = indexed(&leaf.pattern, &indices);
                let Some(value) = self.element_value(leaf, index) else {
                    continue;
                };
                elements.push((name, value));
            }
        }
        elements
    }

    /// A legal value for the member of an element, different for each index where it can be.
    fn element_value(&self, leaf: &Leaf<'a>, index: u32) -> Option<Value> {
        if let Some(value) = self.resource(&leaf.pattern, index) {
            return Some(value);
        }
        let shape = shape(leaf.field, &[]);
        let plain = shape.plain(&mut self.rng(&leaf.pattern))?;
        let numbered = format!("{plain}{index}");
        let shaped = || {
            let end = index.to_string();
            let want = crate::synth::Want {
                end: Some(&end),
                ..crate::synth::Want::default()
            };
            shape.solve(&want, &mut self.rng(&leaf.pattern))
        };
        let distinct = shape.is_text() && !self.names_resource(leaf);
        if !distinct {
            return Some(Value::Value(plain));
        }
        let text = Some(numbered)
            .filter(|text| shape.admits(text, None))
            .or_else(shaped);
        Some(Value::Value(text.unwrap_or(plain)))
    }
}

/// Most elements of a list that are put into one request.
pub(super) const MOST_ELEMENTS: u32 = 200;

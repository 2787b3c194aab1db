//! The cases of one statement about a value: its edges inside and outside, proved one by one.

use super::Planner;
use super::base::{NOT_ALONE, Wanted, first_element, is_plain, is_relation, is_value_term};
use super::condition::is_worded;
use super::legal::{fresh, shape, usual_length};
use crate::case::{Case, Family, Step, Value};
use crate::expect::Expectation;
use crate::make::{self, Made, Probe, Side, Subject};
use crate::synth::{INNER, ListForm};
use doctract_spec::model::{Scope, Term, Type, Violation};
use doctract_spec::names::{Node, Shape};
use doctract_spec::statement::{Statement, StatementKind};

impl<'a> Planner<'a> {
    /// The cases of the statement at a place.
    pub(super) fn statement_cases(&self, at: usize) -> Vec<Case> {
        let Some(statement) = self.checker.statements().get(at) else {
            return Vec::new();
        };
        if self.is_wire_header(statement) {
            self.untestable(&statement.id, "a header that the transport writes");
            return Vec::new();
        }
        match statement.kind {
            StatementKind::Constraint => self.constraint_cases(statement),
            StatementKind::Type => self.type_cases(statement),
            StatementKind::Required => self.missing_cases(statement),
            StatementKind::IndexRange => self.index_cases(statement),
            StatementKind::Constant => self.constant_cases(statement),
            _ => Vec::new(),
        }
    }

    fn is_wire_header(&self, statement: &Statement) -> bool {
        let leaves = self.checker.names().leaves().iter();
        let mut own = leaves.filter(|leaf| Some(leaf.node) == statement.node);
        own.any(|leaf| self.is_http_header(leaf))
    }

    fn constraint_cases(&self, statement: &Statement) -> Vec<Case> {
        if let Some(entry) = self.entry_of(statement)
            && entry.when.as_ref().is_some_and(is_worded)
        {
            let text = "holds under a condition that no parameter decides";
            self.untestable(&statement.id, text);
            return Vec::new();
        }
        let term = Term::ALL
            .iter()
            .copied()
            .find(|term| term.name() == statement.rule);
        if let (Some(entry), Some(term)) = (self.entry_of(statement), term)
            && is_relation(term)
        {
            return self.combination_cases(statement, entry, term);
        }
        let (Some(node), Some(entry), Some(place)) = (
            self.node_of(statement),
            self.entry_of(statement),
            statement.entry,
        ) else {
            return Vec::new();
        };
        let Some(term) = term else {
            return Vec::new();
        };
        if node.shape == Shape::List
            && matches!(term, Term::MinItems | Term::MaxItems | Term::UniqueItems)
        {
            return self.element_cases(statement, entry, term);
        }
        if term == Term::Unique {
            return self.unique_cases(statement, entry);
        }
        if !is_value_term(term) || !is_plain(node) {
            return Vec::new();
        }
        let whole = shape(self.value_field(node), &[place]);
        let inner = matches!(node.shape, Shape::Items);
        let (shape, place) = match (inner, entry.scope) {
            (true, _) => (
                shape(self.parent_field(node), &[]).items().clone(),
                place + INNER,
            ),
            (false, Scope::Item) => (whole.items().clone(), place),
            (false, _) => (whole, place),
        };
        if matches!(term, Term::MinItems | Term::MaxItems) && shape.list().is_none() {
            self.untestable(&statement.id, "how its items travel is not said");
            return Vec::new();
        }
        let mut rng = self.rng(&statement.id);
        let mut subject = Subject {
            shape: &shape,
            rng: &mut rng,
            usual: usual_length(node.field),
        };
        let made = make::probes(&mut subject, place, entry, term);
        self.probe_cases(statement, node, &made, entry.violation)
    }

    fn type_cases(&self, statement: &Statement) -> Vec<Case> {
        let Some(node) = self.node_of(statement) else {
            return Vec::new();
        };
        let probes = make::type_probes(node.field.kind)
            .iter()
            .map(|(edge, text)| Probe {
                edge: (*edge).to_owned(),
                side: Side::Outside,
                value: Some((*text).to_owned()),
            });
        let made = Made {
            probes: probes.collect(),
            impossible: Vec::new(),
        };
        self.probe_cases(statement, node, &made, Violation::Rejected)
    }

    /// A parameter with one value, given another. What names the operation is left to the cases of
    /// the protocol.
    fn constant_cases(&self, statement: &Statement) -> Vec<Case> {
        let Some(node) = self
            .node_of(statement)
            .filter(|node| node.field.name != ACTION)
        else {
            return Vec::new();
        };
        let other = node
            .field
            .constant
            .as_ref()
            .map(|value| format!("{value}x"));
        let made = Made {
            probes: vec![Probe {
                edge: "other".into(),
                side: Side::Outside,
                value: other,
            }],
            impossible: Vec::new(),
        };
        self.probe_cases(statement, node, &made, Violation::Rejected)
    }

    fn probe_cases(
        &self,
        statement: &Statement,
        node: &Node<'a>,
        made: &Made,
        violation: Violation,
    ) -> Vec<Case> {
        for (edge, side) in &made.impossible {
            if *side == Side::Outside {
                self.untestable(&statement.id, format!("`{edge}`: cannot be broken alone"));
            } else {
                self.note(
                    &statement.id,
                    format!("`{edge}`: no legal value reaches it"),
                );
            }
        }
        let form = self.list_form(node, statement);
        let mut cases = Vec::new();
        for name in self.spellings(node) {
            for probe in &made.probes {
                let mut probe = probe.clone();
                if let Some(form) = form {
                    probe.value = probe.value.map(|item| form.join(&[item]));
                }
                match self.probe_case(statement, node, &name, &probe, violation) {
                    Ok(case) => cases.push(case),
                    Err(reason) if probe.side == Side::Outside && reason == NOT_ALONE => {
                        self.untestable(&statement.id, format!("`{}`: {reason}", probe.edge));
                    }
                    Err(reason) => {
                        self.note(&statement.id, format!("`{}`: {reason}", probe.edge));
                    }
                }
            }
        }
        cases
    }

    /// One value as a case, if the checker agrees that it is what it claims to be.
    fn probe_case(
        &self,
        statement: &Statement,
        node: &Node<'a>,
        name: &Spelling,
        probe: &Probe,
        violation: Violation,
    ) -> Result<Case, String> {
        let mut wanted = match &probe.value {
            Some(text) => {
                let value = match probe.side {
                    Side::Inside => fresh(self.value_field(node), text.clone(), 0),
                    _ => Value::text(text.clone()),
                };
                Wanted::one(name.wire.clone(), value)
            }
            None => Wanted {
                absent: vec![node.pattern.clone()],
                ..Wanted::default()
            },
        };
        self.pair_up(node, &mut wanted);
        if let Some(when) = self
            .entry_of(statement)
            .and_then(|entry| entry.when.as_ref())
        {
            let mut pairs = wanted.fixed.clone();
            self.make_true(when, &wanted, &mut pairs, &mut Vec::new())
                .ok_or_else(|| "its condition cannot be met here".to_owned())?;
            wanted.fixed = pairs;
        }
        // A text that is no number is none of the listed numbers either.
        let besides = match statement.kind {
            StatementKind::Type => self.statements_about(&node.pattern),
            _ => Vec::new(),
        };
        if probe.side != Side::Inside {
            wanted.broken.clone_from(&besides);
            wanted.broken.push(statement.id.clone());
        }
        let draft = self.base(&wanted)?;
        let broken = match probe.side {
            Side::Open(_) => Vec::new(),
            Side::Inside => self.prove(&draft, &statement.id, &besides, true)?,
            Side::Outside => self.prove(&draft, &statement.id, &besides, false)?,
        };
        let request = self.request(&draft);
        let documented = name.documented.as_str();
        let (family, expect, reaches) = match &probe.side {
            Side::Inside => (Family::Valid, Expectation::accepted(), Vec::new()),
            Side::Outside if violation == Violation::Rejected => {
                let answer = self.refusal(&node.pattern, &statement.rule);
                (Family::Invalid, answer.expect, answer.reaches)
            }
            Side::Outside => (Family::Invalid, Expectation::accepted(), Vec::new()),
            Side::Open(question) => (
                Family::Valid,
                Expectation::open(question.clone()),
                Vec::new(),
            ),
        };
        let refused = matches!(expect, Expectation::Refused(_));
        let mut steps = vec![Step::new(request, expect)];
        if refused {
            steps.extend(self.confirmation());
        }
        let mut statements = vec![statement.id.clone()];
        let others = broken.iter().map(|breach| &breach.statement);
        statements.extend(others.filter(|other| **other != statement.id).cloned());
        statements.extend(name.statement.clone());
        statements.extend(reaches);
        let rule = statement
            .id
            .rsplit_once('/')
            .map_or(statement.rule.as_str(), |(_, rule)| rule);
        let parts: Vec<&str> = match (family, statement.kind) {
            (Family::Invalid, StatementKind::Type) => vec![documented, &probe.edge],
            _ => vec![documented, rule, &probe.edge],
        };
        let family = match (family, statement.kind) {
            (Family::Invalid, StatementKind::Type) => Family::Type,
            (family, _) => family,
        };
        let case = self.case(family, &parts, statements, self.why(statement), steps);
        Ok(self.lacking(case, &[&draft]))
    }

    /// Every statement about a parameter.
    fn statements_about(&self, parameter: &str) -> Vec<String> {
        let statements = self.checker.statements().iter();
        let about =
            statements.filter(|statement| statement.parameter.as_deref() == Some(parameter));
        about.map(|statement| statement.id.clone()).collect()
    }

    /// The spellings of a leaf that the page lists, the canonical one first.
    pub(super) fn spellings(&self, node: &Node<'_>) -> Vec<Spelling> {
        let mut spellings = vec![Spelling {
            documented: node.pattern.clone(),
            wire: first_element(&node.pattern),
            statement: None,
        }];
        if node.shape != Shape::Leaf {
            return spellings;
        }
        let aliases = self.checker.statements().iter().filter(|statement| {
            statement.kind == StatementKind::Alias
                && statement.parameter.as_deref() == Some(&node.pattern)
        });
        for (alias, statement) in node.field.aliases.iter().zip(aliases) {
            let Some(stem) = node.pattern.strip_suffix(node.field.name.as_str()) else {
                continue;
            };
            let documented = format!("{stem}{alias}");
            let wire = first_element(&documented);
            if self
                .checker
                .names()
                .resolve(&wire)
                .is_some_and(|known| known.alias)
            {
                spellings.push(Spelling {
                    documented,
                    wire,
                    statement: Some(statement.id.clone()),
                });
            }
        }
        spellings
    }

    /// Members that come in pairs (`Key` with `Value`) are sent together: no page says what one
    /// without the other means.
    pub(super) fn pair_up(&self, node: &Node<'a>, wanted: &mut Wanted) {
        let nodes = self.checker.names().nodes();
        let Some(parent) = node.parent.and_then(|parent| nodes.get(parent)) else {
            return;
        };
        let members = self
            .checker
            .names()
            .leaves()
            .get(parent.leaves.clone())
            .unwrap_or_default();
        if parent.shape != Shape::Object || members.len() != 2 || node.shape != Shape::Leaf {
            return;
        }
        for leaf in members.iter().filter(|leaf| leaf.pattern != node.pattern) {
            let name = first_element(&leaf.pattern);
            let sent = wanted.fixed.iter().any(|(fixed, _)| *fixed == name);
            if !sent && let Some(value) = self.plain(leaf, 0, &mut Vec::new()) {
                wanted.fixed.push((name, value));
            }
        }
    }

    /// The field whose rules the values of a node keep.
    fn value_field(&self, node: &Node<'a>) -> &'a doctract_spec::model::Field {
        let _ = self;
        match (node.shape, &node.field.items) {
            (Shape::List, Some(items)) if node.field.constraints.is_empty() => items,
            _ => node.field,
        }
    }

    fn parent_field(&self, node: &Node<'a>) -> &'a doctract_spec::model::Field {
        let parent = node
            .parent
            .and_then(|parent| self.checker.names().nodes().get(parent));
        parent.map_or(node.field, |parent| parent.field)
    }

    /// How one item becomes a value, where a statement is about items.
    fn list_form(&self, node: &Node<'a>, statement: &Statement) -> Option<ListForm<'a>> {
        let item_scope = self
            .entry_of(statement)
            .is_some_and(|entry| entry.scope == Scope::Item);
        let (field, inner) = match node.shape {
            Shape::Items => (self.parent_field(node), true),
            _ => (node.field, item_scope),
        };
        if !inner {
            return None;
        }
        let shape = shape(field, &[]);
        shape
            .list()
            .or_else(|| (field.kind == Type::Array).then_some(ListForm::JSON))
    }
}

/// The parameter that names the operation.
pub(super) const ACTION: &str = "Action";

/// One way to write a parameter's name.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    /// As documented: `Tag.N.key`.
    pub(super) documented: String,
    /// As it travels: `Tag.1.key`.
    pub(super) wire: String,
    /// The statement that lists the spelling, where it is not the name itself.
    pub(super) statement: Option<String>,
}

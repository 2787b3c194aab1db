//! Every testable statement of a spec, with a stable id: what coverage counts.

use crate::model::{Constraint, Field, Operation, Term};
use crate::names::{Names, Node, Shape};
use std::collections::HashMap;

/// The class of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatementKind {
    /// A parameter is required.
    Required,
    /// A parameter has a type that some text does not have: a number, a boolean, JSON.
    Type,
    /// A parameter has one value.
    Constant,
    /// A term of a constraint.
    Constraint,
    /// The legal indices of a list.
    IndexRange,
    /// A spelling that the page also lists.
    Alias,
    /// A precondition.
    Precondition,
    /// A documented error row.
    Error,
    /// A field of the answer.
    ResponseField,
}

/// One testable statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Stable within the operation: `Tag.N.Key/maxLength`, `DiskId/required`,
    /// `request/exactlyOneOf`, `error/QuotaExceed.Snapshot`, `precondition/quota`,
    /// `response/SnapshotId`. A second one of the same name gets `.2`.
    pub id: String,
    /// The class.
    pub kind: StatementKind,
    /// The parameter's documented name, where it is about one. A flattened list and its items
    /// share one; `node` tells them apart.
    pub parameter: Option<String>,
    /// The place in [`Names::nodes`], where it is about a parameter.
    pub node: Option<usize>,
    /// The term, `required`, `type`, `constant`, `indexRange`, `alias`; for the other classes the
    /// part of the id after the slash.
    pub rule: String,
    /// The place of the entry in the field's (or the operation's) `constraints`.
    pub entry: Option<usize>,
    /// The place in the spec: `request.parameters[name=DiskId].required`.
    pub path: String,
    /// The words of the page.
    pub text: Option<String>,
}

/// Every statement of an operation, in the order of the spec.
///
/// Left out is what no request and no answer can show: `valueFrom`, and the type of a text.
pub fn statements(operation: &Operation) -> Vec<Statement> {
    statements_of(operation, &Names::new(operation))
}

/// [`statements`], for a caller who has the names at hand.
pub fn statements_of(operation: &Operation, names: &Names<'_>) -> Vec<Statement> {
    let mut list = Statements::default();
    let whole = |name| Subject { name, node: None };
    for precondition in &operation.preconditions {
        let id = precondition.id.as_str();
        let (kind, text) = (StatementKind::Precondition, Some(&precondition.text));
        let path = format!("preconditions[id={id}]");
        list.add(whole("precondition"), kind, id, path, text);
    }
    list.constraints(whole("request"), &operation.constraints, "");
    for (at, node) in names.nodes().iter().enumerate() {
        list.parameter(at, node);
    }
    list.response(&operation.response.fields, "", "response.fields");
    for (at, row) in operation.errors.iter().enumerate() {
        let (kind, text) = (StatementKind::Error, row.description.as_ref());
        list.add(
            whole("error"),
            kind,
            &row.code,
            format!("errors[{at}]"),
            text,
        );
    }
    list.found
}

/// What a statement is about: the first part of its id.
#[derive(Clone, Copy)]
struct Subject<'s> {
    name: &'s str,
    node: Option<usize>,
}

#[derive(Default)]
struct Statements {
    found: Vec<Statement>,
    seen: HashMap<String, u32>,
}

impl Statements {
    fn add(
        &mut self,
        subject: Subject<'_>,
        kind: StatementKind,
        rule: &str,
        path: String,
        text: Option<&String>,
    ) {
        let name = format!("{}/{rule}", subject.name);
        let count = self.seen.entry(name.clone()).or_default();
        *count += 1;
        let id = match *count {
            1 => name,
            count => format!("{name}.{count}"),
        };
        self.found.push(Statement {
            id,
            kind,
            parameter: subject.node.map(|_| subject.name.to_owned()),
            node: subject.node,
            rule: rule.to_owned(),
            entry: None,
            path,
            text: text.cloned(),
        });
    }

    fn parameter(&mut self, at: usize, node: &Node<'_>) {
        let field = node.field;
        let subject = Subject {
            name: &node.pattern,
            node: Some(at),
        };
        let path = |key: &str| format!("{}.{key}", node.path);
        if field.required {
            let kind = StatementKind::Required;
            self.add(subject, kind, "required", path("required"), None);
        }
        if matches!(node.shape, Shape::Leaf | Shape::Items) && field.kind.can_be_broken() {
            let (kind, text) = (StatementKind::Type, field.doc_type.as_ref());
            self.add(subject, kind, "type", path("type"), text);
        }
        if field.constant.is_some() {
            let kind = StatementKind::Constant;
            self.add(subject, kind, "constant", path("constant"), None);
        }
        if let Some(range) = &field.index_range {
            let (kind, text) = (StatementKind::IndexRange, range.text.as_ref());
            self.add(subject, kind, "indexRange", path("indexRange"), text);
        }
        for (place, _) in field.aliases.iter().enumerate() {
            let path = path(&format!("aliases[{place}]"));
            self.add(subject, StatementKind::Alias, "alias", path, None);
        }
        self.constraints(subject, &field.constraints, &path(""));
    }

    fn constraints(&mut self, subject: Subject<'_>, entries: &[Constraint], above: &str) {
        for (entry, constraint) in entries.iter().enumerate() {
            for term in constraint.terms().filter(|term| *term != Term::ValueFrom) {
                let path = format!("{above}constraints[{entry}].{}", term.name());
                let (kind, text) = (StatementKind::Constraint, constraint.text.as_ref());
                self.add(subject, kind, term.name(), path, text);
                if let Some(statement) = self.found.last_mut() {
                    statement.entry = Some(entry);
                }
            }
        }
    }

    fn response(&mut self, fields: &[Field], above: &str, path: &str) {
        for field in fields {
            let name = match above {
                "" => field.name.clone(),
                above => format!("{above}.{}", field.name),
            };
            let path = format!("{path}[name={}]", field.name);
            let subject = Subject {
                name: "response",
                node: None,
            };
            let (kind, text) = (StatementKind::ResponseField, field.description.as_ref());
            self.add(subject, kind, &name, path.clone(), text);
            let below = match &field.wrapper {
                Some(wrapper) => format!("{name}.{wrapper}"),
                None => name,
            };
            if let Some(items) = &field.items {
                self.response(
                    &items.properties,
                    &below,
                    &format!("{path}.items.properties"),
                );
            }
            self.response(&field.properties, &below, &format!("{path}.properties"));
        }
    }
}

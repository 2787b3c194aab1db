//! The interpreter of a spec's rules over one request.
//!
//! Every rule about a value ends in `doctract_core`, where generated validators end too; what is
//! decided here is which rules apply, to which part of which value, and whatever looks at several
//! parameters at once.

mod condition;
mod relation;
mod request;
mod rules;
mod value;

use crate::model::{Operation, Violation};
use crate::names::{Names, Shape};
use crate::statement::{Statement, statements_of};
use doctract_core::{Found, Indices};
use request::Request;
use rules::{Entry, NodeRules};

/// One broken statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// The documented name at fault: `Tag.N.Key`; empty for a statement about several parameters.
    pub parameter: String,
    /// The name as it travelled: `Tag.3.Key`; for what is missing, as it would travel.
    pub wire_name: String,
    /// The term that is broken: `maxLength`, or one of `required`, `type`, `constant`,
    /// `indexRange`.
    pub rule: &'static str,
    /// The statement: the id that [`statements`](crate::statement::statements) gives it. Empty
    /// for the index 0 of a list whose indices the page does not limit.
    pub statement: String,
    /// What the page says happens then.
    pub violation: Violation,
    /// What was found.
    pub found: Found,
}

/// Every statement that `request` breaks, in the order of the spec. No breach with
/// [`Violation::Rejected`]: the request is valid.
///
/// `request` holds decoded wire pairs (`Tag.1.Key`, `db`), common parameters left out; names that
/// the operation does not know are passed over (see [`Checker::unknown`]). `now` is the present
/// time as an ISO 8601 text (`2026-01-31T00:00:00Z`), for rules that compare with it.
///
/// To check many requests of one operation, keep a [`Checker`].
///
/// ```
/// use doctract_spec::check::check;
/// use doctract_spec::model::{Constraint, Field, Operation};
///
/// let mut operation = Operation::default();
/// operation.request.parameters.push(Field {
///     name: "DiskId".into(),
///     required: true,
///     constraints: vec![Constraint { max_length: Some(4), ..Constraint::default() }],
///     ..Field::default()
/// });
/// let now = "2026-01-31T00:00:00Z";
/// assert!(check(&operation, &[("DiskId", "d-1")], now).is_empty());
/// assert_eq!(check(&operation, &[("DiskId", "d-123")], now)[0].statement, "DiskId/maxLength");
/// assert_eq!(check::<&str>(&operation, &[], now)[0].statement, "DiskId/required");
/// ```
pub fn check<S: AsRef<str>>(operation: &Operation, request: &[(S, S)], now: &str) -> Vec<Breach> {
    Checker::new(operation).check(request, now)
}

/// The rules of one operation, prepared once for any number of requests.
#[derive(Debug)]
pub struct Checker<'a> {
    operation: &'a Operation,
    names: Names<'a>,
    statements: Vec<Statement>,
    nodes: Vec<NodeRules<'a>>,
    whole: Vec<Entry<'a>>,
}

impl<'a> Checker<'a> {
    /// Prepares an operation.
    pub fn new(operation: &'a Operation) -> Self {
        let names = Names::new(operation);
        let statements = statements_of(operation, &names);
        let (nodes, whole) = rules::prepare(operation, &names, &statements);
        Self {
            operation,
            names,
            statements,
            nodes,
            whole,
        }
    }

    /// The operation.
    pub fn operation(&self) -> &'a Operation {
        self.operation
    }

    /// Its names.
    pub fn names(&self) -> &Names<'a> {
        &self.names
    }

    /// Its statements.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Every statement that `request` breaks: see [`check`].
    pub fn check<S: AsRef<str>>(&self, request: &[(S, S)], now: &str) -> Vec<Breach> {
        let mut run = Run {
            checker: self,
            request: Request::new(&self.names, request),
            now,
            breaches: Vec::new(),
        };
        run.whole();
        let mut node = 0;
        while let Some(top) = self.names.nodes().get(node) {
            run.visit(node, Indices::NONE, true);
            node = top.end;
        }
        run.breaches
    }

    /// The names in `request` that the operation does not know, in the order sent.
    pub fn unknown<'r, S: AsRef<str>>(
        &self,
        request: &'r [(S, S)],
    ) -> impl Iterator<Item = &'r str> {
        let names = request.iter().map(|(name, _)| name.as_ref());
        names.filter(|name| self.names.resolve(name).is_none())
    }
}

/// One request being checked.
struct Run<'c, 'a, 'r> {
    checker: &'c Checker<'a>,
    request: Request<'r>,
    now: &'r str,
    breaches: Vec<Breach>,
}

/// A field in one element of the lists that it stands in: `Tag.3.Key` for the indices `[3]`.
#[derive(Clone, Copy)]
struct Site<'c, 'a> {
    node: usize,
    rules: &'c NodeRules<'a>,
    indices: Indices,
}

impl<'c, 'a> Run<'c, 'a, '_> {
    /// Checks a field and everything below it, in one element of the lists above. Whether the
    /// list element or object above is present decides if the field can be missing.
    fn visit(&mut self, node: usize, indices: Indices, above: bool) {
        let names = &self.checker.names;
        let (Some(this), Some(rules)) = (names.nodes().get(node), self.checker.nodes.get(node))
        else {
            return;
        };
        let site = Site {
            node,
            rules,
            indices,
        };
        let present = self.request.has(&this.leaves, indices);
        if rules.required.is_some() && !present && above {
            self.missing(site);
        }
        match this.shape {
            Shape::Leaf => {
                self.relations(site, present);
                self.values(site);
            }
            Shape::List => {
                let elements = self.request.elements(&this.leaves, indices);
                self.indices(site, &elements);
                self.relations(site, present);
                self.elements(site, &elements);
                for (index, _) in elements {
                    self.below(node, indices.with(index), true);
                }
            }
            Shape::Object => {
                self.relations(site, present);
                self.below(node, indices, present);
            }
            Shape::Items => {}
        }
    }

    fn below(&mut self, node: usize, indices: Indices, present: bool) {
        let nodes = self.checker.names.nodes();
        let end = nodes.get(node).map_or(0, |node| node.end);
        let mut child = node + 1;
        while child < end {
            self.visit(child, indices, present);
            child = nodes.get(child).map_or(end, |node| node.end);
        }
    }

    /// Checks the indices of one list. Index 0 is refused even where no range is stated: indices
    /// begin at 1.
    fn indices(&mut self, site: Site<'c, 'a>, elements: &[(u32, usize)]) {
        let Some(node) = self.checker.names.nodes().get(site.node) else {
            return;
        };
        let range = node.field.index_range.as_ref();
        for &(index, sent) in elements {
            if index != 0 && range.is_none_or(|range| range.contains(index)) {
                continue;
            }
            let wire_name = self.request.wire_name(sent).to_owned();
            self.breaches.push(Breach {
                parameter: node.pattern.clone(),
                wire_name,
                rule: "indexRange",
                statement: self.id(site.rules.index_range),
                violation: Violation::Rejected,
                found: Found::Length(u64::from(index)),
            });
        }
    }

    fn missing(&mut self, site: Site<'c, 'a>) {
        self.breaches.push(Breach {
            parameter: self.parameter(site),
            wire_name: self.would_be(site),
            rule: "required",
            statement: self.id(site.rules.required),
            violation: Violation::Rejected,
            found: Found::Absent,
        });
    }

    fn parameter(&self, site: Site<'c, 'a>) -> String {
        let node = self.checker.names.nodes().get(site.node);
        node.map(|node| node.pattern.clone()).unwrap_or_default()
    }

    /// The name under which an absent field would travel; a list, by its first element.
    fn would_be(&self, site: Site<'c, 'a>) -> String {
        let Some(node) = self.checker.names.nodes().get(site.node) else {
            return String::new();
        };
        let indices = match node.shape {
            Shape::List => site.indices.with(1),
            _ => site.indices,
        };
        doctract_core::wire::indexed(&node.pattern, indices.as_slice())
    }

    fn id(&self, statement: Option<usize>) -> String {
        let statement = statement.and_then(|at| self.checker.statements.get(at));
        statement
            .map(|statement| statement.id.clone())
            .unwrap_or_default()
    }
}

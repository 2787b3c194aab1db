//! From a spec and fixtures to a stream of cases.
//!
//! The planner walks the statements of the spec; each gives the cases that show whether it holds.
//! Nothing is sent here, and nothing is planned that the checker of `doctract-spec` has not
//! confirmed: a valid case breaks no rule, an invalid one exactly the rule it names.

mod base;
mod build;
mod combination;
mod condition;
mod dry_run;
mod errors;
mod idempotency;
mod legal;
mod lists;
mod open;
mod pairwise;
mod presence;
mod protocol;
mod refusal;
mod response;
mod times;
mod uniqueness;
mod values;

use crate::case::Case;
use crate::conventions::Conventions;
use crate::hooks::Values;
use doctract_spec::Operation;
use doctract_spec::check::Checker;
use doctract_spec::fixture::Fixtures;
use doctract_spec::statement::Statement;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What a plan has to say about a statement beside its cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The statement.
    pub statement: String,
    /// What there is to say: `http:// cannot be broken alone`.
    pub text: String,
    /// Whether it says that no request can show the statement.
    pub untestable: bool,
}

/// The cases of one operation.
///
/// ```
/// use doctract_conformance::Plan;
/// use doctract_spec::{fixture, yaml};
///
/// let operation = yaml::load("Ping.yaml", "
/// doctract: 1
/// product: Demo
/// version: '2020-01-01'
/// operation: Ping
/// request: { parameters: [ { name: Text, type: string, constraints: [ { maxLength: 8 } ] } ] }
/// ").unwrap();
/// let fixtures = fixture::load("fixtures.yaml", "fixtures: 1").unwrap();
/// let plan = Plan::new(&operation, &fixtures, 7);
/// let ids: Vec<String> = plan.cases().map(|case| case.id).collect();
/// assert!(ids.contains(&"Demo/Ping/invalid/Text/maxLength/above".to_owned()));
/// ```
#[derive(Debug)]
pub struct Plan<'a> {
    planner: Planner<'a>,
}

/// What all parts of the planner look at.
#[derive(Debug)]
pub(crate) struct Planner<'a> {
    operation: &'a Operation,
    fixtures: &'a Fixtures,
    conventions: Conventions,
    checker: Checker<'a>,
    seed: u64,
    now: String,
    confirm: bool,
    pairwise: bool,
    values: Option<Arc<dyn Values>>,
    notes: RefCell<Vec<Note>>,
    /// Why there is no value for a parameter, where its source failed.
    failures: RefCell<BTreeMap<String, String>>,
}

/// The parts of a plan, in the order in which their cases come.
const PARTS: &[fn(&Planner<'_>) -> Vec<Case>] = &[
    |planner| planner.presence(),
    |planner| planner.lists(),
    |planner| planner.errors(),
    |planner| planner.preconditions(),
    |planner| planner.idempotency(),
    |planner| planner.responses(),
    |planner| planner.open_questions(),
    |planner| planner.pairwise(),
    |planner| planner.protocol(),
];

impl<'a> Plan<'a> {
    /// The plan for an operation. The same seed gives the same values.
    pub fn new(operation: &'a Operation, fixtures: &'a Fixtures, seed: u64) -> Self {
        Self {
            planner: Planner {
                operation,
                fixtures,
                conventions: Conventions::default(),
                checker: Checker::new(operation),
                seed,
                now: times::now(),
                confirm: true,
                pairwise: false,
                values: None,
                notes: RefCell::default(),
                failures: RefCell::default(),
            },
        }
    }

    /// The same plan with other conventions.
    #[must_use]
    pub fn with_conventions(mut self, conventions: Conventions) -> Self {
        self.planner.conventions = conventions;
        self
    }

    /// Whether a refused request is followed by a legal one on the same resource, which shows
    /// that the refusal changed nothing and was not owed to the resource. It is by default; each
    /// costs one more creation.
    #[must_use]
    pub fn with_confirmation(mut self, confirm: bool) -> Self {
        self.planner.confirm = confirm;
        self
    }

    /// Whether pairs of legal values of all parameters are tried together. They are not by default.
    #[must_use]
    pub const fn with_pairs(mut self, pairwise: bool) -> Self {
        self.planner.pairwise = pairwise;
        self
    }

    /// The same plan with values of somebody's own, where the fixtures have none.
    #[must_use]
    pub fn with_values(mut self, values: Arc<dyn Values>) -> Self {
        self.planner.values = Some(values);
        self
    }

    /// The operation.
    pub fn operation(&self) -> &'a Operation {
        self.planner.operation
    }

    /// What coverage counts.
    pub fn statements(&self) -> &[Statement] {
        self.planner.checker.statements()
    }

    /// The cases, made as they are taken: no more than those of one statement are in memory.
    pub fn cases(&self) -> impl Iterator<Item = Case> + '_ {
        let planner = &self.planner;
        planner.notes.borrow_mut().clear();
        let statements = 0..planner.checker.statements().len();
        let by_statement = statements.flat_map(|at| planner.statement_cases(at));
        let parts = PARTS.iter().flat_map(|part| part(planner));
        let mut seen = HashSet::new();
        by_statement.chain(parts).map(move |mut case| {
            planner.expect_dry_runs(&mut case);
            let id = case.id.clone();
            let mut number = 1;
            while !seen.insert(crate::synth::rng::hash(case.id.as_bytes())) {
                number += 1;
                case.id = format!("{id}.{number}");
            }
            case
        })
    }

    /// What could not be planned, and why. Complete once the cases have been taken.
    pub fn notes(&self) -> Vec<Note> {
        self.planner.notes.borrow().clone()
    }
}

impl Planner<'_> {
    fn note(&self, statement: &str, text: impl Into<String>) {
        self.add_note(statement, text.into(), false);
    }

    /// Notes that no request can show a statement.
    fn untestable(&self, statement: &str, text: impl Into<String>) {
        self.add_note(statement, text.into(), true);
    }

    fn add_note(&self, statement: &str, text: String, untestable: bool) {
        let note = Note {
            statement: statement.to_owned(),
            text,
            untestable,
        };
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// Whether the operation changes nothing.
    fn is_reading(&self) -> bool {
        self.conventions.is_reading(&self.operation.operation)
    }
}

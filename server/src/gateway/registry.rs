//! The operations that are served: given specs, and those with behaviour.

use super::route::Template;
use crate::operations::{self, Behaviour};
use crate::refusal::Refusal;
use doctract_spec::Operation;
use doctract_spec::check::Checker;
use doctract_spec::model::ErrorRow;
use std::collections::HashMap;

/// An operation that is served.
#[derive(Debug)]
pub(crate) struct Served {
    /// Its spec. Lives as long as the process: the checker borrows it, and connections outlive any
    /// scope that could own both.
    pub(crate) spec: &'static Operation,
    /// Its rules, prepared.
    pub(crate) checker: Checker<'static>,
    /// Whether the spec was given. Without one nothing is validated.
    pub(crate) given: bool,
    /// Its path, if it has one of its own.
    pub(super) template: Option<Template>,
    /// What it does; an answer is synthesised when there is none.
    pub(crate) behaviour: Option<&'static Behaviour>,
}

impl Served {
    fn new(spec: Operation, given: bool, behaviour: Option<&'static Behaviour>) -> Self {
        let spec: &'static Operation = Box::leak(Box::new(spec));
        Self {
            spec,
            checker: Checker::new(spec),
            template: spec.path.as_deref().map(Template::new),
            given,
            behaviour,
        }
    }

    /// The refusal in the words of the spec, where it has a row for the code: the row with the
    /// same message if there are several, else the first, of those that name the parameter if the
    /// refusal names one.
    pub(crate) fn in_its_words(&self, refusal: Refusal) -> Refusal {
        let mut rows = self
            .spec
            .errors
            .iter()
            .filter(|row| row.code == refusal.code)
            .filter(|row| names_it(row.message.as_deref(), &refusal.message));
        let same = |row: &&ErrorRow| row.message.as_deref() == Some(&*refusal.message);
        let row = rows.clone().find(same).or_else(|| rows.next());
        let Some(row) = row else { return refusal };
        let message = row.message.clone().filter(|message| is_plain(message));
        let error = |status: &u16| (400..600).contains(status);
        Refusal {
            status: row.status.filter(error).unwrap_or(refusal.status),
            message: message.map_or(refusal.message, Into::into),
            ..refusal
        }
    }
}

/// Whether a printed message names the parameter that a message of ours names, if it does.
fn names_it(printed: Option<&str>, own: &str) -> bool {
    let quoted = own
        .split_once('“')
        .and_then(|(_, rest)| rest.split_once('”'));
    let (Some((name, _)), Some(printed)) = (quoted, printed) else {
        return true;
    };
    printed.contains(name)
}

/// Whether a printed message is what travels, and no template.
fn is_plain(message: &str) -> bool {
    !message.is_empty()
        && !["%s", "${", "{0}", "***"]
            .iter()
            .any(|mark| message.contains(mark))
}

/// An HTTP-path operation, and the variables in its path as they were sent.
#[derive(Debug)]
pub(super) struct Routed<'s, 'a> {
    pub(super) served: &'s Served,
    pub(super) variables: Vec<(&'s str, &'a str)>,
}

/// Why no operation is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// No operation has this version.
    Version,
    /// The version has no such operation.
    Action,
}

/// All operations that are served, found by version and name.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    /// By name; several where products share one.
    served: HashMap<String, Vec<Served>>,
}

impl Registry {
    /// The given specs, and every operation with behaviour whether its spec is given or not.
    pub(crate) fn new(specs: Vec<Operation>) -> Self {
        let mut registry = Self::default();
        for spec in specs {
            let behaviour = (spec.product == operations::PRODUCT)
                .then(|| {
                    operations::BEHAVIOURS
                        .iter()
                        .find(|own| own.operation == spec.operation)
                })
                .flatten();
            registry.add(Served::new(spec, true, behaviour));
        }
        for behaviour in operations::BEHAVIOURS {
            let named = registry
                .served
                .get(behaviour.operation)
                .into_iter()
                .flatten();
            if named.into_iter().any(|served| served.behaviour.is_some()) {
                continue;
            }
            let spec = Operation {
                doctract: doctract_spec::model::FORMAT_VERSION,
                product: operations::PRODUCT.to_owned(),
                version: operations::VERSION.to_owned(),
                operation: behaviour.operation.to_owned(),
                ..Operation::default()
            };
            registry.add(Served::new(spec, false, Some(behaviour)));
        }
        registry
    }

    fn add(&mut self, served: Served) {
        let named = self
            .served
            .entry(served.spec.operation.clone())
            .or_default();
        named.push(served);
    }

    /// The operation of this version and name. Where several products have one, the host's first
    /// label decides (`slb.example.com`), else the first that was given.
    pub(crate) fn find(&self, version: &str, action: &str, host: &str) -> Result<&Served, Unknown> {
        let fits = |served: &&Served| served.template.is_none() && is_version(served.spec, version);
        let mut fitting = self.served.get(action).into_iter().flatten().filter(fits);
        let label = host.split(['.', ':']).next().unwrap_or_default();
        let of_host = |served: &&Served| served.spec.product.eq_ignore_ascii_case(label);
        let first = fitting.clone().find(of_host).or_else(|| fitting.next());
        first.ok_or_else(|| {
            let mut all = self.served.values().flatten();
            if all.any(|served| is_version(served.spec, version)) {
                Unknown::Action
            } else {
                Unknown::Version
            }
        })
    }

    /// The HTTP-path operation of this method and path, and the variables in the path.
    pub(super) fn find_path<'a>(&self, method: &str, path: &'a str) -> Option<Routed<'_, 'a>> {
        let fitting = self.all().filter_map(|served| {
            let template = served.template.as_ref()?;
            let takes = served.spec.methods.iter().any(|own| own == method);
            let variables = takes.then(|| template.fit(path))??;
            Some((template.weight(), Routed { served, variables }))
        });
        fitting
            .max_by_key(|(weight, _)| *weight)
            .map(|(_, routed)| routed)
    }

    /// The spec by which an operation with behaviour is served.
    pub(crate) fn with_behaviour(&self, operation: &str) -> Option<&'static Operation> {
        let mut served = self.served.get(operation).into_iter().flatten();
        let own = served.find(|served| served.behaviour.is_some());
        own.map(|served| served.spec)
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Served> {
        self.served.values().flatten()
    }
}

/// A spec that names no version fits every one.
fn is_version(spec: &Operation, version: &str) -> bool {
    spec.version == version || spec.version == "unversioned"
}

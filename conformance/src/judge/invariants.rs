//! What must hold over all answers of a run: one verdict for each statement, not one for each
//! answer that breaks it.

use super::{Contract, REQUEST_ID, Seen};
use crate::case::{Family, Request, escape_part};
use crate::conventions::Conventions;
use crate::exchange::Exchange;
use crate::expect::Basis;
use crate::synth::rng::hash;
use crate::verdict::{CaseResult, Verdict};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What one answer shows for the run as a whole.
#[derive(Debug)]
pub(crate) struct Observation {
    /// The invariant: the last parts of the id of its result.
    pub(crate) invariant: String,
    /// The statements that it stands for.
    pub(crate) statement: Option<String>,
    /// The sentence or convention.
    pub(crate) why: String,
    pub(crate) basis: Basis,
    /// What speaks against it: expected, seen, and the exchange.
    pub(crate) against: Option<Against>,
    /// A value that must occur once in the run.
    pub(crate) once: Option<u64>,
}

/// Evidence against an invariant.
#[derive(Debug)]
pub(crate) struct Against {
    pub(crate) expected: String,
    pub(crate) seen: String,
    pub(crate) exchange: Arc<Exchange>,
}

impl Observation {
    fn holds(invariant: impl Into<String>, why: &str, basis: Basis) -> Self {
        Self {
            invariant: invariant.into(),
            statement: None,
            why: why.to_owned(),
            basis,
            against: None,
            once: None,
        }
    }

    fn about(mut self, statement: impl Into<String>) -> Self {
        self.statement = Some(statement.into());
        self
    }

    fn unless(
        mut self,
        broken: bool,
        expected: &str,
        seen: impl Into<String>,
        exchange: &Arc<Exchange>,
    ) -> Self {
        if broken {
            self.against = Some(Against {
                expected: expected.to_owned(),
                seen: seen.into(),
                exchange: Arc::clone(exchange),
            });
        }
        self
    }
}

/// What an answer shows. `bodiless` answers (to HEAD) show nothing; `replay` ones carry the ids of
/// earlier ones on purpose.
pub(crate) fn observe(
    contract: Option<&Contract>,
    conventions: &Conventions,
    request: &Request,
    seen: &Seen,
    replay: bool,
) -> Vec<Observation> {
    let mut found = Vec::new();
    let (Ok(answer), Ok(tree)) = (&seen.exchange.outcome, &seen.tree) else {
        return found;
    };
    if request.method == crate::case::Method::Head {
        return found;
    }
    let exchange = &seen.exchange;
    request_id(contract, seen, &mut found);
    let format = tree.format.name().to_lowercase();
    if let Some(types) = conventions.content_types.get(&format) {
        let actual = answer.content_type.as_deref().unwrap_or("none");
        let bare = actual
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let broken = !types.contains(&bare);
        let why = "the content type names the format of the answer";
        found.push(
            Observation::holds(format!("content-type/{format}"), why, Basis::Convention).unless(
                broken,
                &types.join(" or "),
                actual,
                exchange,
            ),
        );
    }
    if !seen.is_success() {
        return found;
    }
    if let Some(contract) = contract.filter(|_| request.action.is_none()) {
        let findings = contract.findings(tree);
        if findings.is_empty() {
            let why = "the answer holds what the page documents";
            found.push(Observation::holds("fields", why, Basis::Page));
        }
        for finding in findings {
            let name = finding
                .statement
                .strip_prefix("response/")
                .unwrap_or(&finding.statement);
            let why = "the answer holds what the page documents";
            found.push(
                Observation::holds(name, why, Basis::Page)
                    .about(finding.statement.clone())
                    .unless(true, &finding.expected, finding.seen, exchange),
            );
        }
        if let Some(name) = contract.resource.as_ref().filter(|_| !replay)
            && let Some(id) = tree.node.get(name).and_then(|node| node.text())
        {
            let why = "each creation makes a resource of its own";
            let mut once = Observation::holds(format!("{name}/unique"), why, Basis::Page)
                .about(format!("response/{name}"))
                .unless(true, "an id that occurs once", id, exchange);
            once.once = Some(hash(id.as_bytes()));
            found.push(once);
        }
    }
    found
}

fn request_id(contract: Option<&Contract>, seen: &Seen, found: &mut Vec<Observation>) {
    let Ok(tree) = &seen.tree else { return };
    let id = tree
        .node
        .get(REQUEST_ID)
        .and_then(|node| node.text())
        .filter(|id| !id.is_empty());
    let promised = contract.is_some_and(|contract| contract.promises_request_id);
    let basis = if promised {
        Basis::Page
    } else {
        Basis::Convention
    };
    let which = if seen.is_success() {
        "success"
    } else {
        "refusal"
    };
    let why = "every answer, good or bad, carries a RequestId";
    let named = |observation: Observation| {
        if promised {
            observation.about(format!("response/{REQUEST_ID}"))
        } else {
            observation
        }
    };
    found.push(named(
        Observation::holds(format!("{REQUEST_ID}/{which}"), why, basis).unless(
            id.is_none(),
            "a RequestId",
            seen.summary(),
            &seen.exchange,
        ),
    ));
    if let Some(id) = id {
        let why = "no two answers have one RequestId";
        let mut once = Observation::holds(format!("{REQUEST_ID}/unique"), why, Basis::Convention)
            .unless(true, "an id that occurs once", id, &seen.exchange);
        once.once = Some(hash(id.as_bytes()));
        found.push(named(once));
    }
}

/// The invariants of a run so far.
#[derive(Debug, Default)]
pub(crate) struct Invariants {
    watched: BTreeMap<(String, String), Watched>,
}

#[derive(Debug)]
struct Watched {
    statement: Option<String>,
    why: String,
    basis: Basis,
    seen: u64,
    broken: u64,
    first: Option<(Against, String)>,
    values: HashSet<u64>,
}

/// Most values that are remembered for one invariant; beyond it, early repetitions count only.
const MOST_VALUES: usize = 1 << 16;

impl Invariants {
    /// Takes in what an answer to a case of an operation (`Ecs/CreateSnapshot`) shows.
    pub(crate) fn add(&mut self, operation: &str, case: &str, observation: Observation) {
        let key = (operation.to_owned(), observation.invariant);
        let watched = self.watched.entry(key).or_insert_with(|| Watched {
            statement: observation.statement,
            why: observation.why,
            basis: observation.basis,
            seen: 0,
            broken: 0,
            first: None,
            values: HashSet::new(),
        });
        watched.seen += 1;
        if let Some(value) = observation.once
            && !watched.values.contains(&value)
        {
            if watched.values.len() < MOST_VALUES {
                watched.values.insert(value);
            }
            return;
        }
        if let Some(against) = observation.against {
            watched.broken += 1;
            if watched.first.is_none() {
                watched.first = Some((against, case.to_owned()));
            }
        }
    }

    /// One result for each invariant that something was seen of.
    pub(crate) fn results(self) -> Vec<(CaseResult, Option<Arc<Exchange>>)> {
        let results = self
            .watched
            .into_iter()
            .map(|((operation, invariant), watched)| {
                let (verdict, exchange) = match watched.first {
                    None => (Verdict::pass(), None),
                    Some((against, case)) => {
                        let times = format!(
                            "{} of {} answers; first in {case}",
                            watched.broken, watched.seen
                        );
                        let reason = format!("{} ({times})", broken_words(&invariant));
                        let verdict =
                            Verdict::fail(reason, against.expected, against.seen, watched.basis);
                        (verdict, Some(against.exchange))
                    }
                };
                let parts: Vec<String> = invariant.split('/').map(escape_part).collect();
                let result = CaseResult {
                    id: format!("{operation}/response/every-answer/{}", parts.join("/")),
                    family: Family::Response,
                    statements: watched.statement.into_iter().collect(),
                    why: watched.why,
                    verdict,
                    elapsed_ms: 0,
                    exchanges: Vec::new(),
                };
                (result, exchange)
            });
        results.collect()
    }
}

fn broken_words(invariant: &str) -> String {
    match invariant.rsplit_once('/') {
        Some((name, "unique")) => format!("one {name} occurs twice"),
        Some((REQUEST_ID, _)) => "an answer carries no RequestId".to_owned(),
        Some(("content-type", _)) => "the content type does not name the format".to_owned(),
        _ => format!("{invariant} departs from the page"),
    }
}

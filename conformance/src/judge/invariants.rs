//! What must hold over all answers of a run: one verdict for each statement, not one for each
//! answer that breaks it.

use super::tree::Format;
use super::{Contract, REQUEST_ID, ROOT, Seen};
use crate::case::{Family, Request, escape_part};
use crate::conventions::Conventions;
use crate::exchange::Exchange;
use crate::expect::Basis;
use crate::synth::rng::hash;
use crate::verdict::{CaseResult, Verdict};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// What one answer shows for the run as a whole.
#[derive(Debug)]
pub(crate) struct Observation {
    /// The invariant: the last parts of the id of its result.
    pub(crate) invariant: Cow<'static, str>,
    /// The statement that it stands for: the member of the answer that is documented.
    pub(crate) member: Option<Cow<'static, str>>,
    /// The sentence or convention.
    pub(crate) why: &'static str,
    pub(crate) basis: Basis,
    /// What speaks against it: expected, seen, and the exchange.
    pub(crate) against: Option<Against>,
}

/// Evidence against an invariant.
#[derive(Debug)]
pub(crate) struct Against {
    pub(crate) expected: Cow<'static, str>,
    pub(crate) seen: String,
    pub(crate) exchange: Arc<Exchange>,
}

const HOLDS: &str = "the answer holds what the page documents";
const TYPED: &str = "the content type names the format of the answer";
const OWN: &str = "each creation makes a resource of its own";
const NAMED: &str = "every answer, good or bad, carries a RequestId";
const DISTINCT: &str = "no two answers have one RequestId";

impl Observation {
    fn holds(invariant: impl Into<Cow<'static, str>>, why: &'static str, basis: Basis) -> Self {
        Self {
            invariant: invariant.into(),
            member: None,
            why,
            basis,
            against: None,
        }
    }

    fn about(mut self, member: impl Into<Cow<'static, str>>) -> Self {
        self.member = Some(member.into());
        self
    }

    fn against(
        mut self,
        expected: impl Into<Cow<'static, str>>,
        seen: impl Into<String>,
        exchange: &Arc<Exchange>,
    ) -> Self {
        self.against = Some(Against {
            expected: expected.into(),
            seen: seen.into(),
            exchange: Arc::clone(exchange),
        });
        self
    }

    /// The value is to occur once; it is the evidence where it does not.
    fn once(self, value: &str, values: ValuesOf<'_>, exchange: &Arc<Exchange>) -> Self {
        if values.is_new(&self.invariant, value) {
            self
        } else {
            self.against("an id that occurs once", value, exchange)
        }
    }
}

/// The values that must occur once, of a whole run: by operation and invariant.
#[derive(Debug, Default)]
pub(crate) struct Values(Mutex<HashMap<u64, HashSet<u64>>>);

/// Those of one operation.
#[derive(Clone, Copy)]
pub(crate) struct ValuesOf<'v> {
    all: &'v Values,
    operation: u64,
}

/// Most values that are remembered for one invariant; beyond it, early repetitions count only.
const MOST_VALUES: usize = 1 << 16;

impl Values {
    /// The values of an operation.
    pub(crate) fn of(&self, operation: &str) -> ValuesOf<'_> {
        ValuesOf {
            all: self,
            operation: hash(operation.as_bytes()),
        }
    }
}

impl ValuesOf<'_> {
    /// Whether a value was not seen before, as far as it is known.
    fn is_new(self, invariant: &str, value: &str) -> bool {
        let value = hash(value.as_bytes());
        // A set of numbers is whole between any two calls.
        let mut known = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        let values = known
            .entry(self.operation ^ hash(invariant.as_bytes()))
            .or_default();
        if values.len() < MOST_VALUES {
            values.insert(value)
        } else {
            !values.contains(&value)
        }
    }
}

/// What an answer shows. `bodiless` answers (to HEAD) show nothing; `replay` ones carry the ids of
/// earlier ones on purpose.
pub(crate) fn observe(
    contract: Option<&Contract>,
    conventions: &Conventions,
    values: ValuesOf<'_>,
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
    request_id(contract, values, seen, &mut found);
    let (format, invariant) = match tree.format {
        Format::Json => ("json", "content-type/json"),
        Format::Xml => ("xml", "content-type/xml"),
    };
    if let Some(types) = conventions.content_types.get(format) {
        let actual = answer.content_type.as_deref().unwrap_or("none");
        let bare = actual.split(';').next().unwrap_or_default().trim();
        let typed = Observation::holds(invariant, TYPED, Basis::Convention);
        found.push(if types.iter().any(|one| one.eq_ignore_ascii_case(bare)) {
            typed
        } else {
            typed.against(types.join(" or "), actual, exchange)
        });
    }
    if !seen.is_success() {
        return found;
    }
    if let Some(contract) = contract.filter(|_| request.action.is_none()) {
        let findings = contract.findings(tree);
        if findings.is_empty() {
            found.push(Observation::holds("fields", HOLDS, Basis::Page));
        }
        for finding in findings {
            let name = finding.statement.strip_prefix("response/");
            let name = name.unwrap_or(&finding.statement).to_owned();
            found.push(
                Observation::holds(name, HOLDS, Basis::Page)
                    .about(finding.statement)
                    .against(finding.expected, finding.seen, exchange),
            );
        }
        if let Some(name) = contract.resource.as_ref().filter(|_| !replay)
            && let Some(id) = tree.node.get(name).and_then(|node| node.text())
        {
            found.push(
                Observation::holds(format!("{name}/unique"), OWN, Basis::Page)
                    .about(format!("response/{name}"))
                    .once(id, values, exchange),
            );
        }
    }
    found
}

fn request_id(
    contract: Option<&Contract>,
    values: ValuesOf<'_>,
    seen: &Seen,
    found: &mut Vec<Observation>,
) {
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
    let invariant = if seen.is_success() {
        "RequestId/success"
    } else {
        "RequestId/refusal"
    };
    let named = |observation: Observation| {
        if promised {
            observation.about("response/RequestId")
        } else {
            observation
        }
    };
    let carries = named(Observation::holds(invariant, NAMED, basis));
    let Some(id) = id else {
        found.push(carries.against("a RequestId", seen.summary(), &seen.exchange));
        return;
    };
    found.push(carries);
    let once = Observation::holds("RequestId/unique", DISTINCT, Basis::Convention);
    found.push(named(once).once(id, values, &seen.exchange));
}

/// The invariants of a run so far, by operation (`Ecs/CreateSnapshot`) and name.
#[derive(Debug, Default)]
pub(crate) struct Invariants {
    watched: BTreeMap<String, BTreeMap<Cow<'static, str>, Watched>>,
}

#[derive(Debug)]
struct Watched {
    statement: Option<Cow<'static, str>>,
    why: &'static str,
    basis: Basis,
    seen: u64,
    broken: u64,
    first: Option<(Against, String)>,
}

impl Invariants {
    /// Takes in what an answer to a case of an operation shows.
    pub(crate) fn add(&mut self, operation: &str, case: &str, observation: Observation) {
        if !self.watched.contains_key(operation) {
            self.watched.insert(operation.to_owned(), BTreeMap::new());
        }
        let Some(known) = self.watched.get_mut(operation) else {
            return;
        };
        let watched = known
            .entry(observation.invariant)
            .or_insert_with(|| Watched {
                statement: observation.member,
                why: observation.why,
                basis: observation.basis,
                seen: 0,
                broken: 0,
                first: None,
            });
        watched.seen += 1;
        if let Some(against) = observation.against {
            watched.broken += 1;
            if watched.first.is_none() {
                watched.first = Some((against, case.to_owned()));
            }
        }
    }

    /// One result for each invariant that something was seen of.
    pub(crate) fn results(self) -> Vec<(CaseResult, Option<Arc<Exchange>>)> {
        let each = self.watched.into_iter().flat_map(|(operation, known)| {
            let named = known.into_iter();
            named.map(move |(invariant, watched)| (operation.clone(), invariant, watched))
        });
        let results = each.map(|(operation, invariant, watched)| {
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
                statements: watched.statement.into_iter().map(Cow::into_owned).collect(),
                why: watched.why.to_owned(),
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
        None if invariant == ROOT => "the root of an XML answer is another".to_owned(),
        _ => format!("{invariant} departs from the page"),
    }
}

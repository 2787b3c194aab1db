//! From an expectation and the exchanges of a step to a verdict.

mod answer;
pub(crate) mod invariants;
mod message;
mod refusal;
pub(crate) mod tree;

pub(crate) use answer::{Contract, REQUEST_ID, ROOT};

use crate::case::{Asked, Request};
use crate::conventions::Conventions;
use crate::exchange::{Exchange, TransportError};
use crate::expect::{Accepted, Basis, Claim, Expectation, Open, Refused};
use crate::verdict::{Status, Verdict};
use refusal::Triple;
use std::sync::Arc;
use tree::{Format, Tree, parse};

/// An exchange with its answer read.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) exchange: Arc<Exchange>,
    /// The tree of the body; why there is none.
    pub(crate) tree: Result<Tree, String>,
}

impl Seen {
    pub(crate) fn new(exchange: Exchange) -> Self {
        let tree = match &exchange.outcome {
            Ok(answer) => parse(&answer.body),
            Err(error) => Err(error.to_string()),
        };
        Self {
            exchange: Arc::new(exchange),
            tree,
        }
    }

    pub(crate) fn status(&self) -> Option<u16> {
        self.exchange
            .outcome
            .as_ref()
            .ok()
            .map(|answer| answer.status)
    }

    /// Whether it is a success: 2xx, and no error in the body.
    pub(crate) fn is_success(&self) -> bool {
        self.status()
            .is_some_and(|status| (200..300).contains(&status))
            && self.error_code().is_none()
    }

    /// The code of an error in the body. A success may carry the code of success, or an empty one.
    pub(crate) fn error_code(&self) -> Option<&str> {
        let code = self.tree.as_ref().ok()?.node.get("Code")?.text()?;
        (!["", "200", "OK", "Success", "success"].contains(&code)).then_some(code)
    }

    /// What came, in one line.
    pub(crate) fn summary(&self) -> String {
        match &self.exchange.outcome {
            Ok(answer) => match &self.tree {
                Ok(tree) => Triple::of(answer.status, tree).to_string(),
                Err(reason) => format!("{}, {reason}", answer.status),
            },
            Err(error) => error.to_string(),
        }
    }
}

/// What a judge needs to know beside a case.
pub(crate) struct Judge<'j> {
    pub(crate) contract: Option<&'j Contract>,
    pub(crate) conventions: &'j Conventions,
}

impl Judge<'_> {
    /// The verdict of a step. `earlier` are the first exchanges of the steps before it.
    pub(crate) fn step(
        &self,
        request: &Request,
        expect: &Expectation,
        seen: &[Seen],
        earlier: &[Seen],
    ) -> Verdict {
        let Some(first) = seen.first() else {
            return Verdict::error("nothing was sent");
        };
        match expect {
            Expectation::Accepted(accepted) => self.accepted(request, accepted, first, earlier),
            Expectation::Refused(refused) => self.refused(request, refused, first),
            Expectation::Open(open) => Self::open(open, first),
            Expectation::OneResult(refused) => self.one_result(request, refused, seen),
        }
    }

    fn accepted(
        &self,
        request: &Request,
        accepted: &Accepted,
        seen: &Seen,
        earlier: &[Seen],
    ) -> Verdict {
        let basis = basis(accepted.convention.as_ref());
        let expected = "a success";
        let answer = match &seen.exchange.outcome {
            Ok(answer) => answer,
            Err(error) => return Self::no_answer(error, accepted.claim),
        };
        if accepted.claim == Some(Claim::Framed)
            && let Some(fault) = &answer.frame_fault
        {
            let reason = "the length of the answer is not the one it announces";
            return Verdict::fail(
                reason,
                "as many bytes as announced",
                fault,
                Basis::Convention,
            );
        }
        if !(200..300).contains(&answer.status) {
            let reason = match answer.status {
                300..400 => "a legal request is redirected",
                500.. => "the service fails on a legal request",
                _ => "a legal request is refused",
            };
            return Verdict::fail(reason, expected, seen.summary(), basis);
        }
        let tree = match &seen.tree {
            Ok(tree) => tree,
            Err(reason) => return Verdict::fail(reason.clone(), expected, seen.summary(), basis),
        };
        if seen.error_code().is_some() {
            let reason = "a legal request is answered with an error";
            return Verdict::fail(reason, expected, seen.summary(), basis);
        }
        if let Some(verdict) = wrong_format(request, tree) {
            return verdict;
        }
        self.result(accepted, seen, tree, earlier)
    }

    /// What the case says about the answer itself.
    fn result(&self, accepted: &Accepted, seen: &Seen, tree: &Tree, earlier: &[Seen]) -> Verdict {
        if accepted.claim == Some(Claim::Body)
            && let Some(finding) = self
                .contract
                .and_then(|contract| contract.findings(tree).into_iter().next())
        {
            let reason = match finding.statement.as_str() {
                ROOT => "the root of the XML answer is another".to_owned(),
                statement => format!("the answer departs from the page in {statement}"),
            };
            return Verdict::fail(reason, finding.expected, finding.seen, Basis::Page);
        }
        let tree_of = |step: usize| earlier.get(step).and_then(|seen| seen.tree.as_ref().ok());
        if let Some(step) = accepted.same_as
            && let Some(first) = tree_of(step)
        {
            let (first, again) = (
                first.node.without(REQUEST_ID),
                tree.node.without(REQUEST_ID),
            );
            if first != again {
                let first = earlier.get(step).map(body_of).unwrap_or_default();
                let reason = "the repeated request has another result";
                return Verdict::fail(reason, first, body_of(seen), Basis::Page);
            }
        }
        if let Some(step) = accepted.differs_from
            && let Some(name) = self
                .contract
                .and_then(|contract| contract.resource.as_deref())
            && let Some(first) = tree_of(step).and_then(|tree| tree.node.get(name))
            && tree.node.get(name) == Some(first)
        {
            let id = first.text().unwrap_or_default();
            let reason = format!("two creations have one {name}");
            let other = format!("another {name} than {id}");
            return Verdict::fail(reason, other, id, Basis::Page);
        }
        Verdict::pass()
    }

    fn no_answer(error: &TransportError, claim: Option<Claim>) -> Verdict {
        match (claim, error) {
            (Some(Claim::InTime), TransportError::Deadline(deadline)) => {
                let expected = format!("an answer within {deadline:?}");
                Verdict::fail(
                    "the answer is late",
                    expected,
                    error.to_string(),
                    Basis::Convention,
                )
            }
            (Some(Claim::Framed), TransportError::Broken(_)) => {
                let reason = "the answer breaks off";
                Verdict::fail(
                    reason,
                    "as many bytes as announced",
                    error.to_string(),
                    Basis::Convention,
                )
            }
            _ => Verdict::error(error.to_string()),
        }
    }

    fn open(open: &Open, seen: &Seen) -> Verdict {
        match seen.status() {
            None => Verdict::error(seen.summary()),
            Some(500..) if open.never_5xx => {
                let expected = "an answer below 500";
                Verdict::fail(
                    "the service fails",
                    expected,
                    seen.summary(),
                    Basis::Convention,
                )
            }
            Some(_) => {
                let did = if seen.is_success() {
                    "accepted"
                } else {
                    "refused"
                };
                let mut verdict = Verdict::undecided(format!("no sentence says {}", open.question));
                verdict.seen = Some(format!("{did}: {}", seen.summary()));
                verdict
            }
        }
    }

    fn one_result(&self, request: &Request, refused: &Refused, seen: &[Seen]) -> Verdict {
        let mut first: Option<&Seen> = None;
        let mut refusals = Vec::new();
        for one in seen {
            if let Err(error) = &one.exchange.outcome {
                return Verdict::error(error.to_string());
            }
            if !one.is_success() {
                refusals.push(one);
                continue;
            }
            let Some(known) = first else {
                first = Some(one);
                continue;
            };
            let result = |seen: &Seen| {
                seen.tree
                    .as_ref()
                    .map(|tree| tree.node.without(REQUEST_ID))
                    .ok()
            };
            if result(known) != result(one) {
                let reason = "requests with one token at the same time have different results";
                return Verdict::fail(reason, body_of(known), body_of(one), Basis::Page);
            }
        }
        if first.is_none() {
            let seen = refusals
                .first()
                .map(|seen| seen.summary())
                .unwrap_or_default();
            let reason = "of several equal requests at the same time none is accepted";
            return Verdict::fail(reason, "one success", seen, Basis::Page);
        }
        for one in refusals {
            let verdict = self.refused(request, refused, one);
            if verdict.status != Status::Pass {
                return verdict;
            }
        }
        Verdict::pass()
    }
}

/// An answer in the other format than was asked for.
fn wrong_format(request: &Request, tree: &Tree) -> Option<Verdict> {
    let asked = match request.format {
        Asked::Json => Format::Json,
        Asked::Xml => Format::Xml,
        Asked::Nothing => return None,
    };
    if asked == tree.format {
        return None;
    }
    let reason = "the answer comes in another format than was asked for";
    Some(Verdict::fail(
        reason,
        asked.name(),
        tree.format.name(),
        Basis::Convention,
    ))
}

fn basis(convention: Option<&String>) -> Basis {
    match convention {
        Some(_) => Basis::Convention,
        None => Basis::Page,
    }
}

/// The body of an answer, short enough to be read.
fn body_of(seen: &Seen) -> String {
    match &seen.exchange.outcome {
        Ok(answer) => {
            let text = String::from_utf8_lossy(&answer.body);
            let short: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            short.chars().take(200).collect()
        }
        Err(error) => error.to_string(),
    }
}

//! Refusals: status, code and message as one.

use super::tree::Tree;
use super::{Judge, Seen, basis, message, wrong_format};
use crate::case::Request;
use crate::conventions::wildcard;
use crate::expect::{Basis, ErrorTriple, Refused};
use crate::verdict::Verdict;
use std::fmt;

/// What an answer says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Triple<'t> {
    status: u16,
    code: Option<&'t str>,
    message: Option<&'t str>,
}

impl<'t> Triple<'t> {
    pub(super) fn of(status: u16, tree: &'t Tree) -> Self {
        let text = |name: &str| tree.node.get(name).and_then(|node| node.text());
        Self {
            status,
            code: text("Code"),
            message: text("Message"),
        }
    }

    fn fits(&self, expected: &ErrorTriple) -> bool {
        let status = expected.status.is_none_or(|status| status == self.status);
        let code = expected
            .code
            .as_deref()
            .is_none_or(|code| self.code.is_some_and(|actual| wildcard(code, actual)));
        let message = expected.message.as_deref().is_none_or(|template| {
            self.message
                .is_some_and(|actual| message::fits(template, actual))
        });
        status && code && message
    }
}

impl fmt::Display for Triple<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        match self.code {
            Some(code) => write!(f, " {code}")?,
            None if self.status < 300 => f.write_str(", accepted")?,
            None => f.write_str(" without a code")?,
        }
        match self.message {
            Some(message) => write!(f, " {:?}", message.chars().take(120).collect::<String>()),
            None => Ok(()),
        }
    }
}

impl Judge<'_> {
    pub(super) fn refused(&self, request: &Request, refused: &Refused, seen: &Seen) -> Verdict {
        let stated = basis(refused.convention.as_ref());
        let answer = match &seen.exchange.outcome {
            Ok(answer) => answer,
            Err(error) => return Verdict::error(error.to_string()),
        };
        let fail = |reason: &str, basis: Basis| {
            Verdict::fail(reason, expected(refused), seen.summary(), basis)
        };
        if refused.bodiless {
            return Self::bodiless(refused, answer.status);
        }
        if seen.is_success() {
            return fail("a request that must be refused is accepted", stated);
        }
        match answer.status {
            300..400 => return fail("a request that must be refused is redirected", stated),
            500.. => return fail("the service fails instead of refusing", stated),
            _ => {}
        }
        let tree = match &seen.tree {
            Ok(tree) => tree,
            Err(reason) => return fail(&format!("the refusal cannot be read: {reason}"), stated),
        };
        let triple = Triple::of(answer.status, tree);
        if triple.code.is_none_or(str::is_empty) || triple.message.is_none() {
            return fail("the refusal lacks Code or Message", stated);
        }
        let by_convention = refused.basis == Basis::Convention || refused.convention.is_some();
        let anything = refused.any_of.is_empty() || (by_convention && self.conventions.relaxed);
        if anything && answer.status < 400 {
            return fail("an error comes with a status of success", stated);
        }
        if !anything && !refused.any_of.iter().any(|one| triple.fits(one)) {
            return fail(&Self::difference(refused, &triple), refused.basis);
        }
        wrong_format(request, tree).unwrap_or_else(Verdict::pass)
    }

    /// HEAD: there is no body to tell why, and whether it did anything is shown by what follows.
    fn bodiless(refused: &Refused, status: u16) -> Verdict {
        if matches!(status, 200..300 | 400..500) {
            return Verdict::pass();
        }
        let reason = "the request is neither refused nor answered";
        Verdict::fail(
            reason,
            expected(refused),
            status.to_string(),
            Basis::Convention,
        )
    }

    /// What the closest expected triple has that the answer has not.
    fn difference(refused: &Refused, triple: &Triple<'_>) -> String {
        let same_code = refused.any_of.iter().find(|one| {
            let code = one.code.as_deref();
            code.is_none_or(|code| triple.code.is_some_and(|actual| wildcard(code, actual)))
        });
        match same_code {
            Some(one) if one.status.is_some_and(|status| status != triple.status) => {
                "the error comes with another status".to_owned()
            }
            Some(_) => "the error comes with another message".to_owned(),
            None => "the request is refused with another error".to_owned(),
        }
    }
}

/// What was expected, in one line.
fn expected(refused: &Refused) -> String {
    if refused.any_of.is_empty() {
        return "a refusal: 4xx with Code and Message".to_owned();
    }
    let all: Vec<String> = refused.any_of.iter().map(ToString::to_string).collect();
    all.join(", or ")
}

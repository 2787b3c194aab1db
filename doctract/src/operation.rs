//! What a request, its answer and its errors have in common: the operation.

use crate::pairs::{self, Pair};
use crate::visit::Parameters;
use crate::{Decode, ErrorKind, Violations};

/// How an operation is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationInfo {
    /// The product: `Ecs`.
    pub product: &'static str,
    /// The API version: `2014-05-26`.
    pub version: &'static str,
    /// The name: `CreateSnapshot`.
    pub name: &'static str,
    /// The method and the path template, for an operation that has its own:
    /// `("GET", "/instances/{InstanceId}")`.
    pub path: Option<(&'static str, &'static str)>,
}

/// How an operation's answer is divided into pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// By a number: the parameter that carries it, and the one for the size of a page.
    Number(&'static str, Option<&'static str>),
    /// By a token from the answer before: the parameter that carries it.
    Token(&'static str),
}

/// An operation that is named by the parameter `Action`.
pub const fn rpc(
    product: &'static str,
    version: &'static str,
    name: &'static str,
) -> OperationInfo {
    OperationInfo {
        product,
        version,
        name,
        path: None,
    }
}

impl OperationInfo {
    /// The same with a method and a path of its own.
    #[must_use]
    pub const fn at(mut self, method: &'static str, path: &'static str) -> Self {
        self.path = Some((method, path));
        self
    }
}

/// A request of one operation, tied to its answer and its errors.
pub trait Request: Parameters + Sized {
    /// The operation.
    const OPERATION: OperationInfo;
    /// The parameter that makes a repeated request harmless.
    const TOKEN: Option<&'static str> = None;
    /// How the answer is divided into pages.
    const PAGING: Option<Paging> = None;
    /// What a success answers.
    type Response: Decode;
    /// The documented error codes.
    type ErrorKind: ErrorKind;

    /// Every documented rule that the request breaks.
    fn validate(&self) -> Result<(), Violations> {
        crate::validate::validate(self)
    }

    /// The request as wire pairs: flattened, in documented order, borrowed where they can be.
    #[expect(
        clippy::wrong_self_convention,
        reason = "the pairs borrow from the request"
    )]
    fn into_pairs(&self) -> Vec<Pair<'_>> {
        pairs::pairs(self)
    }
}

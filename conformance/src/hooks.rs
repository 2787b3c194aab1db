//! Places where another vendor's ways come in: signing, values, further judgement. Each is a trait,
//! and each can be answered by a program that speaks JSON lines.

mod program;

use crate::case::Case;
use crate::verdict::Recorded;
pub use program::Program;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A request as it is about to be sent, unsigned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Unsigned {
    /// The HTTP method.
    pub method: String,
    /// Host and port.
    pub authority: String,
    /// Path and query.
    pub target: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// Signs requests in a way of its own.
///
/// ```
/// use doctract_conformance::hooks::{Sign, Unsigned};
///
/// #[derive(Debug)]
/// struct Token(String);
///
/// impl Sign for Token {
///     fn sign(&self, request: &mut Unsigned) -> Result<(), String> {
///         request.headers.push(("authorization".into(), format!("Bearer {}", self.0)));
///         Ok(())
///     }
/// }
/// ```
pub trait Sign: fmt::Debug + Send + Sync {
    /// Changes the request so that it is signed; or says why it cannot. May block.
    fn sign(&self, request: &mut Unsigned) -> Result<(), String>;
}

/// Gives legal values of parameters, where neither fixtures nor rules do.
pub trait Values: fmt::Debug + Send + Sync {
    /// A value of a parameter, by its documented name; another one for another slot; none where there
    /// is nothing to say about it.
    ///
    /// # Errors
    ///
    /// Why it cannot tell. Cases that need the value are skipped, with this reason.
    fn value(&self, operation: &str, parameter: &str, slot: u32) -> Result<Option<String>, String>;
}

/// Looks at the exchanges of cases besides.
pub trait Inspect: fmt::Debug + Send + Sync {
    /// What is wrong with the exchanges of a case that passed so far. May block.
    fn inspect(&self, case: &Case, exchanges: &[Recorded]) -> Result<Vec<Remark>, String>;
}

/// Something that an inspection finds wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Remark {
    /// What is wrong, in one sentence.
    pub reason: String,
    /// What was expected.
    pub expected: String,
    /// What was seen instead.
    pub seen: String,
}

//! Every testable statement of a spec, with a stable id: what coverage counts.

use crate::model::Operation;

/// The class of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatementKind {
    /// A parameter is required.
    Required,
    /// A parameter has a type.
    Type,
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
    /// `error/QuotaExceed.Snapshot`, `precondition/quota`, `response/SnapshotId`. A second one of
    /// the same name gets `.2`.
    pub id: String,
    /// The class.
    pub kind: StatementKind,
    /// The parameter's documented name, where it is about one.
    pub parameter: Option<String>,
    /// The term, `required`, `type` …
    pub rule: String,
    /// The place of the entry in the field's (or the operation's) `constraints`.
    pub entry: Option<usize>,
    /// The words of the page.
    pub text: Option<String>,
}

/// Every statement of an operation, in document order.
pub fn statements(operation: &Operation) -> Vec<Statement> {
    let _ = operation;
    Vec::new()
}

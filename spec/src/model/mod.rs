//! The spec as plain data: one [`Operation`] a file.

mod condition;
mod constraint;
mod error;
mod example;
mod field;
mod operation;
mod precondition;
mod scalar;
mod term;

pub use condition::Condition;
pub use constraint::{
    CharClasses, Comparison, Confidence, Constraint, DefaultValue, EnumValue, List, Scope, Span,
    ValueFrom, Violation,
};
pub use error::{Blame, ErrorRow, ErrorSection};
pub use example::{BodyFormat, ExampleParameter, Examples, RequestExample, ResponseExample};
pub use field::{Field, IndexRange, Position, Role, Type};
pub use operation::{FORMAT_VERSION, Operation, Request, Response, Source, Style};
pub use precondition::{Precondition, PreconditionKind};
pub use scalar::{
    CharSetText, DecimalNumber, EncodingName, FormatName, LengthUnitName, OperatorName,
};
pub use term::Term;

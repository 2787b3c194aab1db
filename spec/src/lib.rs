//! The contract: what an operation takes, answers and refuses, as reviewable data.
//!
//! [`model`] is the data, [`yaml`] its file form, [`check`] the interpreter of its rules over a
//! request; behind the feature `extract`, [`extract`](mod@extract) reads reference pages into it.

pub mod check;
pub mod codes;
pub mod diagnostic;
pub mod diff;
pub mod export;
#[cfg(feature = "extract")]
pub mod extract;
pub mod files;
pub mod fixture;
pub mod folder;
pub mod index;
pub mod lint;
pub mod model;
pub mod names;
pub mod near;
pub mod overlay;
mod parallel;
pub mod path;
pub mod printed;
pub mod schema;
pub mod statement;
pub mod update;
pub mod validate;
pub mod yaml;

pub use diagnostic::{Diagnostic, Severity, Span};
pub use model::Operation;

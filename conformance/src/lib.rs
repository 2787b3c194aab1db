//! Plans conformance cases from a spec, sends them to an endpoint, judges the answers, reports.
//!
//! [`Plan`] walks the statements of an operation and gives a stream of [`Case`]s; [`Runner`] sends
//! them to an [`Endpoint`] and compares; [`Report`] says what came of it, statement by statement.
//! Nothing of the spec is trusted twice: a case that should be legal is legal by the checker of
//! `doctract-spec`, and one that should be refused breaks exactly one statement.

pub mod baseline;
pub mod case;
pub mod clock;
pub mod conventions;
pub mod coverage;
pub mod exchange;
pub mod expect;
pub mod harness;
pub mod hooks;
pub mod journal;
mod judge;
mod make;
pub mod plan;
pub mod report;
pub mod run;
pub mod scenario;
mod synth;
pub mod transport;
pub mod verdict;
mod yaml_file;

pub use case::{Case, Family};
pub use clock::Clock;
pub use conventions::Conventions;
pub use coverage::{Coverage, Matrix};
pub use plan::Plan;
pub use report::Report;
pub use run::{Event, Options, Runner, RunnerError, StopHandle, cleanup};
pub use transport::{Auth, Endpoint, Limits};
pub use verdict::{CaseResult, Status, Verdict};

//! What generated code states about a parameter: rules of one value, and everything that needs
//! more than the value to be decided.

use doctract_core::Rule;

/// A rule over static data.
pub type StaticRule = Rule<'static, &'static str>;

/// One statement about a parameter.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Statement {
    /// A rule about the value alone.
    Rule(StaticRule),
}

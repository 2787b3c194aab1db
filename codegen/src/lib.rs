//! Spec to Rust: one library behind the macros, build scripts and `doctract generate`.
//!
//! [`generate`] takes specs and gives tokens; it reads no file and no environment. Behind the
//! feature `build`, [`build`] finds the specs, formats the tokens and writes them.

#![allow(
    clippy::single_match_else,
    reason = "two printed alternatives compare better as the arms of a match"
)]

#[cfg(feature = "build")]
pub mod build;
pub mod derive;
mod docs;
mod emit;
mod ident;
mod lower;
mod options;
mod rename;

pub use options::Options;

use doctract_spec::Operation;
use doctract_spec::model::Term;
use doctract_spec::names::Names;
use proc_macro2::TokenStream;

/// Generated code, and what it does not check.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The items: modules, structs, enums, implementations.
    pub tokens: TokenStream,
    /// Every term of a constraint that the code does not check, with the reason.
    pub omitted: Vec<Omitted>,
}

/// A term that generated code does not check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omitted {
    /// The operation.
    pub operation: String,
    /// The documented name of the parameter; empty for a statement about the whole request.
    pub parameter: String,
    /// The place in [`Names::nodes`].
    pub node: Option<usize>,
    /// The place of the entry in the field's `constraints`.
    pub entry: usize,
    /// The term.
    pub term: Term,
    /// Why.
    pub reason: &'static str,
}

/// Why code cannot be generated; one text a mistake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct GenerateError(pub Vec<String>);

/// Generates the code for some operations.
///
/// ```
/// use doctract_codegen::{Options, generate};
/// use doctract_spec::Operation;
///
/// let operation = Operation { operation: "ListTags".into(), ..Operation::default() };
/// let generated = generate(&[operation], &Options::default()).unwrap();
/// assert!(generated.tokens.to_string().contains("pub struct ListTags"));
/// ```
///
/// # Errors
///
/// Renames that name nothing, and operations that occur twice.
pub fn generate(operations: &[Operation], options: &Options) -> Result<Generated, GenerateError> {
    let mut mistakes = twice(operations);
    let names: Vec<Names<'_>> = operations.iter().map(Names::new).collect();
    let mut renames = rename::Renames::new(&options.rename);
    let mut modules = ident::Scope::default();
    modules.take("types", "");
    let mut roots = ident::Scope::default();
    let items: Vec<_> = operations
        .iter()
        .zip(&names)
        .map(|(operation, names)| {
            lower::lower(
                operation,
                names,
                options,
                &mut renames,
                &mut modules,
                &mut roots,
            )
        })
        .collect();
    mistakes.extend(renames.mistakes());
    if !mistakes.is_empty() {
        return Err(GenerateError(mistakes));
    }
    let mut omitted = Vec::new();
    let tokens = emit::api(&items, &emit::Style::new(options), &mut omitted);
    Ok(Generated { tokens, omitted })
}

fn twice(operations: &[Operation]) -> Vec<String> {
    let mut mistakes = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        let before = operations.iter().take(at);
        let mut same = before.filter(|before| {
            before.operation == operation.operation && before.product == operation.product
        });
        if same.next().is_some() {
            mistakes.push(format!("`{}` occurs twice", operation.operation));
        }
    }
    mistakes
}

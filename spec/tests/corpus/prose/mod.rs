//! What the prose states, held against the rows that it stands in and against the other language.
//!
//! The figures and what a reading of a sample showed stand in `docs/prose.md`.

mod contradictions;
#[path = "../../gold/facts.rs"]
mod facts;
mod languages;
#[path = "../../gold/stated.rs"]
mod stated;

use crate::scoreboard::fnv;
use doctract_spec::names::Leaf;

/// The seed of the samples; another one draws others.
const SEED: &str = "1940";

/// Writes what a variable asks for: every line, in an order by the hash of seed and line, so that
/// the first sixty are a choice that nobody makes and everybody can repeat.
fn write_shuffled(variable: &str, mut lines: Vec<String>) {
    let Some(file) = std::env::var_os(variable) else {
        return;
    };
    lines.sort_by_cached_key(|line| fnv(&format!("{SEED}{line}")));
    std::fs::write(file, lines.join("\n")).unwrap();
}

/// The description of a parameter, on one line.
fn description(leaf: &Leaf<'_>) -> String {
    let list = stated::list_of(leaf);
    let text = leaf.field.description.as_deref();
    let text = text.or_else(|| list.and_then(|list| list.description.as_deref()));
    text.unwrap_or_default().replace('\n', " / ")
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of statements, far below 2^52"
)]
fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

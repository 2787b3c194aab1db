//! What generated code costs the compiler: time and memory of `cargo check`, lines and bytes an
//! operation, beside progenitor's macro on our own OpenAPI export of the same operations.
//!
//! `cargo run --release -p bench-expand [-- 10 100 300]` prints Markdown tables. Crates are written
//! below `target/expand`; each is checked once to build what it depends on, then timed alone.

mod crates;
mod measure;
mod operations;

use crates::{Crate, Way};
use measure::{Cost, check, release_size};
use std::path::Path;

type Failure = Box<dyn std::error::Error>;

/// How often each crate is checked; the best time counts.
const TIMES: usize = 2;

fn main() -> Result<(), Failure> {
    let asked: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|text| text.parse().ok())
        .collect();
    let sizes = if asked.is_empty() {
        vec![10, 100, 300]
    } else {
        asked
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/expand");
    let (lines, with_pairs) = (
        operations::lines(100, false)?,
        operations::lines(100, true)?,
    );
    println!(
        "Generated lines an operation, without comments and blank lines: {lines:.0}; {with_pairs:.0} where"
    );
    println!("requests can be read back from pairs.\n");
    println!(
        "Operations of 12 parameters with rules and 8 fields of an answer; the crate alone, its"
    );
    println!("dependencies built before. Memory: the largest process.\n");
    println!("| operations | way | `cargo check` | memory | beside progenitor |");
    println!("|---:|---|---:|---:|---:|");
    for &count in &sizes {
        let ways = [Way::Progenitor, Way::Macro, Way::File];
        let mut costs: Vec<Cost> = Vec::new();
        for way in ways {
            costs.push(check(&Crate::write(&root, way, count, count)?, TIMES)?);
        }
        for (way, cost) in ways.iter().zip(&costs) {
            println!(
                "| {count} | {} | {:.2} s | {} MB | {:.2} |",
                way.name(),
                cost.seconds,
                cost.kilobytes / 1024,
                cost.seconds / costs[0].seconds
            );
        }
    }
    println!();
    let of_ten = check(&Crate::write(&root, Way::Macro, 10, 10)?, TIMES)?;
    let of_many = check(&Crate::write(&root, Way::Macro, 10, 300)?, TIMES)?;
    println!(
        "Ten operations through the macro: {:.2} s from a folder of 10, {:.2} s from a folder of 300.\n",
        of_ten.seconds, of_many.seconds
    );
    let few = release_size(&Crate::write(&root, Way::File, 10, 10)?)?;
    let many = release_size(&Crate::write(&root, Way::File, 60, 60)?)?;
    let each = many.saturating_sub(few) / 50;
    println!(
        "A stripped release program grows by {each} bytes for an operation that is built, validated,"
    );
    println!("flattened and whose answer is read.");
    Ok(())
}

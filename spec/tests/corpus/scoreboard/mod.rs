//! The scoreboard: what was read against the vendor's own metadata, by fair rules.
//!
//! A parameter counts as missed only if its name stands in the first cell of a row of the page;
//! types and required flags are compared for names in both; index letters are alike. The floors are
//! the figures reached; `DOCTRACT_MISSES=FILE` writes the differences there.
//!
//! A quarter of the operations, by a hash of their names, is held out: its differences are counted
//! in a column of their own and written nowhere, so that nobody fits the reader to them.

mod answer;
mod cells;
mod errors;
mod request;

use crate::material;
use crate::score::Score;
use crate::truth;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

#[test]
fn figures_stay_above_their_floors() {
    let (Some(pages), Some(folder)) = (material::pages(), material::folder("DOCTRACT_TRUTH"))
    else {
        return;
    };
    let truth = truth::read(&folder);
    let mut board = Board::default();
    for page in pages {
        let product = page.name.split('/').next().unwrap_or_default();
        let Some((product, operations)) = truth.get_key_value(product) else {
            board.errors(page, "elasticsearch");
            continue;
        };
        let name = page
            .extraction
            .operation
            .as_ref()
            .map(|operation| operation.operation.to_lowercase());
        board.held_out = name.as_deref().is_some_and(is_held_out);
        board.errors(page, product);
        if let Some(known) = name.and_then(|name| operations.get(&name)) {
            board.request(page, product, known);
            board.answer(page, product, known);
        }
    }
    println!("{}", board.table(&truth));
    if let Some(file) = std::env::var_os("DOCTRACT_MISSES") {
        std::fs::write(file, board.misses()).unwrap();
    }
    for (name, score) in &board.scores {
        let (percent, _) = score.total();
        let floor = FLOORS
            .iter()
            .find(|(known, _)| known == name)
            .map_or(0.0, |(_, floor)| *floor);
        assert!(
            percent >= floor,
            "{name}: {percent:.2} % is below {floor} %"
        );
    }
}

/// The figures that were reached, over all products; a change of reading must not fall below.
const FLOORS: [(&str, f64); 11] = [
    ("1 request names, recall by row", 99.95),
    ("2 request names, precision by row", 99.9),
    ("3 request names, strict precision", 99.1),
    ("4 request types", 99.4),
    ("5 required", 95.4),
    ("6 response names, recall by row", 99.2),
    ("7 response types", 98.5),
    ("8 response paths", 95.7),
    ("9 response paths, not in the example", 86.0),
    ("A error codes, recall by raw scan", 99.5),
    ("B error codes, precision by raw scan", 99.3),
];

#[derive(Default)]
struct Board {
    scores: BTreeMap<&'static str, Score>,
    /// Whether the operation at hand is held out.
    held_out: bool,
}

/// Whether an operation belongs to the held-out quarter: FNV-1a of its name in lower case.
fn is_held_out(name: &str) -> bool {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash % 4 == 0
}

impl Board {
    fn count(
        &mut self,
        figure: &'static str,
        product: &'static str,
        hit: bool,
        miss: impl FnOnce() -> String,
    ) {
        self.scores
            .entry(figure)
            .or_default()
            .count(product, self.held_out, hit, miss);
    }

    fn table(&self, truth: &BTreeMap<&'static str, HashMap<String, truth::Operation>>) -> String {
        let mut products: Vec<&str> = truth.keys().copied().collect();
        products.push("elasticsearch");
        let mut table = format!("{:<38}", "figure");
        for product in &products {
            let _ = write!(table, "{product:>8.7}");
        }
        let _ = writeln!(
            table,
            "{:>8}{:>8}{:>10}{:>7}",
            "all", "of", "held out", "of"
        );
        for (name, score) in &self.scores {
            let _ = write!(
                table,
                "{:<38}",
                name.split_once(' ').map_or(*name, |(_, name)| name)
            );
            for product in &products {
                let (percent, all) = score.of(product);
                let shown = if all == 0 {
                    "-".to_owned()
                } else {
                    format!("{percent:.1}")
                };
                let _ = write!(table, "{shown:>8}");
            }
            let (percent, all) = score.total();
            let (held, of) = score.held_out();
            let _ = writeln!(table, "{percent:>8.2}{all:>8}{held:>10.2}{of:>7}");
        }
        table
    }

    fn misses(&self) -> String {
        let mut text = String::new();
        for (name, score) in &self.scores {
            let _ = writeln!(text, "== {name}: {}", score.misses.len());
            for miss in &score.misses {
                let _ = writeln!(text, "{name}\t{miss}");
            }
        }
        text
    }
}

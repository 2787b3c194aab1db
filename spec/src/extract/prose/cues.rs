//! Which rows of a table can match a sentence at all: one pass over it for all literals.

use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;

/// The literals of all rows.
#[derive(Debug)]
pub(super) struct Cues {
    automaton: AhoCorasick,
    /// For each literal, the rows that it announces.
    rows: Vec<Vec<usize>>,
}

/// The rows whose literals stand in a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Candidates {
    bits: [u64; Candidates::WORDS],
}

impl Cues {
    /// The literals of each row, in the order of the rows.
    pub(super) fn new(rows: &[&[String]]) -> Result<Self, String> {
        if rows.len() > Candidates::MOST {
            return Err(format!("more than {} rows", Candidates::MOST));
        }
        let mut by_cue: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, cues) in rows.iter().enumerate() {
            if cues.is_empty() {
                return Err(format!("row {at} has no cue"));
            }
            for cue in *cues {
                by_cue.entry(cue).or_default().push(at);
            }
        }
        let automaton = AhoCorasick::new(by_cue.keys()).map_err(|error| error.to_string())?;
        Ok(Self {
            automaton,
            rows: by_cue.into_values().collect(),
        })
    }

    pub(super) fn candidates(&self, text: &str) -> Candidates {
        let mut found = Candidates::default();
        for cue in self.automaton.find_overlapping_iter(text) {
            for &row in &self.rows[cue.pattern().as_usize()] {
                found.bits[row / 64] |= 1 << (row % 64);
            }
        }
        found
    }
}

impl Candidates {
    const WORDS: usize = 6;
    const MOST: usize = Self::WORDS * 64;

    pub(super) fn has(&self, row: usize) -> bool {
        self.bits
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// The candidates before row `end`, in order.
    pub(super) fn below(&self, end: usize) -> impl Iterator<Item = usize> + '_ {
        self.bits.iter().enumerate().flat_map(move |(at, word)| {
            let mut word = *word;
            std::iter::from_fn(move || {
                (word != 0).then(|| {
                    let bit = word.trailing_zeros() as usize;
                    word &= word - 1;
                    at * 64 + bit
                })
            })
            .take_while(move |row| *row < end)
        })
    }
}

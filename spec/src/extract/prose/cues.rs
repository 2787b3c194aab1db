//! Which rows of a table can match a sentence at all: one pass over it for all literals.

use super::required::Clause;
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;
use std::ops::Range;

/// The literals of all rows.
#[derive(Debug)]
pub(super) struct Cues {
    automaton: AhoCorasick,
    /// For each literal, the clauses that it satisfies.
    satisfied: Vec<Vec<usize>>,
    /// For each row, its clauses.
    rows: Vec<Range<usize>>,
}

/// The rows whose literals stand in a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Candidates {
    bits: [u64; Candidates::WORDS],
}

/// So many words of bits hold the clauses of all rows.
const CLAUSE_WORDS: usize = 24;

impl Cues {
    /// The clauses of each row, in the order of the rows. A row without any may always match.
    pub(super) fn new(rows: &[Vec<Clause>]) -> Result<Self, String> {
        let clauses = rows.iter().flatten();
        if rows.len() > Candidates::MOST || clauses.clone().count() > CLAUSE_WORDS * 64 {
            return Err(format!("more than {} rows", Candidates::MOST));
        }
        let mut by_literal: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, clause) in clauses.enumerate() {
            for literal in clause {
                by_literal.entry(literal).or_default().push(at);
            }
        }
        let automaton = AhoCorasick::new(by_literal.keys()).map_err(|error| error.to_string())?;
        let mut next = 0;
        let of_row = |clauses: &Vec<Clause>| {
            let first = next;
            next += clauses.len();
            first..next
        };
        Ok(Self {
            automaton,
            satisfied: by_literal.into_values().collect(),
            rows: rows.iter().map(of_row).collect(),
        })
    }

    pub(super) fn candidates(&self, text: &str) -> Candidates {
        let mut clauses = [0_u64; CLAUSE_WORDS];
        for literal in self.automaton.find_overlapping_iter(text) {
            for &clause in &self.satisfied[literal.pattern().as_usize()] {
                clauses[clause / 64] |= 1 << (clause % 64);
            }
        }
        let mut found = Candidates::default();
        for (row, own) in self.rows.iter().enumerate() {
            if own.clone().all(|at| clauses[at / 64] >> (at % 64) & 1 == 1) {
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

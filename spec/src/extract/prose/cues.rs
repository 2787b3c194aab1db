//! Which rows of a table can match a sentence at all: one pass over it for all literals.

use super::required::Clause;
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;

/// The literals of all rows.
#[derive(Debug)]
pub(super) struct Cues {
    automaton: AhoCorasick,
    /// For each literal, the clauses that it satisfies.
    satisfied: Vec<Vec<usize>>,
    /// For each clause, its row.
    row_of: Vec<usize>,
    /// For each row, how many clauses it has.
    counts: Vec<u8>,
    /// The rows without clauses.
    always: Candidates,
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
        let mut always = Candidates::default();
        let mut row_of = Vec::new();
        let mut counts = Vec::with_capacity(rows.len());
        for (row, clauses) in rows.iter().enumerate() {
            row_of.extend(clauses.iter().map(|_| row));
            counts.push(u8::try_from(clauses.len()).map_err(|error| error.to_string())?);
            if clauses.is_empty() {
                always.add(row);
            }
        }
        Ok(Self {
            automaton,
            satisfied: by_literal.into_values().collect(),
            row_of,
            counts,
            always,
        })
    }

    pub(super) fn candidates(&self, text: &str) -> Candidates {
        let mut found = self.always;
        let mut satisfied = [0_u64; CLAUSE_WORDS];
        // For each row, how many of its clauses are still open.
        let mut open = [0_u8; Candidates::MOST];
        open[..self.counts.len()].copy_from_slice(&self.counts);
        for literal in self.automaton.find_overlapping_iter(text) {
            for &clause in &self.satisfied[literal.pattern().as_usize()] {
                let (word, bit) = (clause / 64, 1 << (clause % 64));
                if satisfied[word] & bit != 0 {
                    continue;
                }
                satisfied[word] |= bit;
                let row = self.row_of[clause];
                open[row] -= 1;
                if open[row] == 0 {
                    found.add(row);
                }
            }
        }
        found
    }
}

impl Candidates {
    const WORDS: usize = 6;
    const MOST: usize = Self::WORDS * 64;

    fn add(&mut self, row: usize) {
        self.bits[row / 64] |= 1 << (row % 64);
    }

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

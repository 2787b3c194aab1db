//! One sentence while it is read: its text with what is already read blotted out.

use super::conditions::{self, Clause};
use super::cues::Candidates;
use super::language::{Hit, Language};
use super::names::{Mention, Names};
use super::normalise::normalise;
use super::table::Kind;
use crate::model::Condition;

/// Stands for text that is already read; no rule matches it, `{start}` accepts it as a boundary.
pub(super) const READ: char = '\u{1}';

/// A sentence, normalised, with its conditions taken out.
#[derive(Debug)]
pub(super) struct Sentence<'s> {
    /// As printed.
    pub(super) raw: &'s str,
    /// Normalised, in its own letter case; what is read is blotted out.
    pub(super) text: String,
    /// The same in lower case, of equal length.
    pub(super) lower: String,
    pub(super) clauses: Vec<Clause>,
    /// Words that begin a clause about what was just said.
    relatives: &'s [String],
}

impl<'s> Sentence<'s> {
    pub(super) fn new(raw: &'s str, language: &'s Language) -> Self {
        let mut text = normalise(raw);
        let lower = text.to_ascii_lowercase();
        let note = language
            .words
            .notes
            .iter()
            .filter(|note| lower.starts_with(note.as_str()))
            .map(String::len)
            .max();
        if let Some(length) = note {
            let gap = text[length..].len() - text[length..].trim_start_matches([' ', ':']).len();
            text.replace_range(..length + gap, "");
        }
        let lower = text.to_ascii_lowercase();
        Self {
            raw,
            text,
            lower,
            clauses: Vec::new(),
            relatives: &language.words.relatives,
        }
    }

    /// Finds the conditions and blots them out.
    pub(super) fn take_conditions(
        &mut self,
        language: &Language,
        candidates: &Candidates,
        names: Names<'_>,
        own: &str,
    ) {
        self.clauses =
            conditions::clauses(&self.text, &self.lower, language, candidates, names, own);
        for at in 0..self.clauses.len() {
            let (start, end) = (self.clauses[at].start, self.clauses[at].end);
            self.blot(start, end);
        }
    }

    /// Blots out a part.
    pub(super) fn blot(&mut self, start: usize, end: usize) {
        let mark = READ.to_string().repeat(end - start);
        self.text.replace_range(start..end, &mark);
        self.lower.replace_range(start..end, &mark);
    }

    /// The words before `at`, back to the last boundary.
    pub(super) fn lead(&self, at: usize) -> &str {
        self.text[at - self.lead_length(at)..at].trim()
    }

    /// The words before `at` as [`Self::lead`] gives them, with the names of a list before them:
    /// `A, B, and C`.
    pub(super) fn list_lead(&self, at: usize, names: Names<'_>, english: bool) -> &str {
        let mut start = at - self.lead_length(at);
        loop {
            let before = self.text[..start].trim_end();
            let Some(before) = before.strip_suffix(',') else {
                break;
            };
            let item = before
                .char_indices()
                .rev()
                .find(|&(_, c)| matches!(c, ',' | ';' | ':' | '。' | READ))
                .map_or(0, |(at, c)| at + c.len_utf8());
            let words = before[item..].split_whitespace().count();
            if words > 4
                || names
                    .mentions(&format!("the {}", before[item..].trim()), english)
                    .is_empty()
            {
                break;
            }
            start = item;
        }
        self.text[start..at].trim()
    }

    fn lead_length(&self, at: usize) -> usize {
        let before = &self.text[..at];
        let start = before
            .char_indices()
            .rev()
            .find(|&(_, c)| matches!(c, ',' | ';' | ':' | '。' | READ))
            .map_or(0, |(at, c)| at + c.len_utf8());
        at - start
    }

    /// The words after `at`, up to the next boundary.
    pub(super) fn rest_of_clause(&self, at: usize) -> &str {
        let after = &self.text[at..];
        let end = after
            .find(|c: char| matches!(c, ';' | '。' | READ))
            .unwrap_or(after.len());
        &after[..end]
    }

    /// Whether a clause ends at `at`.
    pub(super) fn closes_at(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start();
        rest.is_empty() || rest.starts_with([',', '.', ';', ')', '。', READ])
    }

    /// Whether nothing but marks follows `at`.
    pub(super) fn ends_at(&self, at: usize) -> bool {
        !self.text[at..].chars().any(char::is_alphanumeric)
    }

    /// The condition that governs a hit: one before it, or one that trails it.
    pub(super) fn condition(&self, hit: &Hit<'_>) -> Option<Condition> {
        let trailing = || {
            self.clauses
                .iter()
                .find(|clause| clause.trailing && clause.start >= hit.start)
                .filter(|clause| self.reaches(clause, hit))
        };
        let inside = || {
            self.clauses
                .iter()
                .find(|clause| clause.start >= hit.start && clause.end <= hit.end)
        };
        self.leading(hit).or_else(|| {
            trailing()
                .or_else(inside)
                .map(|clause| clause.condition.clone())
        })
    }

    /// Whether a condition that trails a hit is about it, and not about what is said between them.
    /// A default ends where its clause ends.
    fn reaches(&self, clause: &Clause, hit: &Hit<'_>) -> bool {
        let between = &self.lower[hit.end.min(clause.start)..clause.start];
        let is_default = matches!(
            hit.rule.kind,
            Kind::Default | Kind::DefaultAbsent | Kind::DefaultProse
        );
        let apart = is_default && between.contains(',');
        let mut relatives = self.relatives.iter();
        !apart && !relatives.any(|word| between.contains(word.as_str()))
    }

    /// The condition before a hit: the nearest, with those that stand directly before that one.
    pub(super) fn leading(&self, hit: &Hit<'_>) -> Option<Condition> {
        let before: Vec<&Clause> = self
            .clauses
            .iter()
            .filter(|clause| !clause.trailing && clause.start <= hit.start)
            .collect();
        let last = before.last()?;
        let mut joined = vec![last.condition.clone()];
        let mut start = last.start;
        for clause in before.iter().rev().skip(1) {
            let between = &self.text[clause.end.min(start)..start];
            if between.chars().any(char::is_alphanumeric) {
                break;
            }
            joined.insert(0, clause.condition.clone());
            start = clause.start;
        }
        conditions::all_of(joined)
    }

    /// Parameters other than the own one that the subject before a hit names.
    pub(super) fn subjects<'a>(
        &self,
        hit: &Hit<'_>,
        names: Names<'a>,
        english: bool,
    ) -> Vec<Mention<'a>> {
        names.mentions(self.lead(hit.start), english)
    }
}

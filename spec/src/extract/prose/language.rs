//! The phrase tables, compiled once: patterns behind the literals that announce them.

use super::cues::{Candidates, Cues};
use super::required::{self, Clause};
use super::table::{IntroductionTable, Kind, Table, With, Words};
use crate::model::{OperatorName, PreconditionKind};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A rule, compiled.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    pub(super) with: With,
    pub(super) regex: Regex,
}

/// Patterns with what each stands for, tried only where their literals occur.
#[derive(Debug)]
struct Guarded<T> {
    patterns: Vec<(T, Regex)>,
    cues: Cues,
}

/// A language, compiled.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) english: bool,
    pub(super) words: Words,
    pub(super) rules: Vec<Rule>,
    pub(super) index: Vec<Regex>,
    pub(super) index_subject: Vec<Regex>,
    pub(super) legend: Option<Regex>,
    conditions: Vec<Regex>,
    pub(super) introduction: IntroductionTable,
    pub(super) rule_like: Vec<Regex>,
    comparisons: Guarded<OperatorName>,
    adjustments: Guarded<OperatorName>,
    preconditions: Guarded<Option<PreconditionKind>>,
    cues: Cues,
}

static CHINESE: LazyLock<Result<Language, String>> =
    LazyLock::new(|| compile(include_str!("zh.yaml"), false));
static ENGLISH: LazyLock<Result<Language, String>> =
    LazyLock::new(|| compile(include_str!("en.yaml"), true));

/// The compiled table of a language; `None` only if the table that ships with the crate is
/// broken, which its tests exclude.
pub(super) fn language(english: bool) -> Option<&'static Language> {
    compiled(english).as_ref().ok()
}

/// The compiled table, or why it does not compile.
pub(super) fn compiled(english: bool) -> &'static Result<Language, String> {
    if english { &ENGLISH } else { &CHINESE }
}

fn compile(text: &str, english: bool) -> Result<Language, String> {
    let table: Table = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    let regex = |pattern: &str| regex(pattern, &table.shapes);
    let all = |patterns: &[String]| -> Result<Vec<Regex>, String> {
        patterns.iter().map(|pattern| regex(pattern)).collect()
    };
    let mut rules = Vec::with_capacity(table.rules.len());
    let mut cues = Vec::new();
    for row in &table.rules {
        let regex = regex(&row.pattern)?;
        cues.push(clauses(&regex, &row.cues)?);
        rules.push(Rule {
            kind: row.kind,
            with: row.with.clone(),
            regex,
        });
    }
    let mut conditions = Vec::with_capacity(table.conditions.len());
    for row in &table.conditions {
        let regex = regex(&row.pattern)?;
        cues.push(clauses(&regex, &row.cues)?);
        conditions.push(regex);
    }
    let mut comparisons = Vec::with_capacity(table.comparisons.len());
    for row in &table.comparisons {
        comparisons.push((row.operator, regex(&row.pattern)?));
    }
    let mut adjustments = Vec::with_capacity(table.adjustments.len());
    for row in &table.adjustments {
        adjustments.push((row.operator, regex(&row.pattern)?));
    }
    let mut preconditions = Vec::new();
    for row in &table.introduction.preconditions {
        preconditions.push((row.kind, regex(&row.pattern)?));
    }
    Ok(Language {
        english,
        rules,
        index: all(&table.index)?,
        index_subject: all(&table.index_subject)?,
        legend: table.legend.as_deref().map(regex).transpose()?,
        conditions,
        comparisons: Guarded::new(comparisons)?,
        adjustments: Guarded::new(adjustments)?,
        preconditions: Guarded::new(preconditions)?,
        rule_like: all(&table.words.rule_like)?,
        words: table.words,
        introduction: table.introduction,
        cues: Cues::new(&cues)?,
    })
}

/// What must stand in a text for a row to match: one of its cues, and what its pattern requires.
fn clauses(regex: &Regex, cues: &[String]) -> Result<Vec<Clause>, String> {
    if cues.is_empty() {
        return Err(format!("{regex}: no cue"));
    }
    let mut clauses = required::clauses(regex.as_str())?;
    clauses.push(cues.to_vec());
    Ok(clauses)
}

impl<T> Guarded<T> {
    fn new(patterns: Vec<(T, Regex)>) -> Result<Self, String> {
        let clauses = patterns
            .iter()
            .map(|(_, regex)| required::clauses(regex.as_str()));
        let cues = Cues::new(&clauses.collect::<Result<Vec<_>, _>>()?)?;
        Ok(Self { patterns, cues })
    }

    /// The patterns that may match in `text`, in order.
    fn candidates(&self, text: &str) -> impl Iterator<Item = &(T, Regex)> {
        let candidates = self.cues.candidates(text);
        let patterns = self.patterns.iter().enumerate();
        patterns
            .filter(move |(at, _)| candidates.has(*at))
            .map(|(_, pattern)| pattern)
    }
}

/// Compiles a pattern: `{name:shape}` becomes a capture of that shape, `{shape}` a group.
fn regex(pattern: &str, shapes: &BTreeMap<String, String>) -> Result<Regex, String> {
    let mut text = String::new();
    expand(pattern, shapes, 0, &mut text)?;
    Regex::new(&text).map_err(|error| format!("{pattern}: {error}"))
}

fn expand(
    pattern: &str,
    shapes: &BTreeMap<String, String>,
    depth: usize,
    out: &mut String,
) -> Result<(), String> {
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        let close = after.find('}').ok_or_else(|| format!("{pattern}: no }}"))?;
        let inner = &after[1..close];
        rest = &after[close + 1..];
        if before.ends_with('\\') || inner.starts_with(|c: char| c.is_ascii_digit() || c == ',') {
            out.push_str(&after[..=close]);
            continue;
        }
        let (name, shape) = match inner.split_once(':') {
            Some((name, shape)) => (Some(name), shape),
            None => (None, inner),
        };
        let body = shapes
            .get(shape)
            .filter(|_| depth < 6)
            .ok_or_else(|| format!("{pattern}: unknown shape {shape}"))?;
        match name {
            Some(name) => {
                out.push_str("(?P<");
                out.push_str(name);
                out.push('>');
            }
            None => out.push_str("(?:"),
        }
        expand(body, shapes, depth + 1, out)?;
        out.push(')');
    }
    out.push_str(rest);
    Ok(())
}

/// A rule that matches somewhere in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Hit<'l> {
    pub(super) rule: &'l Rule,
    pub(super) order: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    captures: Vec<(&'l str, usize, usize)>,
}

impl Hit<'_> {
    /// The captured part of `text`, the sentence in its own letter case.
    pub(super) fn part<'t>(&self, name: &str, text: &'t str) -> Option<&'t str> {
        self.captures
            .iter()
            .find(|(known, ..)| *known == name)
            .and_then(|&(_, start, end)| text.get(start..end))
    }
}

impl Language {
    /// What may match in a sentence, by the literals that stand in it.
    pub(super) fn candidates(&self, lower: &str) -> Candidates {
        self.cues.candidates(lower)
    }

    /// The conditions' patterns that may match.
    pub(super) fn conditions<'l>(
        &'l self,
        candidates: &'l Candidates,
    ) -> impl Iterator<Item = &'l Regex> {
        let first = self.rules.len();
        self.conditions
            .iter()
            .enumerate()
            .filter(move |(at, _)| candidates.has(first + at))
            .map(|(_, regex)| regex)
    }

    /// The opening words of a description, unless they are a condition.
    pub(super) fn plain_opening<'t>(&self, opening: &'t str) -> &'t str {
        // A condition ends with the comma that the opening was cut at.
        let lower = super::normalise::normalise(opening).to_lowercase() + ",";
        let candidates = self.candidates(&lower);
        let mut conditions = self.conditions(&candidates);
        if conditions.any(|regex| regex.is_match(&lower)) || lower.len() > 90 {
            ""
        } else {
            opening
        }
    }

    /// The wordings of comparisons that may match in `lower`, in order.
    pub(super) fn comparisons(&self, lower: &str) -> impl Iterator<Item = &(OperatorName, Regex)> {
        self.comparisons.candidates(lower)
    }

    /// The wordings of adjustments that may match in `lower`, in order.
    pub(super) fn adjustments(&self, lower: &str) -> impl Iterator<Item = &(OperatorName, Regex)> {
        self.adjustments.candidates(lower)
    }

    /// The rules for preconditions that may match in `lower`, in order.
    pub(super) fn preconditions(
        &self,
        lower: &str,
    ) -> impl Iterator<Item = &(Option<PreconditionKind>, Regex)> {
        self.preconditions.candidates(lower)
    }

    /// Every match of every rule in `lower`, a lower-case normalised sentence, leftmost first;
    /// at one place the longest and then the earlier row first. Matches may overlap.
    pub(super) fn hits(&self, lower: &str) -> Vec<Hit<'_>> {
        self.hits_among(lower, &self.candidates(lower))
    }

    /// As [`Self::hits`], where the candidates are known: those of the sentence before parts of it
    /// were blotted out will do.
    pub(super) fn hits_among(&self, lower: &str, candidates: &Candidates) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        for order in candidates.below(self.rules.len()) {
            let rule = &self.rules[order];
            // Captures cost more than a search, and most candidates do not match.
            if !rule.regex.is_match(lower) {
                continue;
            }
            for found in rule.regex.captures_iter(lower) {
                let Some(whole) = found.get(0) else { continue };
                if whole.is_empty() {
                    continue;
                }
                let names = rule.regex.capture_names().flatten();
                let captures = names
                    .filter_map(|name| found.name(name).map(|m| (name, m.start(), m.end())))
                    .collect();
                hits.push(Hit {
                    rule,
                    order,
                    start: whole.start(),
                    end: whole.end(),
                    captures,
                });
            }
        }
        hits.sort_by_key(|hit| (hit.start, usize::MAX - hit.end, hit.order));
        hits
    }

    /// Whether a sentence looks like a rule.
    pub(super) fn looks_like_a_rule(&self, lower: &str) -> bool {
        self.rule_like.iter().any(|regex| regex.is_match(lower))
    }
}

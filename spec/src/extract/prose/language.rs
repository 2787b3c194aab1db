//! The phrase tables, read once: patterns behind the literals that announce them.

use super::cues::{Candidates, Cues};
use super::pattern::Pattern;
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
    pub(super) pattern: Pattern,
}

/// Patterns with what each stands for, tried only where their literals occur.
#[derive(Debug)]
struct Guarded<T> {
    patterns: Vec<(T, Pattern)>,
    cues: Cues,
}

/// A language, compiled.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) english: bool,
    pub(super) words: Words,
    pub(super) rules: Vec<Rule>,
    index: Vec<Pattern>,
    index_subject: Vec<Pattern>,
    legend: Option<Pattern>,
    conditions: Vec<Pattern>,
    pub(super) introduction: IntroductionTable,
    rule_like: Vec<Pattern>,
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
    let filled = |pattern: &str| filled(pattern, &table.shapes);
    let all = |patterns: &[String]| -> Result<Vec<Pattern>, String> {
        patterns.iter().map(|pattern| filled(pattern)).collect()
    };
    let mut rules = Vec::with_capacity(table.rules.len());
    let mut cues = Vec::new();
    for row in &table.rules {
        let pattern = filled(&row.pattern)?;
        cues.push(clauses(&pattern, &row.cues)?);
        rules.push(Rule {
            kind: row.kind,
            with: row.with.clone(),
            pattern,
        });
    }
    let mut conditions = Vec::with_capacity(table.conditions.len());
    for row in &table.conditions {
        let pattern = filled(&row.pattern)?;
        cues.push(clauses(&pattern, &row.cues)?);
        conditions.push(pattern);
    }
    let mut comparisons = Vec::with_capacity(table.comparisons.len());
    for row in &table.comparisons {
        comparisons.push((row.operator, filled(&row.pattern)?));
    }
    let mut adjustments = Vec::with_capacity(table.adjustments.len());
    for row in &table.adjustments {
        adjustments.push((row.operator, filled(&row.pattern)?));
    }
    let mut preconditions = Vec::new();
    for row in &table.introduction.preconditions {
        preconditions.push((row.kind, filled(&row.pattern)?));
    }
    Ok(Language {
        english,
        rules,
        index: all(&table.index)?,
        index_subject: all(&table.index_subject)?,
        legend: table.legend.as_deref().map(filled).transpose()?,
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
fn clauses(pattern: &Pattern, cues: &[String]) -> Result<Vec<Clause>, String> {
    if cues.is_empty() {
        return Err(format!("{}: no cue", pattern.text()));
    }
    let mut clauses = required::clauses(pattern.text())?;
    clauses.push(cues.to_vec());
    Ok(clauses)
}

impl<T> Guarded<T> {
    fn new(patterns: Vec<(T, Pattern)>) -> Result<Self, String> {
        let clauses = patterns
            .iter()
            .map(|(_, pattern)| required::clauses(pattern.text()));
        let cues = Cues::new(&clauses.collect::<Result<Vec<_>, _>>()?)?;
        Ok(Self { patterns, cues })
    }

    /// The patterns that may match in `text`, in order.
    fn candidates(&self, text: &str) -> impl Iterator<Item = (&T, &Regex)> {
        let candidates = self.cues.candidates(text);
        let patterns = self.patterns.iter().enumerate();
        patterns
            .filter(move |(at, _)| candidates.has(*at))
            .filter_map(|(_, (stands_for, pattern))| Some((stands_for, pattern.regex()?)))
    }
}

/// A pattern with its shapes: `{name:shape}` becomes a capture of that shape, `{shape}` a group.
fn filled(pattern: &str, shapes: &BTreeMap<String, String>) -> Result<Pattern, String> {
    let mut text = String::new();
    expand(pattern, shapes, 0, &mut text)?;
    Ok(Pattern::new(text))
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
            .filter_map(|(_, pattern)| pattern.regex())
    }

    /// How the legal indices of a list are worded.
    pub(super) fn index(&self) -> impl Iterator<Item = &Regex> {
        self.index.iter().filter_map(Pattern::regex)
    }

    /// How an index is made the subject of the sentences that follow.
    pub(super) fn index_subject(&self) -> impl Iterator<Item = &Regex> {
        self.index_subject.iter().filter_map(Pattern::regex)
    }

    /// A value in running text and the mark before its meaning.
    pub(super) fn legend(&self) -> Option<&Regex> {
        self.legend.as_ref()?.regex()
    }

    /// The opening words of a description, unless they are a condition.
    pub(super) fn plain_opening<'t>(&self, opening: &'t str) -> &'t str {
        // A condition ends with the comma that the opening was cut at.
        let lower = super::normalise::normalise(opening).to_lowercase() + ",";
        if lower.len() > 90 {
            return "";
        }
        let candidates = self.candidates(&lower);
        let mut conditions = self.conditions(&candidates);
        if conditions.any(|regex| regex.is_match(&lower)) {
            ""
        } else {
            opening
        }
    }

    /// The wordings of comparisons that may match in `lower`, in order.
    pub(super) fn comparisons(&self, lower: &str) -> impl Iterator<Item = (&OperatorName, &Regex)> {
        self.comparisons.candidates(lower)
    }

    /// The wordings of adjustments that may match in `lower`, in order.
    pub(super) fn adjustments(&self, lower: &str) -> impl Iterator<Item = (&OperatorName, &Regex)> {
        self.adjustments.candidates(lower)
    }

    /// The rules for preconditions that may match in `lower`, in order.
    pub(super) fn preconditions(
        &self,
        lower: &str,
    ) -> impl Iterator<Item = (&Option<PreconditionKind>, &Regex)> {
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
            let Some(regex) = rule.pattern.regex() else {
                continue;
            };
            // Captures cost more than a search, and most candidates do not match.
            if !regex.is_match(lower) {
                continue;
            }
            for found in regex.captures_iter(lower) {
                let Some(whole) = found.get(0) else { continue };
                if whole.is_empty() {
                    continue;
                }
                let names = regex.capture_names().flatten();
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

    /// Whether a rule whose kind is `wanted` matches somewhere in `lower`: one of [`Self::hits`] is
    /// of such a kind.
    pub(super) fn has_hit(&self, lower: &str, wanted: impl Fn(Kind) -> bool) -> bool {
        let candidates = self.candidates(lower);
        let mut rules = candidates
            .below(self.rules.len())
            .map(|order| &self.rules[order])
            .filter(|rule| wanted(rule.kind))
            .filter_map(|rule| rule.pattern.regex());
        rules.any(|regex| regex.find_iter(lower).any(|found| !found.is_empty()))
    }

    /// Whether a sentence looks like a rule.
    pub(super) fn looks_like_a_rule(&self, lower: &str) -> bool {
        let mut patterns = self.rule_like.iter().filter_map(Pattern::regex);
        patterns.any(|regex| regex.is_match(lower))
    }
}

#[cfg(test)]
mod tests {
    use super::{Guarded, Language, Pattern, compiled};

    fn of<T>(guarded: &Guarded<T>) -> impl Iterator<Item = &Pattern> {
        guarded.patterns.iter().map(|(_, pattern)| pattern)
    }

    fn patterns(language: &Language) -> impl Iterator<Item = &Pattern> {
        let rules = language.rules.iter().map(|rule| &rule.pattern);
        rules
            .chain(&language.index)
            .chain(&language.index_subject)
            .chain(&language.legend)
            .chain(&language.conditions)
            .chain(&language.rule_like)
            .chain(of(&language.comparisons))
            .chain(of(&language.adjustments))
            .chain(of(&language.preconditions))
    }

    #[test]
    fn every_pattern_compiles() {
        for english in [false, true] {
            let language = compiled(english).as_ref().unwrap();
            let broken: Vec<&str> = patterns(language)
                .filter(|pattern| pattern.regex().is_none())
                .map(Pattern::text)
                .collect();
            assert!(broken.is_empty(), "{broken:?}");
        }
    }
}

//! The phrase tables: one file of rules and words per language, compiled once.

use crate::model::{EncodingName, FormatName, OperatorName, PreconditionKind, Role, Violation};
use aho_corasick::AhoCorasick;
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a rule says when it matches. The names are those of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// Nothing: words that look like a rule and are none.
    Skip,
    /// An example begins; nothing after it in the sentence is a rule.
    Example,
    Length,
    MinLength,
    MaxLength,
    ExactLength,
    Values,
    OnlyValues,
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    Positive,
    MultipleOf,
    Unit,
    Default,
    DefaultProse,
    DefaultAbsent,
    Charset,
    Starts,
    NotStarts,
    Ends,
    NotEnds,
    NotStartsNorEnds,
    Contains,
    NotContains,
    NotConsecutive,
    /// A verb without its own modal: it takes the polarity of the verb before it.
    ContainsToo,
    StartsToo,
    EndsToo,
    CharClasses,
    SpecialCharacters,
    NotValues,
    Pattern,
    Format,
    Layout,
    Zone,
    Encoding,
    Separator,
    JsonList,
    MinItems,
    MaxItems,
    ExactItems,
    UniqueItems,
    NotEmpty,
    AllowEmpty,
    CaseSensitive,
    CaseInsensitive,
    Unique,
    Required,
    Optional,
    Effective,
    Ineffective,
    Forbidden,
    Exclusive,
    AtLeastOne,
    ExactlyOne,
    Dependent,
    Precedes,
    Compare,
    Span,
    WithinPast,
    Deprecated,
    ReplacedBy,
    ValueFrom,
    Role,
    Truncated,
}

/// Fixed parts of what a rule says.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(super) struct With {
    pub(super) format: Option<FormatName>,
    pub(super) encoding: Option<EncodingName>,
    pub(super) zone: Option<String>,
    pub(super) operator: Option<OperatorName>,
    pub(super) role: Option<Role>,
    pub(super) separator: Option<String>,
    pub(super) violation: Option<Violation>,
    pub(super) unit: Option<String>,
    pub(super) layout: Option<String>,
    /// Lengths and sets are stated of the decoded or the encoded form.
    pub(super) scope: Option<crate::model::Scope>,
    /// A set is said to be closed; a default is read only where it is a literal, an obligation
    /// only where its object is this parameter.
    pub(super) only: bool,
    /// Stated only in a sentence about the parameter not being sent.
    pub(super) unset: bool,
}

/// One row of the table. The rows' examples are read by the table's own tests.
#[derive(Debug, Deserialize)]
struct RuleRow {
    kind: Kind,
    /// Literals, one of which stands in every sentence that the pattern can match.
    cues: Vec<String>,
    /// A regular expression over the lower-case normalised sentence; `{name:shape}` captures.
    pattern: String,
    #[serde(default)]
    with: With,
}

/// How a comparison in a condition is worded.
#[derive(Debug, Deserialize)]
struct ComparisonRow {
    operator: OperatorName,
    pattern: String,
}

/// A language file as it stands.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Table {
    shapes: BTreeMap<String, String>,
    words: Words,
    index: Vec<String>,
    index_subject: Vec<String>,
    conditions: Vec<String>,
    comparisons: Vec<ComparisonRow>,
    rules: Vec<RuleRow>,
    introduction: IntroductionTable,
}

/// The vocabulary of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Words {
    /// Words that begin a sentence; see [`super::outline::sentences`].
    pub(super) starters: Vec<String>,
    /// What a note begins with: `说明:`.
    pub(super) notes: Vec<String>,
    /// What stands between the items of a list.
    pub(super) joiners: Vec<String>,
    /// Units of numbers and their one name.
    pub(super) units: BTreeMap<String, String>,
    /// Units of lengths and how many bytes one is; 0 for characters.
    pub(super) lengths: BTreeMap<String, u64>,
    /// Classes of characters and characters by name, in the text form of a set.
    pub(super) characters: BTreeMap<String, String>,
    /// Words of a list of characters that add nothing.
    pub(super) fillers: Vec<String>,
    /// Words that say that a bullet or an item is the default.
    pub(super) defaults: Vec<String>,
    /// Sentences in the meaning of a value that say so.
    pub(super) default_sentences: Vec<String>,
    /// Words for a default that is no value.
    pub(super) absent: Vec<String>,
    /// Phrases for numbers without a bound of their own: `正整数` is at least 1.
    pub(super) integers: BTreeMap<String, i64>,
    /// Phrases that compare: `大于等于` is `ge`.
    pub(super) comparators: BTreeMap<String, OperatorName>,
    /// Words for this parameter.
    pub(super) this: Vec<String>,
    /// Subjects that stand for the one before.
    pub(super) pronouns: Vec<String>,
    /// Subjects that are this parameter when they are all of the subject.
    pub(super) subjects: Vec<String>,
    /// Nouns for parameters by their usual names.
    pub(super) nouns: BTreeMap<String, Vec<String>>,
    /// Words that join conditions so that all must hold.
    pub(super) all: Vec<String>,
    /// Words that join conditions so that one must hold.
    pub(super) any: Vec<String>,
    /// Words before a noun that is not the value itself: a quota, a count of something else.
    pub(super) foreign: Vec<String>,
    /// Subjects that limit a statement to a class of resources.
    pub(super) resource_classes: Vec<String>,
    /// Words after "for" that make no condition: `more information`.
    pub(super) no_conditions: Vec<String>,
    /// Subjects that are a key inside the value.
    pub(super) keys: Vec<String>,
    /// Subjects that are a value inside the value, once keys were spoken of.
    pub(super) values: Vec<String>,
    /// Words for what a value is unique in, and the term for it.
    pub(super) scopes: BTreeMap<String, String>,
    /// Words for the case that was just named.
    pub(super) then: Vec<String>,
    /// Words for every other case.
    pub(super) otherwise: Vec<String>,
    /// Words after "valid values" that begin a sentence and no value.
    pub(super) no_values: Vec<String>,
    /// Heads of bullets that are no values: `Note`.
    pub(super) no_heads: Vec<String>,
    /// Words before a colon that name what follows and no case: `格式为`.
    pub(super) labels: Vec<String>,
    /// Words that say that the values differ by case.
    pub(super) differs: Vec<String>,
    /// Patterns that make a sentence look like a rule.
    pub(super) rule_like: Vec<String>,
    /// Words that leave a set of characters open: `special characters`.
    pub(super) open_sets: Vec<String>,
    /// Words for special characters as a class.
    pub(super) specials: Vec<String>,
    /// Words that name upper and lower case letters as two classes.
    pub(super) both_cases: Vec<String>,
    /// Counts in words: `三类`.
    pub(super) counts: BTreeMap<String, u32>,
    /// Verbs, which end a list of strings.
    pub(super) verbs: Vec<String>,
    /// Words that make "contain" mean "consist of".
    pub(super) only: Vec<String>,
    /// Words for the form before encoding.
    pub(super) decoded: Vec<String>,
    /// Words for the form after encoding.
    pub(super) encoded: Vec<String>,
    /// Words for each item of a list.
    pub(super) each: Vec<String>,
    /// Nouns that say that a number is a length: `字符`.
    pub(super) length_nouns: Vec<String>,
    /// Words for the members of a structured value: the bullets below are no values.
    pub(super) fields: Vec<String>,
    /// Parameters whose name says what they are for.
    pub(super) roles: BTreeMap<String, Role>,
    /// Parameters that bound one time range.
    pub(super) partners: Vec<Vec<String>>,
    /// Words for durations, as ISO 8601 unit letters (`T` first for units below a day).
    pub(super) durations: BTreeMap<String, String>,
}

/// The rules for introductions.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct IntroductionTable {
    /// Words of a sentence that may state a rule between parameters.
    pub(super) between: Vec<String>,
    /// Words that say that the operation is going away.
    pub(super) deprecated: Vec<String>,
    /// Words that make a sentence look like a precondition.
    pub(super) rule_like: Vec<String>,
    /// Rules for preconditions, tried in order.
    preconditions: Vec<PreconditionRow>,
    /// Words for resources and their one name.
    pub(super) resources: BTreeMap<String, String>,
    /// Words for states and their wire strings.
    pub(super) states: BTreeMap<String, String>,
}

/// One rule for a precondition.
#[derive(Debug, Deserialize)]
struct PreconditionRow {
    /// The class; none: the sentence is no precondition, whatever the rows below say.
    #[serde(default)]
    kind: Option<PreconditionKind>,
    /// As in a rule row; `r` marks the words that name the resource, `v` the states, `n` the limit.
    pattern: String,
}

/// A rule, compiled.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    pub(super) with: With,
    pub(super) regex: Regex,
}

/// A language, compiled.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) english: bool,
    pub(super) words: Words,
    pub(super) rules: Vec<Rule>,
    pub(super) index: Vec<Regex>,
    pub(super) index_subject: Vec<Regex>,
    pub(super) conditions: Vec<Regex>,
    pub(super) comparisons: Vec<(OperatorName, Regex)>,
    pub(super) introduction: IntroductionTable,
    pub(super) preconditions: Vec<(Option<PreconditionKind>, Regex)>,
    pub(super) rule_like: Vec<Regex>,
    cues: AhoCorasick,
    /// For each cue, the rules it may belong to.
    cue_rules: Vec<Vec<usize>>,
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
    let mut by_cue: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in table.rules.iter().enumerate() {
        if row.cues.is_empty() {
            return Err(format!("no cue: {}", row.pattern));
        }
        for cue in &row.cues {
            by_cue.entry(cue).or_default().push(at);
        }
        rules.push(Rule {
            kind: row.kind,
            with: row.with.clone(),
            regex: regex(&row.pattern)?,
        });
    }
    let cues = AhoCorasick::new(by_cue.keys()).map_err(|error| error.to_string())?;
    let cue_rules = by_cue.into_values().collect();
    let mut comparisons = Vec::with_capacity(table.comparisons.len());
    for row in &table.comparisons {
        comparisons.push((row.operator, regex(&row.pattern)?));
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
        conditions: all(&table.conditions)?,
        comparisons,
        preconditions,
        rule_like: all(&table.words.rule_like)?,
        words: table.words,
        introduction: table.introduction,
        cues,
        cue_rules,
    })
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
    /// Every match of every rule in `lower`, a lower-case normalised sentence, leftmost first;
    /// at one place the longest and then the earlier row first. Matches may overlap.
    pub(super) fn hits(&self, lower: &str) -> Vec<Hit<'_>> {
        let mut candidates = Vec::new();
        for cue in self.cues.find_overlapping_iter(lower) {
            for &rule in &self.cue_rules[cue.pattern().as_usize()] {
                if !candidates.contains(&rule) {
                    candidates.push(rule);
                }
            }
        }
        let mut hits = Vec::new();
        for order in candidates {
            let rule = &self.rules[order];
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

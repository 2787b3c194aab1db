//! What a page says before its tables: preconditions, and rules between parameters.

use super::language::Language;
use super::normalise::normalise;
use super::numbers::leading_number;
use super::outline::{Block, outline, sentences};
use super::reader::{Frame, LONGEST_SENTENCE, Reader, beginning};
use super::{IntroductionReading, RowContext};
use crate::model::{Confidence, Constraint, Precondition, PreconditionKind, Type};
use regex::Captures;
use std::collections::BTreeMap;

/// Reads the introduction in `language`.
pub(super) fn read(
    description: &str,
    language: &'static Language,
    parameters: &[String],
) -> IntroductionReading {
    let mut reading = IntroductionReading::default();
    let blocks = outline(description);
    for block in &blocks {
        read_block(block, language, parameters, &mut reading);
    }
    number(&mut reading.preconditions);
    reading
}

fn read_block(
    block: &Block<'_>,
    language: &'static Language,
    parameters: &[String],
    reading: &mut IntroductionReading,
) {
    let parts = sentences(
        block.text,
        language.english,
        &language.words.starters,
        &language.words.glued,
    );
    if block.bullet {
        // A bullet is one statement; its later sentences explain the first that says something.
        if !parts.is_empty() {
            read_statement(block.text, &parts, language, parameters, reading);
        }
    } else {
        for part in parts {
            read_statement(part, &[part], language, parameters, reading);
        }
    }
    for bullet in &block.bullets {
        read_block(bullet, language, parameters, reading);
    }
}

fn read_statement(
    text: &str,
    parts: &[&str],
    language: &'static Language,
    parameters: &[String],
    reading: &mut IntroductionReading,
) {
    let table = &language.introduction;
    let mut understood = false;
    for part in parts.iter().filter(|part| part.len() <= LONGEST_SENTENCE) {
        let normal = normalise(part);
        let lower = normal.to_ascii_lowercase();
        let between = between_parameters(part, &lower, language, parameters);
        understood |= !between.is_empty();
        for constraint in between {
            if !reading.constraints.contains(&constraint) {
                reading.constraints.push(constraint);
            }
        }
        if table
            .deprecated
            .iter()
            .any(|words| lower.contains(words.as_str()))
        {
            reading.deprecated = true;
            understood = true;
        }
        if !understood && let Some(found) = precondition(&normal, &lower, language) {
            reading.preconditions.push(Precondition {
                text: text.to_owned(),
                ..found
            });
            understood = true;
        }
    }
    if !understood
        && let Some(part) = parts.iter().find(|part| {
            let lower = normalise(part).to_ascii_lowercase();
            table
                .rule_like
                .iter()
                .any(|word| lower.contains(word.as_str()))
        })
    {
        reading.unread.push(beginning(part).to_owned());
    }
}

/// Rules between parameters that a sentence states.
fn between_parameters(
    part: &str,
    lower: &str,
    language: &'static Language,
    parameters: &[String],
) -> Vec<Constraint> {
    let hinted = language
        .introduction
        .between
        .iter()
        .any(|word| lower.contains(word.as_str()));
    if !hinted {
        return Vec::new();
    }
    let context = RowContext {
        english: language.english,
        operation: "",
        name: "",
        kind: Type::Any,
        example: None,
        parameters,
    };
    let mut reader = Reader::new(language, context, "");
    reader.line(part, &Frame::default());
    let among = |constraint: &Constraint| {
        constraint.at_least_one_of.len() > 1
            || constraint.exactly_one_of.len() > 1
            || constraint.mutually_exclusive.len() > 1
    };
    reader
        .found
        .into_iter()
        .map(|found| found.constraint)
        .filter(among)
        .collect()
}

/// The precondition that a sentence states: the first rule that matches says its class.
fn precondition(text: &str, lower: &str, language: &Language) -> Option<Precondition> {
    let table = &language.introduction;
    let (kind, captures) = language
        .preconditions(lower)
        .find_map(|(kind, regex)| Some((*kind, regex.captures(lower)?)))?;
    let kind = kind?;
    let part = |name: &str| {
        captures
            .name(name)
            .map(|found| &text[found.start()..found.end()])
    };
    let resource = resource(lower, &captures, &table.resources, language.english);
    let (attribute, values) = match kind {
        PreconditionKind::State => {
            let values = part("v")
                .map(|region| states(region, &table.states))
                .unwrap_or_default();
            (Some("Status".to_owned()), values)
        }
        PreconditionKind::Lock if lower.contains("lockreason") => {
            (Some("LockReason".to_owned()), vec!["security".to_owned()])
        }
        _ => (None, Vec::new()),
    };
    let limit = part("n").or_else(|| part("m")).and_then(|n| {
        let counted = language.words.counts.get(n).map(|&n| u64::from(n));
        counted.or_else(|| u64::try_from(leading_number(n)?.0.as_i64()?).ok())
    });
    let operation = matches!(kind, PreconditionKind::Effect | PreconditionKind::PriorStep)
        .then(|| operation(text))
        .flatten();
    let certain = kind != PreconditionKind::State || !values.is_empty();
    Some(Precondition {
        id: String::new(),
        kind,
        resource,
        attribute,
        values,
        limit,
        operation,
        confidence: if certain {
            Confidence::High
        } else {
            Confidence::Medium
        },
        text: String::new(),
    })
}

/// The resource: the noun that the region of the rule names most often; of equals the head, which
/// stands first in English (`the instance to which the disk is attached`) and last in Chinese
/// (`磁盘所在的实例`). Without such a region the first noun of the sentence.
fn resource(
    lower: &str,
    captures: &Captures<'_>,
    resources: &BTreeMap<String, String>,
    english: bool,
) -> Option<String> {
    let mut marked = captures
        .name("r")
        .map(|region| nouns(region.as_str(), resources))
        .unwrap_or_default();
    if english {
        marked.reverse();
    }
    let count = |noun: &str| marked.iter().filter(|other| **other == noun).count();
    marked
        .iter()
        .copied()
        .max_by_key(|noun| count(noun))
        .or_else(|| nouns(lower, resources).into_iter().next())
        .map(str::to_owned)
}

/// The resources that a text names, in order; of overlapping words the longest.
fn nouns<'t>(text: &str, resources: &'t BTreeMap<String, String>) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let longest = resources
            .iter()
            .filter(|(word, _)| rest.starts_with(word.as_str()))
            .max_by_key(|(word, _)| word.len());
        if let Some((word, resource)) = longest {
            found.push(resource.as_str());
            at += word.len();
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// The states in a region: code words, in parentheses or not, and words the table knows.
fn states(region: &str, known: &BTreeMap<String, String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let code = |word: &&str| {
        word.len() > 2
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    // `已停止(Stopped)或者运行中(Running)`: where parentheses give the wire form, nothing else does.
    let inside: Vec<&str> = region
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    let inside = inside.join(" ");
    let printed = if inside.is_empty() {
        region
    } else {
        inside.as_str()
    };
    for word in printed
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(code)
    {
        if !found.iter().any(|state| state.eq_ignore_ascii_case(word)) {
            found.push(word.to_owned());
        }
    }
    if found.is_empty() {
        for (word, state) in known {
            if region.contains(word.as_str()) && !found.contains(state) {
                found.push(state.clone());
            }
        }
    }
    found
}

/// The first operation that is named in parentheses or called: `镜像(CreateImage)`.
fn operation(text: &str) -> Option<String> {
    let pieces = text.split('(').skip(1);
    let called = text
        .split("call ")
        .skip(1)
        .chain(text.split("调用").skip(1));
    pieces
        .chain(called)
        .filter_map(|rest| {
            rest.trim_start_matches(' ')
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
        })
        .find(|word| {
            word.len() > 5
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.chars().skip(1).any(|c| c.is_ascii_uppercase())
                && word.chars().any(|c| c.is_ascii_lowercase())
        })
        .map(str::to_owned)
}

/// Names the preconditions by their class: `quota`, `state`, `state-2`.
fn number(preconditions: &mut [Precondition]) {
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    for precondition in preconditions {
        let name = name(precondition.kind);
        let count = seen.entry(name).or_default();
        *count += 1;
        precondition.id = match *count {
            1 => name.to_owned(),
            n => format!("{name}-{n}"),
        };
    }
}

fn name(kind: PreconditionKind) -> &'static str {
    match kind {
        PreconditionKind::Quota => "quota",
        PreconditionKind::State => "state",
        PreconditionKind::Relation => "relation",
        PreconditionKind::History => "history",
        PreconditionKind::Lock => "lock",
        PreconditionKind::Timing => "timing",
        PreconditionKind::Concurrency => "concurrency",
        PreconditionKind::Support => "support",
        PreconditionKind::Frequency => "frequency",
        PreconditionKind::PriorStep => "prior-step",
        PreconditionKind::Effect => "effect",
    }
}

//! Sentences of a description → constraints and preconditions.

mod about;
mod bounds;
mod cases;
mod checks;
mod conditions;
mod cues;
mod enumeration;
mod found;
mod halves;
mod heads;
mod introduction;
mod joining;
mod kinds;
mod language;
mod legend;
mod lists;
mod names;
mod normalise;
mod numbers;
mod one_list;
mod outline;
mod pattern;
mod reader;
mod relate;
mod required;
mod sentence;
mod table;
mod values;
mod weigh;

pub use relate::relate;

use crate::model::{Constraint, IndexRange, Precondition, Role, Scope, Type};

/// What is known about a parameter before its description is read.
#[derive(Debug, Clone, Copy)]
pub struct RowContext<'a> {
    /// Whether the description is English; else it is Chinese.
    pub english: bool,
    /// The operation: `CreateSnapshot`.
    pub operation: &'a str,
    /// The documented name: `Tag.N.Key`.
    pub name: &'a str,
    /// The type that the row states.
    pub kind: Type,
    /// The row's example value.
    pub example: Option<&'a str>,
    /// The documented names of all parameters of the operation.
    pub parameters: &'a [String],
}

/// What a description says about its parameter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowReading {
    /// The rules, in the order of the text.
    pub constraints: Vec<Constraint>,
    /// The legal indices of the list that the parameter belongs to.
    pub index_range: Option<IndexRange>,
    /// What the parameter is for.
    pub role: Option<Role>,
    /// A condition on being required, where the page states it in words only.
    pub required_text: Option<String>,
    /// Sentences that look like a rule and matched none.
    pub unread: Vec<String>,
}

/// Reads the description of one parameter: plain text, a paragraph or bullet (`- text`, two
/// blanks more per level) a line.
pub fn read_row(description: &str, context: &RowContext<'_>) -> RowReading {
    let Some(language) = language::language(context.english) else {
        return RowReading::default();
    };
    // In Chinese text a stop of one byte stands inside names: `DataDisk.N磁盘的大小`.
    let ends = |c: char| matches!(c, '。' | '，' | ',' | '\n') || (context.english && c == '.');
    let noun = description.split(ends).next();
    let noun = noun.unwrap_or_default().trim_start_matches(['-', ' ']);
    let noun = normalise::normalise(noun);
    let noun = language.plain_opening(&noun);
    let mut reader = reader::Reader::new(language, *context, noun);
    reader.role = language.words.roles.get(context.name).copied();
    reader.blocks(&outline::outline(description), &reader::Frame::default());
    reader.finish()
}

/// The values that the description of a field of an answer lists. What else it says is no rule for
/// who reads the answer.
pub fn read_values(description: &str, context: &RowContext<'_>) -> Vec<Constraint> {
    let lists = |language: &language::Language| {
        let lower = normalise::normalise(description).to_ascii_lowercase();
        language.has_hit(&lower, |kind| kind == table::Kind::Values)
    };
    if !language::language(context.english).is_some_and(lists) {
        return Vec::new();
    }
    let stated = read_row(description, context).constraints.into_iter();
    stated
        .filter(|entry| {
            !entry.enumeration.is_empty()
                && entry.when.is_none()
                && entry.scope == Scope::Value
                && entry.list.is_none()
        })
        .map(|entry| Constraint {
            enumeration: entry.enumeration,
            text: entry.text,
            confidence: entry.confidence,
            ..Constraint::default()
        })
        .collect()
}

/// What the introduction of a page says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IntroductionReading {
    /// What must be true of the world.
    pub preconditions: Vec<Precondition>,
    /// Rules between parameters.
    pub constraints: Vec<Constraint>,
    /// The operation is going away.
    pub deprecated: bool,
    /// Sentences that look like a rule and matched none.
    pub unread: Vec<String>,
}

/// Reads the introduction of a page; the text has the same form as for [`read_row`].
pub fn read_introduction(
    description: &str,
    english: bool,
    parameters: &[String],
) -> IntroductionReading {
    match language::language(english) {
        Some(language) => introduction::read(description, language, parameters),
        None => IntroductionReading::default(),
    }
}

#[cfg(test)]
mod tests;

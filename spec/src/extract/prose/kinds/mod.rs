//! What the kinds of rules state, one module for each family.

pub(super) mod adjust;
pub(super) mod choice;
pub(super) mod compare;
pub(super) mod default;
pub(super) mod index;
pub(super) mod list;
pub(super) mod merge;
pub(super) mod number;
pub(super) mod objects;
pub(super) mod presence;
pub(super) mod relation;
pub(super) mod text;
pub(super) mod time;

use super::language::Hit;
use super::reader::{Frame, Pending, Reader};
use super::sentence::Sentence;
use super::table::Kind;
use crate::model::Constraint;

/// A hit in its sentence.
pub(super) struct Told<'r, 's> {
    pub(super) hit: &'r Hit<'static>,
    pub(super) sentence: &'r Sentence<'s>,
    pub(super) frame: &'r Frame,
    /// Where the next hit begins.
    pub(super) stop: usize,
    /// The words from the start of the sentence to its first phrase.
    pub(super) opening: &'r str,
}

impl Told<'_, '_> {
    /// A captured part, in its own letter case.
    pub(super) fn part(&self, name: &str) -> Option<&str> {
        self.hit.part(name, &self.sentence.text)
    }

    /// What the verb governs: the words up to the next hit or what is already read.
    pub(super) fn object(&self) -> &str {
        let text = &self.sentence.text[self.hit.end..self.stop.max(self.hit.end)];
        let end = text.find(super::sentence::READ).unwrap_or(text.len());
        &text[..end]
    }
}

/// How far a hit reached, and what it left open.
pub(super) struct Outcome {
    pub(super) end: usize,
    pub(super) pending: Option<Pending>,
}

impl Outcome {
    #[expect(clippy::unnecessary_wraps, reason = "what every reader returns")]
    pub(super) fn at(end: usize) -> Option<Self> {
        Some(Self { end, pending: None })
    }
}

/// Whether a kind states something about a value itself, and not about when it is sent.
fn is_about_the_value(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Skip
            | Kind::Example
            | Kind::Required
            | Kind::Optional
            | Kind::Effective
            | Kind::Ineffective
            | Kind::Forbidden
            | Kind::Exclusive
            | Kind::AtLeastOne
            | Kind::ExactlyOne
            | Kind::Dependent
            | Kind::Precedes
            | Kind::Compare
            | Kind::Between
            | Kind::Span
            | Kind::WithinPast
            | Kind::Deprecated
            | Kind::ReplacedBy
            | Kind::ValueFrom
            | Kind::Role
            | Kind::Default
            | Kind::DefaultProse
            | Kind::DefaultAbsent
            | Kind::Truncated
    )
}

/// Whether a kind states something about the items of a list.
pub(super) fn is_about_items(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Separator
            | Kind::JsonList
            | Kind::MinItems
            | Kind::MaxItems
            | Kind::ExactItems
            | Kind::UniqueItems
    )
}

/// Reads one hit; `None` if its object makes no sense, so that another rule may try.
pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    // What a description opens with is the parameter itself.
    let opens = told.hit.rule.kind == Kind::Unit && reader.sentence == 1;
    if is_about_the_value(told.hit.rule.kind) && !opens {
        let before = &told.sentence.lower[..told.hit.start];
        let advice = &reader.language.words.advice;
        let advised = advice.iter().any(|word| before.contains(word.as_str()));
        if advised || reader.is_about_something_else(told.sentence, told.hit) {
            return Outcome::at(told.hit.end);
        }
    }
    match told.hit.rule.kind {
        Kind::Skip | Kind::Example => {
            let open =
                told.sentence.ends_at(told.hit.end) || told.sentence.text.trim_end().ends_with(':');
            let pending = (told.hit.rule.kind == Kind::Example && open).then_some(Pending::Nothing);
            Some(Outcome {
                end: told.hit.end,
                pending,
            })
        }
        Kind::Length
        | Kind::MinLength
        | Kind::MaxLength
        | Kind::ExactLength
        | Kind::Charset
        | Kind::Starts
        | Kind::NotStarts
        | Kind::StartsToo
        | Kind::Ends
        | Kind::NotEnds
        | Kind::EndsToo
        | Kind::NotStartsNorEnds
        | Kind::Contains
        | Kind::NotContains
        | Kind::ContainsToo
        | Kind::NotConsecutive
        | Kind::CharClasses
        | Kind::SpecialCharacters
        | Kind::NotValues
        | Kind::Pattern
        | Kind::CaseSensitive
        | Kind::CaseInsensitive
        | Kind::NotEmpty
        | Kind::AllowEmpty
        | Kind::Unique
        | Kind::Truncated => text::read(reader, told),
        Kind::Minimum
        | Kind::Maximum
        | Kind::ExclusiveMinimum
        | Kind::ExclusiveMaximum
        | Kind::Positive
        | Kind::MultipleOf
        | Kind::Unit => number::read(reader, told),
        Kind::Values | Kind::OnlyValues | Kind::ToldValue => choice::read(reader, told),
        Kind::Default | Kind::DefaultProse | Kind::DefaultAbsent => default::read(reader, told),
        Kind::Format | Kind::Layout | Kind::Zone | Kind::Encoding => time::read(reader, told),
        Kind::Separator
        | Kind::JsonList
        | Kind::MinItems
        | Kind::MaxItems
        | Kind::ExactItems
        | Kind::UniqueItems => list::read(reader, told),
        Kind::Required
        | Kind::Optional
        | Kind::Effective
        | Kind::Ineffective
        | Kind::Forbidden
        | Kind::Exclusive
        | Kind::AtLeastOne
        | Kind::ExactlyOne
        | Kind::Dependent
        | Kind::Precedes
        | Kind::Compare
        | Kind::Between
        | Kind::Span
        | Kind::WithinPast
        | Kind::Deprecated
        | Kind::ReplacedBy
        | Kind::ValueFrom
        | Kind::Role => relation::read(reader, told),
    }
}

/// A constraint with one field set by `set`.
pub(super) fn with(set: impl FnOnce(&mut Constraint)) -> Constraint {
    let mut constraint = Constraint::default();
    set(&mut constraint);
    constraint
}

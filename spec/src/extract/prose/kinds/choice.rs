//! Allowed values that stand in a sentence.

use super::super::conditions::words_only;
use super::super::reader::{Pending, Reader};
use super::super::table::Kind;
use super::super::values::{self, Expression, Item};
use super::default::{literal, state_default};
use super::{Outcome, Told, with};
use crate::model::{Condition, Constraint, LengthUnitName, Type};
use doctract_core::LengthUnit;

pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    match told.hit.rule.kind {
        Kind::OnlyValues if is_wish(reader, told) => Outcome::at(told.hit.end),
        Kind::Values | Kind::OnlyValues => allowed(reader, told),
        Kind::ToldValue => {
            let value = told.part("v").or_else(|| told.part("w"))?.to_owned();
            if !reader.told_values.contains(&value) {
                reader.told_values.push(value);
            }
            Outcome::at(told.hit.end)
        }
        _ => None,
    }
}

/// `If you want to share it, set the value to on`: how to reach an aim.
pub(super) fn is_wish(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let words = &reader.language.words.wishes;
    told.sentence.clauses.iter().any(|clause| {
        let text = clause.condition.text.as_deref().unwrap_or_default();
        let lower = text.to_ascii_lowercase();
        words.iter().any(|word| lower.starts_with(word.as_str()))
    })
}

/// Whether values can hardly be prose.
fn is_coded(reader: &Reader<'_>, found: &Expression) -> bool {
    let values: Vec<&str> = found
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Value(value) => Some(value.value.as_str()),
            _ => None,
        })
        .collect();
    let shown = reader.context.example.map(str::trim);
    let prose = |value: &&str| value.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    values.len() > 1
        && values.len() == found.items.len()
        && (values.iter().any(|value| Some(*value) == shown) || !values.iter().any(prose))
}

fn allowed(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    if told.hit.rule.with.plain && told.frame.bullet {
        return None;
    }
    let is_own = |word: &str| reader.names.is_own(word);
    if told.part("own").is_some_and(|word| !is_own(word)) {
        return None;
    }
    let only = told.hit.rule.kind == Kind::OnlyValues;
    let object = match told.part("set") {
        Some(set) => set,
        None => told.object(),
    };
    let base = told.hit.end - told.part("set").map_or(0, str::len);
    let words = &reader.language.words;
    let mut found = values::expression(object, words);
    if told.part("set").is_some() {
        found.split_alternatives();
    }
    if found.items.is_empty() {
        let blank = !object.chars().any(char::is_alphanumeric);
        if only || told.hit.rule.with.coded || !blank {
            return None;
        }
        if !told.sentence.ends_at(told.hit.end) {
            return Outcome::at(told.hit.end);
        }
        let pending = match case(reader, told) {
            _ if reader.is_foreign(told.sentence, told.hit) => Pending::Nothing,
            Case::Foreign => Pending::Nothing,
            Case::Own(when) => Pending::Values {
                lead: told.sentence.lead(told.hit.start).to_owned(),
                when,
            },
        };
        return Some(Outcome {
            end: told.hit.end,
            pending: Some(pending),
        });
    }
    if told.hit.rule.with.coded && !(found.closed && is_coded(reader, &found)) {
        return None;
    }
    let end = base + found.end;
    // "P must be organized in a JSON string": a participle, and no value.
    if told.part("own").is_some() && !told.sentence.closes_at(end) {
        return None;
    }
    if told.part("set").is_some() && !ends_as_a_value(&told.sentence.text[told.hit.end..]) {
        return None;
    }
    if !is_sound(reader, told, &found, only) {
        return None;
    }
    let case = case(reader, told);
    let unknown = only
        && reader
            .names
            .is_unknown_code(told.sentence.lead(told.hit.start));
    if let Case::Own(when) = case
        && !unknown
        && !reader.is_foreign(told.sentence, told.hit)
    {
        let lead = told.sentence.lead(told.hit.start).to_ascii_lowercase();
        let about_length = words
            .length_nouns
            .iter()
            .any(|noun| lead.contains(noun.as_str()));
        state_expression(reader, told, &found, about_length, when)?;
    }
    Outcome::at(end)
}

/// What the values are said to be for.
enum Case {
    /// For another parameter.
    Foreign,
    /// For this one, in some case.
    Own(Option<Condition>),
}

/// Reads the words between "valid values" and the colon: `for predictive rules`, `of the parameter`.
fn case(reader: &Reader<'_>, told: &Told<'_, '_>) -> Case {
    let Some(about) = told
        .part("about")
        .map(str::trim)
        .filter(|about| !about.is_empty())
    else {
        return Case::Own(None);
    };
    let bare = about
        .trim_start_matches("the ")
        .trim_end_matches(" parameter");
    match reader.names.resolve(bare) {
        Some(name) if name == reader.context.name => return Case::Own(None),
        Some(_) => return Case::Foreign,
        None => {}
    }
    let mentions = reader.names.mentions(about, reader.language.english);
    let lower = about.to_ascii_lowercase();
    let this = reader
        .language
        .words
        .this
        .iter()
        .any(|word| lower.contains(word.as_str()));
    if this
        || mentions
            .iter()
            .any(|mention| mention.name == reader.context.name)
    {
        return Case::Own(None);
    }
    if mentions.is_empty() {
        let own = told.sentence.condition(told.hit);
        let conditions = own.into_iter().chain([words_only(about)]).collect();
        let joined = super::super::conditions::all_of(conditions);
        return Case::Own(reader.when(told.frame, joined.as_ref()));
    }
    Case::Foreign
}

/// Whether what stands behind a captured expression does not go on with it.
fn ends_as_a_value(rest: &str) -> bool {
    rest.trim_start().is_empty()
        || rest.trim_start().starts_with([
            ',',
            '.',
            '。',
            ';',
            '(',
            ')',
            '的',
            super::super::sentence::READ,
        ])
        || rest.starts_with(' ')
}

/// Whether an expression is one, and not the first words of a sentence.
fn is_sound(reader: &Reader<'_>, told: &Told<'_, '_>, found: &Expression, only: bool) -> bool {
    if found.has_range() {
        return !only || found.closed;
    }
    if !found.closed {
        return found.is_numeric() && found.items.len() > 1;
    }
    let Some(Item::Value(first)) = found.items.first() else {
        return false;
    };
    let all_names = found.items.len() > 1
        && found.items.iter().all(|item| match item {
            Item::Value(value) => reader.names.resolve(&value.value).is_some(),
            _ => false,
        });
    if all_names || is_clock_range(&first.value) {
        return false;
    }
    let single = found.items.len() == 1;
    if only && found.length.is_some() {
        return false;
    }
    let wordy = reader.language.english
        && single
        && first.value.chars().all(|c| c.is_ascii_lowercase())
        && reader.language.words.no_values.contains(&first.value);
    let name = single
        && reader
            .names
            .resolve(&first.value)
            .is_some_and(|name| name != reader.context.name);
    let number_only = single
        && only
        && told.part("set").is_none()
        && found.is_numeric()
        && !is_whole_number(told, found);
    !(wordy || number_only || (name && only))
}

/// Whether `Set the value to 900` is all there is: a whole sentence, or one with a case that a
/// parameter decides. Within a bullet or a sentence it tells of a special value.
fn is_whole_number(told: &Told<'_, '_>, found: &Expression) -> bool {
    let case = told.sentence.condition(told.hit);
    told.hit.start == 0
        && match case {
            Some(case) => case.text.is_none(),
            None => !told.frame.bullet && told.sentence.ends_at(told.hit.end + found.end),
        }
}

/// `00:00-23:59`: a range of times of day, and no value.
fn is_clock_range(value: &str) -> bool {
    let clock = |text: &str| {
        text.split_once(':').is_some_and(|(hour, minute)| {
            [hour, minute]
                .iter()
                .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
        })
    };
    value
        .split_once('-')
        .is_some_and(|(from, to)| clock(from) && clock(to))
}

/// States what an expression says, as numbers, lengths or values.
fn state_expression(
    reader: &mut Reader<'_>,
    told: &Told<'_, '_>,
    found: &Expression,
    about_length: bool,
    when: Option<Condition>,
) -> Option<()> {
    let mut part = expression_constraint(found, about_length)?;
    part.when = when;
    let enumeration = !part.enumeration.is_empty();
    reader.state(told, part, !enumeration);
    if let Some(value) = &found.default {
        let value = literal(value);
        state_default(reader, told, value);
    }
    if enumeration && let Some(unit) = &found.unit {
        let unit = unit.clone();
        reader.state(told, with(|c| c.unit = Some(unit)), true);
    }
    Some(())
}

/// The constraint of an expression; lengths where its unit or its noun says so.
pub(in super::super) fn expression_constraint(
    found: &Expression,
    about_length: bool,
) -> Option<Constraint> {
    let mut part = found.constraint()?;
    let length = found.length.or(about_length.then_some(0));
    if let Some(bytes) = length
        && found.has_range()
    {
        let scale = bytes.max(1);
        let number = |n: Option<crate::model::DecimalNumber>| {
            n.and_then(|n| u64::try_from(n.0.as_i64()?).ok()?.checked_mul(scale))
        };
        part = Constraint {
            min_length: number(part.minimum),
            max_length: number(part.maximum),
            length_unit: (bytes > 0).then_some(LengthUnitName(LengthUnit::Bytes)),
            ..Constraint::default()
        };
    } else if part.enumeration.is_empty() {
        part.unit.clone_from(&found.unit);
    }
    Some(part)
}

/// Whether the parameter's type is numeric.
pub(in super::super) fn is_numeric(kind: Type) -> bool {
    matches!(
        kind,
        Type::Integer | Type::Long | Type::Float | Type::Double
    )
}

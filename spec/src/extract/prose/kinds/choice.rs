//! Allowed values and defaults that stand in a sentence.

use super::super::conditions::words_only;
use super::super::numbers::{leading_number, leading_unit};
use super::super::reader::{Frame, Pending, Reader};
use super::super::sentence::Sentence;
use super::super::table::Kind;
use super::super::values::{self, Expression, Item};
use super::{Outcome, Told, with};
use crate::model::{Condition, Constraint, DefaultValue, LengthUnitName, Type};
use doctract_core::LengthUnit;

pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    match told.hit.rule.kind {
        Kind::Values | Kind::OnlyValues => allowed(reader, told),
        Kind::Default => default(reader, told),
        // A stated default follows.
        Kind::DefaultProse if states_default(reader, told) => Outcome::at(told.hit.end),
        Kind::DefaultProse => {
            let text = told.sentence.raw.trim().to_owned();
            state_default(reader, told, in_words(&text));
            Outcome::at(told.sentence.text.len())
        }
        Kind::DefaultAbsent => {
            state_default(reader, told, absent());
            Outcome::at(told.hit.end)
        }
        _ => None,
    }
}

/// Whether the rest of the sentence says what the default value is.
fn states_default(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let rest = &told.sentence.lower[told.hit.end..];
    let words = reader.language.words.defaults.iter();
    let mut nouns = words.filter(|word| word.contains(' ') || word.chars().count() == 3);
    nouns.any(|word| rest.contains(word.as_str()))
}

fn absent() -> DefaultValue {
    DefaultValue {
        absent: true,
        ..DefaultValue::default()
    }
}

fn in_words(text: &str) -> DefaultValue {
    DefaultValue {
        text: Some(text.trim_end_matches(['。', '.', ';', '；']).to_owned()),
        ..DefaultValue::default()
    }
}

pub(in super::super) fn literal(value: &str) -> DefaultValue {
    DefaultValue {
        value: Some(value.to_owned()),
        ..DefaultValue::default()
    }
}

/// The whole sentence as the default: it says what holds when the parameter is not sent.
pub(in super::super) fn default_in_words(
    reader: &mut Reader<'_>,
    sentence: &Sentence<'_>,
    frame: &Frame,
) {
    let clause = sentence
        .clauses
        .iter()
        .find(|clause| reader.is_absence(&clause.condition));
    let part = Constraint {
        default: Some(in_words(sentence.raw.trim())),
        when: reader.when(frame, clause.map(|clause| &clause.condition)),
        ..Constraint::default()
    };
    reader.push(part, sentence.raw, String::new(), false, false);
}

fn state_default(reader: &mut Reader<'_>, told: &Told<'_, '_>, default: DefaultValue) {
    reader.state(told, with(|c| c.default = Some(default)), false);
}

fn allowed(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    if told.hit.rule.with.plain && told.frame.bullet {
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
        if only || !blank {
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
    let end = base + found.end;
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
    let number_only = single && only && told.part("set").is_none() && found.is_numeric();
    !(wordy || number_only || (name && only))
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

fn default(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    if reader.is_foreign(told.sentence, told.hit) {
        return Outcome::at(told.hit.end);
    }
    let only = told.hit.rule.with.only;
    if let Some(value) = told.part("value") {
        let value = literal(value);
        state_default(reader, told, value);
        return Outcome::at(told.hit.end);
    }
    let of_another = |word| {
        reader
            .names
            .resolve(word)
            .is_some_and(|name| name != reader.context.name)
    };
    if told.part("of").is_some_and(of_another) {
        return Outcome::at(told.hit.end);
    }
    if told.hit.rule.with.unset
        && !told
            .sentence
            .clauses
            .iter()
            .any(|clause| reader.is_absence(&clause.condition))
    {
        return None;
    }
    let start = told.hit.end - told.part("set").map_or(0, str::len);
    let text = &told.sentence.text[start..];
    let object = text
        .split(super::super::sentence::READ)
        .next()
        .unwrap_or_default();
    let trimmed = object.trim_start_matches([' ', ':']);
    let at = start + object.len() - trimmed.len();
    if !trimmed.chars().any(char::is_alphanumeric)
        && !trimmed.starts_with(['>', '<', '=', '{', '[', '"'])
    {
        return Some(Outcome {
            end: told.hit.end,
            pending: told
                .sentence
                .ends_at(told.hit.end)
                .then_some(Pending::Default),
        });
    }
    let (value, length) = default_value(reader, trimmed)?;
    if only && value.text.is_some() {
        return None;
    }
    state_default(reader, told, value);
    Outcome::at(at + length)
}

/// What stands behind "default value", and the bytes it takes.
pub(in super::super) fn default_value(
    reader: &Reader<'_>,
    text: &str,
) -> Option<(DefaultValue, usize)> {
    let words = &reader.language.words;
    if let Some(length) = values::absent(text, words) {
        return Some((absent(), length));
    }
    if text.starts_with(['[', '{']) {
        let end = text.find(['。', ';']).unwrap_or(text.len());
        let value = text[..end].trim_end_matches(['.', ' ', ',']);
        return Some((literal(value), value.len()));
    }
    let found = one_value(text, words);
    if let Some((value, length)) = &found
        && let Some(count) = words.counts.get(value)
    {
        return Some((literal(&count.to_string()), *length));
    }
    // `ScalingRuleId`: the value of a field, and not the word.
    let field = |value: &str| {
        value.ends_with("Id")
            && value.starts_with(|c: char| c.is_ascii_uppercase())
            && value.bytes().all(|b| b.is_ascii_alphabetic())
    };
    if let Some((value, length)) = found
        && !field(&value)
        && (is_closed(&text[length..]) || goes_on(&text[length..], words))
    {
        return Some((literal(&value), length));
    }
    let end = text.find(['。', ';']).unwrap_or(text.len());
    let text = text[..end].trim();
    (text.chars().filter(|c| c.is_alphanumeric()).count() > 1).then(|| (in_words(text), end))
}

/// One value with the unit or remark behind it.
fn one_value(text: &str, words: &super::super::table::Words) -> Option<(String, usize)> {
    let (value, mut at) = number_with_unit(text, words).or_else(|| values::value(text))?;
    if let Some((_, length)) = leading_unit(&text[at..], words) {
        at += length;
    }
    let rest = text[at..].trim_start();
    if let Some(inner) = rest.strip_prefix('(')
        && let Some(close) = values::closing(inner)
    {
        at = text.len() - rest.len() + close + 2;
    }
    Some((value, at))
}

/// `0Mbps`: the number, and the bytes of it with its unit.
fn number_with_unit(text: &str, words: &super::super::table::Words) -> Option<(String, usize)> {
    let (number, length) = leading_number(text)?;
    let (_, unit) = leading_unit(&text[length..], words)?;
    Some((number.to_string(), length + unit))
}

/// ` and indicates that ...`: a clause about the value, and no other value.
fn goes_on(rest: &str, words: &super::super::table::Words) -> bool {
    let mut next = rest.split_whitespace();
    next.next() == Some("and")
        && next
            .next()
            .is_some_and(|word| words.verbs.iter().any(|verb| verb == word))
}

fn is_closed(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty()
        || rest.starts_with([
            ',',
            '。',
            '.',
            ';',
            ':',
            super::super::sentence::READ,
            '|',
            '-',
        ])
}

/// Whether the parameter's type is numeric.
pub(in super::super) fn is_numeric(kind: Type) -> bool {
    matches!(
        kind,
        Type::Integer | Type::Long | Type::Float | Type::Double
    )
}

//! Defaults that stand in a sentence: a value, none at all, or what happens in words.

use super::super::conditions::words_only;
use super::super::numbers::{leading_number, leading_unit};
use super::super::reader::{Frame, Pending, Reader};
use super::super::sentence::{READ, Sentence};
use super::super::table::{Kind, Words};
use super::super::values;
use super::{Outcome, Told, with};
use crate::model::{Condition, Constraint, DefaultValue};

pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    match told.hit.rule.kind {
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
    let mut unset = part.clone();
    unset.text = Some(sentence.raw.to_owned());
    reader.unset.push(unset);
    reader.push(part, sentence.raw, String::new(), false, false);
}

pub(super) fn state_default(reader: &mut Reader<'_>, told: &Told<'_, '_>, default: DefaultValue) {
    reader.state(told, with(|c| c.default = Some(default)), false);
}

fn default(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    if reader.is_foreign(told.sentence, told.hit) {
        return Outcome::at(told.hit.end);
    }
    if is_of_an_attribute(reader, told) {
        return Outcome::at(told.hit.end);
    }
    let only = told.hit.rule.with.only;
    if let Some(value) = told.part("value") {
        let value = literal(value);
        state_default(reader, told, value);
        return Outcome::at(told.hit.end);
    }
    if let Some(end) = defaults_by_case(reader, told) {
        return Outcome::at(end);
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
    // `Default value of P.1`, in the cell of `P.N`.
    let one_of_several = told
        .part("of")
        .filter(|word| *word != reader.context.name && reader.names.own_is_indexed())
        .filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
        .map(words_only);
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
    let object = text.split(READ).next().unwrap_or_default();
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
    let (value, length) = match glued(told, at, trimmed, &reader.language.words) {
        Some((value, length)) => (literal(&value), length),
        None => default_value(reader, trimmed)?,
    };
    if only && value.text.is_some() {
        return None;
    }
    let mut part = with(|c| c.default = Some(value));
    part.when = one_of_several;
    reader.state(told, part, false);
    Outcome::at(at + length)
}

/// `none其他实例默认值：optimized`: a literal that runs into the words before the next default.
fn glued(told: &Told<'_, '_>, at: usize, text: &str, words: &Words) -> Option<(String, usize)> {
    let (value, length) = one_value(text, words)?;
    let between = told.sentence.text.get(at + length..told.stop)?;
    let run = !between.is_empty() && !between.contains(|c: char| c.is_ascii() || c == '。');
    let behind = told.sentence.lower.get(told.stop..)?;
    let more = words
        .defaults
        .iter()
        .any(|word| behind.starts_with(word.as_str()));
    (run && more && value.bytes().any(|b| b.is_ascii_alphabetic())).then_some((value, length))
}

/// `伸缩组的网络类型默认为…`: the default of an attribute that the cell does not speak of.
fn is_of_an_attribute(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let words = &reader.language.words;
    let lead = told.sentence.lead(told.hit.start);
    words.attributes.iter().any(|word| {
        let owner = lead.strip_suffix(word.as_str());
        owner.is_some_and(|owner| words.of.iter().any(|of| owner.contains(of.as_str())))
            && !reader.noun.contains(word.as_str())
    })
}

/// `a for the classic network or b for VPCs`: a default for each case, and where the last ends.
fn defaults_by_case(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<usize> {
    let words = &reader.language.words;
    let text = &told.sentence.text[told.hit.end..];
    let mut found: Vec<(String, Condition)> = Vec::new();
    let mut at = 0;
    while let Some((value, length)) = one_value(&text[at..], words) {
        let rest = &text[at + length..];
        let Some(case) = rest.strip_prefix(" for ") else {
            break;
        };
        let joined = [" or ", ", and ", " and ", ", "]
            .iter()
            .filter_map(|joiner| {
                let place = case.find(joiner)?;
                let next = place + joiner.len();
                let (_, length) = one_value(&case[next..], words)?;
                case[next + length..]
                    .starts_with(" for ")
                    .then_some((place, next))
            });
        let next = joined.min();
        let end = next.map_or_else(
            || case.find(['.', ';', ',', READ]).unwrap_or(case.len()),
            |(place, _)| place,
        );
        let case_at = at + length;
        let case_end = case_at + " for ".len() + end;
        found.push((value, words_only(&text[case_at..case_end])));
        at = match next {
            Some((_, next)) => case_at + " for ".len() + next,
            None => case_end,
        };
        if next.is_none() {
            break;
        }
    }
    if found.len() < 2 {
        return None;
    }
    for (value, case) in found {
        let mut part = with(|c| c.default = Some(literal(&value)));
        part.when = reader.when(told.frame, Some(&case));
        reader.state(told, part, false);
    }
    Some(told.hit.end + at)
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
fn one_value(text: &str, words: &Words) -> Option<(String, usize)> {
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
fn number_with_unit(text: &str, words: &Words) -> Option<(String, usize)> {
    let (number, length) = leading_number(text)?;
    let (_, unit) = leading_unit(&text[length..], words)?;
    Some((number.to_string(), length + unit))
}

/// ` and indicates that ...`: a clause about the value, and no other value.
fn goes_on(rest: &str, words: &Words) -> bool {
    let mut next = rest.split_whitespace();
    next.next() == Some("and")
        && next
            .next()
            .is_some_and(|word| words.verbs.iter().any(|verb| verb == word))
}

fn is_closed(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with([',', '。', '.', ';', ':', READ, '|', '-'])
}

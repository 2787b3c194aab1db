//! The range of `N` in names such as `Tag.N.Key`: taken out before anything else is read.

use super::super::numbers::{count, leading_interval};
use super::super::reader::{Pending, Reader};
use super::super::sentence::Sentence;
use super::super::values::expression;
use super::choice::is_numeric;
use crate::model::{Constraint, DecimalNumber, IndexRange};
use doctract_core::Number;

/// Takes the index phrases out of a sentence. What follows an index phrase without numbers
/// belongs to the index, too.
pub(in super::super) fn take(
    reader: &mut Reader<'_>,
    sentence: &mut Sentence<'_>,
) -> Option<Pending> {
    let language = reader.language;
    if !has_index_letter(&sentence.lower) && !reader.about_index {
        return None;
    }
    let mut open = None;
    for regex in language.index() {
        let Some(captures) = regex.captures(&sentence.lower) else {
            continue;
        };
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let part = |name: &str| {
            captures
                .name(name)
                .map(|m| &sentence.text[m.start()..m.end()])
        };
        let words = &language.words;
        let range = part("range").and_then(|text| leading_interval(text.trim(), words));
        let bounds = if let Some((interval, _)) = range {
            bounds(interval.min.as_i64(), interval.max.as_i64())
        } else {
            let number = |name| {
                part(name)
                    .and_then(count)
                    .and_then(|n| i64::try_from(n).ok())
            };
            match (number("a"), number("b")) {
                (None, None) => number("c").and_then(|n| bounds(Some(n), Some(n))),
                (first, last) => bounds(first.or(Some(1)), last),
            }
        };
        let (start, end) = (whole.start(), whole.end());
        if let Some((min, max)) = bounds {
            // A number called N is the value itself, where the name has no index.
            if is_numeric(reader.context.kind) && !reader.names.own_is_indexed() {
                value_range(reader, sentence.raw, min, max);
                sentence.blot(start, end);
                continue;
            }
            reader.index_range.get_or_insert_with(|| IndexRange {
                min,
                max,
                text: Some(sentence.raw.to_owned()),
            });
        } else if sentence.ends_at(end) {
            open = Some(Pending::Nothing);
        }
        sentence.blot(start, end);
    }
    if reader.about_index {
        reader.about_index = false;
        return open.or_else(|| next_values(reader, sentence));
    }
    let subject = language
        .index_subject()
        .any(|regex| regex.is_match(&sentence.lower));
    reader.about_index = subject && reader.index_range.is_none();
    open
}

/// `The previous N passwords. Valid values of N: 0 to 24`.
fn value_range(reader: &mut Reader<'_>, raw: &str, min: u32, max: Option<u32>) {
    let number = |n: u32| Some(DecimalNumber(Number::from(u64::from(n))));
    let part = Constraint {
        minimum: number(min),
        maximum: max.and_then(number),
        ..Constraint::default()
    };
    reader.push(part, raw, String::new(), true, false);
}

/// `N specifies the number of the instance. Valid values: 1 to 40`: the values are the index's.
fn next_values(reader: &mut Reader<'_>, sentence: &mut Sentence<'_>) -> Option<Pending> {
    let hits = reader.language.hits(&sentence.lower);
    let hit = hits
        .iter()
        .find(|hit| hit.rule.kind == super::super::table::Kind::Values)?;
    let found = expression(&sentence.text[hit.end..], &reader.language.words);
    let Some(super::super::values::Item::Interval(interval)) = found.items.first() else {
        return None;
    };
    let (min, max) = bounds(interval.min.as_i64(), interval.max.as_i64())?;
    let (start, end) = (hit.start, hit.end + found.end);
    reader.index_range = Some(IndexRange {
        min,
        max,
        text: Some(sentence.raw.to_owned()),
    });
    sentence.blot(start, end);
    None
}

fn bounds(min: Option<i64>, max: Option<i64>) -> Option<(u32, Option<u32>)> {
    let min = u32::try_from(min?).ok()?;
    match max {
        None => Some((min, None)),
        Some(max) => {
            let max = u32::try_from(max).ok()?;
            (min <= max && max <= 100_000).then_some((min, Some(max)))
        }
    }
}

/// Whether `n`, `m` or `x` stands alone, as an index does.
fn has_index_letter(lower: &str) -> bool {
    let bytes = lower.as_bytes();
    let word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    bytes.iter().enumerate().any(|(at, byte)| {
        let inside = at > 0 && word(bytes.get(at - 1));
        matches!(byte, b'n' | b'm' | b'x') && !inside && !word(bytes.get(at + 1))
    })
}

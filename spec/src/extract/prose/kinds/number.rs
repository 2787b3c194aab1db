//! Bounds of numbers, multiples, units.

use super::super::numbers::{leading_length, leading_number, leading_unit};
use super::super::reader::Reader;
use super::super::table::Kind;
use super::super::values;
use super::{Outcome, Told, with};
use crate::model::DecimalNumber;
use doctract_core::{Number, Operator};

pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let words = &reader.language.words;
    if told.hit.rule.kind == Kind::Unit {
        let printed = told.part("unit")?;
        let (unit, length) = leading_unit(printed, words)?;
        // "MB or GB" is no unit.
        let behind = format!(
            "{}{}",
            &printed[length..],
            &told.sentence.text[told.hit.end..]
        );
        let joined = words.any.iter().any(|word| {
            let word = word.trim_matches([',', ' ']);
            behind.trim_start().starts_with(word)
        });
        if joined {
            return Outcome::at(told.hit.end);
        }
        if !reader.is_foreign(told.sentence, told.hit) {
            let unit = unit.to_owned();
            reader.state(told, with(|c| c.unit = Some(unit)), true);
        }
        return Outcome::at(told.hit.end);
    }
    let (number, end) = match told.part("n") {
        Some(text) => (leading_number(text)?.0, told.hit.end),
        None if told.hit.rule.kind == Kind::Positive => (Number::from(1i64), told.hit.end),
        None => {
            let object = told.object();
            let trimmed = object.trim_start();
            let (number, length) = leading_number(trimmed)?;
            (number, told.hit.end + object.len() - trimmed.len() + length)
        }
    };
    let rest = &told.sentence.text[end..];
    if continues_as_a_word(rest) {
        return None;
    }
    let length = leading_length(rest, words);
    if reader.is_foreign(told.sentence, told.hit) {
        return Outcome::at(end);
    }
    if let Some((bytes, used)) = length {
        return super::text::limit(reader, told, number, bytes, end + used);
    }
    let operator = match told.hit.rule.kind {
        Kind::Maximum => Operator::Le,
        Kind::ExclusiveMinimum => Operator::Gt,
        Kind::ExclusiveMaximum => Operator::Lt,
        Kind::MultipleOf => {
            let step = DecimalNumber(number);
            reader.state(told, with(|c| c.multiple_of = Some(step)), true);
            return Outcome::at(end);
        }
        Kind::Minimum | Kind::Positive => Operator::Ge,
        _ => return None,
    };
    let unit = leading_unit(rest, words).filter(|(unit, _)| !unit.is_empty());
    let end = end + unit.map_or(0, |(_, length)| length);
    reader.state(
        told,
        with(|c| {
            values::bound(c, operator, number);
            c.unit = unit.map(|(unit, _)| unit.to_owned());
        }),
        true,
    );
    Outcome::at(end)
}

/// `5d`, `3x`: not the number it begins with, unless a unit follows.
fn continues_as_a_word(rest: &str) -> bool {
    rest.starts_with(['-', '/', ':']) && rest[1..].starts_with(|c: char| c.is_ascii_digit())
}

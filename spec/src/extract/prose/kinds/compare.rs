//! Comparisons between two parameters or with now, and limits on the time between them.

use super::super::numbers::leading_number;
use super::super::reader::Reader;
use super::super::table::Kind;
use super::relation::{says, state};
use super::{Outcome, Told, with};
use crate::model::{Comparison, DecimalNumber, OperatorName, Span};
use doctract_core::{Number, Operator};

/// `结束时间需大于起始时间`: between two parameters by their names or their usual nouns.
pub(super) fn compare(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let operator = told.hit.rule.with.operator?.0;
    let find = |reader: &Reader<'_>, text: &str| -> Option<String> {
        let trimmed = text.trim();
        let lower = trimmed.to_ascii_lowercase();
        let words = &reader.language.words;
        if words.subjects.contains(&lower) || says(&lower, &words.this) {
            return Some(reader.context.name.to_owned());
        }
        if let Some(mention) = reader
            .names
            .mentions(trimmed, reader.language.english)
            .first()
        {
            // "the size of the snapshot that P specifies" is not P.
            let before = &lower[..mention.start];
            let after = &lower[mention.end..];
            let plain = [before, after]
                .iter()
                .all(|text| only_words(text, &words.subject_fillers));
            return plain.then(|| mention.name.to_owned());
        }
        let nouns = &reader.language.words.nouns;
        let (_, names) = nouns
            .iter()
            .filter(|(noun, _)| lower.contains(noun.as_str()))
            .max_by_key(|(noun, _)| noun.len())?;
        let known = reader.names.first_known(names);
        let known = known.or_else(|| reader.names.partner(names, &words.partners));
        // `ChangeEndTime` is the end time of its page.
        let own = reader.context.name;
        let known = known.or_else(|| names.iter().any(|name| own.ends_with(name)).then_some(own));
        known.map(str::to_owned)
    };
    let end = told.hit.end;
    let left = match told.part("x").filter(|x| !x.trim().is_empty()) {
        Some(x) => find(reader, x),
        None => Some(reader.context.name.to_owned()),
    };
    if told.part("now").is_some() {
        if left.as_deref() == Some(reader.context.name) {
            let comparison = Comparison {
                operator: OperatorName(operator),
                other: None,
                now: true,
            };
            state(reader, told, with(|c| c.compare = Some(comparison)));
        }
        return Outcome::at(end);
    }
    let right = find(reader, told.part("y")?)?;
    let left = left?;
    let own = reader.context.name;
    let (operator, other) = if left == own && right != own {
        (operator, right)
    } else if right == own && left != own {
        (mirrored(operator), left)
    } else {
        return Outcome::at(end);
    };
    let comparison = Comparison {
        operator: OperatorName(operator),
        other: Some(other),
        now: false,
    };
    let mut part = with(|c| c.compare = Some(comparison));
    part.when = reader.when(told.frame, told.sentence.condition(told.hit).as_ref());
    state(reader, told, part);
    Outcome::at(end)
}

/// `between MinSize and MaxSize`, `1 to the MaxSize value`: bounds that are parameters.
pub(super) fn between(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let own = reader.context.name;
    let name = |part: &str| {
        let name = reader.names.resolve(told.part(part)?)?;
        (name != own).then(|| name.to_owned())
    };
    let (low, high) = if told.part("n").is_some() {
        (None, name("p")?)
    } else {
        let (first, second) = (name("p")?, name("q")?);
        let upper = first.to_ascii_lowercase().contains("max");
        let (low, high) = if upper {
            (second, first)
        } else {
            (first, second)
        };
        (Some(low), high)
    };
    let when = reader.when(told.frame, told.sentence.condition(told.hit).as_ref());
    if let Some((number, _)) = told.part("n").and_then(leading_number) {
        let mut part = with(|c| c.minimum = Some(DecimalNumber(number)));
        part.when.clone_from(&when);
        state(reader, told, part);
    }
    let low = low.map(|low| (Operator::Ge, low));
    for (operator, other) in low.into_iter().chain([(Operator::Le, high)]) {
        let comparison = Comparison {
            operator: OperatorName(operator),
            other: Some(other),
            now: false,
        };
        let mut part = with(|c| c.compare = Some(comparison));
        part.when.clone_from(&when);
        state(reader, told, part);
    }
    Outcome::at(told.hit.end)
}

/// Whether nothing but some of `words` stands in a text.
pub(in super::super) fn only_words(text: &str, words: &[String]) -> bool {
    let mut rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    while !rest.is_empty() {
        let longest = words
            .iter()
            .filter(|word| rest.starts_with(word.as_str()))
            .map(String::len)
            .max();
        let Some(length) = longest else { return false };
        rest = rest[length..].trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    true
}

fn mirrored(operator: Operator) -> Operator {
    match operator {
        Operator::Gt => Operator::Lt,
        Operator::Ge => Operator::Le,
        Operator::Lt => Operator::Gt,
        Operator::Le => Operator::Ge,
        other => other,
    }
}

/// A limit on the time between two parameters, or between a parameter and now.
pub(super) fn span(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let printed = told.part("n")?.trim();
    let counts = &reader.language.words.counts;
    let number = match counts.get(printed) {
        Some(&count) => Number::from(u64::from(count)),
        None => leading_number(printed)?.0,
    };
    let unit = told.part("unit")?.trim();
    let letter = reader
        .language
        .words
        .durations
        .get(&unit.to_ascii_lowercase())?;
    let duration = match letter.strip_prefix('T') {
        Some(letter) => format!("PT{number}{letter}"),
        None => format!("P{number}{letter}"),
    };
    let part = if told.hit.rule.kind == Kind::WithinPast {
        with(|c| c.within_past = Some(duration))
    } else {
        let partner = reader
            .language
            .words
            .partners
            .iter()
            .find(|pair| pair.contains(&reader.context.name.to_owned()))
            .and_then(|pair| pair.iter().find(|name| *name != reader.context.name))
            .and_then(|name| reader.names.resolve(name));
        let Some(other) = partner.map(str::to_owned) else {
            return Outcome::at(told.hit.end);
        };
        with(|c| {
            c.span = Some(Span {
                other,
                min: None,
                max: Some(duration),
            });
        })
    };
    let mut part = part;
    part.when = reader.when(told.frame, told.sentence.condition(told.hit).as_ref());
    state(reader, told, part);
    Outcome::at(told.hit.end)
}

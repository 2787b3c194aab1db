//! First and last characters, prefixes, suffixes, contents, reserved values: verbs over lists of
//! characters or of strings.

use super::super::lists::{Characters, characters, strings};
use super::super::reader::Reader;
use super::super::table::Kind;
use super::{Outcome, Told, with};
use crate::model::{CharSetText, Constraint};
use doctract_core::CharClass;

/// Verbs over characters or strings: starts with, ends with, contains.
pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let captured = told.part("set");
    let object = captured.unwrap_or_else(|| told.object());
    let words = &reader.language.words;
    // `in the format of acs_Service`: a prefix, where the example has it.
    if told.hit.rule.with.template {
        let prefix = captured?.to_owned();
        let shown = reader.context.example.unwrap_or(&prefix);
        if !shown.starts_with(&prefix)
            || (reader.context.example.is_none() && prefix.ends_with('-'))
        {
            return None;
        }
        reader.state(told, with(|c| c.prefix = vec![prefix]), true);
        return Outcome::at(told.hit.end);
    }
    let alone = words
        .only
        .iter()
        .any(|word| object.trim_start().starts_with(word.as_str()));
    if alone && is_negative(told.hit.rule.kind) {
        return only_one(reader, told, object);
    }
    let stops: Vec<&str> = words.verbs.iter().map(String::as_str).collect();
    let found = characters(object, words);
    let (texts, text_end) = strings(object, words, &stops);
    let rest = object[text_end..].trim_start();
    // "the IDs of both groups" are words, and no list of strings.
    let prose = matches!(told.hit.rule.kind, Kind::NotContains)
        && found.set().is_none()
        && reader.language.english
        && texts
            .iter()
            .any(|text| text.bytes().all(|b| b.is_ascii_alphabetic()))
        && !object.starts_with('"');
    if (told.hit.rule.kind == Kind::NotValues || prose)
        && !(rest.is_empty() || rest.starts_with([',', '.', ';', '。', ')']))
    {
        return Outcome::at(told.hit.end);
    }
    let as_characters = found.end >= text_end && found.set().is_some();
    // A captured list is read whole or not at all.
    let part_only =
        captured.is_some() && object[found.end.max(text_end)..].contains(char::is_alphanumeric);
    let taken = match part_only {
        true => 0,
        false if as_characters => found.end,
        false => text_end,
    };
    if taken == 0 {
        if told.hit.rule.kind == Kind::NotConsecutive && !object.contains(char::is_alphanumeric) {
            return consecutive_ends(reader, told);
        }
        return is_negative(told.hit.rule.kind).then_some(Outcome {
            end: told.hit.end,
            pending: None,
        });
    }
    let end = if captured.is_some() {
        told.hit.end
    } else {
        told.hit.end + taken
    };
    // Without "must", strings describe; only characters are a rule.
    let describes = told.hit.rule.with.only && !as_characters;
    if describes || reader.is_foreign(told.sentence, told.hit) {
        return Outcome::at(end);
    }
    let kind = effective_kind(reader, told)?;
    reader.verb = Some(kind);
    let part = if as_characters {
        of_characters(kind, &found)
    } else {
        of_strings(kind, &texts)
    };
    match part {
        Some(part) => {
            reader.state(told, part, true);
            Outcome::at(end)
        }
        // A prohibition that no term can state must not be read as a permission.
        None if is_negative(kind) => Outcome::at(told.hit.end),
        None => None,
    }
}

/// `cannot contain only a forward slash (/)`: not that one character alone.
fn only_one(reader: &mut Reader<'_>, told: &Told<'_, '_>, object: &str) -> Option<Outcome> {
    let found = characters(object, &reader.language.words);
    if let ([one], []) = (found.singles.as_slice(), found.classes.as_slice())
        && told.hit.rule.kind == Kind::NotContains
        && !reader.is_foreign(told.sentence, told.hit)
    {
        let value = one.to_string();
        reader.state(told, with(|c| c.not_values = vec![value]), true);
        return Outcome::at(told.hit.end + found.end);
    }
    Outcome::at(told.hit.end)
}

/// `不能作为首尾字符,更不能连续使用`: the characters that were just named.
fn consecutive_ends(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let doubled: Vec<String> = reader
        .found
        .iter()
        .rev()
        .take_while(|found| found.sentence == reader.sentence)
        .find_map(|found| found.constraint.not_starts_with.as_ref())
        .into_iter()
        .flat_map(|set| set.0.ranges())
        .filter(|(first, last)| first == last)
        .map(|(first, _)| format!("{first}{first}"))
        .collect();
    if !doubled.is_empty() {
        reader.state(told, with(|c| c.not_contains = doubled), false);
    }
    Outcome::at(told.hit.end)
}

fn is_negative(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::NotStarts
            | Kind::NotContains
            | Kind::NotEnds
            | Kind::NotStartsNorEnds
            | Kind::NotConsecutive
            | Kind::NotEmpty
    )
}

/// A verb without a modal of its own takes the polarity of the one before it.
fn effective_kind(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<Kind> {
    let negative = || reader.verb.is_some_and(is_negative);
    Some(match told.hit.rule.kind {
        Kind::StartsToo if negative() => Kind::NotStarts,
        Kind::EndsToo if negative() => Kind::NotEnds,
        Kind::ContainsToo if negative() => Kind::NotContains,
        Kind::StartsToo => Kind::Starts,
        Kind::EndsToo => Kind::Ends,
        Kind::ContainsToo => return None,
        own => own,
    })
}

fn of_characters(kind: Kind, found: &Characters) -> Option<Constraint> {
    let set = CharSetText(found.set()?);
    let one_by_one = || -> Option<Vec<String>> {
        let spaces = found.classes.iter().all(|class| *class == CharClass::Space);
        let blank = found.classes.contains(&CharClass::Space).then_some(' ');
        spaces.then(|| {
            found
                .singles
                .iter()
                .copied()
                .chain(blank)
                .map(String::from)
                .collect()
        })
    };
    Some(match kind {
        Kind::Starts => with(|c| c.starts_with = Some(set)),
        Kind::NotStarts => with(|c| c.not_starts_with = Some(set)),
        Kind::Ends => with(|c| c.ends_with = Some(set)),
        Kind::NotEnds => with(|c| c.not_ends_with = Some(set)),
        Kind::NotStartsNorEnds => with(|c| {
            c.not_starts_with = Some(set.clone());
            c.not_ends_with = Some(set);
        }),
        Kind::Contains => {
            let texts = one_by_one()?;
            with(|c| c.contains = texts)
        }
        Kind::NotContains => {
            let texts = one_by_one()?;
            with(|c| c.not_contains = texts)
        }
        Kind::NotConsecutive => {
            let doubled = found
                .singles
                .iter()
                .map(|c| format!("{c}{c}"))
                .collect::<Vec<_>>();
            (!doubled.is_empty()).then_some(())?;
            with(|c| c.not_contains = doubled)
        }
        _ => return None,
    })
}

fn of_strings(kind: Kind, texts: &[&str]) -> Option<Constraint> {
    let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
    (!texts.is_empty()).then_some(())?;
    Some(match kind {
        Kind::Starts => with(|c| c.prefix = texts),
        Kind::NotStarts => with(|c| c.not_prefix = texts),
        Kind::Ends => with(|c| c.suffix = texts),
        Kind::NotEnds => with(|c| c.not_suffix = texts),
        Kind::Contains => with(|c| c.contains = texts),
        Kind::NotContains => with(|c| c.not_contains = texts),
        Kind::NotValues => with(|c| c.not_values = texts),
        _ => return None,
    })
}

//! Several items in one value, and how many.

use super::super::conditions::words_only;
use super::super::lists::characters;
use super::super::numbers::{count, leading_interval, leading_length};
use super::super::reader::Reader;
use super::super::table::Kind;
use super::{Outcome, Told, with};
use crate::model::{Condition, Constraint, List, Type};

pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let end = told.hit.end;
    if reader.is_foreign(told.sentence, told.hit) {
        return Outcome::at(end);
    }
    let answers = &reader.language.words.answers;
    let counts_answers = matches!(
        told.hit.rule.kind,
        Kind::MaxItems | Kind::MinItems | Kind::ExactItems
    ) && answers
        .iter()
        .any(|word| told.sentence.lower.contains(word.as_str()));
    if counts_answers {
        return Outcome::at(end);
    }
    let part = match told.hit.rule.kind {
        Kind::Separator => {
            let separator = separator(reader, told)?;
            // Between the items of a JSON array the comma belongs to JSON.
            let json = reader
                .found
                .iter()
                .any(|found| found.constraint.list.as_ref().is_some_and(|list| list.json));
            let array = reader.context.kind == Type::Array || reader.context.kind == Type::Json;
            if json || array || is_json_example(reader) {
                return Outcome::at(end);
            }
            with(|c| {
                c.list = Some(List {
                    separator: Some(separator),
                    json: false,
                });
            })
        }
        Kind::JsonList => with(|c| {
            c.list = Some(List {
                separator: None,
                json: true,
            });
        }),
        Kind::MaxItems | Kind::MinItems | Kind::ExactItems => {
            let part = items(reader, told)?;
            // "N is 1 to 10, that is, at most 10": the range of N once more.
            let again = reader.index_range.as_ref().is_some_and(|range| {
                range.text.as_deref() == Some(told.sentence.raw)
                    && part.max_items.is_some()
                    && reader.language.words.restated.iter().any(|word| {
                        let lead = told.sentence.lead(told.hit.start).to_ascii_lowercase();
                        lead.starts_with(word.as_str())
                    })
                    && range.max.map(u64::from) == part.max_items
            });
            if again {
                return Outcome::at(end);
            }
            let mut part = part;
            part.when = kind_of_item(reader, told);
            part
        }
        Kind::UniqueItems if told.hit.rule.with.only && !reader.holds_several() => return None,
        Kind::UniqueItems => with(|c| c.unique_items = true),
        _ => return None,
    };
    reader.state(told, part, true);
    Outcome::at(end)
}

/// `IP支持最多20个`: a kind of items that the limit is for.
fn kind_of_item(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<Condition> {
    let lead = told.sentence.lead(told.hit.start);
    let verbs = &reader.language.words.supports;
    let kind = verbs
        .iter()
        .find_map(|verb| lead.strip_suffix(verb.as_str()))?;
    let code = kind.len() > 1 && kind.bytes().all(|b| b.is_ascii_uppercase());
    let known = reader.names.resolve(kind).is_some();
    (code && !known && told.frame.bullet).then(|| words_only(kind))
}

fn is_json_example(reader: &Reader<'_>) -> bool {
    reader
        .context
        .example
        .is_some_and(|example| example.trim_start().starts_with('['))
}

fn separator(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<String> {
    if let Some(separator) = &told.hit.rule.with.separator {
        return Some(separator.clone());
    }
    let set = told.part("set")?;
    if let Some(one) = set.trim().chars().next().filter(char::is_ascii_punctuation)
        && set.trim().len() == 1
    {
        return Some(one.to_string());
    }
    let found = characters(set, &reader.language.words);
    match (found.singles.as_slice(), found.classes.as_slice()) {
        ([one], _) => Some(one.to_string()),
        ([], [doctract_core::CharClass::Space]) => Some(" ".to_owned()),
        _ => None,
    }
}

fn items(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<Constraint> {
    let words = &reader.language.words;
    if let Some(range) = told.part("range") {
        let (interval, _) = leading_interval(range, words)?;
        return Some(Constraint {
            min_items: u64::try_from(interval.min.as_i64()?).ok(),
            max_items: u64::try_from(interval.max.as_i64()?).ok(),
            ..Constraint::default()
        });
    }
    if told
        .part("noun")
        .is_some_and(|noun| leading_length(noun, words).is_some())
    {
        return None;
    }
    let text = told.part("n")?;
    let n = words
        .counts
        .get(text)
        .map(|&n| u64::from(n))
        .or_else(|| count(text))?;
    Some(match told.hit.rule.kind {
        Kind::MinItems => with(|c| c.min_items = Some(n)),
        Kind::MaxItems => with(|c| c.max_items = Some(n)),
        _ => with(|c| {
            c.min_items = Some(n);
            c.max_items = Some(n);
        }),
    })
}

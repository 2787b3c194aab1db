//! Lengths, sets of characters, composition, patterns, emptiness, case, uniqueness.

use super::super::lists::{characters, only_fillers};
use super::super::numbers::{count, leading_interval, leading_length, leading_number};
use super::super::reader::{Pending, Reader};
use super::super::table::Kind;
use super::{Outcome, Told, with};
use crate::model::{CharClasses, CharSetText, Constraint, LengthUnitName, Scope, Violation};
use doctract_core::{CharClass, CharSet, LengthUnit, Number};

pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let end = told.hit.end;
    match told.hit.rule.kind {
        Kind::Length | Kind::MinLength | Kind::MaxLength | Kind::ExactLength => {
            length(reader, told)
        }
        Kind::Charset => charset(reader, told),
        Kind::Starts
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
        | Kind::NotValues => super::objects::read(reader, told),
        Kind::CharClasses => classes(reader, told),
        Kind::SpecialCharacters => special_characters(reader, told),
        Kind::Pattern => {
            let pattern = told.part("pattern")?.trim().to_owned();
            regex::Regex::new(&pattern).ok()?;
            reader.state(told, with(|c| c.pattern = Some(pattern)), true);
            Outcome::at(end)
        }
        Kind::CaseSensitive | Kind::CaseInsensitive => {
            let sensitive = told.hit.rule.kind == Kind::CaseSensitive;
            reader.state(told, with(|c| c.case_sensitive = Some(sensitive)), true);
            Outcome::at(end)
        }
        Kind::NotEmpty | Kind::AllowEmpty => emptiness(reader, told),
        Kind::Unique => {
            let scope = unique_scope(reader, told);
            let name = reader.context.name;
            let listed = name
                .rsplit('.')
                .next()
                .is_some_and(|last| matches!(last, "N" | "n"));
            if scope == "account" && listed {
                reader.state(told, with(|c| c.unique_items = true), true);
                return Outcome::at(end);
            }
            reader.state(told, with(|c| c.unique = Some(scope)), true);
            Outcome::at(end)
        }
        Kind::Truncated => truncated(reader, told),
        _ => None,
    }
}

/// `不能为空` in a case is "required in this case".
fn emptiness(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let end = told.hit.end;
    if reader.is_foreign(told.sentence, told.hit) {
        return Outcome::at(end);
    }
    reader.verb = Some(told.hit.rule.kind);
    let case = reader.when(told.frame, told.sentence.condition(told.hit).as_ref());
    let part = match (told.hit.rule.kind, case) {
        (Kind::NotEmpty, Some(case)) => {
            let part = with(|c| c.required_if = Some(case));
            reader.push(part, told.sentence.raw, String::new(), false, false);
            return Outcome::at(end);
        }
        (Kind::NotEmpty, None) => with(|c| c.not_empty = true),
        _ => with(|c| c.allow_empty = true),
    };
    reader.state(told, part, true);
    Outcome::at(end)
}

/// Within what a value is unique: by a known word, else in the words of the page.
fn unique_scope(reader: &Reader<'_>, told: &Told<'_, '_>) -> String {
    let printed = told.part("scope").unwrap_or_default().trim();
    let whole = told.sentence.lower[..told.hit.end].to_owned();
    let known = reader
        .language
        .words
        .scopes
        .iter()
        .find(|(word, _)| whole.contains(word.as_str()))
        .map(|(_, scope)| scope.clone());
    known.unwrap_or_else(|| {
        let words = printed.trim_matches(['的', '在', ' ', ',']);
        if words.is_empty() {
            "account".to_owned()
        } else {
            words.to_owned()
        }
    })
}

/// The longer part is cut: said of the length limit that stands before it.
fn truncated(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let found = reader
        .found
        .iter_mut()
        .rev()
        .find(|found| found.constraint.max_length.is_some());
    if let Some(found) = found {
        found.constraint.violation = Violation::Truncated;
    }
    Outcome::at(told.hit.end)
}

fn length(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let words = &reader.language.words;
    let unit = told.part("unit").unwrap_or_default();
    let lower = unit.to_ascii_lowercase();
    let bytes = leading_length(unit, words).map_or(0, |(bytes, _)| bytes);
    let kind = told.hit.rule.kind;
    let (min, max) = match (told.part("range"), told.part("n")) {
        (Some(range), _) => {
            let (interval, _) = leading_interval(range.trim(), words)?;
            let min = interval.min.as_i64()? + i64::from(interval.open_min);
            let max = interval.max.as_i64()? - i64::from(interval.open_max);
            (
                Some(u64::try_from(min).ok()?),
                Some(u64::try_from(max).ok()?),
            )
        }
        (None, Some(n)) => {
            let n = match words.counts.get(n) {
                Some(&count) => u64::from(count),
                None => u64::try_from(leading_number(n)?.0.as_i64()?).ok()?,
            };
            match kind {
                Kind::MinLength => (Some(n), None),
                Kind::ExactLength => (Some(n), Some(n)),
                _ => (None, Some(n)),
            }
        }
        (None, None) => return None,
    };
    if reader.is_foreign(told.sentence, told.hit) {
        return Outcome::at(told.hit.end);
    }
    let scale = bytes.max(1);
    let part = Constraint {
        min_length: min.and_then(|n| n.checked_mul(scale)),
        max_length: max.and_then(|n| n.checked_mul(scale)),
        length_unit: (bytes > 0).then_some(LengthUnitName(LengthUnit::Bytes)),
        charset: lower
            .contains("ascii")
            .then(|| CharSetText(CharSet::new(&[CharClass::Ascii], &[]))),
        scope: reader.scope(told.sentence, told.hit),
        ..Constraint::default()
    };
    reader.state(told, part, true);
    Outcome::at(told.hit.end)
}

/// A bound of a number that turned out to count characters or bytes.
pub(super) fn limit(
    reader: &mut Reader<'_>,
    told: &Told<'_, '_>,
    number: Number,
    bytes: u64,
    end: usize,
) -> Option<Outcome> {
    let n = u64::try_from(number.as_i64()?)
        .ok()?
        .checked_mul(bytes.max(1))?;
    let upper = matches!(told.hit.rule.kind, Kind::Maximum | Kind::ExclusiveMaximum);
    let part = Constraint {
        min_length: (!upper).then_some(n),
        max_length: upper.then_some(n),
        length_unit: (bytes > 0).then_some(LengthUnitName(LengthUnit::Bytes)),
        scope: reader.scope(told.sentence, told.hit),
        ..Constraint::default()
    };
    reader.state(told, part, true);
    Outcome::at(end)
}

fn charset(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let object = told.part("set").unwrap_or_else(|| told.object());
    let found = characters(object, &reader.language.words);
    let set = found.set()?;
    // An open end ("special characters", "and other characters") leaves the set open.
    let rest = object[found.end..].trim_start_matches([' ', ',', '、', '和']);
    if !found.named
        || object.starts_with(':')
        || !ends_well(reader, &object[found.end..], told.part("set").is_some())
    {
        return None;
    }
    // `支持中文` alone adds to the set that the cell names elsewhere.
    if found.classes == [CharClass::Han] && found.singles.is_empty() && !told.hit.rule.with.only {
        let known = reader
            .found
            .iter_mut()
            .rev()
            .find_map(|found| found.constraint.charset.as_mut());
        if let Some(known) = known {
            let mut classes: Vec<CharClass> = known.0.classes().collect();
            classes.push(CharClass::Han);
            known.0 = CharSet::from_parts(&classes, known.0.ranges().to_vec());
        }
        return Outcome::at(told.hit.end + found.end);
    }
    if found.open
        || reader
            .language
            .words
            .open_sets
            .iter()
            .any(|word| rest.to_ascii_lowercase().starts_with(word.as_str()))
    {
        return Outcome::at(told.hit.end);
    }
    let end = if told.part("set").is_some() {
        told.hit.end
    } else {
        told.hit.end + found.end
    };
    if reader.is_foreign(told.sentence, told.hit) {
        return Outcome::at(end);
    }
    let scope = match reader.scope(told.sentence, told.hit) {
        Scope::Item => Scope::Item,
        _ => Scope::Value,
    };
    let set = match &told.hit.rule.with.set {
        Some(CharSetText(granted)) => {
            let classes: Vec<CharClass> = granted.classes().chain(set.classes()).collect();
            CharSet::from_parts(&classes, set.ranges().to_vec())
        }
        None => set,
    };
    reader.state(
        told,
        with(|c| {
            c.charset = Some(CharSetText(set));
            c.scope = scope;
        }),
        true,
    );
    Outcome::at(end)
}

/// Whether what follows a list of characters is not the rest of a longer phrase
/// (`数字签名算法` is no list of digits).
fn ends_well(reader: &Reader<'_>, rest: &str, captured: bool) -> bool {
    let rest = rest.trim_start();
    let ends = &reader.language.words.set_ends;
    if captured {
        return only_fillers(rest, &reader.language.words);
    }
    ends.is_empty()
        || !rest.starts_with(char::is_alphanumeric)
        || ends.iter().any(|word| rest.starts_with(word.as_str()))
}

/// `三类` of the named classes.
fn classes(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let words = &reader.language.words;
    let captured = told.part("set");
    let object = captured.unwrap_or_else(|| told.object());
    let mut of = Vec::new();
    let mut special = false;
    for item in object
        .split(['、', ',', '和', '或'])
        .flat_map(|part| part.split(" and "))
    {
        let item = item.trim().trim_start_matches("and ").trim();
        if item.is_empty() {
            continue;
        }
        let lower = item.to_ascii_lowercase();
        if words
            .specials
            .iter()
            .any(|word| lower.contains(word.as_str()))
        {
            special = true;
            let listed = characters(item, words);
            if !listed.singles.is_empty() {
                let texts: String = listed.singles.iter().collect();
                reader.specials = Some(texts);
            } else if let Some((_, behind)) = item.split_once(':') {
                specials(reader, behind);
            }
            continue;
        }
        let found = characters(item, words);
        let both = words
            .both_cases
            .iter()
            .any(|word| lower.contains(word.as_str()));
        for class in &found.classes {
            match class {
                CharClass::Letter if both => {
                    of.push(CharSet::new(&[CharClass::Upper], &[]));
                    of.push(CharSet::new(&[CharClass::Lower], &[]));
                }
                other => of.push(CharSet::from_parts(&[*other], Vec::new())),
            }
        }
    }
    if special {
        of.push(CharSet::new(&[CharClass::Punctuation], &[]));
    }
    let total = u32::try_from(of.len()).ok()?;
    let min = match told.part("n") {
        Some(n) => words
            .counts
            .get(n)
            .copied()
            .or_else(|| count(n).and_then(|n| u32::try_from(n).ok()))?,
        None => total,
    };
    if of.len() < 2 || min == 0 || min > total {
        return None;
    }
    let of = of.into_iter().map(CharSetText).collect();
    reader.state(
        told,
        with(|c| c.char_classes = Some(CharClasses { of, min })),
        true,
    );
    let end = if captured.is_some() {
        told.hit.end
    } else {
        told.stop
    };
    Outcome::at(end)
}

fn special_characters(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let object = told.sentence.text[told.hit.end..].trim();
    if object.is_empty() {
        return Some(Outcome {
            end: told.hit.end,
            pending: Some(Pending::Specials),
        });
    }
    specials(reader, object).then_some(())?;
    Outcome::at(told.sentence.text.len())
}

/// Takes a line of punctuation as the special characters; whether it was one.
pub(in super::super) fn specials(reader: &mut Reader<'_>, text: &str) -> bool {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let listed = chars.len() >= 3 && chars.iter().all(char::is_ascii_punctuation);
    if listed {
        let mut distinct = String::new();
        for c in chars {
            if !distinct.contains(c) {
                distinct.push(c);
            }
        }
        reader.specials = Some(distinct);
    }
    listed
}

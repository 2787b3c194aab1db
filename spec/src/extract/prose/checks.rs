//! What a cell says as a whole: sets completed, cases told apart. Nothing the page says is repaired.

use super::bounds;
use super::conditions::words_only;
use super::heads::is_pair;
use super::kinds::compare::only_words;
use super::one_list;
use super::reader::{Found, Reader};
use crate::model::{CharSetText, Condition, Constraint, DecimalNumber, EnumValue, Scope, Type};
use doctract_core::{CharClass, CharSet, Format};

/// Completes what only the whole cell tells.
pub(super) fn complete(reader: &mut Reader<'_>) {
    specials(reader);
    told_values(reader);
    one_format_of_two(&mut reader.found);
    units(&mut reader.found);
    bounds::settle(reader);
    union_of_sets(reader);
    scopes(reader);
    literal_defaults(&mut reader.found, reader.context.example);
    stated_default(&mut reader.found);
    one_list::alternatives(reader);
    members(reader);
    item_counts(reader);
    exactly_one(&mut reader.found);
    one_list::one_enumeration(&mut reader.found, &reader.language.words.subject_fillers);
    let own = reader.context.name.rsplit('.').next().unwrap_or_default();
    cases(
        &mut reader.found,
        own,
        reader.noun,
        &reader.language.words.subject_fillers,
    );
}

/// One sentence that asks for one of some parameters and forbids two of them asks for exactly one.
fn exactly_one(found: &mut Vec<Found>) {
    let mut at = 0;
    while at < found.len() {
        let names = found[at].constraint.mutually_exclusive.clone();
        let partner = found.iter().position(|other| {
            !names.is_empty()
                && other.sentence == found[at].sentence
                && other.constraint.at_least_one_of == names
                && other.constraint.when == found[at].constraint.when
        });
        match partner {
            Some(partner) => {
                let constraint = &mut found[partner].constraint;
                constraint.exactly_one_of = std::mem::take(&mut constraint.at_least_one_of);
                found.remove(at);
            }
            None => at += 1,
        }
    }
}

/// What a number counts is the same in every case.
fn units(found: &mut [Found]) {
    for found in found {
        let c = &mut found.constraint;
        let bare = Constraint {
            unit: c.unit.clone(),
            when: c.when.clone(),
            text: c.text.clone(),
            ..Constraint::default()
        };
        if c.unit.is_some() && *c == bare {
            c.when = None;
        }
    }
}

/// `Supported formats: a timestamp, or yyyy-MM-dd`: where one of two forms is enough, neither is a
/// rule.
fn one_format_of_two(found: &mut [Found]) {
    let has = |found: &[Found], format: Format| {
        let of = |found: &Found| found.constraint.format.map(|format| format.0);
        found.iter().any(|found| of(found) == Some(format))
    };
    if !(has(found, Format::UnixMillis) && has(found, Format::DateTime)) {
        return;
    }
    for found in found {
        found.constraint.format = None;
        found.constraint.layout = None;
        found.constraint.zone = None;
    }
}

/// `The value 0 indicates …, and the value 1 indicates …`: the values are all there are, where the
/// cell names at least two and states neither a list nor a range.
fn told_values(reader: &mut Reader<'_>) {
    let told = std::mem::take(&mut reader.told_values);
    let stated = reader.found.iter().any(|found| {
        let c = &found.constraint;
        !c.enumeration.is_empty() || c.minimum.is_some() || c.maximum.is_some()
    });
    if told.len() < 2 || stated {
        return;
    }
    let enumeration = told.into_iter().map(|value| EnumValue {
        value,
        meaning: None,
    });
    let part = Constraint {
        enumeration: enumeration.collect(),
        ..Constraint::default()
    };
    let text = reader.noun;
    reader.push(part, text, String::new(), false, false);
}

/// The special characters of a composition are those that the cell lists.
fn specials(reader: &mut Reader<'_>) {
    let Some(listed) = reader.specials.take() else {
        return;
    };
    let ranges = listed.chars().map(|c| (c, c)).collect();
    let set = CharSet::from_parts(&[], ranges);
    let any = CharSet::new(&[CharClass::Punctuation], &[]);
    for found in &mut reader.found {
        if let Some(classes) = &mut found.constraint.char_classes {
            for of in &mut classes.of {
                if of.0 == any {
                    of.0 = set.clone();
                }
            }
        }
    }
}

/// `可以包含` lists what may stand besides the letters that the length and the first character
/// name: the set is the union.
fn union_of_sets(reader: &mut Reader<'_>) {
    let unconditional = |found: &&Found| found.constraint.when.is_none();
    let mut classes: Vec<CharClass> = Vec::new();
    let mut ranges: Vec<(char, char)> = Vec::new();
    for found in reader.found.iter().filter(unconditional) {
        if let Some(first) = &found.constraint.starts_with {
            classes.extend(first.0.classes());
            ranges.extend_from_slice(first.0.ranges());
        }
        let text = found.constraint.text.as_deref().unwrap_or_default();
        if found.constraint.max_length.is_some()
            && !reader.language.english
            && text.contains("中文字符")
        {
            classes.extend([CharClass::Letter, CharClass::Han]);
        }
    }
    for found in &mut reader.found {
        if found.only || found.constraint.when.is_some() {
            continue;
        }
        let Some(set) = &found.constraint.charset else {
            continue;
        };
        if set
            .0
            .classes()
            .any(|class| class == CharClass::Ascii || class == CharClass::Any)
        {
            continue;
        }
        let mut all: Vec<CharClass> = set.0.classes().collect();
        all.extend(
            classes
                .iter()
                .filter(|class| !set.0.classes().any(|known| known == **class)),
        );
        let mut singles = set.0.ranges().to_vec();
        for range in &ranges {
            if !singles.contains(range) && !set.0.contains(range.0) {
                singles.push(*range);
            }
        }
        found.constraint.charset = Some(CharSetText(CharSet::from_parts(&all, singles)));
    }
}

/// Rules beside a separator are about the items; beside the mark of a pair, about its parts. A
/// separator for one case says nothing about another.
fn scopes(reader: &mut Reader<'_>) {
    let text = matches!(reader.context.kind, Type::String | Type::Any);
    let lists: Vec<(bool, Option<Condition>)> = reader
        .found
        .iter()
        .filter_map(|found| {
            let list = found.constraint.list.as_ref()?;
            let pair = match list.separator.as_deref() {
                Some(separator) => matches!(separator, "/" | "-") && text,
                None if list.json && text => false,
                None => return None,
            };
            Some((pair, found.constraint.when.clone()))
        })
        .collect();
    let shown = text && reader.context.example.is_some_and(is_pair);
    for found in &mut reader.found {
        let constraint = &mut found.constraint;
        let same = |case: &Option<Condition>| {
            case.is_none() || constraint.when.is_none() || *case == constraint.when
        };
        let governing = lists.iter().find(|(_, case)| same(case));
        let scope = match governing {
            _ if shown => Scope::Part,
            Some((true, _)) => Scope::Part,
            Some((false, _)) => Scope::Item,
            None => continue,
        };
        let ranged = constraint.minimum.is_some() || constraint.maximum.is_some();
        let listed = scope == Scope::Item
            && !(constraint.enumeration.is_empty() && constraint.not_values.is_empty());
        if (ranged || listed) && constraint.scope == Scope::Value && constraint.list.is_none() {
            constraint.scope = scope;
        }
    }
}

/// A count is one of items only where the parameter can hold several.
fn item_counts(reader: &mut Reader<'_>) {
    if reader.holds_several() {
        return;
    }
    for found in &mut reader.found {
        found.constraint.max_items = None;
        found.constraint.min_items = None;
    }
}

/// Words that a structured value may hold are no values of it.
fn members(reader: &mut Reader<'_>) {
    let shown = reader.context.example.unwrap_or_default();
    if !shown.trim_start_matches(['"', '“', ' ']).starts_with('{') {
        return;
    }
    reader
        .found
        .retain(|found| found.constraint.enumeration.is_empty() || found.constraint.when.is_some());
}

/// `Others Linux`: words that are one of the values, or that the example shows as one.
fn literal_defaults(found: &mut [Found], example: Option<&str>) {
    let values: Vec<String> = found
        .iter()
        .flat_map(|found| &found.constraint.enumeration)
        .map(|value| value.value.clone())
        .collect();
    let shown = example.map(|example| example.trim().trim_end_matches('.').to_owned());
    for found in found {
        // Where `none` is a value, a default of `none` is that value.
        let text = found.constraint.text.as_deref().unwrap_or_default();
        if let Some(default) = &mut found.constraint.default
            && default.absent
            && let Some(value) = values
                .iter()
                .find(|value| value.eq_ignore_ascii_case("none") && text.contains(value.as_str()))
        {
            default.absent = false;
            default.value = Some(value.clone());
        }
        if let Some(default) = &mut found.constraint.default
            && let Some(value) = default
                .text
                .as_deref()
                .and_then(|text| only_value_in(text, &values))
        {
            default.text = None;
            default.value = Some(value);
        }
        if let Some(default) = &mut found.constraint.default
            && default
                .text
                .as_ref()
                .is_some_and(|text| values.contains(text) || shown.as_deref() == Some(text))
        {
            default.value = default.text.take();
        }
    }
}

/// `按流量(PayByTraffic)`: the one allowed value that a few words of a default hold.
fn only_value_in(text: &str, values: &[String]) -> Option<String> {
    if text.chars().filter(|c| !c.is_ascii()).count() > 8 || text.split(' ').count() > 3 {
        return None;
    }
    let code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let mut named = text
        .split(|c: char| !code(c))
        .filter(|word| !word.is_empty());
    let first = named.next()?;
    let sure = named.next().is_none() && values.iter().any(|value| value == first);
    sure.then(|| first.to_owned())
}

/// Beside a stated default, "by default …" is about something else.
fn stated_default(found: &mut Vec<Found>) {
    let in_words = |found: &Found| {
        found
            .constraint
            .default
            .as_ref()
            .is_some_and(|default| default.text.is_some())
            && found.constraint.when.is_none()
    };
    let literal = |in_case: bool| {
        found.iter().map(|found| &found.constraint).any(|c| {
            let default = c.default.as_ref();
            default.is_some_and(|default| default.text.is_none()) && c.when.is_some() == in_case
        })
    };
    let (stated, by_case) = (literal(false), literal(true));
    // What holds in no case in particular opens its sentence beside defaults for single cases.
    found.retain(|found| !(in_words(found) && (stated || (by_case && !found.lead.is_empty()))));
}

/// Two statements of one term that differ hold in different cases: the words before them say which.
fn cases(found: &mut [Found], own: &str, noun: &str, fillers: &[String]) {
    for at in 0..found.len() {
        if is_whole(found, at) {
            continue;
        }
        let rival = (0..found.len()).find(|&other| {
            other != at
                && words_before(&found[other], &found[at])
                    != words_before(&found[at], &found[other])
                && rivals(&found[other].constraint, &found[at].constraint)
        });
        let Some(rival) = rival else { continue };
        let words = words_before(&found[at], &found[rival]).to_owned();
        let names_itself =
            words.contains(own) && only_words(&words.replacen(own, "", 1).to_lowercase(), fillers);
        let opens = !noun.is_empty() && words.ends_with(noun);
        let told = words.chars().count() > 1
            && !names_itself
            && !opens
            && !only_words(&words.to_lowercase(), fillers);
        if told && found[at].constraint.when.is_none() {
            found[at].constraint.when = Some(words_only(&words));
            default_of_list(found, at);
        }
    }
}

/// The default that a list of values marks holds where the list does.
fn default_of_list(found: &mut [Found], at: usize) {
    let case = found[at].constraint.when.clone();
    let sentence = found[at].sentence;
    let values = found[at].constraint.enumeration.clone();
    let Some(next) = found.get_mut(at + 1) else {
        return;
    };
    let marked = next.sentence == sentence
        && next.constraint.when.is_none()
        && next.constraint.default.as_ref().is_some_and(|default| {
            let value = default.value.as_ref();
            value.is_some_and(|value| values.iter().any(|known| known.value == *value))
        });
    if marked {
        next.constraint.when = case;
    }
}

/// Whether a list of values is stated first, in the open, and holds those of every other list: the
/// others are the choice in some case, this one is all there is.
fn is_whole(found: &[Found], at: usize) -> bool {
    let own = &found[at].constraint.enumeration;
    let first = found
        .iter()
        .position(|found| !found.constraint.enumeration.is_empty());
    let others = || {
        let others = found.iter().enumerate().filter(|(place, _)| *place != at);
        others
            .map(|(_, found)| found)
            .filter(|found| !found.constraint.enumeration.is_empty())
    };
    !own.is_empty()
        && !found[at].bullet
        && first == Some(at)
        && others().all(|found| found.bullet)
        && others()
            .flat_map(|found| &found.constraint.enumeration)
            .all(|value| own.iter().any(|known| known.value == value.value))
}

/// The words that tell a statement from another: those directly before it in one sentence, else
/// those that open its sentence.
fn words_before<'f>(found: &'f Found, other: &Found) -> &'f str {
    if found.sentence == other.sentence {
        &found.near
    } else {
        &found.lead
    }
}

fn both_in_words(a: &Constraint, b: &Constraint) -> bool {
    let in_words = |c: &Constraint| c.default.as_ref().is_some_and(|d| d.text.is_some());
    in_words(a) && in_words(b)
}

pub(super) fn rivals(a: &Constraint, b: &Constraint) -> bool {
    let differ =
        |x: Option<DecimalNumber>, y: Option<DecimalNumber>| x.is_some() && y.is_some() && x != y;
    differ(a.minimum, b.minimum)
        || differ(a.maximum, b.maximum)
        || (a.max_length.is_some()
            && b.max_length.is_some()
            && a.max_length != b.max_length
            && a.scope == b.scope)
        || (a.default.is_some()
            && b.default.is_some()
            && a.default != b.default
            && !both_in_words(a, b))
        || (!a.enumeration.is_empty()
            && !b.enumeration.is_empty()
            && a.enumeration != b.enumeration)
}

//! What a cell says as a whole: sets completed, cases told apart, readings weighed against the
//! example, the default and the type. Nothing the page says is repaired.

use super::conditions::words_only;
use super::kinds::choice::is_numeric;
use super::reader::{Found, Reader};
use crate::model::{CharSetText, Confidence, Constraint, DecimalNumber, EnumValue, Scope, Type};
use doctract_core::{CharClass, CharSet, LengthUnit, Number};

/// Completes what only the whole cell tells.
pub(super) fn complete(reader: &mut Reader<'_>) {
    specials(reader);
    union_of_sets(reader);
    scopes(reader);
    literal_defaults(&mut reader.found);
    stated_default(&mut reader.found);
    alternatives(reader);
    item_counts(reader);
    one_enumeration(&mut reader.found);
    cases(&mut reader.found);
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

/// Rules beside a separator are about the items; beside the slash of a pair, about its parts.
fn scopes(reader: &mut Reader<'_>) {
    let separator = reader.found.iter().find_map(|found| {
        found
            .constraint
            .list
            .as_ref()
            .and_then(|list| list.separator.clone())
    });
    let pair = reader.context.example.is_some_and(is_pair) || separator.as_deref() == Some("/");
    let text = matches!(reader.context.kind, Type::String | Type::Any);
    let scope = match separator {
        _ if pair && text => Scope::Part,
        Some(_) => Scope::Item,
        None => return,
    };
    for found in &mut reader.found {
        let constraint = &mut found.constraint;
        let ranged = constraint.minimum.is_some() || constraint.maximum.is_some();
        let listed = !constraint.enumeration.is_empty() && scope == Scope::Item;
        if (ranged || listed) && constraint.scope == Scope::Value && constraint.list.is_none() {
            constraint.scope = scope;
        }
    }
}

/// `22/22`, `1/200`.
fn is_pair(text: &str) -> bool {
    let number = |part: &str| {
        !part.is_empty()
            && part
                .trim_start_matches('-')
                .bytes()
                .all(|b| b.is_ascii_digit())
    };
    text.trim()
        .split_once('/')
        .is_some_and(|(a, b)| number(a) && number(b))
}

/// Values that are listed twice, inline and as bullets, are one list; so are the single values of
/// sibling bullets.
fn one_enumeration(found: &mut Vec<Found>) {
    let single = found
        .iter()
        .filter(|found| found.sibling && !found.constraint.enumeration.is_empty())
        .all(|found| found.constraint.enumeration.len() == 1 && found.constraint.when.is_none());
    let mut at = 0;
    while at < found.len() {
        let earlier = (0..at).find(|&other| {
            let (a, b) = (&found[other].constraint, &found[at].constraint);
            !a.enumeration.is_empty()
                && !b.enumeration.is_empty()
                && a.when == b.when
                && a.scope == b.scope
                && (same_values(a, b) || (single && found[at].sibling && found[other].sibling))
        });
        match earlier {
            Some(earlier) => {
                let later = found.remove(at);
                let list = &mut found[earlier].constraint.enumeration;
                for value in later.constraint.enumeration {
                    match list.iter_mut().find(|known| known.value == value.value) {
                        Some(known) => {
                            known.meaning = known.meaning.take().or(value.meaning);
                        }
                        None => list.push(value),
                    }
                }
            }
            None => at += 1,
        }
    }
}

fn same_values(a: &Constraint, b: &Constraint) -> bool {
    let within = |a: &Constraint, b: &Constraint| {
        a.enumeration
            .iter()
            .all(|value| b.enumeration.iter().any(|known| known.value == value.value))
    };
    within(a, b) && within(b, a)
}

/// A count is one of items only where the parameter can hold several.
fn item_counts(reader: &mut Reader<'_>) {
    let context = &reader.context;
    let last = context.name.rsplit('.').next().unwrap_or_default();
    let plural =
        |name: &str| name.ends_with('s') || name.ends_with("List") || name.ends_with("list");
    let example = context.example.unwrap_or_default();
    let several = plural(last)
        || context.name.contains(".N")
        || context.name.contains(".n")
        || matches!(context.kind, Type::Array | Type::Json | Type::Object)
        || example.starts_with(['[', '{'])
        || reader.index_range.is_some()
        || reader
            .found
            .iter()
            .any(|found| found.constraint.list.is_some());
    if several {
        return;
    }
    for found in &mut reader.found {
        found.constraint.max_items = None;
        found.constraint.min_items = None;
    }
}

/// `on/off` as the only value: two values, where the example or the default is one of them.
fn alternatives(reader: &mut Reader<'_>) {
    let example = reader.context.example.map(str::trim).map(str::to_owned);
    let default = reader
        .found
        .iter()
        .find_map(|found| found.constraint.default.as_ref()?.value.clone());
    for found in &mut reader.found {
        let [single] = found.constraint.enumeration.as_slice() else {
            continue;
        };
        let parts: Vec<String> = single.value.split('/').map(str::to_owned).collect();
        let known =
            |value: &Option<String>| value.as_ref().is_some_and(|value| parts.contains(value));
        if parts.len() > 1 && (known(&example) || known(&default)) {
            found.constraint.enumeration = parts
                .into_iter()
                .map(|value| EnumValue {
                    value,
                    meaning: None,
                })
                .collect();
        }
    }
}

/// `Others Linux`: words that are one of the values.
fn literal_defaults(found: &mut [Found]) {
    let values: Vec<String> = found
        .iter()
        .flat_map(|found| &found.constraint.enumeration)
        .map(|value| value.value.clone())
        .collect();
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
            && default
                .text
                .as_ref()
                .is_some_and(|text| values.contains(text))
        {
            default.value = default.text.take();
        }
    }
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
    let stated = found
        .iter()
        .any(|found| found.constraint.default.is_some() && !in_words(found));
    if stated {
        found.retain(|found| !in_words(found));
    }
}

/// Two statements of one term that differ hold in different cases: the words before them say which.
fn cases(found: &mut [Found]) {
    for at in 0..found.len() {
        let rival = (0..found.len()).find(|&other| {
            other != at
                && words_before(&found[other], &found[at])
                    != words_before(&found[at], &found[other])
                && rivals(&found[other].constraint, &found[at].constraint)
        });
        let Some(rival) = rival else { continue };
        let words = words_before(&found[at], &found[rival]).to_owned();
        if words.chars().count() > 1 && found[at].constraint.when.is_none() {
            found[at].constraint.when = Some(words_only(&words));
        }
    }
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

fn rivals(a: &Constraint, b: &Constraint) -> bool {
    let differ =
        |x: Option<DecimalNumber>, y: Option<DecimalNumber>| x.is_some() && y.is_some() && x != y;
    differ(a.minimum, b.minimum)
        || differ(a.maximum, b.maximum)
        || (a.max_length.is_some()
            && b.max_length.is_some()
            && a.max_length != b.max_length
            && a.scope == b.scope)
        || (a.default.is_some() && b.default.is_some() && a.default != b.default)
        || (!a.enumeration.is_empty()
            && !b.enumeration.is_empty()
            && a.enumeration != b.enumeration)
}

/// Lowers the confidence of what the example or the type contradicts.
pub(super) fn weigh(constraint: &mut Constraint, example: Option<&str>, kind: Type) {
    let example = example.map(str::trim).filter(|example| is_usable(example));
    let contradicted =
        example.is_some_and(|example| constraint.when.is_none() && !admits(constraint, example));
    let misplaced = is_numeric(kind)
        && (constraint.min_length.is_some()
            || constraint.max_length.is_some()
            || !constraint.not_prefix.is_empty());
    if contradicted || misplaced {
        constraint.confidence = constraint.confidence.max(Confidence::Medium);
    }
}

/// Whether an example is a value as it travels: not masked, not cut.
fn is_usable(example: &str) -> bool {
    !example.is_empty()
        && !example.contains("**")
        && !example.contains('…')
        && !example.contains("...")
        && !example.to_ascii_lowercase().contains("xx")
}

/// Whether the terms that look at one whole value admit it.
fn admits(constraint: &Constraint, value: &str) -> bool {
    if constraint.scope != Scope::Value {
        return true;
    }
    let length = |limit: u64| match constraint.length_unit.map(|unit| unit.0) {
        Some(LengthUnit::Bytes) => (value.len() as u64, limit),
        _ => (value.chars().count() as u64, limit),
    };
    let long_enough = constraint.min_length.is_none_or(|min| {
        let (length, min) = length(min);
        length >= min
    });
    let short_enough = constraint.max_length.is_none_or(|max| {
        let (length, max) = length(max);
        length <= max
    });
    let any_case = constraint.case_sensitive == Some(false) || is_boolean(value);
    let listed = constraint.enumeration.is_empty()
        || constraint.enumeration.iter().any(|known| {
            known.value == value || (any_case && known.value.eq_ignore_ascii_case(value))
        });
    let set = |set: &Option<CharSetText>| {
        set.as_ref()
            .is_none_or(|set| set.0.first_outside(value).is_none())
    };
    let first = constraint
        .starts_with
        .as_ref()
        .is_none_or(|set| value.chars().next().is_some_and(|c| set.0.contains(c)));
    let prefixed = constraint.prefix.is_empty()
        || constraint
            .prefix
            .iter()
            .any(|prefix| value.starts_with(prefix.as_str()));
    let clean = !constraint
        .not_prefix
        .iter()
        .any(|prefix| value.starts_with(prefix.as_str()))
        && !constraint
            .not_contains
            .iter()
            .any(|text| value.contains(text.as_str()));
    long_enough
        && short_enough
        && listed
        && set(&constraint.charset)
        && first
        && prefixed
        && clean
        && in_range(constraint, value)
}

fn is_boolean(value: &str) -> bool {
    value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false")
}

fn in_range(constraint: &Constraint, value: &str) -> bool {
    let bounded = constraint.minimum.is_some()
        || constraint.maximum.is_some()
        || constraint.exclusive_minimum.is_some()
        || constraint.exclusive_maximum.is_some()
        || constraint.multiple_of.is_some();
    if !bounded
        || constraint
            .special_values
            .iter()
            .any(|special| special == value)
    {
        return true;
    }
    let Ok(number) = value.parse::<Number>() else {
        return false;
    };
    constraint.minimum.is_none_or(|min| number >= min.0)
        && constraint.maximum.is_none_or(|max| number <= max.0)
        && constraint
            .exclusive_minimum
            .is_none_or(|min| number > min.0)
        && constraint
            .exclusive_maximum
            .is_none_or(|max| number < max.0)
        && constraint
            .multiple_of
            .is_none_or(|step| number.is_multiple_of(step.0))
}

/// Lowers the confidence of statements of one cell that contradict each other: a default that the
/// other terms refuse, two ranges for the same case.
pub(super) fn conflicts(constraints: &mut [Constraint]) {
    for at in 0..constraints.len() {
        let default = constraints[at]
            .default
            .as_ref()
            .and_then(|default| default.value.clone())
            .filter(|_| constraints[at].when.is_none());
        for other in 0..constraints.len() {
            if at == other {
                continue;
            }
            let refused = default.as_deref().is_some_and(|value| {
                constraints[other].when.is_none() && !admits(&constraints[other], value)
            });
            let clash = constraints[at].when == constraints[other].when
                && rivals(&constraints[at], &constraints[other]);
            if refused {
                constraints[at].confidence = constraints[at].confidence.max(Confidence::Medium);
            }
            if clash {
                constraints[at].confidence = Confidence::Low;
            }
        }
    }
}

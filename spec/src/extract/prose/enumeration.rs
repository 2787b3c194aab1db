//! Bullets that are allowed values with meanings, and what stands for such bullets.

use super::cases::{case_ranges, default_cases, obliged, statement};
use super::conditions::{all_of, words_only};
use super::heads::{Class, classify, head, head_and_rest, name_first};
use super::joining::torn_range;
use super::kinds::choice::{expression_constraint, is_numeric};
use super::kinds::default::literal;
use super::legend::Legend;
use super::normalise::normalise;
use super::outline::Block;
use super::reader::{Found, Frame, Line, Pending, Reader};
use super::values::{Expression, expression};
use crate::model::{Confidence, Constraint, EnumValue, Type};

/// Reads the bullets under a line.
pub(super) fn bullets(reader: &mut Reader<'_>, block: &Block<'_>, line: &Line, frame: &Frame) {
    if frame.depth > 8 || line.pending == Some(Pending::Nothing) {
        return;
    }
    let lower = normalise(block.text).to_ascii_lowercase();
    let pointed = pointed_at(reader, &lower);
    let stated = reader.found.len();
    let ranges = |bullet: &Block<'_>| matches!(classify(reader, bullet, false), Class::Case(..));
    if line.pending == Some(Pending::Default) && !block.bullets.iter().any(ranges) {
        default_cases(reader, block, frame);
    } else {
        listed(reader, block, &lower, line, frame);
    }
    let mut below = reader.found.iter().skip(stated);
    if below.any(|found| !found.constraint.enumeration.is_empty()) {
        return;
    }
    // The bullets are no more than the cases.
    for mut found in pointed {
        let text = found.constraint.text.as_deref().unwrap_or(block.text);
        let cases = words_only(text);
        let when = found.constraint.when.take();
        found.constraint.when = all_of(when.into_iter().chain([cases]).collect());
        reader.found.push(found);
    }
}

/// Takes the values of a line that ends with "in the following cases:": the bullets say them once
/// more, each with its case.
fn pointed_at(reader: &mut Reader<'_>, lower: &str) -> Vec<Found> {
    let words = &reader.language.words.pointers;
    let points = lower.ends_with(':') && words.iter().any(|word| lower.contains(word.as_str()));
    if !points {
        return Vec::new();
    }
    let line = reader.sentence;
    let listed = |found: &Found| found.sentence == line && !found.constraint.enumeration.is_empty();
    let found = std::mem::take(&mut reader.found);
    let (pointed, kept) = found.into_iter().partition(listed);
    reader.found = kept;
    pointed
}

/// Reads bullets that are values, cases or statements, by the line over them, which is also given
/// in lower case.
fn listed(reader: &mut Reader<'_>, block: &Block<'_>, lower: &str, line: &Line, frame: &Frame) {
    let cued = matches!(line.pending, Some(Pending::Values { .. }));
    let (lead, case) = match &line.pending {
        Some(Pending::Values { lead, when }) => (lead.clone(), when.clone()),
        _ => (String::new(), None),
    };
    let below = frame.under(line.condition.clone());
    let below = match case {
        Some(case) => frame.under(Some(case)),
        None => below,
    };
    if is_members(reader, block) {
        return;
    }
    let by_case = reader
        .language
        .words
        .differs
        .iter()
        .any(|word| lower.contains(word.as_str()));
    if let Some(range) = torn_range(block) {
        // The first half was read as the only value.
        let line = reader.sentence;
        let half = |found: &Found| {
            found.sentence == line && matches!(found.constraint.enumeration.as_slice(), [_])
        };
        reader.found.retain(|found| !half(found));
        reader.line(&range, frame);
        return;
    }
    let mut classes: Vec<Class> = block
        .bullets
        .iter()
        .map(|bullet| classify(reader, bullet, by_case && cued))
        .collect();
    name_first(reader, &mut classes);
    if (cued || numeric(reader))
        && let Some(constraint) = ranged(reader, block, &classes)
    {
        state_ranged(reader, block, &classes, constraint, &below);
        return;
    }
    let values = classes
        .iter()
        .filter(|class| matches!(class, Class::Value(_)))
        .count();
    let cases = classes
        .iter()
        .filter(|class| matches!(class, Class::Case(..) | Class::Group(_)))
        .count();
    let others = classes.len() - values - cases;
    let sure = cued || supported(reader, block, &classes);
    if cases > 0 && (cued || numeric(reader)) && values <= cases {
        case_ranges(reader, block, &classes, &below);
        return;
    }
    if values > 0 && cases == 0 && are_special(reader, &classes) {
        return;
    }
    if values > 0 && values > others && sure && cases == 0 {
        state_values(reader, block, &classes, &lead, &below);
        return;
    }
    for bullet in &block.bullets {
        let stated = reader.found.len();
        statement(reader, bullet, &below);
        for found in reader.found.iter_mut().skip(stated) {
            found.sibling = cued;
        }
    }
}

/// Whether the bullets describe the members of a structured value.
fn is_members(reader: &Reader<'_>, block: &Block<'_>) -> bool {
    let lower = normalise(block.text).to_ascii_lowercase();
    if reader
        .language
        .words
        .fields
        .iter()
        .any(|word| lower.contains(word.as_str()))
    {
        return true;
    }
    // `acs:{region}:{account}`, and a bullet for each part.
    let part = |bullet: &Block<'_>| {
        head(bullet.text, &reader.language.words).is_some_and(|head| {
            let in_braces = [format!("{{{}}}", head.value), format!("<{}>", head.value)];
            head.value.starts_with('{') || in_braces.iter().any(|part| block.text.contains(part))
        })
    };
    if block.bullets.iter().any(part) {
        return true;
    }
    let Some(example) = reader.context.example.map(str::trim_start) else {
        return false;
    };
    let structured = example.starts_with(['[', '{']);
    structured
        && block.bullets.iter().any(|bullet| {
            head(bullet.text, &reader.language.words)
                .is_some_and(|head| example.contains(&format!("\"{}\"", head.value)))
        })
}

/// Whether bullets without "valid values" before them are values all the same: the type or the
/// example says so, or the line before them ends with a colon.
fn supported(reader: &Reader<'_>, block: &Block<'_>, classes: &[Class]) -> bool {
    let mut heads = classes.iter().filter_map(|class| match class {
        Class::Value(value) => Some(value.text.as_str()),
        _ => None,
    });
    if matches!(reader.context.kind, Type::Array | Type::Object | Type::Json) {
        return false;
    }
    let boolean =
        |head: &str| head.eq_ignore_ascii_case("true") || head.eq_ignore_ascii_case("false");
    if heads.clone().all(boolean) {
        return true;
    }
    let example = reader.context.example.unwrap_or_default();
    if heads.any(|head| head == example) {
        return true;
    }
    let of = |found: &Found| found.constraint.default.as_ref()?.value.clone();
    let default = reader.found.last().and_then(of);
    let default = default.or_else(|| {
        let mut aside = reader.beside();
        aside.line(&reader.behind, &Frame::default());
        aside.found.iter().find_map(of)
    });
    let of_default = default.is_some_and(|default| {
        classes
            .iter()
            .any(|class| matches!(class, Class::Value(value) if value.text == default))
    });
    if of_default {
        return true;
    }
    let colon = block.text.trim_end().ends_with(['：', ':']);
    let named = classes.iter().any(|class| match class {
        Class::Value(value) => reader.names.resolve(&value.text).is_some(),
        _ => false,
    });
    let told = classes.iter().all(|class| match class {
        Class::Value(value) => value.meaning.is_some(),
        _ => false,
    });
    colon && !named && told && example.is_empty() && classes.len() > 1
}

/// `-1` and `1-5000` as the heads of bullets: a range with special values, and no list of words.
fn ranged(reader: &Reader<'_>, block: &Block<'_>, classes: &[Class]) -> Option<Constraint> {
    let mut whole = Expression::default();
    for (class, bullet) in classes.iter().zip(&block.bullets) {
        let Class::Value(value) = class else {
            return None;
        };
        // With the unit in brackets behind it: `1~5120（Mbps）：…`.
        let whole_head = head_and_rest(bullet.text).map_or(value.text.as_str(), |(head, _)| head);
        let words = &reader.language.words;
        let found = [whole_head, &value.text]
            .map(|text| expression(&normalise(text), words))
            .into_iter()
            .find(|found| found.closed && found.is_numeric())
            .unwrap_or_default();
        if !found.closed || !found.is_numeric() {
            return None;
        }
        whole.items.extend(found.items);
        whole.unit = whole.unit.or(found.unit);
    }
    if !whole.has_range() {
        return None;
    }
    expression_constraint(&whole, false)
}

fn state_ranged(
    reader: &mut Reader<'_>,
    block: &Block<'_>,
    classes: &[Class],
    mut constraint: Constraint,
    frame: &Frame,
) {
    constraint.when = reader.when(frame, None);
    reader.sentence += 1;
    reader.push(constraint, block.text, String::new(), true, false);
    for (class, bullet) in classes.iter().zip(&block.bullets) {
        if let Class::Value(value) = class
            && value.default
        {
            let part = Constraint {
                default: Some(literal(&value.text)),
                when: reader.when(frame, None),
                ..Constraint::default()
            };
            reader.push(part, bullet.text, String::new(), false, false);
        }
    }
}

/// Whether the bullets only tell what the special values of a range mean, which was read before.
fn are_special(reader: &Reader<'_>, classes: &[Class]) -> bool {
    let special = reader
        .found
        .last()
        .map(|found| &found.constraint.special_values);
    special.is_some_and(|special| {
        classes.iter().all(|class| match class {
            Class::Value(value) => special.contains(&value.text),
            _ => true,
        })
    })
}

fn numeric(reader: &Reader<'_>) -> bool {
    is_numeric(reader.context.kind)
}

fn state_values(
    reader: &mut Reader<'_>,
    block: &Block<'_>,
    classes: &[Class],
    lead: &str,
    frame: &Frame,
) {
    let mut constraint = Constraint {
        when: reader.when(frame, None),
        ..Constraint::default()
    };
    let mut default = None;
    let mut obligations = Vec::new();
    let mut open = false;
    for (class, bullet) in classes.iter().zip(&block.bullets) {
        let Class::Value(value) = class else {
            // A bullet that is neither a value nor a statement may be a value in words.
            let stated = reader.found.len();
            statement(reader, bullet, frame);
            if reader.found.len() == stated {
                constraint.confidence = Confidence::Medium;
                open |= is_open_value(reader, bullet);
            }
            continue;
        };
        if value.default {
            default = Some((value.text.clone(), bullet.text.to_owned()));
        }
        obligations.push(value);
        let known = |known: &EnumValue| known.value == value.text;
        if !constraint.enumeration.iter().any(known) {
            constraint.enumeration.push(EnumValue {
                value: value.text.clone(),
                meaning: value.meaning.clone(),
            });
        }
    }
    let known: Vec<String> = constraint
        .enumeration
        .iter()
        .map(|value| value.value.clone())
        .collect();
    if !open {
        reader.push(constraint, block.text, lead.to_owned(), false, false);
        if let Some(found) = reader.found.last_mut() {
            found.bullet = frame.bullet;
        }
    }
    if let Some((value, text)) = default {
        let constraint = Constraint {
            default: Some(literal(&value)),
            when: reader.when(frame, None),
            ..Constraint::default()
        };
        reader.push(constraint, &text, String::new(), false, false);
    }
    for value in obligations {
        obliged(reader, value, frame);
    }
    for bullet in &block.bullets {
        told_inside(reader, bullet, &known, frame);
    }
}

/// What the bullets below a value say of the values in some case: `专有网络中只能为intranet`.
fn told_inside(reader: &mut Reader<'_>, bullet: &Block<'_>, known: &[String], frame: &Frame) {
    if bullet.bullets.is_empty() || frame.depth > 8 {
        return;
    }
    let below = frame.under(None);
    let mut aside = reader.beside();
    for inner in &bullet.bullets {
        aside.line(inner.text, &below);
    }
    let of_values = |found: &Found| {
        let c = &found.constraint;
        let default = c
            .default
            .as_ref()
            .and_then(|default| default.value.as_ref());
        let case = c.when.is_some() || !found.lead.is_empty();
        let listed = c.enumeration.iter().map(|value| &value.value);
        let mut values = listed.chain(default).peekable();
        case && values.peek().is_some() && values.all(|value| known.contains(value))
    };
    reader.sentence = aside.sentence;
    let inside = aside.found.into_iter().filter(of_values);
    reader.found.extend(inside);
}

/// Whether a bullet among values is a value in words, such as "a fixed version number": the list is
/// not all there is.
fn is_open_value(reader: &Reader<'_>, bullet: &Block<'_>) -> bool {
    let lower = normalise(bullet.text).to_ascii_lowercase();
    let openings = &reader.language.words.open_values;
    openings.iter().any(|word| lower.starts_with(word.as_str()))
}

/// A line under "valid values:" that is nothing but the values: `1-65535`. Whether it was.
pub(super) fn next_line(
    reader: &mut Reader<'_>,
    text: &str,
    pending: Option<&Pending>,
    frame: &Frame,
) -> bool {
    let Some(Pending::Values { lead, when }) = pending else {
        return false;
    };
    let normal = normalise(text);
    let found = expression(&normal, &reader.language.words);
    let whole = normal[found.end..]
        .trim_matches(['.', '。', ' '])
        .is_empty();
    if !whole || !found.has_range() || !found.is_numeric() {
        return false;
    }
    let lower = lead.to_ascii_lowercase();
    let nouns = &reader.language.words.length_nouns;
    let about_length = nouns.iter().any(|noun| lower.contains(noun.as_str()));
    let Some(mut constraint) = expression_constraint(&found, about_length) else {
        return false;
    };
    constraint.when = reader.when(frame, when.as_ref());
    reader.sentence += 1;
    reader.push(constraint, text, lead.clone(), true, false);
    true
}

/// States the values that a line lists with their meanings, and reads the text around them.
pub(super) fn legend(reader: &mut Reader<'_>, legend: &Legend<'_>, frame: &Frame) -> Line {
    let line = reader.line(legend.before, frame);
    let case = match line.pending {
        Some(Pending::Values { when, .. }) => when,
        _ => line.condition,
    };
    let bullets: Vec<String> = legend
        .values
        .iter()
        .map(|(value, meaning, mark)| format!("{value}{mark}：{meaning}"))
        .collect();
    let block = Block {
        text: legend.before,
        bullet: frame.bullet,
        bullets: bullets
            .iter()
            .map(|text| Block {
                text,
                bullet: true,
                bullets: Vec::new(),
            })
            .collect(),
    };
    let classes: Vec<Class> = block
        .bullets
        .iter()
        .map(|bullet| classify(reader, bullet, false))
        .collect();
    let below = frame.under(case);
    state_values(reader, &block, &classes, "", &below);
    reader.line(legend.after, frame)
}

//! Bullets: allowed values with meanings, ranges for cases, or plain statements.

use super::conditions::{comparison, of_head};
use super::heads::{Class, Value, classify, head, head_and_rest, name_first};
use super::kinds::choice::{default_value, expression_constraint, is_numeric, literal};
use super::normalise::normalise;
use super::outline::Block;
use super::reader::{Found, Frame, Line, Pending, Reader};
use super::table::Kind;
use super::values::{Expression, expression};
use crate::model::{Confidence, Constraint, EnumValue, Type};
use doctract_core::Operator;

/// Puts together what a paragraph inside a bullet tore apart: bullets that go on with the values of
/// the block before them, without words of their own that announce them.
pub(super) fn joined<'t>(reader: &Reader<'_>, blocks: &[Block<'t>]) -> Vec<Block<'t>> {
    let mut joined: Vec<Block<'t>> = Vec::new();
    let mut skipped: Vec<Block<'t>> = Vec::new();
    for block in blocks {
        let goes_on = !block.bullets.is_empty()
            && joined
                .last()
                .is_some_and(|last| goes_on(reader, last, block));
        if goes_on && let Some(last) = joined.last_mut() {
            skipped.push(Block {
                text: block.text,
                ..Block::default()
            });
            skipped.retain(|skipped| states_default(reader, skipped.text));
            last.bullets
                .extend(block.bullets.iter().map(Block::shallow));
            continue;
        }
        let inside = block.bullets.is_empty()
            && joined.last().is_some_and(|last| !last.bullets.is_empty())
            && !announces(reader, block.text);
        if inside {
            skipped.push(block.shallow());
        } else {
            joined.append(&mut skipped);
            joined.push(block.shallow());
        }
    }
    joined.append(&mut skipped);
    joined
}

fn goes_on(reader: &Reader<'_>, before: &Block<'_>, block: &Block<'_>) -> bool {
    let all_values = |bullets: &[Block<'_>]| {
        !bullets.is_empty()
            && bullets
                .iter()
                .all(|bullet| matches!(classify(reader, bullet, false), Class::Value(_)))
    };
    !announces(reader, block.text) && all_values(&before.bullets) && all_values(&block.bullets)
}

/// How many of the paragraphs behind a line that announces values are values themselves, each with
/// its meaning: bullets whose marks are missing.
pub(super) fn unmarked(reader: &Reader<'_>, blocks: &[Block<'_>]) -> usize {
    let is_value = |block: &&Block<'_>| {
        let told = head(block.text, &reader.language.words).is_some_and(|head| {
            !head.value.contains(' ')
                && head.value.is_ascii()
                && head.value.len() < block.text.len()
        });
        told && block.bullets.is_empty()
            && matches!(classify(reader, block, false), Class::Value(_))
    };
    blocks.iter().take_while(is_value).count()
}

/// Whether a paragraph between the bullets says which of them is the default.
fn states_default(reader: &Reader<'_>, text: &str) -> bool {
    let lower = normalise(text).to_ascii_lowercase();
    let hits = reader.language.hits(&lower);
    hits.iter().any(|hit| hit.rule.kind == Kind::Default)
}

/// Whether a line announces what stands under it.
fn announces(reader: &Reader<'_>, text: &str) -> bool {
    let lower = normalise(text).to_ascii_lowercase();
    lower.trim_end().ends_with(':')
        || reader
            .language
            .hits(&lower)
            .iter()
            .any(|hit| hit.rule.kind == Kind::Values)
}

/// Reads the bullets under a line.
pub(super) fn bullets(reader: &mut Reader<'_>, block: &Block<'_>, line: &Line, frame: &Frame) {
    if frame.depth > 8 || line.pending == Some(Pending::Nothing) {
        return;
    }
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
    let lower = normalise(block.text).to_ascii_lowercase();
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

/// `取值范围：1` and a bullet `1000，默认值：100。`: a range whose dash began a line. Gives the end of
/// the line and the bullet as one sentence.
fn torn_range(block: &Block<'_>) -> Option<String> {
    let [bullet] = block.bullets.as_slice() else {
        return None;
    };
    let (head, number) = block.text.trim().rsplit_once(['：', ':'])?;
    let number = number.trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(number) || !bullet.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let cue = head.rsplit(['。', '，', '.', ',']).next().unwrap_or(head);
    Some(format!("{}: {number}-{}", cue.trim(), bullet.text))
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
    let default = reader.found.last().and_then(|found| {
        let default = found.constraint.default.as_ref()?;
        default.value.clone()
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
    for (class, bullet) in classes.iter().zip(&block.bullets) {
        let Class::Value(value) = class else {
            // A bullet that is neither a value nor a statement may be a value in words.
            let stated = reader.found.len();
            statement(reader, bullet, frame);
            if reader.found.len() == stated {
                constraint.confidence = Confidence::Medium;
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
    reader.push(constraint, block.text, lead.to_owned(), false, false);
    if let Some(found) = reader.found.last_mut() {
        found.bullet = frame.bullet;
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
}

/// What the meaning of one value says about other parameters: `Limited：必须同时指定EndTime`.
fn obliged(reader: &mut Reader<'_>, value: &Value, frame: &Frame) {
    let Some(meaning) = &value.meaning else {
        return;
    };
    let lower = meaning.to_ascii_lowercase();
    let words = &reader.language.words;
    if !words
        .obliges
        .iter()
        .any(|word| lower.contains(word.as_str()))
    {
        return;
    }
    let own = comparison(reader.context.name, Operator::Eq, vec![value.text.clone()]);
    let mut aside = reader.beside();
    aside.line(meaning, &frame.under(Some(own)));
    let found = aside.found.into_iter();
    let dependent = found.filter(|found| !found.constraint.dependent_required.is_empty());
    reader.found.extend(dependent);
}

/// Ranges for cases: `cloud：5~2000`, also in groups.
fn case_ranges(reader: &mut Reader<'_>, block: &Block<'_>, classes: &[Class], frame: &Frame) {
    for (class, bullet) in classes.iter().zip(&block.bullets) {
        match class {
            Class::Case(head, found) => {
                let Some(mut constraint) = expression_constraint(found, false) else {
                    continue;
                };
                let condition = of_head(head, reader);
                constraint.when = reader.when(frame, Some(&condition));
                let shape = constraint.enumeration.is_empty();
                reader.sentence += 1;
                reader.push(constraint, bullet.text, String::new(), shape, false);
                rest_of_case(reader, bullet, head, found, frame);
            }
            Class::Group(head) => {
                let below = frame.under(Some(of_head(head, reader)));
                let inner: Vec<Class> = bullet
                    .bullets
                    .iter()
                    .map(|inner| classify(reader, inner, false))
                    .collect();
                if below.depth <= 8 {
                    case_ranges(reader, bullet, &inner, &below);
                }
            }
            Class::Value(_) | Class::Other => statement(reader, bullet, frame),
        }
    }
}

/// What follows the range in a case's bullet: its default, say.
fn rest_of_case(
    reader: &mut Reader<'_>,
    bullet: &Block<'_>,
    head: &str,
    found: &Expression,
    frame: &Frame,
) {
    let Some(parts) = head_and_rest(bullet.text) else {
        return;
    };
    let rest = normalise(parts.1);
    let rest = rest
        .get(found.end..)
        .unwrap_or_default()
        .trim_start_matches([',', ' ', '.', '。', ';']);
    if rest.is_empty() {
        return;
    }
    let below = frame.under(Some(of_head(head, reader)));
    let lower = rest.to_ascii_lowercase();
    if reader
        .language
        .words
        .defaults
        .iter()
        .any(|word| lower.starts_with(word.as_str()))
        && let Some((default, _)) = reader
            .language
            .words
            .defaults
            .iter()
            .filter(|word| lower.starts_with(word.as_str()))
            .max_by_key(|word| word.len())
            .and_then(|word| {
                default_value(
                    reader,
                    rest[word.len()..].trim_start_matches([':', ' ', '为', '是']),
                )
            })
    {
        let constraint = Constraint {
            default: Some(default),
            when: reader.when(&below, None),
            ..Constraint::default()
        };
        reader.push(constraint, bullet.text, String::new(), false, false);
        return;
    }
    let rest = rest.to_owned();
    reader.line(&rest, &below);
}

/// A bullet that is a statement; its head before a colon is the case it holds in.
fn statement(reader: &mut Reader<'_>, bullet: &Block<'_>, frame: &Frame) {
    if let Some((head, rest)) = case_head(reader, bullet) {
        let below = frame.under(Some(of_head(head, reader)));
        let line = reader.line(rest, &below);
        if !bullet.bullets.is_empty() {
            let inner = Block {
                text: rest,
                bullet: true,
                bullets: bullet.bullets.iter().map(Block::shallow).collect(),
            };
            bullets(reader, &inner, &line, &below);
        }
        return;
    }
    let line = reader.line(bullet.text, frame);
    if !bullet.bullets.is_empty() {
        bullets(reader, bullet, &line, frame);
    }
}

/// `Windows实例：主机名长度为…`: the case and the statement. Not where a phrase begins before the
/// colon.
fn case_head<'t>(reader: &Reader<'_>, bullet: &Block<'t>) -> Option<(&'t str, &'t str)> {
    let text = bullet.text;
    let (head, rest) = head_and_rest(text)?;
    let lower = normalise(head).to_ascii_lowercase();
    let empty = rest.trim().is_empty() && bullet.bullets.is_empty();
    let long = head.chars().count() > 40 || empty;
    let note = reader
        .language
        .words
        .notes
        .iter()
        .any(|note| lower.starts_with(note.trim_end_matches(':')))
        || reader.language.words.no_heads.contains(&lower);
    let label = reader.language.words.labels.contains(&lower);
    let phrase = reader
        .language
        .hits(&format!("{lower}:"))
        .iter()
        .any(|hit| hit.start <= lower.len());
    let normal = normalise(text);
    let lower_text = normal.to_ascii_lowercase();
    let condition = !super::conditions::clauses(
        &normal,
        &lower_text,
        reader.language,
        &reader.language.candidates(&lower_text),
        reader.names,
        reader.context.name,
    )
    .iter()
    .all(|clause| clause.start > lower.len());
    (!long && !note && !label && !phrase && !condition).then_some((head.trim(), rest.trim()))
}

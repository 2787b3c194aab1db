//! Bullets that are cases with their numbers, or statements in a case.

use super::conditions::{comparison, of_head};
use super::enumeration::bullets;
use super::heads::{Class, Value, classify, head_and_rest};
use super::kinds::choice::expression_constraint;
use super::kinds::default::default_value;
use super::normalise::normalise;
use super::outline::Block;
use super::reader::{Found, Frame, Reader};
use super::table::Kind;
use super::values::Expression;
use crate::model::Constraint;
use doctract_core::Operator;

/// What the meaning of one value says about other parameters, `Limited：必须同时指定EndTime`, or about
/// the parameter not being sent.
pub(super) fn obliged(reader: &mut Reader<'_>, value: &Value, frame: &Frame) {
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
    let (own, names, english) = (reader.context.name, reader.names, reader.language.english);
    let case = comparison(own, Operator::Eq, vec![value.text.clone()]);
    let below = Frame {
        bullet: false,
        ..frame.under(Some(case))
    };
    let mut aside = reader.beside();
    aside.line(meaning, &below);
    let relation = |found: &Found| {
        let c = &found.constraint;
        !c.dependent_required.is_empty()
            || !c.at_least_one_of.is_empty()
            || !c.exactly_one_of.is_empty()
            || !c.mutually_exclusive.is_empty()
    };
    // "If it is not specified, the address is used.": not a word of this value.
    for found in &aside.unset {
        let mut default = found.clone();
        default.when = reader.when(frame, None);
        reader.push(default, meaning, String::new(), false, false);
    }
    for mut found in aside.found.into_iter().filter(relation) {
        // A sentence that names this parameter beside the others, and no case, holds always.
        let text = found.constraint.text.as_deref().unwrap_or_default();
        let mentioned = names.mentions(text, english);
        if found.paired && mentioned.iter().any(|mention| mention.name == own) {
            found.constraint.when = reader.when(frame, None);
        }
        reader.found.push(found);
    }
}

/// `Default value:` and a bullet for each case: `Linux instances: the home directory`.
pub(super) fn default_cases(reader: &mut Reader<'_>, block: &Block<'_>, frame: &Frame) {
    for bullet in &block.bullets {
        let value = matches!(classify(reader, bullet, false), Class::Value(_));
        let parts = case_head(reader, bullet).filter(|_| !value && bullet.bullets.is_empty());
        let default = parts.and_then(|(_, rest)| default_value(reader, &normalise(rest)));
        let (Some((head, _)), Some((default, _))) = (parts, default) else {
            statement(reader, bullet, frame);
            continue;
        };
        let part = Constraint {
            default: Some(default),
            when: reader.when(frame, Some(&of_head(head, reader))),
            ..Constraint::default()
        };
        reader.sentence += 1;
        reader.push(part, bullet.text, String::new(), false, false);
    }
}

/// Ranges for cases: `cloud：5~2000`, also in groups.
pub(super) fn case_ranges(
    reader: &mut Reader<'_>,
    block: &Block<'_>,
    classes: &[Class],
    frame: &Frame,
) {
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
                let value = rest[word.len()..].trim_start_matches([':', ' ', '为', '是']);
                default_value(reader, value.strip_prefix("is ").unwrap_or(value))
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
pub(super) fn statement(reader: &mut Reader<'_>, bullet: &Block<'_>, frame: &Frame) {
    let stopped = || stopped_head(reader, bullet.text);
    if let Some((head, rest)) = case_head(reader, bullet).or_else(stopped) {
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

/// `TCP/UDP. Value range: 1 to 65535.`: a case that ends with a full stop.
fn stopped_head<'t>(reader: &Reader<'_>, text: &'t str) -> Option<(&'t str, &'t str)> {
    let (head, rest) = text.split_once(". ")?;
    let code = |word: &str| !word.starts_with(|c: char| c.is_ascii_lowercase());
    let coded = head.chars().count() <= 20 && head.split(' ').all(code);
    let values = || {
        let lower = normalise(rest).to_ascii_lowercase();
        let hits = reader.language.hits(&lower);
        hits.first()
            .is_some_and(|hit| hit.start == 0 && hit.rule.kind == Kind::Values)
    };
    (coded && values()).then_some((head.trim(), rest.trim()))
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
    let phrase = || reader.language.has_hit(&format!("{lower}:"), |_| true);
    let condition = || {
        let normal = normalise(text);
        let lower_text = normal.to_ascii_lowercase();
        !super::conditions::clauses(
            &normal,
            &lower_text,
            reader.language,
            &reader.language.candidates(&lower_text),
            reader.names,
            reader.context.name,
        )
        .iter()
        .all(|clause| clause.start > lower.len())
    };
    (!long && !note && !label && !phrase() && !condition()).then_some((head.trim(), rest.trim()))
}

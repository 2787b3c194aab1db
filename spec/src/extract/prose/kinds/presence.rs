//! When a parameter must be sent, when it takes effect, when it is ignored or refused.

use super::super::conditions::{compared, negate, words_only};
use super::super::reader::Reader;
use super::relation::{condition, if_present, mentions_own, others, own_case, says, state};
use super::{Outcome, Told, with};
use crate::model::{Condition, Constraint, Violation};
use doctract_core::Operator;

pub(super) fn required(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let end = told.hit.end;
    let others = others(reader, told);
    let own = mentions_own(reader, told);
    let rule = &told.hit.rule.with;
    if !others.is_empty() && !own {
        if let Some(case) = own_case(reader, told) {
            let after = told.sentence.rest_of_clause(told.hit.end);
            let any = &reader.language.words.any;
            let one = others.len() > 1 && any.iter().any(|word| after.contains(word.as_str()));
            let mut part = Constraint {
                when: reader.when(told.frame, Some(&case)),
                ..Constraint::default()
            };
            if one {
                part.at_least_one_of = others;
            } else {
                part.dependent_required = others;
            }
            state(reader, told, part);
        }
        return Outcome::at(end);
    }
    let unset = || {
        let clauses = &told.sentence.clauses;
        clauses
            .iter()
            .any(|clause| reader.is_absence(&clause.condition))
    };
    if (rule.only && !governs_own(reader, told)) || (rule.unset && !unset()) {
        return None;
    }
    match condition(reader, told).or_else(|| case_just_named(reader, told)) {
        Some(condition) => {
            let part = Constraint {
                required_if: Some(condition),
                ..Constraint::default()
            };
            reader.spent = reader.sentence;
            reader.push(part, told.sentence.raw, String::new(), false, false);
        }
        None if case_in_words(reader, told).is_some() => {
            let part = Constraint {
                required_if: case_in_words(reader, told),
                ..Constraint::default()
            };
            reader.spent = reader.sentence;
            reader.push(part, told.sentence.raw, String::new(), false, false);
        }
        None if told.sentence.condition(told.hit).is_none() && !is_of_another(reader, told) => {
            let text = told.sentence.raw.to_owned();
            reader.required_text.get_or_insert(text);
        }
        None => {}
    }
    Outcome::at(end)
}

/// Whether what must be given is something else than the parameter: a member of its value, a
/// quantity of something.
fn is_of_another(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let lead = told.sentence.lead(told.hit.start).to_ascii_lowercase();
    let words = &reader.language.words.foreign;
    !says(&lead, &reader.language.words.this)
        && words.iter().any(|word| lead.contains(word.as_str()))
}

/// Whether the object of "you must specify" is this parameter.
fn governs_own(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let after = told.sentence.rest_of_clause(told.hit.end);
    let lower = after.to_ascii_lowercase();
    let words = &reader.language.words;
    let named = reader
        .names
        .mentions(&format!("the {after}"), reader.language.english)
        .iter()
        .any(|mention| mention.name == reader.context.name);
    let object = lower.split([',', '.']).next().unwrap_or_default().trim();
    let called = (reader.noun.chars().count() > 3 && after.trim_start().starts_with(reader.noun))
        || (object.is_ascii() && object.contains(' ') && reader.names.is_own_noun(object));
    named
        || called
        || says(&lower, &words.this)
        || !after.chars().any(char::is_alphanumeric)
        || words.pronouns.contains(&lower)
}

/// `使用云上证书,该参数必选`: a case that no condition word introduces.
fn case_in_words(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<Condition> {
    if told.sentence.condition(told.hit).is_some() {
        return None;
    }
    let words = &reader.language.words;
    let before = told.sentence.lower[..told.hit.start].trim_end();
    let before = words
        .callers
        .iter()
        .find_map(|word| before.strip_suffix(word.as_str()))
        .unwrap_or(before);
    let before = words
        .this
        .iter()
        .find_map(|word| before.strip_suffix(word.trim()))
        .unwrap_or(before)
        .trim_end();
    let ends = words
        .case_ends
        .iter()
        .any(|word| before.ends_with(word.as_str()));
    let clause = before.trim_end_matches([',', ' ']);
    let boundary = |clause: &str| {
        let at = clause.rfind([',', ';', '。', ':', super::super::sentence::READ])?;
        Some(at + clause[at..].chars().next().map_or(1, char::len_utf8))
    };
    let mut start = boundary(clause).unwrap_or(0);
    // `将实例加入部署集,或调整实例的部署集时`: the case began before the comma.
    while words
        .any
        .iter()
        .any(|word| clause[start..].starts_with(word.trim_start_matches(',')))
        && clause[..start].ends_with(',')
    {
        start = boundary(&clause[..start - 1]).unwrap_or(0);
    }
    let words = told.sentence.text[start..clause.len()].trim();
    (ends && words.chars().filter(|c| c.is_alphanumeric()).count() > 3).then(|| words_only(words))
}

/// `适用于简单规则,此时该项必选`: the case in which the parameter takes effect.
fn case_just_named(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<Condition> {
    let lead = told.sentence.lead(told.hit.start).to_ascii_lowercase();
    let then = reader
        .language
        .words
        .then
        .iter()
        .any(|word| lead.contains(word.as_str()));
    let last = reader
        .found
        .last()
        .filter(|found| then && found.sentence == reader.sentence)?;
    last.constraint.effective_if.clone()
}

pub(super) fn effective(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    if told.hit.rule.with.only && !only_own(reader, told) {
        return None;
    }
    let others = others(reader, told);
    let lead = told.sentence.lead(told.hit.start);
    let strange = others.is_empty() && reader.names.mentions_unknown(lead);
    if strange || (!others.is_empty() && !mentions_own(reader, told)) {
        return Outcome::at(told.hit.end);
    }
    let case = condition(reader, told).or_else(|| {
        let words = told.part("c")?;
        (told.sentence.condition(told.hit).is_none() && !words.trim().is_empty()).then(|| {
            let (language, own) = (reader.language, reader.context.name);
            let inner = words.split_once("whose ").map_or(words, |(_, inner)| inner);
            let comparison = compared(inner.trim(), language, reader.names, own);
            comparison.unwrap_or_else(|| words_only(words))
        })
    });
    // "You can specify it if you want to …" tells what for, and limits nothing.
    if told.part("c").is_none() && super::choice::is_wish(reader, told) {
        return Outcome::at(told.hit.end);
    }
    let vague = case.as_ref().is_some_and(|case| case.text.is_some());
    if told.hit.rule.with.plain && vague {
        return Outcome::at(told.hit.end);
    }
    if let Some(condition) = case {
        // "It is required and takes effect only for …": the case is that of both.
        let stated = reader.required_text.as_deref() == Some(told.sentence.raw);
        if stated && told.part("c").is_some() {
            reader.required_text = None;
            let part = with(|c| c.required_if = Some(condition.clone()));
            reader.push(part, told.sentence.raw, String::new(), false, false);
        }
        let part = Constraint {
            effective_if: Some(condition),
            violation: told.hit.rule.with.violation.unwrap_or_default(),
            ..Constraint::default()
        };
        reader.spent = reader.sentence;
        reader.push(part, told.sentence.raw, String::new(), false, false);
    }
    Outcome::at(told.hit.end)
}

/// `Specify the private key only if …`: whether "only" is said, and of this parameter.
fn only_own(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let mut clauses = told.sentence.clauses.iter();
    let only = told.part("c").is_some()
        || clauses.any(|clause| clause.only && clause.start < told.hit.end);
    let noun = told.part("noun").or_else(|| told.part("own"));
    let Some(noun) = noun.filter(|_| only) else {
        return false;
    };
    let noun = noun.trim();
    let lower = noun.to_ascii_lowercase();
    let own = reader.context.name;
    let bare = noun
        .trim_start_matches("the ")
        .trim_end_matches(" parameter");
    says(&lower, &reader.language.words.this)
        || reader.names.resolve(bare) == Some(own)
        || (lower.is_ascii() && reader.names.is_own_noun(&lower))
}

/// The parameter is ignored or refused when the condition holds.
pub(super) fn ineffective(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let end = told.hit.end;
    let violation = told.hit.rule.with.violation.unwrap_or_default();
    let own_condition = told.sentence.condition(told.hit);
    let captured = told.part("p").and_then(|name| reader.names.resolve(name));
    let others = captured.map_or_else(|| others(reader, told), |name| vec![name.to_owned()]);
    let own = mentions_own(reader, told);
    if !others.is_empty() && !own {
        if if_present(reader, told) && violation == Violation::Ignored {
            state(reader, told, with(|c| c.precedes = others));
        } else if violation == Violation::Rejected
            && let Some(case) = own_case(reader, told)
        {
            for other in others {
                let part = Constraint {
                    mutually_exclusive: vec![reader.context.name.to_owned(), other],
                    when: reader.when(told.frame, Some(&case)),
                    ..Constraint::default()
                };
                state(reader, told, part);
            }
        }
        return Outcome::at(end);
    }
    let words = &reader.language.words;
    let otherwise = words
        .otherwise
        .iter()
        .any(|word| told.sentence.lower.contains(word.as_str()));
    let Some(condition) = own_condition.filter(|_| !otherwise) else {
        // "otherwise it is ignored": said of the condition that was just stated.
        if !otherwise {
            return Outcome::at(end);
        }
        if let Some(found) = reader
            .found
            .iter_mut()
            .rev()
            .find(|found| found.constraint.effective_if.is_some())
        {
            found.constraint.violation = violation;
        }
        return Outcome::at(end);
    };
    let present = condition
        .operator
        .is_some_and(|operator| operator.0 == Operator::Present);
    if let (Violation::Rejected, true, Some(other)) = (violation, present, &condition.parameter) {
        if other != reader.context.name {
            let names = vec![reader.context.name.to_owned(), other.clone()];
            state(reader, told, with(|c| c.mutually_exclusive = names));
        }
        return Outcome::at(end);
    }
    if reader.is_presence(&condition) {
        return Outcome::at(end);
    }
    let Some(effective) = negate(&condition) else {
        return Outcome::at(end);
    };
    let part = Constraint {
        effective_if: Some(effective),
        violation,
        ..Constraint::default()
    };
    state(reader, told, part);
    Outcome::at(end)
}

//! Rules between parameters: required if, effective if, exclusive, compared, replaced.

use super::super::conditions::{negate, words_only};
use super::super::numbers::leading_number;
use super::super::reader::Reader;
use super::super::table::Kind;
use super::{Outcome, Told, with};
use crate::model::{Comparison, Condition, Constraint, OperatorName, Span, ValueFrom, Violation};
use doctract_core::{Number, Operator};

pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let end = told.hit.end;
    match told.hit.rule.kind {
        Kind::Required => required(reader, told),
        Kind::Optional => Outcome::at(end),
        Kind::Effective => effective(reader, told),
        Kind::Ineffective | Kind::Forbidden => ineffective(reader, told),
        Kind::Exclusive | Kind::AtLeastOne | Kind::ExactlyOne => together(reader, told),
        Kind::Dependent => dependent(reader, told),
        Kind::Precedes => precedes(reader, told),
        Kind::Compare => compare(reader, told),
        Kind::Span | Kind::WithinPast => span(reader, told),
        Kind::Deprecated => {
            let replaced = reader.found.last().is_some_and(|found| {
                found.sentence == reader.sentence && found.constraint.replaced_by.is_some()
            });
            if replaced || !reader.is_foreign(told.sentence, told.hit) {
                state(reader, told, with(|c| c.deprecated = true));
            }
            Outcome::at(end)
        }
        Kind::ReplacedBy => {
            let word = told.part("p").or_else(|| told.part("q"))?;
            let name = reader.names.resolve(word)?.to_owned();
            if name != reader.context.name {
                state(reader, told, with(|c| c.replaced_by = Some(name)));
            }
            Outcome::at(end)
        }
        Kind::ValueFrom => {
            let operation = told.part("p")?.trim_end_matches('.').to_owned();
            let code = operation.len() > 3
                && operation.starts_with(|c: char| c.is_ascii_uppercase())
                && operation.chars().skip(1).any(|c| c.is_ascii_uppercase());
            if !code
                || operation == reader.context.operation
                || reader.names.resolve(&operation).is_some()
            {
                return Outcome::at(end);
            }
            let known = reader
                .found
                .iter()
                .any(|found| found.constraint.value_from.is_some());
            if !known {
                let from = ValueFrom {
                    operation,
                    field: None,
                };
                let lead = String::new();
                let part = with(|c| c.value_from = Some(from));
                reader.push(part, told.sentence.raw, lead, false, false);
            }
            Outcome::at(end)
        }
        Kind::Role => {
            reader.role = reader.role.or(told.hit.rule.with.role);
            Outcome::at(end)
        }
        _ => None,
    }
}

/// States a relation: its own condition is part of it, those from above stay `when`.
fn state(reader: &mut Reader<'_>, told: &Told<'_, '_>, mut part: Constraint) {
    part.when = part.when.take().or_else(|| reader.when(told.frame, None));
    let lead = told.sentence.lead(told.hit.start).to_owned();
    reader.push(part, told.sentence.raw, lead, false, false);
}

/// The condition of a relation: the sentence's own, joined with those from above.
fn condition(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<Condition> {
    reader.when(told.frame, told.sentence.condition(told.hit).as_ref())
}

/// Whether the sentence's own condition is that this parameter is present.
fn if_present(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    told.sentence.condition(told.hit).is_some_and(|condition| {
        condition.parameter.as_deref() == Some(reader.context.name)
            && condition
                .operator
                .is_some_and(|operator| operator.0 == Operator::Present)
    })
}

/// The parameters other than the own one that the clause names, before and after the verb.
fn others(reader: &Reader<'_>, told: &Told<'_, '_>) -> Vec<String> {
    let english = reader.language.english;
    let before = told
        .sentence
        .list_lead(told.hit.start, reader.names, english);
    let inside = &told.sentence.text[told.hit.start..told.hit.end];
    let after = told.sentence.rest_of_clause(told.hit.end);
    let mut found: Vec<String> = Vec::new();
    for text in [before, inside, after] {
        for mention in reader.names.mentions(text, english) {
            if mention.name != reader.context.name && !found.iter().any(|name| name == mention.name)
            {
                found.push(mention.name.to_owned());
            }
        }
    }
    found
}

fn required(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let end = told.hit.end;
    let others = others(reader, told);
    let own = mentions_own(reader, told);
    let rule = &told.hit.rule.with;
    if !others.is_empty() && !own {
        if if_present(reader, told) {
            state(reader, told, with(|c| c.dependent_required = others));
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
        None if told.sentence.condition(told.hit).is_none() => {
            let text = told.sentence.raw.to_owned();
            reader.required_text.get_or_insert(text);
        }
        None => {}
    }
    Outcome::at(end)
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
    named
        || words.this.iter().any(|word| lower.contains(word.as_str()))
        || !after.chars().any(char::is_alphanumeric)
        || words.pronouns.contains(&lower)
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

/// Whether the clause speaks of this parameter, by name or as "this parameter".
fn mentions_own(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let english = reader.language.english;
    let lead = told.sentence.lead(told.hit.start);
    let whole = &told.sentence.text[..told.hit.end];
    let named = reader
        .names
        .mentions(lead, english)
        .iter()
        .any(|mention| mention.name == reader.context.name);
    let lower = whole.to_ascii_lowercase();
    named
        || reader
            .language
            .words
            .this
            .iter()
            .any(|word| lower.contains(word.as_str()))
}

fn effective(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let others = others(reader, told);
    if !others.is_empty() && !mentions_own(reader, told) {
        return Outcome::at(told.hit.end);
    }
    let case = condition(reader, told).or_else(|| {
        let words = told.part("c")?;
        (told.sentence.condition(told.hit).is_none() && !words.trim().is_empty())
            .then(|| words_only(words))
    });
    if let Some(condition) = case {
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

/// The parameter is ignored or refused when the condition holds.
fn ineffective(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let end = told.hit.end;
    let violation = told.hit.rule.with.violation.unwrap_or_default();
    let own_condition = told.sentence.condition(told.hit);
    let others = others(reader, told);
    let own = mentions_own(reader, told);
    if !others.is_empty() && !own {
        if if_present(reader, told) && violation == Violation::Ignored {
            state(reader, told, with(|c| c.precedes = others));
        } else if if_present(reader, told) {
            let mut names = vec![reader.context.name.to_owned()];
            names.extend(others);
            state(reader, told, with(|c| c.mutually_exclusive = names));
        }
        return Outcome::at(end);
    }
    let words = &reader.language.words;
    let lead = told.sentence.lower[..told.hit.start].to_owned();
    let otherwise = words
        .otherwise
        .iter()
        .any(|word| lead.contains(word.as_str()));
    let Some(condition) = own_condition.filter(|_| !otherwise) else {
        // "otherwise it is ignored": said of the condition that was just stated.
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

/// Several parameters of which one, at most one, at least one is sent.
fn together(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let english = reader.language.english;
    let mut names: Vec<String> = Vec::new();
    let inside = &told.sentence.text[told.hit.start..told.hit.end];
    let after = told.sentence.rest_of_clause(told.hit.end);
    let captured = told.part("set");
    let texts = match captured {
        Some(set) => vec![set],
        None => vec![
            told.sentence
                .list_lead(told.hit.start, reader.names, english),
            inside,
            after,
        ],
    };
    for text in texts {
        for mention in reader.names.mentions(text, english) {
            if !names.iter().any(|name| name == mention.name) {
                names.push(mention.name.to_owned());
            }
        }
    }
    let own = reader.context.name.to_owned();
    let lower = told.sentence.lower.as_str();
    if !names.contains(&own)
        && (names.len() == 1
            || reader
                .language
                .words
                .this
                .iter()
                .any(|word| lower.contains(word.as_str())))
        && !own.is_empty()
    {
        names.insert(0, own);
    }
    if names.len() < 2 || groups(reader, &told.sentence.text) {
        return Outcome::at(told.hit.end);
    }
    let part = match told.hit.rule.kind {
        Kind::Exclusive => with(|c| c.mutually_exclusive = names),
        Kind::AtLeastOne => with(|c| c.at_least_one_of = names),
        _ => with(|c| c.exactly_one_of = names),
    };
    let mut part = part;
    let case = told.sentence.condition(told.hit).filter(|condition| {
        condition
            .operator
            .is_none_or(|operator| !matches!(operator.0, Operator::Present))
    });
    part.when = reader.when(told.frame, case.as_ref());
    state(reader, told, part);
    Outcome::at(told.hit.end)
}

/// Whether parentheses hold several parameters: a group that counts as one.
fn groups(reader: &Reader<'_>, text: &str) -> bool {
    let english = reader.language.english;
    text.split('(').skip(1).any(|rest| {
        let inside = rest.split(')').next().unwrap_or_default();
        reader.names.mentions(inside, english).len() > 1
    })
}

fn dependent(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let others = others(reader, told);
    if others.is_empty() {
        return required(reader, told);
    }
    let own_condition = told.sentence.condition(told.hit);
    if own_condition
        .is_none_or(|condition| condition.text.is_some() || reader.is_presence(&condition))
    {
        state(reader, told, with(|c| c.dependent_required = others));
    }
    Outcome::at(told.hit.end)
}

fn precedes(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let winner = told.part("p").and_then(|word| reader.names.resolve(word));
    let own = match winner {
        Some(name) => name == reader.context.name,
        None => false,
    };
    if !own {
        return Outcome::at(told.hit.end);
    }
    let english = reader.language.english;
    let mut losers: Vec<String> = Vec::new();
    for mention in reader.names.mentions(&told.sentence.text, english) {
        if mention.name != reader.context.name && !losers.iter().any(|name| name == mention.name) {
            losers.push(mention.name.to_owned());
        }
    }
    for clause in &told.sentence.clauses {
        for condition in std::iter::once(&clause.condition).chain(&clause.condition.all) {
            let present = condition
                .operator
                .is_some_and(|operator| operator.0 == Operator::Present);
            if let Some(name) = &condition.parameter
                && present
                && name != reader.context.name
                && !losers.contains(name)
            {
                losers.push(name.clone());
            }
        }
    }
    if !losers.is_empty() {
        state(reader, told, with(|c| c.precedes = losers));
    }
    Outcome::at(told.hit.end)
}

/// `结束时间需大于起始时间`: between two parameters by their names or their usual nouns.
fn compare(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let operator = told.hit.rule.with.operator?.0;
    let find = |reader: &Reader<'_>, text: &str| -> Option<String> {
        let trimmed = text.trim();
        let lower = trimmed.to_ascii_lowercase();
        let words = &reader.language.words;
        if words.subjects.contains(&lower)
            || words.this.iter().any(|word| lower.contains(word.as_str()))
        {
            return Some(reader.context.name.to_owned());
        }
        if let Some(mention) = reader
            .names
            .mentions(trimmed, reader.language.english)
            .first()
        {
            return Some(mention.name.to_owned());
        }
        let nouns = &reader.language.words.nouns;
        let (_, names) = nouns
            .iter()
            .filter(|(noun, _)| lower.contains(noun.as_str()))
            .max_by_key(|(noun, _)| noun.len())?;
        reader.names.first_known(names).map(str::to_owned)
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
fn span(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
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

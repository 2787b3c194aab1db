//! Rules between parameters: exclusive, one of several, dependent, first in rank, replaced.

use super::super::conditions::{comparison, words_only};
use super::super::reader::Reader;
use super::super::table::Kind;
use super::{Outcome, Told, compare, presence, with};
use crate::model::{Condition, Constraint, ValueFrom};
use doctract_core::Operator;

pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let end = told.hit.end;
    match told.hit.rule.kind {
        Kind::Required => presence::required(reader, told),
        Kind::Optional => Outcome::at(end),
        Kind::Effective => presence::effective(reader, told),
        Kind::Ineffective | Kind::Forbidden => presence::ineffective(reader, told),
        Kind::Exclusive | Kind::AtLeastOne | Kind::ExactlyOne => together(reader, told),
        Kind::Dependent => dependent(reader, told),
        Kind::Precedes => precedes(reader, told),
        Kind::Compare => compare::compare(reader, told),
        Kind::Between => compare::between(reader, told),
        Kind::Span | Kind::WithinPast => compare::span(reader, told),
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
pub(super) fn state(reader: &mut Reader<'_>, told: &Told<'_, '_>, mut part: Constraint) {
    part.when = part.when.take().or_else(|| reader.when(told.frame, None));
    let lead = told.sentence.lead(told.hit.start).to_owned();
    reader.push(part, told.sentence.raw, lead, false, false);
}

/// The condition of a relation: the sentence's own, joined with those from above.
pub(super) fn condition(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<Condition> {
    reader.when(told.frame, told.sentence.condition(told.hit).as_ref())
}

/// The condition on this parameter itself that the sentence speaks of: that it is present, or has
/// some value; else the one of the bullet that the sentence stands in.
pub(super) fn own_case(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<Condition> {
    let own = |condition: &Condition| {
        let about = |operator| matches!(operator, Operator::Present | Operator::Eq | Operator::In);
        condition.parameter.as_deref() == Some(reader.context.name)
            && condition.operator.is_some_and(|operator| about(operator.0))
    };
    match told.sentence.condition(told.hit) {
        Some(condition) => own(&condition).then_some(condition),
        None => told.frame.when.iter().find(|case| own(case)).cloned(),
    }
}

/// Whether the sentence's own condition is that this parameter is present.
pub(super) fn if_present(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    told.sentence.condition(told.hit).is_some_and(|condition| {
        condition.parameter.as_deref() == Some(reader.context.name)
            && condition
                .operator
                .is_some_and(|operator| operator.0 == Operator::Present)
    })
}

/// The parameters other than the own one that the clause names, before and after the verb.
pub(super) fn others(reader: &Reader<'_>, told: &Told<'_, '_>) -> Vec<String> {
    let english = reader.language.english;
    let before = told
        .sentence
        .list_lead(told.hit.start, reader.names, english);
    // The verb marks the word behind it as a name.
    let after = told.sentence.rest_of_clause(told.hit.end).len();
    let clause = &told.sentence.text[told.hit.start..told.hit.end + after];
    let mut found: Vec<String> = Vec::new();
    for text in [before, clause] {
        for mention in reader.names.mentions(text, english) {
            if mention.name != reader.context.name && !found.iter().any(|name| name == mention.name)
            {
                found.push(mention.name.to_owned());
            }
        }
    }
    found
}

/// The parameters that a text calls by their usual nouns: `开始时间和结束时间`.
fn by_nouns(reader: &Reader<'_>, text: &str) -> Vec<String> {
    let words = &reader.language.words;
    let lower = text.to_ascii_lowercase();
    let named = words
        .nouns
        .iter()
        .filter(|(noun, _)| lower.contains(noun.as_str()));
    let mut found: Vec<String> = Vec::new();
    for (_, names) in named {
        let known = reader.names.first_known(names);
        let known = known.or_else(|| reader.names.partner(names, &words.partners));
        if let Some(name) = known.filter(|name| !found.iter().any(|known| known == name)) {
            found.push(name.to_owned());
        }
    }
    found
}

/// Whether the clause speaks of this parameter, by name or as "this parameter".
pub(super) fn mentions_own(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let english = reader.language.english;
    let lead = told.sentence.lead(told.hit.start);
    let mentions = reader.names.mentions(lead, english);
    if mentions
        .iter()
        .any(|mention| mention.name == reader.context.name)
    {
        return true;
    }
    // "this parameter is ignored, and the P parameter is valid": the nearer subject counts.
    let about = if mentions.is_empty() {
        told.sentence.lower[..told.hit.end].to_owned()
    } else {
        let verb = &told.sentence.lower[told.hit.start..told.hit.end];
        format!("{} {verb}", lead.to_ascii_lowercase())
    };
    let words = &reader.language.words;
    says(&about, &words.this)
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
    // "You can specify A or B, but you cannot specify both of them."
    if names.is_empty() && captured.is_none() {
        let all = reader.names.mentions(&told.sentence.text, english);
        names.extend(all.iter().map(|mention| mention.name.to_owned()));
        names.dedup();
    }
    if names.len() < 2 && captured.is_none() {
        let spelled = reader.names.spelled_mentions(&told.sentence.text);
        for name in spelled {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    if names.is_empty() && captured.is_none() {
        names = by_nouns(reader, told.sentence.lead(told.hit.start));
    }
    let own = reader.context.name.to_owned();
    let lower = told.sentence.lower.as_str();
    if !names.contains(&own)
        && (names.len() == 1 || says(lower, &reader.language.words.this))
        && !own.is_empty()
    {
        names.insert(0, own);
    }
    if names.len() < 2 || groups(reader, told) {
        return Outcome::at(told.hit.end);
    }
    let of_own = names.iter().any(|name| name == reader.context.name);
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
    let choice = told.hit.rule.kind == Kind::AtLeastOne;
    let case = case.or_else(|| choice.then(|| opening_case(reader, told)).flatten());
    part.when = reader.when(told.frame, case.as_ref());
    // A choice among others, stated of this parameter, is asked for where it is sent.
    if choice && !of_own && part.when.is_none() {
        let own = reader.context.name;
        part.when = Some(comparison(own, Operator::Present, Vec::new()));
    }
    state(reader, told, part);
    Outcome::at(told.hit.end)
}

/// `使用模板创建实例时,您必须指定A或B`: the case that a choice is for.
fn opening_case(reader: &Reader<'_>, told: &Told<'_, '_>) -> Option<Condition> {
    let words = &reader.language.words;
    let text = &told.sentence.text[..told.hit.start];
    let mut ends = words.case_ends.iter().filter(|end| end.len() > 1);
    let (case, _) = ends.find_map(|end| text.split_once(end.as_str()))?;
    let by_means = words
        .means
        .iter()
        .any(|word| case.starts_with(word.as_str()));
    let plain = !case.contains([',', ':', super::super::sentence::READ]);
    (by_means && plain && told.sentence.clauses.is_empty()).then(|| words_only(case))
}

/// Whether several parameters count as one: those in parentheses, and the members of `Disk.*`
/// unless one of all is enough.
fn groups(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let english = reader.language.english;
    let text = told.sentence.text.as_str();
    if text.contains(".*") {
        return told.hit.rule.kind != Kind::AtLeastOne;
    }
    text.split('(').skip(1).any(|rest| {
        let inside = rest.split(')').next().unwrap_or_default();
        reader.names.mentions(inside, english).len() > 1
    })
}

fn dependent(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let mut others = others(reader, told);
    if others.is_empty() {
        let called = by_nouns(reader, told.sentence.lead(told.hit.start));
        if called.len() > 1 && called.iter().any(|name| name == reader.context.name) {
            others = called;
            others.retain(|name| name != reader.context.name);
        }
    }
    if others.is_empty() {
        return presence::required(reader, told);
    }
    // "At least one of A and B must be specified."
    let mut stated = reader.found.iter().rev();
    let chosen = stated.next().is_some_and(|found| {
        let c = &found.constraint;
        found.sentence == reader.sentence
            && !(c.at_least_one_of.is_empty() && c.exactly_one_of.is_empty())
    });
    if chosen {
        return Outcome::at(told.hit.end);
    }
    let own_condition = told.sentence.condition(told.hit);
    // "When it is set to disk, you must specify both A and B."
    if let Some(case) = own_condition
        .as_ref()
        .filter(|condition| !reader.is_presence(condition))
        && own_case(reader, told).is_some()
    {
        let part = Constraint {
            dependent_required: others,
            when: reader.when(told.frame, Some(case)),
            ..Constraint::default()
        };
        state(reader, told, part);
        return Outcome::at(told.hit.end);
    }
    // "If P is set to a, A and B must be specified.": each of them, in the case.
    let of_others = own_condition
        .as_ref()
        .is_some_and(|condition| condition.text.is_none() && !reader.is_presence(condition));
    if of_others && names_own(reader, told) {
        return presence::required(reader, told);
    }
    // "If the rule is a step rule, you must specify A and B at the same time": not a word of this
    // parameter, unless the bullet is one of its values.
    let case_in_words = own_condition
        .as_ref()
        .is_some_and(|condition| condition.text.is_some());
    let own = reader.context.name;
    let mut above = told.frame.when.iter();
    let of_a_value = above.any(|condition| condition.parameter.as_deref() == Some(own));
    if others.len() > 1 && case_in_words && !of_a_value && !names_own(reader, told) {
        return Outcome::at(told.hit.end);
    }
    if own_condition
        .is_none_or(|condition| condition.text.is_some() || reader.is_presence(&condition))
        && (mentions_own(reader, told) || !in_a_case(reader, told))
    {
        state(reader, told, with(|c| c.dependent_required = others));
        if let Some(found) = reader.found.last_mut() {
            found.paired = true;
        }
    }
    Outcome::at(told.hit.end)
}

/// Whether a sentence names this parameter, or calls it "this parameter".
fn names_own(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let mentions = reader
        .names
        .mentions(told.sentence.raw, reader.language.english);
    says(&told.sentence.lower, &reader.language.words.this)
        || mentions
            .iter()
            .any(|mention| mention.name == reader.context.name)
}

/// `执行步进规则时必须同时指定A和B`: what is asked for in some case only.
fn in_a_case(reader: &Reader<'_>, told: &Told<'_, '_>) -> bool {
    let lead = told.sentence.lead(told.hit.start);
    let mut ends = reader.language.words.case_ends.iter();
    let case = ends.find_map(|end| lead.strip_suffix(end.as_str()));
    case.is_some_and(|case| case.chars().filter(|c| c.is_alphanumeric()).count() > 2)
}

fn precedes(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let winner = told.part("p").and_then(|word| reader.names.resolve(word));
    let said = &told.sentence.lower[told.hit.start..told.hit.end];
    let own = match winner {
        Some(name) => name == reader.context.name,
        None => says(said, &reader.language.words.this),
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
            let words = condition.text.as_deref().unwrap_or_default();
            for mention in reader.names.mentions(words, english) {
                if mention.name != reader.context.name
                    && !losers.iter().any(|name| name == mention.name)
                {
                    losers.push(mention.name.to_owned());
                }
            }
        }
    }
    if !losers.is_empty() {
        state(reader, told, with(|c| c.precedes = losers));
    }
    Outcome::at(told.hit.end)
}

/// Whether a text holds one of `words`; a Latin word not as the end of another.
pub(in super::super) fn says(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| {
        text.match_indices(word.as_str()).any(|(at, _)| {
            !(word.starts_with(|c: char| c.is_ascii_alphabetic())
                && text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()))
        })
    })
}

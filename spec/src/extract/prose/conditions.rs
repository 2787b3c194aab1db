//! Conditions: the `when` of a sentence.

use super::cues::Candidates;
use super::halves::half_in_words;
use super::language::Language;
use super::names::Names;
use crate::model::{Condition, OperatorName};
use doctract_core::Operator;

/// A condition and where it stands in its sentence.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    pub(super) condition: Condition,
    pub(super) start: usize,
    pub(super) end: usize,
    /// It stands after what it governs.
    pub(super) trailing: bool,
    /// It begins with "only".
    pub(super) only: bool,
}

/// The conditions in a sentence. `text` and `lower` are the sentence in its own case and in
/// lower case, of equal length.
pub(super) fn clauses(
    text: &str,
    lower: &str,
    language: &Language,
    candidates: &Candidates,
    names: Names<'_>,
    own: &str,
) -> Vec<Clause> {
    let mut found: Vec<Clause> = Vec::new();
    for regex in language.conditions(candidates) {
        for captures in regex.captures_iter(lower) {
            let (Some(whole), Some(inner)) = (
                captures.name("whole").or(captures.get(0)),
                captures.name("c"),
            ) else {
                continue;
            };
            if found
                .iter()
                .any(|clause| clause.start < whole.end() && whole.start() < clause.end)
            {
                continue;
            }
            // `在UTC时区`, `存在`, `应当`: no condition, but parts of longer words.
            let words = &language.words;
            let rest = &lower[whole.end()..];
            let before = &lower[..whole.start()];
            let cut = words
                .no_cases
                .iter()
                .any(|word| rest.starts_with(word.as_str()))
                || words
                    .no_case_starts
                    .iter()
                    .any(|word| before.ends_with(word.as_str()));
            if cut {
                continue;
            }
            let sure = captures.name("bare").is_none();
            let listed = captures.name("list").is_some();
            let negated = captures.name("unless").is_some();
            let trailing = captures.name("after").is_some();
            let (start, mut end) = (inner.start(), inner.end());
            let mut whole_end = whole.end();
            let excluded = &language.words.no_conditions;
            if excluded
                .iter()
                .any(|words| inner.as_str().starts_with(words.as_str()))
            {
                continue;
            }
            let comparable = could_compare(&text[start..end], language);
            let parsed = comparable
                .then(|| parse(&text[start..end], &lower[start..end], language, names, own))
                .flatten();
            let longer = (comparable && listed)
                .then(|| extended(text, lower, (start, end), language, names, own))
                .flatten();
            let parsed = match longer {
                Some((condition, longer_end)) => {
                    end = longer_end;
                    whole_end = (longer_end + 1).min(text.len());
                    Some(condition)
                }
                None => parsed,
            };
            let condition = match parsed {
                Some(condition) if negated => negate(&condition),
                Some(condition) => Some(condition),
                None => None,
            };
            let condition = match condition {
                Some(condition) => condition,
                None if sure => words_only(text[whole.start()..whole_end].trim()),
                None => continue,
            };
            found.push(Clause {
                condition,
                start: whole.start(),
                end: whole_end.max(end),
                trailing,
                only: language
                    .words
                    .only
                    .iter()
                    .any(|word| whole.as_str().starts_with(word.as_str())),
            });
        }
    }
    found.sort_by_key(|clause| clause.start);
    found
}

/// A condition that goes on behind the comma that seemed to end it: `P is set to a, b, or c,` and
/// `P is a, or Q is b,`. Gives the whole and its end.
fn extended(
    text: &str,
    lower: &str,
    (start, end): (usize, usize),
    language: &Language,
    names: Names<'_>,
    own: &str,
) -> Option<(Condition, usize)> {
    let stops = lower[end..]
        .char_indices()
        .filter(|&(_, c)| matches!(c, ',' | ':' | ';' | super::sentence::READ))
        .map(|(at, _)| end + at);
    let mut found = None;
    let mut last = end;
    for stop in stops.skip(1).take(16) {
        let part = text[last..stop].trim_start_matches([',', ' ']);
        let joined = ["or ", "and ", "but "]
            .iter()
            .any(|word| part.starts_with(word));
        // `SystemDisk or DataDisk`, `b`: values, no clause.
        let code = |word: &str| {
            matches!(word, "or" | "and") || word.bytes().any(|b| !b.is_ascii_lowercase())
        };
        let values = !part.contains(' ') || part.split(' ').all(code);
        if !(joined || values) {
            break;
        }
        last = stop;
        if let Some(condition) = parse(
            &text[start..stop],
            &lower[start..stop],
            language,
            names,
            own,
        ) {
            found = Some((condition, stop));
        }
    }
    found
}

/// Whether a text can be a comparison at all: cheaper than trying.
fn could_compare(text: &str, language: &Language) -> bool {
    let named = if language.english {
        text.chars().skip(1).any(|c| c.is_ascii_uppercase())
    } else {
        text.chars().any(|c| c.is_ascii_alphabetic())
    };
    let hints = &language.words.condition_hints;
    named || hints.iter().any(|hint| text.contains(hint.as_str()))
}

/// A whole sentence that is nothing but a comparison: `参数PeriodUnit值为Week。`
pub(super) fn whole(
    sentence: &super::sentence::Sentence<'_>,
    language: &Language,
    names: Names<'_>,
    own: &str,
) -> Option<Condition> {
    let condition = compared(&sentence.text, language, names, own)?;
    (condition.parameter.as_deref() != Some(own)).then_some(condition)
}

/// The comparison that a text is: `P=a`.
pub(super) fn compared(
    text: &str,
    language: &Language,
    names: Names<'_>,
    own: &str,
) -> Option<Condition> {
    let text = text.trim_end_matches(['。', '.', ',', ';', ' ']);
    let lower = text.to_ascii_lowercase();
    could_compare(text, language)
        .then(|| parse(text, &lower, language, names, own))
        .flatten()
}

/// A condition that no parameter decides.
pub(super) fn words_only(text: &str) -> Condition {
    Condition {
        text: Some(text.trim_matches([',', ':', ' ', ';', '(']).to_owned()),
        ..Condition::default()
    }
}

/// The case that the head of a bullet names: a comparison, else its words.
pub(super) fn of_head(head: &str, reader: &super::reader::Reader<'_>) -> Condition {
    let language = reader.language;
    let normal = super::normalise::normalise(head);
    let mut ends = language.words.case_ends.iter();
    let bare = ends.find_map(|end| normal.strip_suffix(end.as_str()));
    let normal = bare.unwrap_or(&normal).to_owned();
    let lower = normal.to_ascii_lowercase();
    let own = reader.context.name;
    could_compare(&normal, language)
        .then(|| parse(&normal, &lower, language, reader.names, own))
        .flatten()
        .filter(|condition| condition.parameter.as_deref() != Some(own))
        .unwrap_or_else(|| words_only(head))
}

/// `parameter operator values`.
pub(super) fn comparison(parameter: &str, operator: Operator, values: Vec<String>) -> Condition {
    let operator = match (operator, values.len()) {
        (Operator::Eq, 2..) => Operator::In,
        (Operator::Ne, 2..) => Operator::NotIn,
        (other, _) => other,
    };
    Condition {
        parameter: Some(parameter.to_owned()),
        operator: Some(OperatorName(operator)),
        values,
        ..Condition::default()
    }
}

/// Several conditions that all hold; one that is said twice counts once.
pub(super) fn all_of(conditions: Vec<Condition>) -> Option<Condition> {
    let mut conditions = conditions.into_iter().fold(Vec::new(), |mut known, next| {
        if !known.contains(&next) {
            known.push(next);
        }
        known
    });
    if conditions.len() > 1 {
        return Some(Condition {
            all: conditions,
            ..Condition::default()
        });
    }
    conditions.pop()
}

/// The opposite, where it can be said.
pub(super) fn negate(condition: &Condition) -> Option<Condition> {
    if let (Some(parameter), Some(operator)) = (&condition.parameter, condition.operator) {
        let opposite = match operator.0 {
            Operator::Eq => Operator::Ne,
            Operator::Ne => Operator::Eq,
            Operator::In => Operator::NotIn,
            Operator::NotIn => Operator::In,
            Operator::Present => Operator::Absent,
            Operator::Absent => Operator::Present,
            Operator::Gt => Operator::Le,
            Operator::Ge => Operator::Lt,
            Operator::Lt => Operator::Ge,
            Operator::Le => Operator::Gt,
            _ => return None,
        };
        return Some(Condition {
            parameter: Some(parameter.clone()),
            operator: Some(OperatorName(opposite)),
            values: condition.values.clone(),
            ..Condition::default()
        });
    }
    let negated = |list: &[Condition]| list.iter().map(negate).collect::<Option<Vec<_>>>();
    if !condition.all.is_empty() {
        return Some(Condition {
            any: negated(&condition.all)?,
            ..Condition::default()
        });
    }
    if !condition.any.is_empty() {
        return Some(Condition {
            all: negated(&condition.any)?,
            ..Condition::default()
        });
    }
    None
}

/// Reads the inside of a condition; `None` if it is no comparison of parameters.
fn parse(
    text: &str,
    lower: &str,
    language: &Language,
    names: Names<'_>,
    own: &str,
) -> Option<Condition> {
    let (text, lower) = trimmed(text, lower);
    if text.is_empty() || text.len() > 400 {
        return None;
    }
    if let Some(condition) = compare(text, lower, language, names, own) {
        return Some(condition);
    }
    // `不使用服务器组(不指定VServerGroupId)`: the parentheses say it in terms of a parameter.
    if let Some(open) = text.find('(')
        && let Some(inner) = text[open + 1..].strip_suffix(')')
        && !inner.contains('(')
    {
        // `(that is, A is specified but B is not)`
        let from = open + 1;
        let lower_inner = &lower[from..from + inner.len()];
        let mut restated = language.words.restated.iter();
        let opening = restated.find(|word| lower_inner.starts_with(word.as_str()));
        let skipped = opening.map_or(0, String::len);
        return parse(
            &inner[skipped..],
            &lower_inner[skipped..],
            language,
            names,
            own,
        );
    }
    for (words, any) in [(&language.words.any, true), (&language.words.all, false)] {
        for word in words {
            for (at, _) in lower.match_indices(word.as_str()).take(8) {
                let after = at + word.len();
                let left = parse(&text[..at], &lower[..at], language, names, own);
                let Some(left) = left else {
                    let clause = text[..at].trim().contains(' ');
                    let right = (any && clause)
                        .then(|| {
                            compare(
                                text[after..].trim(),
                                lower[after..].trim(),
                                language,
                                names,
                                own,
                            )
                        })
                        .flatten();
                    match right.filter(|right| is_absent(right, own)) {
                        Some(right) => return Some(join(words_only(&text[..at]), right, true)),
                        None => continue,
                    }
                };
                let mut right = parse(&text[after..], &lower[after..], language, names, own);
                if right.is_none() {
                    // "P is set to a or b" is one comparison; "P or Q is set to a" two.
                    right = elliptic(&left, &text[after..], names, &language.words.negations);
                }
                if right.is_none() && any && is_absent(&left, own) {
                    right = Some(words_only(&text[after..]));
                }
                let Some(right) = right else { continue };
                return Some(join(left, right, any));
            }
        }
    }
    half_in_words(text, lower, &language.words, own, |half| {
        let (text, lower) = trimmed(&text[half.clone()], &lower[half]);
        compare(text, lower, language, names, own)
    })
}

/// Whether a condition is that the parameter `own` is not sent.
fn is_absent(condition: &Condition, own: &str) -> bool {
    condition.parameter.as_deref() == Some(own)
        && condition
            .operator
            .is_some_and(|operator| operator.0 == Operator::Absent)
}

/// `P is specified or Q`, `P is specified but Q is not`: the second half takes the operator of the
/// first, or its opposite.
fn elliptic(
    left: &Condition,
    text: &str,
    names: Names<'_>,
    negations: &[String],
) -> Option<Condition> {
    let operator = left.operator?.0;
    if !matches!(operator, Operator::Present | Operator::Absent) {
        return None;
    }
    let negated = negations
        .iter()
        .find_map(|words| text.strip_suffix(words.as_str()));
    let text = negated.unwrap_or(text);
    let name = names.resolve(
        text.trim()
            .trim_start_matches("the ")
            .trim_end_matches(" parameter"),
    )?;
    let condition = comparison(name, operator, Vec::new());
    if negated.is_some() {
        return negate(&condition);
    }
    Some(condition)
}

fn join(left: Condition, right: Condition, any: bool) -> Condition {
    let mut parts = Vec::new();
    for part in [left, right] {
        let same = if any { &part.any } else { &part.all };
        if same.is_empty() {
            parts.push(part);
        } else {
            parts.extend(same.iter().cloned());
        }
    }
    let mut joined = Condition::default();
    if any {
        joined.any = parts;
    } else {
        joined.all = parts;
    }
    joined
}

fn trimmed<'t>(text: &'t str, lower: &'t str) -> (&'t str, &'t str) {
    let marks = |c: char| matches!(c, ' ' | ',' | ':' | ';' | '"');
    let start = text.len() - text.trim_start_matches(marks).len();
    let end = text.trim_end_matches(marks).len().max(start);
    (&text[start..end], &lower[start..end])
}

fn compare(
    text: &str,
    lower: &str,
    language: &Language,
    names: Names<'_>,
    own: &str,
) -> Option<Condition> {
    for (operator, regex) in language.comparisons(lower) {
        let Some(captures) = regex.captures(lower) else {
            continue;
        };
        let part = |name: &str| captures.name(name).map(|m| &text[m.start()..m.end()]);
        let values = match part("v") {
            Some(values) => match condition_values(values, language) {
                Some(values) => values,
                None => continue,
            },
            None => Vec::new(),
        };
        let mut parameters = Vec::new();
        for group in ["p", "q", "r"] {
            if let Some(word) = part(group) {
                let name = names.resolve(word)?;
                parameters.push(name);
            }
        }
        if part("noun").is_some_and(|noun| !names.is_own_noun(noun)) {
            continue;
        }
        if parameters.is_empty() {
            parameters.push(own);
        }
        let any = captures.name("any").is_some();
        let mut conditions = parameters
            .into_iter()
            .map(|name| comparison(name, operator.0, values.clone()))
            .collect::<Vec<_>>();
        if conditions.len() == 1 {
            return conditions.pop();
        }
        return Some(if any {
            Condition {
                any: conditions,
                ..Condition::default()
            }
        } else {
            Condition {
                all: conditions,
                ..Condition::default()
            }
        });
    }
    None
}

/// The values of a comparison: a list of code words, quoted texts and numbers.
fn condition_values(text: &str, language: &Language) -> Option<Vec<String>> {
    let (values, end) = super::lists::strings(text.trim(), &language.words, &[]);
    let rest = text.trim()[end..].trim_matches([' ', ',', '.']);
    let told = rest.is_empty() || (rest.starts_with('(') && rest.ends_with(')'));
    let prose = |value: &&str| {
        language.words.verbs.iter().any(|word| word == value) || *value == "parameter"
    };
    let good = told && !values.is_empty() && values.len() <= 12 && !values.iter().any(prose);
    good.then(|| values.into_iter().map(str::to_owned).collect())
}

//! What else says the same rule: the message of an error that blames the parameter, the page in
//! another language. Agreement makes a reading surer, contradiction less sure; nothing is repaired.

use super::prose::{self, RowContext};
use crate::model::{Confidence, Constraint, Field, Operation, Term};
use crate::names::Names;

/// The terms with one value, which two places can state alike or differently.
const COMPARED: [Term; 6] = [
    Term::MinLength,
    Term::MaxLength,
    Term::Minimum,
    Term::Maximum,
    Term::MultipleOf,
    Term::MaxItems,
];

/// A rule that two places state differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The parameter: `Tag.N.Key`.
    pub(crate) pattern: String,
    /// The place of the error row, or none for the page in another language.
    pub(crate) error: Option<usize>,
    /// The term and the two values: `maxLength 64, 128`.
    pub(crate) what: String,
}

/// Holds the rules of parameters against the messages of the errors that blame them.
pub(crate) fn by_errors(operation: &mut Operation, patterns: &[String]) -> Vec<Difference> {
    let mut said: Vec<(usize, String, Vec<Constraint>)> = Vec::new();
    let names = Names::new(operation);
    for (at, error) in operation.errors.iter().enumerate() {
        let Some(message) = error.message.as_deref() else {
            continue;
        };
        // A message without a number restates no limit.
        if !message.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let blamed = error
            .blames
            .iter()
            .filter(|blame| blame.confidence == Confidence::High)
            .filter_map(|blame| blame.parameter.as_deref());
        for pattern in blamed {
            let Some(node) = names.nodes().iter().find(|node| node.pattern == pattern) else {
                continue;
            };
            let context = RowContext {
                english: message.is_ascii(),
                operation: &operation.operation,
                name: pattern,
                kind: node.field.kind,
                example: None,
                parameters: patterns,
            };
            let read = prose::read_row(message, &context).constraints;
            if !read.is_empty() {
                said.push((at, pattern.to_owned(), read));
            }
        }
    }
    let mut found = Vec::new();
    for (at, pattern, read) in said {
        let parts: Vec<&str> = pattern.split('.').collect();
        let Some(field) = field_mut(&mut operation.request.parameters, &parts) else {
            continue;
        };
        let differing = weigh(&mut field.constraints, &read);
        found.extend(differing.into_iter().map(|what| Difference {
            pattern: pattern.clone(),
            error: Some(at),
            what,
        }));
    }
    found
}

/// The field of a documented name.
fn field_mut<'f>(fields: &'f mut [Field], parts: &[&str]) -> Option<&'f mut Field> {
    let (first, rest) = parts.split_first()?;
    let field = fields.iter_mut().find(|field| field.name == *first)?;
    below(field, rest)
}

fn below<'f>(field: &'f mut Field, parts: &[&str]) -> Option<&'f mut Field> {
    match parts {
        [] | ["N"] => Some(field),
        ["N", rest @ ..] => below(field.items.as_deref_mut()?, rest),
        _ => field_mut(&mut field.properties, parts),
    }
}

/// Makes entries surer that `other` states, too, and those less sure that it states differently;
/// gives the differences.
fn weigh(own: &mut [Constraint], other: &[Constraint]) -> Vec<String> {
    let mut differing = Vec::new();
    for entry in own.iter_mut().filter(|entry| entry.when.is_none()) {
        for term in COMPARED {
            let Some(value) = number(entry, term) else {
                continue;
            };
            let stated = other
                .iter()
                .filter(|other| other.when.is_none() && other.scope == entry.scope)
                .find_map(|other| number(other, term));
            match stated {
                Some(stated) if stated == value => {
                    entry.confidence = match entry.confidence {
                        Confidence::Medium => Confidence::High,
                        other => other,
                    };
                }
                Some(stated) => {
                    entry.confidence = entry.confidence.max(Confidence::Medium);
                    differing.push(format!("{} {value}, {stated}", term.name()));
                }
                None => {}
            }
        }
    }
    differing
}

/// The value of a term with one number.
fn number(entry: &Constraint, term: Term) -> Option<String> {
    Some(match term {
        Term::MinLength => entry.min_length?.to_string(),
        Term::MaxLength => entry.max_length?.to_string(),
        Term::Minimum => entry.minimum?.0.to_string(),
        Term::Maximum => entry.maximum?.0.to_string(),
        Term::MultipleOf => entry.multiple_of?.0.to_string(),
        Term::MaxItems => entry.max_items?.to_string(),
        _ => return None,
    })
}

/// The limits that an operation states without a condition, by documented name.
pub(crate) type Limits = Vec<(String, Vec<Constraint>)>;

/// The limits of an operation, to hold the page in another language against.
pub(crate) fn limits(operation: &Operation) -> Limits {
    let states = |entry: &&Constraint| {
        entry.when.is_none() && COMPARED.iter().any(|term| number(entry, *term).is_some())
    };
    let bare = |entry: &Constraint| Constraint {
        min_length: entry.min_length,
        max_length: entry.max_length,
        minimum: entry.minimum,
        maximum: entry.maximum,
        multiple_of: entry.multiple_of,
        max_items: entry.max_items,
        scope: entry.scope,
        ..Constraint::default()
    };
    Names::new(operation)
        .nodes()
        .iter()
        .map(|node| {
            let limits = node.field.constraints.iter().filter(states).map(bare);
            (node.pattern.clone(), limits.collect::<Vec<_>>())
        })
        .filter(|(_, limits)| !limits.is_empty())
        .collect()
}

/// Holds the rules of an operation against those of its page in another language.
pub(crate) fn by_limits(operation: &mut Operation, other: &Limits) -> Vec<Difference> {
    let mut found = Vec::new();
    for (pattern, limits) in other {
        let parts: Vec<&str> = pattern.split('.').collect();
        let Some(field) = field_mut(&mut operation.request.parameters, &parts) else {
            continue;
        };
        let differing = weigh(&mut field.constraints, limits);
        found.extend(differing.into_iter().map(|what| Difference {
            pattern: pattern.clone(),
            error: None,
            what,
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Blame, ErrorRow};

    fn operation(message: &str) -> Operation {
        let name = Field {
            name: "Name".to_owned(),
            constraints: vec![Constraint {
                max_length: Some(64),
                confidence: Confidence::Medium,
                ..Constraint::default()
            }],
            ..Field::default()
        };
        let mut operation = Operation::default();
        operation.request.parameters.push(name);
        operation.errors.push(ErrorRow {
            code: "InvalidName.Malformed".to_owned(),
            message: Some(message.to_owned()),
            blames: vec![Blame {
                parameter: Some("Name".to_owned()),
                precondition: None,
                confidence: Confidence::High,
            }],
            ..ErrorRow::default()
        });
        operation
    }

    #[test]
    fn an_error_that_says_the_same_makes_a_rule_surer() {
        let mut page = operation("The name can be up to 64 characters in length.");
        assert_eq!(by_errors(&mut page, &["Name".to_owned()]), []);
        let entry = &page.request.parameters[0].constraints[0];
        assert_eq!(entry.confidence, Confidence::High);
    }

    #[test]
    fn an_error_that_says_otherwise_makes_it_less_sure_and_is_told() {
        let mut page = operation("The name can be up to 128 characters in length.");
        let found = by_errors(&mut page, &["Name".to_owned()]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].what, "maxLength 64, 128");
        let entry = &page.request.parameters[0].constraints[0];
        assert_eq!(
            (entry.max_length, entry.confidence),
            (Some(64), Confidence::Medium)
        );
    }

    #[test]
    fn pages_in_two_languages_are_held_against_each_other() {
        let other = limits(&operation(""));
        let mut page = operation("");
        page.request.parameters[0].constraints[0].max_length = Some(128);
        page.request.parameters[0].constraints[0].confidence = Confidence::High;
        let found = by_limits(&mut page, &other);
        assert_eq!(found[0].what, "maxLength 128, 64");
        let entry = &page.request.parameters[0].constraints[0];
        assert_eq!(entry.confidence, Confidence::Medium);
    }
}

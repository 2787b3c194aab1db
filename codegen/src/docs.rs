//! Documentation of generated items: the words of the page, rules in plain words, and nothing
//! that rustdoc would take for markup.

use doctract_core::{Limit, Violation};
use doctract_spec::Operation;
use doctract_spec::model::{Constraint, ErrorRow, Field, Scope, Term};
use doctract_spec::names::Node;
use std::fmt::Write as _;

/// Lines above a request struct.
pub(crate) fn request(operation: &Operation) -> Vec<String> {
    let mut lines = Vec::new();
    match (&operation.title, &operation.summary) {
        (_, Some(summary)) => lines.extend(text(summary)),
        (Some(title), None) => lines.extend(text(title)),
        (None, None) => lines.push(format!("The request of `{}`.", operation.operation)),
    }
    lines.push(String::new());
    lines.push(format!(
        "`{}` of {} {}.",
        operation.operation,
        escape(&operation.product),
        operation.version
    ));
    if operation.deprecated {
        lines.push("The page says that this operation is going away.".into());
    }
    if let Some(description) = &operation.description {
        lines.push(String::new());
        lines.extend(text(description));
    }
    if !operation.errors.is_empty() {
        lines.push(String::new());
        lines.push("| status | code | when |".into());
        lines.push("|---|---|---|".into());
        lines.extend(operation.errors.iter().map(error_line));
    }
    lines
}

fn error_line(row: &ErrorRow) -> String {
    let status = row.status.map(|status| status.to_string());
    let when = row.description.as_deref().or(row.message.as_deref());
    format!(
        "| {} | `{}` | {} |",
        status.unwrap_or_default(),
        row.code.replace('`', "'"),
        text(when.unwrap_or_default()).join(" ").replace('|', "\\|")
    )
}

/// Lines above the member of a request.
pub(crate) fn parameter(node: &Node<'_>) -> Vec<String> {
    let field = node.field;
    let mut lines = Vec::new();
    if let Some(description) = &field.description {
        lines.extend(text(description));
        lines.push(String::new());
    }
    let mut facts = format!("Wire name `{}`", node.pattern);
    if field.required {
        facts.push_str(", required");
    }
    if let Some(example) = field
        .example
        .as_deref()
        .filter(|text| !text.contains(['`', '\n']))
    {
        let _ = write!(facts, ", example `{example}`");
    }
    facts.push('.');
    lines.push(facts);
    let rules = rules(&field.constraints);
    if !rules.is_empty() {
        lines.push(String::new());
        lines.extend(rules.into_iter().map(|rule| format!("- {rule}")));
    }
    lines
}

/// Lines above a nested struct of a request.
pub(crate) fn object(node: &Node<'_>) -> Vec<String> {
    match &node.field.description {
        Some(description) => text(description),
        None => vec![format!("`{}` of a request.", node.pattern)],
    }
}

/// Lines above a nested struct of an answer.
pub(crate) fn answer_object(field: &Field) -> Vec<String> {
    match &field.description {
        Some(description) => text(description),
        None => vec![format!("`{}` of an answer.", field.name)],
    }
}

/// Lines above the member of an answer.
pub(crate) fn response_field(field: &Field) -> Vec<String> {
    match &field.description {
        Some(description) => text(description),
        None => vec![format!("`{}`.", field.name)],
    }
}

/// Lines above an open enum.
pub(crate) fn closed_set(name: &str) -> Vec<String> {
    vec![format!("The documented values of `{name}`.")]
}

/// Lines above a variant of an open enum.
pub(crate) fn variant(value: &str, meaning: Option<&str>) -> Vec<String> {
    match meaning {
        Some(meaning) => text(meaning),
        None => vec![format!("`{}`", value.replace('`', "'"))],
    }
}

/// Lines above the variant of an error code.
pub(crate) fn error_row(row: &ErrorRow) -> Vec<String> {
    let mut line = row
        .status
        .map(|status| format!("{status}: "))
        .unwrap_or_default();
    let words = row.description.as_deref().or(row.message.as_deref());
    line.push_str(&text(words.unwrap_or(&row.code)).join(" "));
    vec![line]
}

/// Every rule of the entries in plain words: `each item: at most 7`, `at least 1, or -1`.
fn rules(entries: &[Constraint]) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in entries {
        let of = match entry.scope {
            Scope::Value => "",
            Scope::Item => "each item: ",
            Scope::Part => "each part: ",
            Scope::Decoded => "decoded: ",
            Scope::Encoded => "encoded: ",
        };
        let or = match entry.special_values.as_slice() {
            [] => String::new(),
            values => format!(", or {}", values.join(", ")),
        };
        let condition = match &entry.when {
            Some(_) => " (under a condition)",
            None => "",
        };
        for term in entry.terms() {
            let Some(rule) = rule_words(entry, term) else {
                continue;
            };
            let rule = match term {
                Term::Default | Term::MinItems | Term::MaxItems | Term::UniqueItems => rule,
                _ => format!("{of}{rule}{or}"),
            };
            lines.push(format!("{}{condition}", escape(&rule)));
        }
    }
    lines
}

/// The term of that name in plain words, if the entry states it.
pub(crate) fn words_of(entry: &Constraint, term: &str) -> Option<String> {
    let term = Term::ALL.iter().find(|known| known.name() == term)?;
    rule_words(entry, *term)
}

/// One term in plain words: `at most 64 characters`.
fn rule_words(entry: &Constraint, term: Term) -> Option<String> {
    let texts = |list: &[String]| list.join(", ");
    let detail = match term {
        Term::Prefix => Some(texts(&entry.prefix)),
        Term::NotPrefix => Some(texts(&entry.not_prefix)),
        Term::Suffix => Some(texts(&entry.suffix)),
        Term::NotSuffix => Some(texts(&entry.not_suffix)),
        Term::Contains => Some(texts(&entry.contains)),
        Term::NotContains => Some(texts(&entry.not_contains)),
        Term::NotValues => Some(texts(&entry.not_values)),
        Term::Pattern => entry.pattern.clone(),
        Term::Layout => entry.layout.clone(),
        Term::Format => Some(entry.format?.0.name().to_owned()),
        Term::Encoding => Some(entry.encoding?.0.name().to_owned()),
        Term::Enum => {
            let values: Vec<_> = entry
                .enumeration
                .iter()
                .map(|value| value.value.as_str())
                .collect();
            Some(values.join(", "))
        }
        Term::Default => Some(format!(
            "default {}",
            entry.default.as_ref()?.value.as_ref()?
        )),
        _ => None,
    };
    let limit = match entry.rule(term) {
        Some(doctract_core::Rule::MinLength(length) | doctract_core::Rule::MaxLength(length)) => {
            Limit::Length(length.limit, length.unit)
        }
        Some(
            doctract_core::Rule::Minimum(number)
            | doctract_core::Rule::Maximum(number)
            | doctract_core::Rule::ExclusiveMinimum(number)
            | doctract_core::Rule::ExclusiveMaximum(number)
            | doctract_core::Rule::MultipleOf(number),
        ) => Limit::Number(number),
        Some(
            doctract_core::Rule::Charset(set)
            | doctract_core::Rule::StartsWith(set)
            | doctract_core::Rule::NotStartsWith(set)
            | doctract_core::Rule::EndsWith(set)
            | doctract_core::Rule::NotEndsWith(set),
        ) => Limit::Chars(set),
        _ => match &detail {
            Some(detail) => Limit::Text(detail),
            None => match term {
                Term::MinItems => Limit::Count(entry.min_items?),
                Term::MaxItems => Limit::Count(entry.max_items?),
                Term::NotEmpty | Term::UniqueItems => Limit::None,
                _ => return None,
            },
        },
    };
    if term == Term::Default {
        return detail;
    }
    let violation = Violation {
        field: "",
        indices: doctract_core::Indices::NONE,
        rule: term.name(),
        limit,
        found: doctract_core::Found::Nothing,
    };
    Some(violation.rule_text().to_string())
}

/// A text of the page as lines of documentation.
pub(crate) fn text(words: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in words.trim().lines() {
        let line = line.trim_end();
        // Four blanks would make it a code block, which rustdoc would compile.
        let indent = (line.len() - line.trim_start().len()).min(2);
        let (mark, rest) = match line.trim_start().strip_prefix("- ") {
            Some(rest) => ("- ", rest),
            None => ("", line.trim_start()),
        };
        lines.push(format!("{}{mark}{}", " ".repeat(indent), escape(rest)));
    }
    lines
}

/// Takes markup its meaning.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("http://") || rest.starts_with("https://") {
            let address = |c: char| c.is_ascii_graphic() && !"<>`\"'|,;()[]".contains(c);
            let end = rest.find(|c| !address(c)).unwrap_or(rest.len());
            // The punctuation of the sentence does not belong to it.
            let end = rest[..end].trim_end_matches(['.', ':', '!', '?']).len();
            let (url, after) = rest.split_at(end);
            escaped.push('`');
            escaped.push_str(url);
            escaped.push('`');
            rest = after;
            continue;
        }
        if "\\`*_[]<>#~|$&".contains(c) {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
        rest = &rest[c.len_utf8()..];
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use doctract_spec::model::DecimalNumber;

    #[test]
    fn rules_say_what_they_are_about_and_what_is_let_through() {
        let entry = Constraint {
            minimum: Some(DecimalNumber(doctract_core::Number::new(1, 0))),
            max_items: Some(7),
            special_values: vec!["-1".into()],
            scope: Scope::Item,
            ..Constraint::default()
        };
        assert_eq!(
            rules(&[entry]),
            ["each item: at least 1, or -1", "number of items at most 7"]
        );
    }

    #[test]
    fn words_of_a_page_are_no_markup() {
        assert_eq!(
            text("see [a](b) <c>\n      deep"),
            ["see \\[a\\](b) \\<c\\>", "  deep"]
        );
        assert_eq!(text("- not http://x, or"), ["- not `http://x`, or"]);
        assert_eq!(text("Not https://. Or"), ["Not `https://`. Or"]);
        assert_eq!(text("See http://a.b/c?d=e."), ["See `http://a.b/c?d=e`."]);
    }
}

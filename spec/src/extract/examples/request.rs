//! Printed requests: parameters spread over lines, request lines with a body.

use super::super::dialect::Vocabulary;
use super::super::request::path;
use crate::model::{ExampleParameter, RequestExample};
use doctract_core::wire::decode_lenient;

/// So many parameters of one example are read.
const MOST_PARAMETERS: usize = 2000;

/// Reads a request, if the text is one. `by_path` tells whether the operation has a path.
pub(crate) fn read(text: &str, dialect: &Vocabulary) -> Option<RequestExample> {
    let shown = text.trim();
    let mut example = RequestExample {
        text: text.trim_matches('\n').to_owned(),
        ..RequestExample::default()
    };
    if let Some(line) = path::read(shown, 0..0) {
        let rest = shown.split_once('\n').map_or("", |(_, rest)| rest);
        // An RPC request printed with its method has the path `/`.
        if line.path == "/" {
            let query = &shown[shown.find('?').map_or(shown.len(), |at| at + 1)..];
            example.parameters = parameters(query, dialect);
        } else {
            example.parameters = parameters(&line.query, dialect);
            example.path = Some(line.path.replace(['{', '}'], ""));
            example.body = body(shown, rest);
        }
        example.method = line.methods.into_iter().next();
        return Some(example);
    }
    let is_url = shown.starts_with("http") || shown.starts_with('/');
    let has_query = is_url && shown.contains('?');
    if !has_query && !names_operation(shown, dialect) {
        return None;
    }
    let query = match shown.find('?') {
        Some(at) => &shown[at + 1..],
        // `https://ecs.aliyuncs.com/Action=X&…`: the question mark is missing.
        None => shown.find("://").map_or(shown, |at| {
            let rest = &shown[at + 3..];
            rest.find(['/', '&']).map_or(rest, |at| &rest[at + 1..])
        }),
    };
    example.parameters = parameters(query, dialect);
    Some(example)
}

/// Whether the text sends the parameter that names the operation.
fn names_operation(text: &str, dialect: &Vocabulary) -> bool {
    dialect.operation_parameter.as_deref().is_some_and(|name| {
        text.match_indices(name)
            .any(|(at, _)| text[at + name.len()..].trim_start().starts_with('='))
    })
}

/// The JSON body below a request line.
fn body(whole: &str, rest: &str) -> Option<String> {
    // Some pages print line and body on one line.
    let text = if rest.trim().is_empty() { whole } else { rest };
    let brace = text.find('{');
    let bracket = text.match_indices('[').map(|(at, _)| at).find(|at| {
        // A bracket in the path is a variable, one at the start of a line opens a list.
        text[..*at].trim_end_matches(' ').ends_with('\n') || text[..*at].trim().is_empty()
    });
    let start = match (brace, bracket) {
        (Some(brace), Some(bracket)) => brace.min(bracket),
        (found, None) | (None, found) => found?,
    };
    Some(text[start..].trim().to_owned())
}

/// The pairs of a query that may be spread over lines; placeholders for common parameters left out.
fn parameters(query: &str, dialect: &Vocabulary) -> Vec<ExampleParameter> {
    let mut pairs = Vec::new();
    for piece in query.split('&').take(MOST_PARAMETERS) {
        let piece = piece.trim().trim_end_matches('.');
        // A second request in the same text ends the first.
        let after_placeholder = is_placeholder(piece, dialect) && piece.contains("://");
        let piece = without_placeholder(piece, dialect);
        if !piece.is_empty() {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            // `Action=X?Id=y`: the second question mark stands for `&`.
            let names_operation = dialect.operation_parameter.as_deref() == Some(name.trim());
            match value.split_once('?').filter(|_| names_operation) {
                Some((value, rest)) => {
                    let (next, other) = rest.split_once('=').unwrap_or((rest, ""));
                    pairs.push(pair(name, value));
                    pairs.push(pair(next, other));
                }
                None => pairs.push(pair(name, value)),
            }
        }
        if after_placeholder {
            break;
        }
    }
    pairs
}

/// A name and a value as they are meant: decoded, line breaks left out.
fn pair(name: &str, value: &str) -> ExampleParameter {
    let joined: String = value.lines().map(str::trim).collect();
    ExampleParameter {
        name: decode_lenient(name.trim()).into_owned(),
        value: decode_lenient(&joined).into_owned(),
    }
}

/// A piece without the placeholder for common parameters that is, or ends, it.
fn without_placeholder<'t>(piece: &'t str, dialect: &Vocabulary) -> &'t str {
    if is_placeholder(piece, dialect) {
        return "";
    }
    let open = piece.rfind('<').filter(|at| {
        let word = piece[at + 1..].trim_end().trim_end_matches('>');
        dialect.common_parameters.get(word).is_some()
    });
    open.map_or(piece, |at| piece[..at].trim_end())
}

/// Whether a piece stands for the common parameters: in angle brackets, or one of the known words.
fn is_placeholder(piece: &str, dialect: &Vocabulary) -> bool {
    let bare = piece.trim_start_matches('<');
    let inner = bare.split(['>', '\n']).next().unwrap_or_default();
    bare.len() < piece.len() && !inner.contains('=')
        || dialect.common_parameters.get(inner).is_some()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::extract::Dialect;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let example = read(text, Dialect::built_in().vocabulary()).expect("a request");
        example
            .parameters
            .into_iter()
            .map(|pair| (pair.name, pair.value))
            .collect()
    }

    #[test]
    fn a_request_over_several_lines_is_one_query() {
        let text = "http(s)://[Endpoint]/? Action=X\n&Tag.1.Key=a%20b\n&List=[\"a\",\n\"b\"]\n&<公共请求参数>\n";
        let expected = [
            ("Action", "X"),
            ("Tag.1.Key", "a b"),
            ("List", "[\"a\",\"b\"]"),
        ];
        assert_eq!(
            pairs(text),
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(
            pairs("https://h/?Action=X&Public request parameters").len(),
            1
        );
        assert_eq!(
            pairs("https://h/?Action=X\n&<Common>https://h/?Action=Y&A=b").len(),
            1
        );
    }

    #[test]
    fn a_request_line_has_a_body() {
        let text = "PUT /a/[x-1]/b?dry=true HTTP/1.1\nheaders\n{\n \"a\": 1\n}";
        let example = read(text, Dialect::built_in().vocabulary()).expect("a request");
        assert_eq!(example.path.as_deref(), Some("/a/x-1/b"));
        assert_eq!(example.parameters[0].name, "dry");
        assert_eq!(example.body.as_deref(), Some("{\n \"a\": 1\n}"));
    }

    #[test]
    fn other_texts_are_no_requests() {
        assert_eq!(
            read("{\"Action\": \"X\"}", Dialect::built_in().vocabulary()),
            None
        );
        assert_eq!(
            read("pip install x", Dialect::built_in().vocabulary()),
            None
        );
    }
}

//! HTTP-path operations: found by method and path, their values in path, query, headers and body.

use super::carrier::{Carried, Pair};
use super::errors;
use super::registry::Served;
use crate::refusal::Refusal;
use doctract_core::wire;
use doctract_spec::model::Position;
use serde_json::Value;
use std::borrow::Cow;

/// The deepest nesting of a JSON body that is read.
const MOST_DEPTH: usize = 16;

/// The most values of a JSON body.
const MOST_VALUES: usize = 2000;

/// A path with variables: `/instances/{InstanceId}/logs`.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Segment>,
}

#[derive(Debug)]
enum Segment {
    Literal(String),
    Variable(String),
}

impl Template {
    /// Reads a template as a spec writes it.
    pub(super) fn new(path: &str) -> Self {
        let segments = path.trim_matches('/').split('/');
        let segments = segments.map(|segment| {
            let variable = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            match variable {
                Some(name) => Segment::Variable(name.to_owned()),
                None => Segment::Literal(segment.to_owned()),
            }
        });
        Self {
            segments: segments.collect(),
        }
    }

    /// How many of its segments are literal: of two templates that fit, the one with more wins.
    pub(super) fn weight(&self) -> usize {
        let literal = |segment: &&Segment| matches!(segment, Segment::Literal(_));
        self.segments.iter().filter(literal).count()
    }

    /// The variables of a path that fits, as they stand in it.
    pub(super) fn fit<'a>(&self, path: &'a str) -> Option<Vec<(&str, &'a str)>> {
        let mut variables = Vec::new();
        let mut segments = path.trim_matches('/').split('/');
        for own in &self.segments {
            let segment = segments.next()?;
            match own {
                Segment::Literal(text) if text == segment => {}
                Segment::Literal(_) => return None,
                Segment::Variable(_) if segment.is_empty() => return None,
                Segment::Variable(name) => variables.push((name.as_str(), segment)),
            }
        }
        segments.next().is_none().then_some(variables)
    }
}

/// Everything that a request says to an HTTP-path operation, by wire name: the query, the variables
/// of the path, documented headers, and the values of a JSON body (`a.b.1.c`).
pub(super) fn pairs<'a>(
    request: Carried<'a>,
    served: &Served,
    variables: &[(&str, &'a str)],
) -> Result<Vec<Pair<'a>>, Refusal> {
    let mut pairs = Vec::new();
    for (name, value) in variables {
        let value = wire::decode(value).map_err(errors::unreadable)?;
        pairs.push((Cow::Owned((*name).to_owned()), value));
    }
    let headers = served.spec.request.parameters.iter();
    for field in headers.filter(|field| field.position == Some(Position::Header)) {
        if let Some(value) = request.header(&field.name) {
            pairs.push((Cow::Owned(field.name.clone()), Cow::Borrowed(value)));
        }
    }
    if let Some(body) = json_body(&request)? {
        let prefix = if served.spec.request.body.is_some() {
            "body"
        } else {
            ""
        };
        let names = served.checker.names();
        let is_value = |name: &str| names.resolve(name).is_some_and(|known| !known.alias);
        flatten(prefix.to_owned(), body, 0, &is_value, &mut pairs)?;
    }
    pairs.extend(request.pairs);
    Ok(pairs)
}

/// The body as JSON, unless there is none or it says that it is something else.
fn json_body(request: &Carried<'_>) -> Result<Option<Value>, Refusal> {
    let kind = request.header("content-type").unwrap_or_default();
    let other = !kind.is_empty() && !kind.to_ascii_lowercase().contains("json");
    if request.body.is_empty() || other {
        return Ok(None);
    }
    let body = serde_json::from_slice(request.body).map_err(errors::unreadable)?;
    Ok(Some(body))
}

/// The values of a JSON tree by the names that they have in a flat request. What the spec knows as
/// one value stays one, in the form of JSON, whatever is in it.
fn flatten(
    name: String,
    value: Value,
    depth: usize,
    is_value: &dyn Fn(&str) -> bool,
    pairs: &mut Vec<Pair<'_>>,
) -> Result<(), Refusal> {
    if depth > MOST_DEPTH || pairs.len() >= MOST_VALUES {
        return Err(errors::unreadable("the body is too deep or too large"));
    }
    let below = |member: &str| {
        if name.is_empty() {
            member.to_owned()
        } else {
            format!("{name}.{member}")
        }
    };
    match value {
        Value::Object(_) | Value::Array(_) if is_value(&name) => {
            pairs.push((Cow::Owned(name), Cow::Owned(value.to_string())));
        }
        Value::Object(members) => {
            for (member, value) in members {
                flatten(below(&member), value, depth + 1, is_value, pairs)?;
            }
        }
        Value::Array(items) => {
            for (at, item) in items.into_iter().enumerate() {
                let name = below(&(at + 1).to_string());
                flatten(name, item, depth + 1, is_value, pairs)?;
            }
        }
        Value::Null => {}
        Value::String(text) => pairs.push((Cow::Owned(name), Cow::Owned(text))),
        scalar => pairs.push((Cow::Owned(name), Cow::Owned(scalar.to_string()))),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_fits_whole_paths_only() {
        let template = Template::new("/openapi/instances/{InstanceId}/logs");
        let fit = |path: &str| template.fit(path).map(|all| format!("{all:?}"));
        assert_eq!(
            fit("/openapi/instances/es-1/logs").unwrap(),
            "[(\"InstanceId\", \"es-1\")]"
        );
        for no in [
            "/openapi/instances/es-1",
            "/openapi/instances//logs",
            "/openapi/instances/a/logs/b",
            "/",
        ] {
            assert_eq!(fit(no), None, "{no}");
        }
    }

    #[test]
    fn a_body_is_flattened_and_bounded() {
        let mut pairs = Vec::new();
        let body = serde_json::json!({
            "a": {"b": [1, {"c": true}]}, "d": null, "e": "x", "one": {"f": [2]}
        });
        flatten(String::new(), body, 0, &|name| name == "one", &mut pairs).unwrap();
        let flat: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(flat, ["a.b.1=1", "a.b.2.c=true", "e=x", "one={\"f\":[2]}"]);
        let deep = (0..40).fold(Value::Null, |inner, _| serde_json::json!([inner]));
        assert!(flatten(String::new(), deep, 0, &|_| false, &mut Vec::new()).is_err());
    }
}

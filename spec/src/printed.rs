//! What a printed request sends, as wire pairs.

use crate::Operation;
use crate::model::RequestExample;
use serde_json::Value;

/// The pairs of a printed request: those of its query, its path and its JSON body, by their names
/// in the flat view ([`names`](crate::names)).
///
/// ```
/// use doctract_spec::Operation;
/// use doctract_spec::model::RequestExample;
/// use doctract_spec::printed;
///
/// let operation = Operation { path: Some("/disks/{DiskId}".into()), ..Operation::default() };
/// let example = RequestExample {
///     path: Some("/disks/d-1".into()),
///     body: Some(r#"{"Tag": [{"Key": "team"}]}"#.into()),
///     ..RequestExample::default()
/// };
/// let pairs = printed::pairs(&operation, &example);
/// assert_eq!(pairs[0], ("DiskId".into(), "d-1".into()));
/// assert_eq!(pairs[1], ("Tag.1.Key".into(), "team".into()));
/// ```
pub fn pairs(operation: &Operation, example: &RequestExample) -> Vec<(String, String)> {
    let query = example.parameters.iter();
    let mut pairs: Vec<_> = query
        .map(|pair| (pair.name.clone(), pair.value.clone()))
        .collect();
    if let (Some(template), Some(path)) = (&operation.path, &example.path) {
        pairs.extend(path_values(template, path));
    }
    let body = example.body.as_ref();
    let body: Option<Value> = body.and_then(|body| serde_json::from_str(body).ok());
    if let Some(body) = body {
        flatten(&body, "", &mut pairs);
    }
    pairs
}

/// The values of the variables of a path template.
fn path_values(template: &str, path: &str) -> Vec<(String, String)> {
    let path = path.split('?').next().unwrap_or(path);
    let parts = template
        .trim_matches('/')
        .split('/')
        .zip(path.trim_matches('/').split('/'));
    let variable = |(name, value): (&str, &str)| {
        let name = name.strip_prefix('{')?.strip_suffix('}')?;
        Some((name.to_owned(), value.to_owned()))
    };
    parts.filter_map(variable).collect()
}

/// The values of a JSON body by their names in the flat view.
fn flatten(value: &Value, name: &str, pairs: &mut Vec<(String, String)>) {
    let below = |key: &str| match name {
        "" => key.to_owned(),
        name => format!("{name}.{key}"),
    };
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                flatten(value, &below(key), pairs);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let name = if name.is_empty() { "body" } else { name };
                flatten(item, &format!("{name}.{}", at + 1), pairs);
            }
        }
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        other => pairs.push((name.to_owned(), other.to_string())),
    }
}

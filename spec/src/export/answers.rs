//! The answers of an operation as OpenAPI has them: the good one, and the errors by status.

use super::object;
use super::value::Schema;
use crate::Operation;
use crate::model::{BodyFormat, ErrorRow, ResponseExample};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The `responses` of an operation. `good` is the reference to the schema of a good answer.
pub(super) fn responses(operation: &Operation, good: &str) -> Value {
    let mut responses = Schema::new();
    responses.insert("200".into(), success(operation, good));
    let mut by_status: BTreeMap<String, Vec<&ErrorRow>> = BTreeMap::new();
    for error in &operation.errors {
        by_status
            .entry(status(error.status))
            .or_default()
            .push(error);
    }
    by_status.entry("default".into()).or_default();
    for (status, errors) in by_status {
        responses.insert(status.clone(), failure(operation, &status, &errors));
    }
    responses.into()
}

/// The schema of a good answer.
pub(super) fn schema(operation: &Operation) -> Value {
    let mut schema = Schema::new();
    schema.insert("type".into(), "object".into());
    object::answer(&operation.response.fields, &mut schema);
    let root = format!("{}Response", operation.operation);
    schema.insert("xml".into(), json!({ "name": root }));
    schema.into()
}

/// The key of a status; a number that is none (a page prints 4003) goes with those unknown.
fn status(status: Option<u16>) -> String {
    match status {
        Some(status @ 300..=599) => status.to_string(),
        _ => "default".to_owned(),
    }
}

fn success(operation: &Operation, good: &str) -> Value {
    let shown = operation.examples.responses.iter();
    let shown: Vec<_> = shown.filter(|example| !example.failure).collect();
    let mut content = Schema::new();
    for (format, media) in [
        (BodyFormat::Json, "application/json"),
        (BodyFormat::Xml, "application/xml"),
    ] {
        let formats = &operation.response.formats;
        if format == BodyFormat::Json || formats.contains(&format) {
            let examples = examples(shown.iter().copied().filter(|one| one.format == format));
            let mut holder = Schema::new();
            holder.insert("schema".into(), json!({ "$ref": good }));
            if !examples.is_empty() {
                holder.insert("examples".into(), examples.into());
            }
            content.insert(media.into(), holder.into());
        }
    }
    json!({ "description": "The answer.", "content": content })
}

/// Printed bodies as named examples; one that is no JSON stands as text.
fn examples<'e>(shown: impl Iterator<Item = &'e ResponseExample>) -> Schema {
    let mut examples = Schema::new();
    for example in shown {
        let value = match example.format {
            BodyFormat::Json => serde_json::from_str(&example.body).ok(),
            BodyFormat::Xml | BodyFormat::Text => None,
        };
        let value = value.unwrap_or_else(|| json!(example.body));
        let name = format!("example{}", examples.len() + 1);
        examples.insert(name, json!({ "value": value }));
    }
    examples
}

fn failure(operation: &Operation, key: &str, errors: &[&ErrorRow]) -> Value {
    let mut codes: Vec<&str> = errors.iter().map(|error| error.code.as_str()).collect();
    codes.dedup();
    let description = match codes.as_slice() {
        [] => "Any other error.".to_owned(),
        codes => codes.join(", "),
    };
    let mut named = Schema::new();
    for error in errors {
        let mut name = error.code.clone();
        let mut count = 1;
        while named.contains_key(&name) {
            count += 1;
            name = format!("{} {count}", error.code);
        }
        let mut example = Schema::new();
        if let Some(description) = &error.description {
            example.insert("summary".into(), description.clone().into());
        }
        let message = error.message.as_deref().unwrap_or_default();
        example.insert(
            "value".into(),
            json!({ "Code": error.code, "Message": message }),
        );
        named.insert(name, example.into());
    }
    let shown = operation.examples.responses.iter();
    let shown = shown.filter(|one| one.failure && one.format == BodyFormat::Json);
    let shown = shown.filter(|one| status(one.status) == key);
    for (name, example) in examples(shown) {
        named.insert(name, example);
    }
    let mut holder = Schema::new();
    holder.insert(
        "schema".into(),
        json!({ "$ref": "#/components/schemas/Error" }),
    );
    if !named.is_empty() {
        holder.insert("examples".into(), named.into());
    }
    let mut failure = Schema::new();
    failure.insert("description".into(), description.into());
    failure.insert("content".into(), json!({ "application/json": holder }));
    if !errors.is_empty() {
        failure.insert("x-doctract-errors".into(), json!(errors));
    }
    failure.into()
}

/// The schema of an error's body, one for all operations.
pub(super) fn error_schema() -> Value {
    json!({
        "type": "object",
        "required": ["Code"],
        "properties": {
            "RequestId": { "type": "string" },
            "HostId": { "type": "string" },
            "Code": { "type": "string" },
            "Message": { "type": "string" },
        },
        "xml": { "name": "Error" },
    })
}

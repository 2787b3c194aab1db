//! Lists and objects as JSON Schemas, with what holds between members.

use super::conditions::Between;
use super::value::{self, Schema, entries, rules, schema as value_schema, type_of};
use crate::model::{Field, Type};
use serde_json::{Value, json};

/// The schema of a field with all that is below it. Rules that the schema of the whole
/// request says in `between` are left out.
pub(super) fn schema(field: &Field, between: &Between) -> Value {
    let mut schema = match field.kind {
        Type::Array => list(field, between),
        Type::Object => object(field, between),
        Type::Json if !field.properties.is_empty() || field.items.is_some() => {
            json_text(field, between)
        }
        Type::Any if !field.properties.is_empty() => object(field, between),
        _ => value_schema(field),
    };
    between.without_said(&mut schema);
    annotate(field, &mut schema);
    Value::Object(schema)
}

fn list(field: &Field, between: &Between) -> Schema {
    let mut schema = Schema::new();
    type_of(Type::Array, &mut schema);
    let rest = rules(Type::Array, &field.constraints, &mut schema);
    if let Some(most) = field.index_range.as_ref().and_then(|range| range.max) {
        let known = schema.get("maxItems").and_then(Value::as_u64);
        let most = known.map_or(u64::from(most), |known| known.min(u64::from(most)));
        schema.insert("maxItems".into(), most.into());
    }
    let items = field.items.as_ref();
    let items = items.map_or_else(|| json!({}), |items| self::schema(items, between));
    schema.insert("items".into(), items);
    entries(&rest, &mut schema);
    schema
}

fn object(field: &Field, between: &Between) -> Schema {
    let mut schema = Schema::new();
    type_of(Type::Object, &mut schema);
    let rest = rules(Type::Object, &field.constraints, &mut schema);
    members(&field.properties, between, &mut schema);
    entries(&rest, &mut schema);
    schema
}

/// A list or an object in one text.
fn json_text(field: &Field, between: &Between) -> Schema {
    let mut schema = value_schema(field);
    let inner = Field {
        kind: if field.items.is_some() {
            Type::Array
        } else {
            Type::Object
        },
        items: field.items.clone(),
        properties: field.properties.clone(),
        ..Field::default()
    };
    schema.insert("contentSchema".into(), self::schema(&inner, between));
    schema
}

/// Adds members as `properties` and `required`.
pub(super) fn members(fields: &[Field], between: &Between, schema: &mut Schema) {
    let mut properties = Schema::new();
    let mut required = Vec::new();
    for field in fields {
        if field.required && !required.contains(&field.name) {
            required.push(field.name.clone());
        }
        properties
            .entry(field.name.clone())
            .or_insert_with(|| self::schema(field, between));
    }
    if !properties.is_empty() {
        schema.insert("properties".into(), properties.into());
    }
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
}

/// Adds the fields of an answer as `properties`. A list whose elements have a name of their own is
/// an object with one member of that name.
pub(super) fn answer(fields: &[Field], schema: &mut Schema) {
    let mut properties = Schema::new();
    for field in fields {
        properties
            .entry(field.name.clone())
            .or_insert_with(|| answer_field(field));
    }
    if !properties.is_empty() {
        schema.insert("properties".into(), properties.into());
    }
}

fn answer_field(field: &Field) -> Value {
    let mut schema = Schema::new();
    match field.kind {
        Type::Array => {
            type_of(Type::Array, &mut schema);
            let items = field
                .items
                .as_deref()
                .map_or_else(|| json!({}), answer_field);
            schema.insert("items".into(), items);
        }
        Type::Object | Type::Any if !field.properties.is_empty() => {
            type_of(Type::Object, &mut schema);
            answer(&field.properties, &mut schema);
        }
        _ => schema = value_schema(field),
    }
    if let Some(wrapper) = field.wrapper.as_ref().filter(|_| field.kind == Type::Array) {
        let inner = std::mem::take(&mut schema);
        type_of(Type::Object, &mut schema);
        schema.insert("properties".into(), json!({ wrapper: inner }));
    }
    annotate(field, &mut schema);
    schema.into()
}

/// Adds description, example, and what the spec says beyond JSON Schema.
pub(super) fn annotate(field: &Field, schema: &mut Schema) {
    if let Some(description) = &field.description {
        schema.insert("description".into(), description.clone().into());
    }
    if let Some(constant) = &field.constant {
        let constant = value::literal(field.kind, constant).unwrap_or_else(|| json!(constant));
        schema.insert("const".into(), constant);
    }
    if let Some(example) = &field.example {
        match value::literal(field.kind, example) {
            Some(example) => schema.insert("examples".into(), json!([example])),
            None => schema.insert("x-doctract-example".into(), example.clone().into()),
        };
    }
    for (key, value) in [
        (
            "x-doctract-in",
            field.position.map(|position| json!(position)),
        ),
        (
            "x-doctract-flatten",
            field.flatten.as_ref().map(|flatten| json!(flatten)),
        ),
        ("x-doctract-role", field.role.map(|role| json!(role))),
        (
            "x-doctract-required",
            field.required_text.as_ref().map(|text| json!(text)),
        ),
        (
            "x-doctract-aliases",
            (!field.aliases.is_empty()).then(|| json!(field.aliases)),
        ),
        (
            "x-doctract-wrapper",
            field.wrapper.as_ref().map(|wrapper| json!(wrapper)),
        ),
    ] {
        if let Some(value) = value {
            schema.insert(key.into(), value);
        }
    }
}

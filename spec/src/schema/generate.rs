//! Generating the schemas from the Rust types.

use crate::fixture::{self, Fixtures};
use crate::index::{INDEX, Index};
use crate::model::Operation;
use crate::overlay::{OVERLAY, Overlay};
use crate::yaml::{Format, SPEC};
use schemars::JsonSchema;
use serde_json::{Map, Value};

/// The schema of a name, from its Rust type, as the text of a file.
pub fn generate(name: &str) -> Option<String> {
    let fixture = Format {
        key: "fixtures",
        version: fixture::FORMAT_VERSION,
    };
    match name {
        "operation" => text_of::<Operation>(Some(SPEC)),
        "fixture" => text_of::<Fixtures>(Some(fixture)),
        "index" => text_of::<Index>(Some(INDEX)),
        "overlay" => text_of::<Overlay>(Some(OVERLAY)),
        _ => None,
    }
}

/// The schema of a Rust type as the text of a file; the format's key allows its versions only.
pub fn text_of<T: JsonSchema>(format: Option<Format>) -> Option<String> {
    let mut generated = schemars::schema_for!(T).to_value();
    plain_descriptions(&mut generated);
    without_null(&mut generated);
    if let Some(format) = format
        && let Some(version) = generated.pointer_mut(&format!("/properties/{}", format.key))
    {
        version["enum"] = (1..=format.version).collect();
    }
    let mut ordered = Map::new();
    for key in ["$schema", "title", "description"] {
        if let Some(value) = generated.get_mut(key) {
            ordered.insert(key.to_owned(), value.take());
        }
    }
    for (key, value) in generated.as_object_mut()?.iter_mut() {
        ordered.entry(key.clone()).or_insert_with(|| value.take());
    }
    let text = serde_json::to_string_pretty(&ordered).ok()?;
    Some(text + "\n")
}

/// Leaves out the `null` that optional members may be: a file leaves such a member out.
fn without_null(value: &mut Value) {
    let is_null = |schema: &Value| schema == "null" || schema["type"] == "null";
    match value {
        Value::Object(members) => {
            for key in ["type", "anyOf"] {
                let Some(Value::Array(choices)) = members.get_mut(key) else {
                    continue;
                };
                choices.retain(|choice| !is_null(choice));
                if let [only] = choices.as_mut_slice() {
                    let only = only.take();
                    members.remove(key);
                    match only {
                        Value::Object(choice) => members.extend(choice),
                        choice => drop(members.insert(key.to_owned(), choice)),
                    }
                }
            }
            members.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

/// Turns the links of Rust documentation into plain words, everywhere below.
fn plain_descriptions(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                match value {
                    Value::String(text) if key == "description" => *text = without_links(text),
                    _ => plain_descriptions(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(plain_descriptions),
        _ => {}
    }
}

fn without_links(text: &str) -> String {
    let is_target = |line: &&str| !(line.starts_with('[') && line.contains("]: "));
    let text: Vec<_> = text.lines().filter(is_target).collect();
    let text = text.join("\n");
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, link)) = rest.split_once("[`") {
        plain.push_str(before);
        plain.push('`');
        let (name, after) = link.split_once("`]").unwrap_or((link, ""));
        plain.push_str(name);
        plain.push('`');
        rest = match after
            .strip_prefix('(')
            .and_then(|target| target.split_once(')'))
        {
            Some((_, after)) => after,
            None => after,
        };
    }
    plain.push_str(rest);
    plain.trim_end().to_owned()
}

//! Operations as they are measured: 12 parameters with rules of many kinds, 8 fields of an answer.

use crate::Failure;
use doctract_codegen::{Builder, Options};
use doctract_spec::Operation;
use doctract_spec::export::{OpenApiOptions, openapi};
use doctract_spec::folder;
use serde_json::Value;
use std::path::Path;

/// The operation of that number.
pub fn operation(number: usize) -> Result<Operation, Failure> {
    let text = include_str!("operation.yaml").replace("NUMBER", &number.to_string());
    doctract_spec::yaml::load("operation.yaml", &text).map_err(|found| format!("{found:?}").into())
}

/// So many operations.
pub fn operations(count: usize) -> Result<Vec<Operation>, Failure> {
    (1..=count).map(operation).collect()
}

/// Writes a folder of specs.
pub fn write(count: usize, folder: &Path) -> Result<(), Failure> {
    let (changes, _) = folder::plan(folder, &operations(count)?);
    changes.commit(folder)?;
    Ok(())
}

/// Our OpenAPI document of the operations, as tools that know 3.0 only read it.
pub fn document(count: usize) -> Result<Value, Failure> {
    let mut document = openapi(&operations(count)?, &OpenApiOptions::default());
    document["openapi"] = "3.0.3".into();
    to_3_0(&mut document);
    Ok(document)
}

/// `const` is an enum of one value in 3.0, and an exclusive bound a flag: the words of 3.1 go. The
/// answer of any other status is one of a failure: `default` would make progenitor read it as a
/// success too, and stop at a second type of answer.
fn to_3_0(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(other) = members.remove("default").filter(Value::is_object) {
                members.insert("5XX".into(), other);
            }
            if let Some(one) = members.remove("const") {
                members.insert("enum".into(), Value::Array(vec![one]));
            }
            for word in [
                "exclusiveMinimum",
                "exclusiveMaximum",
                "examples",
                "$comment",
            ] {
                members.remove(word);
            }
            members.values_mut().for_each(to_3_0);
        }
        Value::Array(items) => items.iter_mut().for_each(to_3_0),
        _ => {}
    }
}

/// Generated lines an operation, without comments and blank lines.
pub fn lines(count: usize, from_pairs: bool) -> Result<f64, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/expand/lines");
    write(count, &folder)?;
    let options = Options {
        from_pairs,
        ..Options::default()
    };
    let output = Builder::new(&folder).options(options).generate()?;
    let text = output.files.iter().flat_map(|(_, text)| text.lines());
    let code = text
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"));
    Ok(code.count() as f64 / count as f64)
}

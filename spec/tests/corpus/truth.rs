//! The vendor's machine-readable metadata: an outside check, not the truth about a page.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// What the metadata says of one operation.
#[derive(Debug, Deserialize)]
pub(crate) struct Operation {
    #[serde(rename = "operation")]
    pub(crate) name: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) response: Vec<Field>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) types: Vec<String>,
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) required_varies: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Field {
    pub(crate) path: String,
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// The operations of each product that has metadata.
pub(crate) fn read(folder: &Path) -> BTreeMap<&'static str, HashMap<String, Operation>> {
    let products = ["ecs", "slb", "ess", "ram", "cdn", "cms"];
    let read = |product| {
        let text = std::fs::read_to_string(folder.join(format!("{product}.jsonl"))).unwrap();
        let operations = text
            .lines()
            .map(|line| serde_json::from_str::<Operation>(line).unwrap());
        let by_name = operations.map(|operation| (operation.name.to_lowercase(), operation));
        (product, by_name.collect())
    };
    products.into_iter().map(read).collect()
}

/// A name with its index letters made alike: `Tag.n.Key`, `Tag.1.Key` → `tag.n.key`.
pub(crate) fn plain_name(name: &str) -> String {
    let part = |part: &str| match part {
        "N" | "n" | "M" | "m" => "n".to_owned(),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => "n".to_owned(),
        other => other.to_lowercase(),
    };
    name.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// A type's family: what a caller must care about.
pub(crate) fn family(kind: &str) -> &str {
    match kind {
        "integer" | "long" | "number" | "float" | "double" => "number",
        other => other,
    }
}

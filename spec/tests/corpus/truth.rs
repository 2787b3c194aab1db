//! The vendor's machine-readable metadata: an outside check, not the truth about a page.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The products that have metadata.
const PRODUCTS: [&str; 6] = ["ecs", "slb", "ess", "ram", "cdn", "cms"];

/// What the metadata says of one operation.
#[derive(Debug, Deserialize)]
pub(crate) struct Operation {
    #[serde(rename = "operation")]
    name: String,
    version: String,
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
    #[serde(rename = "in", default)]
    pub(crate) position: String,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) index_max: Option<u32>,
    #[serde(rename = "enum", default)]
    pub(crate) enumeration: Vec<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Field {
    pub(crate) path: String,
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// The metadata of one product.
#[derive(Debug, Default)]
pub(crate) struct Operations {
    /// By the name in lower case, the editions of an API in the order of the file.
    by_name: HashMap<String, Vec<Operation>>,
}

impl Operations {
    /// The operation in the edition that a page documents; where there is none of that version,
    /// the last one. Two products share the pages of `ram`, and each has an operation `CreateUser`.
    pub(crate) fn find(&self, name: &str, version: &str) -> Option<&Operation> {
        let editions = self.by_name.get(&name.to_lowercase())?;
        let own = editions.iter().find(|edition| edition.version == version);
        own.or_else(|| editions.last())
    }
}

/// The operations of each product that has metadata.
pub(crate) fn read(folder: &Path) -> BTreeMap<&'static str, Operations> {
    let read = |product| {
        let text = std::fs::read_to_string(folder.join(format!("{product}.jsonl"))).unwrap();
        let mut operations = Operations::default();
        for line in text.lines() {
            let operation = serde_json::from_str::<Operation>(line).unwrap();
            let name = operation.name.to_lowercase();
            operations.by_name.entry(name).or_default().push(operation);
        }
        (product, operations)
    };
    PRODUCTS.into_iter().map(read).collect()
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

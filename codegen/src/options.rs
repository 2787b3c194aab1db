//! What a user may choose about generated code.

use crate::Mistake;
use std::collections::BTreeMap;

/// How code is generated; the default suits most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The path of the crate `doctract`: `::doctract`.
    pub crate_path: String,
    /// The visibility of what is generated: `pub`, `pub(crate)` or nothing.
    pub visibility: String,
    /// Derives for every struct and enum beside those that they have anyway: `serde::Serialize`.
    pub derives: Vec<String>,
    /// Rust names for wire names. A key is the name of an operation, a documented parameter name
    /// (`Tag.N.Key`), a field of the answer, an error code or `Parameter=value`; with `Operation/`
    /// in front it holds in that operation only. A new name that begins with a capital names the
    /// type or the variant, another the field.
    pub rename: BTreeMap<String, String>,
    /// Whether structs of answers keep members that the page does not list, in a field `others`.
    pub keep_unknown: bool,
    /// Whether requests can be read back from wire pairs: they implement `doctract::FromPairs`.
    pub from_pairs: bool,
    /// The features of the user's crate that parts of the code are compiled with.
    pub features: Features,
}

/// Which features of the user's crate generated code asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Features {
    /// None: everything is compiled.
    #[default]
    None,
    /// One for each operation, its name in words: `create-snapshot`.
    Operation,
    /// One for each product, where there are several: `ecs`.
    Product,
    /// One for each group: its name, and the operations in it. An operation of several groups is
    /// compiled with any of them, one of none always.
    Groups(BTreeMap<String, Vec<String>>),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            crate_path: "::doctract".into(),
            visibility: "pub".into(),
            derives: Vec::new(),
            rename: BTreeMap::new(),
            keep_unknown: false,
            from_pairs: false,
            features: Features::None,
        }
    }
}

impl Options {
    /// The options that are no Rust.
    pub(crate) fn mistakes(&self) -> Vec<Mistake> {
        let mut mistakes: Vec<Mistake> = Vec::new();
        if syn::parse_str::<syn::Path>(&self.crate_path).is_err() {
            let text = format!("crate path: `{}` is no path", self.crate_path);
            mistakes.push(text.into());
        }
        if syn::parse_str::<syn::Visibility>(&self.visibility).is_err() {
            let text = format!(
                "visibility: `{}` is none; known are `pub`, `pub(crate)` and nothing",
                self.visibility
            );
            mistakes.push(text.into());
        }
        let paths = self.derives.iter();
        for path in paths.filter(|path| syn::parse_str::<syn::Path>(path).is_err()) {
            mistakes.push(format!("derives: `{path}` is no path of a derive").into());
        }
        mistakes
    }
}

//! The JSON Schemas (2020-12) of our file formats, for editors and other programs.
//!
//! They are files of this crate, in step with the Rust types: the feature `schema` generates them
//! from the types, their descriptions from the types' documentation, and a test compares.

#[cfg(feature = "schema")]
mod generate;

#[cfg(feature = "schema")]
pub use generate::{generate, text_of};

/// The schemas by name.
const SCHEMAS: [(&str, &str); 4] = [
    ("fixture", include_str!("../../schema/fixture.schema.json")),
    ("index", include_str!("../../schema/index.schema.json")),
    (
        "operation",
        include_str!("../../schema/operation.schema.json"),
    ),
    ("overlay", include_str!("../../schema/overlay.schema.json")),
];

/// The names that [`text`] knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    SCHEMAS.iter().map(|(name, _)| *name)
}

/// The schema of a name, as the text of a file `<name>.schema.json`.
///
/// ```
/// let schema = doctract_spec::schema::text("operation").unwrap();
/// assert!(schema.contains("https://json-schema.org/draft/2020-12/schema"));
/// ```
pub fn text(name: &str) -> Option<&'static str> {
    SCHEMAS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

//! The JSON Schemas of every file format: those of specs and their companions, and those of the
//! files that the runner, the server and this program read and write.

use doctract_spec::schema;

/// The schemas that are not those of `doctract-spec`.
const SCHEMAS: [(&str, &str); 7] = [
    ("baseline", include_str!("../schema/baseline.schema.json")),
    ("config", include_str!("../schema/config.schema.json")),
    (
        "conventions",
        include_str!("../schema/conventions.schema.json"),
    ),
    ("journal", include_str!("../schema/journal.schema.json")),
    ("report", include_str!("../schema/report.schema.json")),
    ("scenario", include_str!("../schema/scenario.schema.json")),
    ("world", include_str!("../schema/world.schema.json")),
];

/// The names that [`text`] knows.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    schema::names().chain(SCHEMAS.iter().map(|(name, _)| *name))
}

/// The schema of a name, as the text of a file `<name>.schema.json`.
pub(crate) fn text(name: &str) -> Option<&'static str> {
    let own = SCHEMAS.iter().find(|(known, _)| *known == name);
    schema::text(name).or(own.map(|(_, text)| *text))
}

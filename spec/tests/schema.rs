//! The committed schemas, held to the Rust types.
#![cfg(feature = "schema")]

use doctract_spec::schema;
use std::path::Path;

/// With `DOCTRACT_WRITE_SCHEMAS` set, writes the files instead.
#[test]
fn the_committed_schemas_are_those_of_the_types() {
    for name in schema::names() {
        let file = format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let text = schema::generate(name).unwrap();
        if std::env::var_os("DOCTRACT_WRITE_SCHEMAS").is_some() {
            std::fs::create_dir_all(Path::new(&file).parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            committed == text,
            "{file} is stale: DOCTRACT_WRITE_SCHEMAS=1 cargo test -p doctract-spec --features schema --test schema"
        );
    }
}

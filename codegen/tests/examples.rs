//! The specs of the examples: of one language, with a schema that is there, and those that name a
//! page are what the reader makes of that page.
//!
//! After a wanted change run with `UPDATE_GOLDEN=1` and read the diff.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use doctract_spec::extract::{Options, extract_page};
use doctract_spec::{folder, yaml};
use std::fs;
use std::path::{Path, PathBuf};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

#[test]
fn specs_are_what_their_pages_say() {
    let pages = examples().join("ecs/en-US");
    let mut held = 0;
    for page in fs::read_dir(pages).unwrap() {
        let page = page.unwrap().path();
        let name = page.file_name().unwrap().to_str().unwrap();
        let extraction = extract_page(name, &fs::read(&page).unwrap(), &Options::default());
        let mut operation = extraction.operation.unwrap();
        operation.locale = Some("en-US".into());
        let text = yaml::write_with_schema(&operation, SCHEMA);
        let spec = examples().join(format!("specs/{}.yaml", operation.operation));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&spec, &text).unwrap();
        }
        let on_file = fs::read_to_string(&spec).unwrap();
        assert!(on_file == text, "{} is stale", spec.display());
        held += 1;
    }
    assert!(held > 0);
}

/// Where the schema is, seen from the specs.
const SCHEMA: &str = "../../spec/schema/operation.schema.json";

#[test]
fn specs_are_sound_and_of_one_language() {
    let specs = examples().join("specs");
    assert!(specs.join(SCHEMA).is_file());
    let folder = folder::read(&specs);
    assert_eq!(folder.diagnostics, []);
    for spec in folder.specs {
        assert_eq!(
            spec.operation.locale.as_deref(),
            Some("en-US"),
            "{}",
            spec.file
        );
    }
}

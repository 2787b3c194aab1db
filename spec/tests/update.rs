//! Operations that get other names: their specs move, and their corrections with them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use doctract_spec::model::{Field, Request, Source};
use doctract_spec::update::{Pages, Update, update};
use doctract_spec::{Operation, Severity, diff, folder};
use std::fs;
use std::path::Path;

/// An operation whose page is `page`. All have the same parameters: that is how another name is known.
fn operation(name: &str, page: &str) -> Operation {
    let parameter = |name: &str| Field {
        name: name.into(),
        ..Field::default()
    };
    let names = ["ResourceType", "ResourceId", "TagKey", "TagValue"];
    Operation {
        doctract: 1,
        product: "Ecs".into(),
        version: "v1".into(),
        operation: name.into(),
        source: Some(Source {
            page: page.into(),
            ..Source::default()
        }),
        request: Request {
            parameters: names.into_iter().map(parameter).collect(),
            ..Request::default()
        },
        ..Operation::default()
    }
}

/// The file of a spec of this name, and of its overlay.
fn files(root: &Path, name: &str) -> [std::path::PathBuf; 2] {
    let spec = folder::read(root).specs.into_iter();
    let mut spec = spec.filter(|spec| spec.operation.operation == name);
    let spec = root.join(spec.next().unwrap().file);
    let overlay = spec.with_extension("overlay.yaml");
    [spec, overlay]
}

/// An overlay that gives the operation this summary.
fn overlay(path: &Path, summary: &str) {
    let action = format!("{{ target: summary, set: {summary}, because: heard }}");
    let text = format!("overlay: 1\nactions:\n- {action}\n");
    fs::write(path, text).unwrap();
}

fn updated(root: &Path, operations: Vec<Operation>) -> Update {
    let pages = Pages {
        files: operations
            .iter()
            .filter_map(|one| Some(one.source.as_ref()?.page.clone()))
            .collect(),
        operations,
        ..Pages::default()
    };
    let update = update(root, &pages, &diff::Options::default());
    update.changes.clone().commit(root).unwrap();
    update
}

#[test]
fn an_overlay_never_replaces_another() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let before = [operation("AddTag", "tag.md")];
    folder::plan(root, &before).0.commit(root).unwrap();
    let [_, old] = files(root, "AddTag");
    overlay(&old, "of AddTag");
    let there = old.with_file_name("AddTags.overlay.yaml");
    overlay(&there, "of AddTags");
    let (kept, other) = (fs::read(&old).unwrap(), fs::read(&there).unwrap());

    let update = updated(root, vec![operation("AddTags", "tag.md")]);
    let told = update.diagnostics.iter();
    let told: Vec<_> = told.filter(|one| one.code == "overlay-collision").collect();
    assert_eq!((told.len(), told[0].severity), (1, Severity::Error));
    assert!(told[0].file.ends_with("AddTag.overlay.yaml"), "{}", told[0]);
    assert!(
        told[0].message.contains("AddTags.overlay.yaml"),
        "{}",
        told[0]
    );
    assert_eq!(
        (fs::read(&old).unwrap(), fs::read(&there).unwrap()),
        (kept, other)
    );
    let [spec, _] = files(root, "AddTags");
    assert!(spec.exists());
}

#[test]
fn an_operation_that_gets_another_name_takes_its_overlay_along() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let before = [operation("AddTag", "tag.md")];
    folder::plan(root, &before).0.commit(root).unwrap();
    let [old_spec, old] = files(root, "AddTag");
    overlay(&old, "of AddTag");
    let text = fs::read(&old).unwrap();

    let update = updated(root, vec![operation("AddTags", "tag.md")]);
    assert_eq!(update.moved.len(), 1);
    let [spec, overlay] = files(root, "AddTags");
    assert!(spec.exists() && !old_spec.exists() && !old.exists());
    assert_eq!(fs::read(overlay).unwrap(), text);
}

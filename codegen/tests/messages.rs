//! Every message that a user of the builder can provoke.
#![cfg(feature = "build")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use doctract_codegen::build::BuildError;
use doctract_codegen::{Builder, Features, Options};
use std::collections::BTreeMap;
use std::fs;
use tempfile::TempDir;

/// A folder with two operations.
fn specs() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["StartDisk", "StopDisk"] {
        let text = format!(
            "doctract: 1\nproduct: Ecs\nversion: v1\noperation: {name}\nlocale: en-US\n\
             request:\n  parameters:\n    - {{ name: DiskId, type: string }}\n"
        );
        fs::write(folder.path().join(format!("{name}.yaml")), text).unwrap();
    }
    folder
}

fn said(builder: &Builder) -> String {
    builder.generate().unwrap_err().to_string()
}

#[test]
fn a_place_without_specs() {
    let folder = tempfile::tempdir().unwrap();
    let shown = folder.path().display();
    let text = said(&Builder::new(folder.path()));
    assert_eq!(text, format!("there is no spec in `{shown}`"));
}

#[test]
fn an_operation_that_is_not_there() {
    let folder = specs();
    let text = said(&Builder::new(folder.path()).operations(["StartDsk"]));
    let expected = "there is no spec of an operation `StartDsk` (did you mean `StartDisk`";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_locale_that_no_spec_is_in() {
    let folder = specs();
    let builder = Builder::new(folder.path());
    for (locale, message) in [
        (
            "en-UK",
            "no spec is in the locale `en-UK`: did you mean `en-US`?",
        ),
        (
            "french",
            "no spec is in the locale `french`; they are in en-US",
        ),
    ] {
        assert_eq!(said(&builder.clone().locale(locale)), message);
    }
    let silent = tempfile::tempdir().unwrap();
    let text = "doctract: 1\nproduct: Ecs\nversion: v1\noperation: StartDisk\n";
    fs::write(silent.path().join("StartDisk.yaml"), text).unwrap();
    assert_eq!(
        said(&Builder::new(silent.path()).locale("en-US")),
        "no spec is in the locale `en-US`: none names its locale"
    );
}

#[test]
fn the_same_operation_twice() {
    let (folder, same) = (specs(), specs());
    let text = said(&Builder::new(folder.path()).spec(same.path()));
    assert_eq!(text, "`StartDisk` occurs twice\n`StopDisk` occurs twice");
}

#[test]
fn options_that_are_no_rust_and_renames_of_nothing() {
    let folder = specs();
    let rename = [
        ("DiskIt", "disk"),
        ("DiskId", "a b"),
        ("StartDisk", "start"),
    ];
    let rename = rename.map(|(key, name)| (key.to_owned(), name.to_owned()));
    let groups = [("disks".to_owned(), vec!["StartDisc".to_owned()])];
    let options = Options {
        crate_path: "doc tract".into(),
        visibility: "public".into(),
        derives: vec!["serde::".into(), "Eq".into()],
        rename: BTreeMap::from(rename),
        features: Features::Groups(BTreeMap::from(groups)),
        ..Options::default()
    };
    let text = said(&Builder::new(folder.path()).options(options));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "crate path: `doc tract` is no path",
            "visibility: `public` is none; known are `pub`, `pub(crate)` and nothing",
            "derives: `serde::` is no path of a derive",
            "rename: `a b` is no Rust name",
            "rename: nothing is called `DiskIt`: did you mean `DiskId`?",
            "rename: `start` fits nothing that is called `StartDisk`: \
             fields begin with a small letter, types with a capital",
            "feature `disks`: no operation is called `StartDisc`: \
             did you mean `StartDisk` or `StopDisk`?",
        ]
    );
}

#[test]
fn a_build_script_without_its_folder() {
    let folder = specs();
    // Cargo sets it for build scripts and for the tests of packages that have one.
    assert!(std::env::var_os("OUT_DIR").is_none());
    let error = Builder::new(folder.path()).compile("api.rs").unwrap_err();
    assert!(matches!(error, BuildError::NoOutDir));
    assert_eq!(
        error.to_string(),
        "OUT_DIR is not set: `compile` is for build scripts"
    );
}

#[test]
fn a_target_that_is_a_folder() {
    let (folder, target) = (specs(), tempfile::tempdir().unwrap());
    let error = Builder::new(folder.path())
        .write(target.path())
        .unwrap_err();
    let shown = target.path().display().to_string();
    assert!(
        error.to_string().starts_with(&format!("{shown}: ")),
        "{error}"
    );
}

//! `doctract generate`: files that are kept up to date, features for the parts of an API.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::fs;
use support::doctract;

#[test]
fn a_folder_is_written_checked_and_found_stale() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("api");
    let target = target.to_str().unwrap();
    let generate = ["generate", "examples/specs", "-o", target];
    let said = doctract(&generate);
    assert_eq!(said.code, 0, "{}", said.err);
    let check = [&generate[..], &["--check"]].concat();
    assert_eq!(doctract(&check).code, 0);

    let file = folder.path().join("api/create_disk.rs");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("CreateDisk", "MakeDisk")).unwrap();
    let said = doctract(&check);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("is stale: 1 file to write"),
        "{}",
        said.err
    );
    assert!(fs::read_to_string(&file).unwrap().contains("MakeDisk"));
}

#[test]
fn one_file_holds_the_modules_that_a_folder_has() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("api.rs");
    let said = doctract(&["generate", "examples/specs", "-o", target.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    let text = fs::read_to_string(target).unwrap();
    for module in ["pub mod create_disk {", "pub mod delete_snapshot {"] {
        assert!(text.contains(module), "{module}");
    }
}

#[test]
fn operations_have_features_of_their_own() {
    let by_operation = ["generate", "examples/specs", "--features", "operation"];
    let said = doctract(&[&by_operation[..], &["--list-features"]].concat());
    assert_eq!(
        said.out,
        "create-disk = []\ncreate-snapshot = []\ndelete-snapshot = []\n\
         describe-disks = []\ndescribe-snapshots = []\n"
    );
    let said = doctract(&by_operation);
    assert!(said.out.contains("#[cfg(feature = \"create-disk\")]"));
}

#[test]
fn what_is_asked_for_and_not_there_is_named_with_the_nearest() {
    let asked = ["--operation", "CreateDsk", "--locale", "en-UK"];
    let said = doctract(&[&["generate", "examples/specs"][..], &asked].concat());
    assert_eq!(said.code, 2);
    for message in [
        "no operation `CreateDsk` in the inputs: did you mean `CreateDisk`?",
        "no spec is in the locale `en-UK`: did you mean `en-US`?",
    ] {
        assert!(said.err.contains(message), "{}", said.err);
    }
    assert_eq!(said.out, "");
}

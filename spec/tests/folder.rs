//! Folders of specs: order, overlays, the index, and every way in which a file does not fit.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use doctract_spec::folder::{self, Folder};
use doctract_spec::index::{Entry, INDEX_FILE, Index};
use doctract_spec::{Operation, yaml};
use std::fs;
use std::path::Path;

fn operation(name: &str) -> Operation {
    let text = format!("doctract: 1\nproduct: Ecs\nversion: v1\noperation: {name}\n");
    yaml::load("f", &text).unwrap()
}

fn written(root: &Path, names: &[&str]) {
    let operations: Vec<_> = names.iter().map(|name| operation(name)).collect();
    let (changes, found) = folder::plan(root, &operations);
    assert_eq!(found, []);
    changes.commit(root).unwrap();
}

fn names(folder: &Folder) -> Vec<&str> {
    folder
        .specs
        .iter()
        .map(|spec| spec.operation.operation.as_str())
        .collect()
}

/// The findings, the root left out of the paths.
fn told(root: &Path, folder: &Folder) -> Vec<String> {
    let root = format!("{}/", root.display());
    folder
        .diagnostics
        .iter()
        .map(|found| found.to_string().replace(&root, ""))
        .collect()
}

const OVERLAY: &str =
    "overlay: 1\nbecause: seen\nactions:\n- { target: summary, set: Corrected. }\n";

#[test]
fn what_is_written_is_read_in_the_order_of_the_paths() {
    let root = tempfile::tempdir().unwrap();
    written(root.path(), &["StopDisk", "AddDisk"]);
    written(root.path(), &["MoveDisk"]);
    let folder = folder::read(root.path());
    assert_eq!(told(root.path(), &folder), [""; 0]);
    assert_eq!(names(&folder), ["AddDisk", "MoveDisk", "StopDisk"]);
    let text = fs::read_to_string(root.path().join("ecs/v1/AddDisk.yaml")).unwrap();
    let schema = text
        .lines()
        .next()
        .unwrap()
        .split_once("$schema=")
        .unwrap()
        .1;
    assert!(root.path().join("ecs/v1").join(schema).is_file());
    let index = fs::read_to_string(root.path().join(INDEX_FILE)).unwrap();
    let index = Index::load(INDEX_FILE, &index).unwrap();
    assert_eq!(index, Index::of(&folder.specs));
    let (changes, _) = folder::plan(root.path(), &[operation("AddDisk")]);
    assert_eq!(changes.pending(root.path()).unwrap().written, [""; 0]);
}

#[test]
fn through_the_index_only_what_is_asked_for_is_opened() {
    let root = tempfile::tempdir().unwrap();
    written(root.path(), &["AddDisk", "StopDisk"]);
    fs::write(root.path().join("ecs/v1/StopDisk.yaml"), "broken: [").unwrap();
    let folder = folder::read_operations(root.path(), &["AddDisk"]);
    assert_eq!(
        (names(&folder), told(root.path(), &folder)),
        (vec!["AddDisk"], vec![])
    );
    assert_eq!(
        folder.read,
        [
            root.path().join(INDEX_FILE),
            root.path().join("ecs/v1/AddDisk.yaml")
        ]
    );
    let folder = folder::read_operations(root.path(), &["AddDisc"]);
    assert!(told(root.path(), &folder)[0].ends_with(
        "error[folder-no-operation]: there is no spec of an operation `AddDisc` (did you mean `AddDisk`?)"
    ));
    fs::write(root.path().join("ecs/v1/AddDisk.overlay.yaml"), OVERLAY).unwrap();
    let folder = folder::read_operations(root.path(), &["AddDisk"]);
    assert_eq!(
        folder.specs[0].operation.summary.as_deref(),
        Some("Corrected.")
    );
    assert_eq!(
        told(root.path(), &folder),
        [
            "index.yaml: warning[index-stale]: `ecs/v1/AddDisk.yaml` or its overlay has changed since the index was written (write the index anew: `doctract index SPECS`)"
        ]
    );
    fs::remove_file(root.path().join(INDEX_FILE)).unwrap();
    let folder = folder::read_operations(root.path(), &["AddDisk"]);
    assert_eq!(
        (names(&folder), told(root.path(), &folder)),
        (vec!["AddDisk"], vec![])
    );
}

#[test]
fn what_does_not_fit_is_named_and_the_rest_is_read() {
    let root = tempfile::tempdir().unwrap();
    written(root.path(), &["AddDisk"]);
    let put = |file: &str, text: &[u8]| {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let spec = fs::read(root.path().join("ecs/v1/AddDisk.yaml")).unwrap();
    put("ecs/v1/Gone.overlay.yaml", OVERLAY.as_bytes());
    put("ecs/v1/ADDDISK.yaml", &spec);
    put(
        "ecs/v1/Broken.yaml",
        b"doctract: 1\nproduct: X\nversion: v\noperation: Y\nfoo: 1\n",
    );
    put("ecs/v1/Latin.yaml", b"doctract: 1\nsummary: \xe9\n");
    put("notes.yaml", b"hello: 1\n");
    put(".git/x.yaml", b"hello: 1\n");
    let folder = folder::read(root.path());
    assert_eq!(names(&folder), ["AddDisk", "AddDisk"]);
    assert_eq!(
        told(root.path(), &folder),
        [
            "ecs/v1/Broken.yaml:5:1: error[spec-unknown-key]: unknown key `foo` (known are doctract, product, version, operation, style, methods, path, locale, source, title, summary, description, …)",
            "ecs/v1/Latin.yaml: error[file-unreadable]: not UTF-8 text",
            "notes.yaml: warning[folder-no-spec]: the file is no spec (it has no `doctract:`); left out (move it elsewhere; `doctract extract` makes specs of pages)",
            "ecs/v1/Gone.overlay.yaml: error[overlay-orphan]: there is no spec next to the overlay (has the operation been renamed or dropped? Then move or remove the overlay)",
            "ecs/v1/AddDisk.yaml: warning[folder-case]: `ecs/v1/ADDDISK.yaml` and `ecs/v1/AddDisk.yaml` differ only by letter case",
            "ecs/v1/AddDisk.yaml: warning[folder-twice]: the operation `AddDisk` is in `ecs/v1/ADDDISK.yaml` too",
            "index.yaml: warning[index-stale]: ecs/v1/ADDDISK.yaml is not in the index (write the index anew: `doctract index SPECS`)",
        ]
    );
}

/// A file of a repository may be a link to anything.
#[cfg(unix)]
#[test]
fn a_link_to_a_device_is_not_read() {
    let root = tempfile::tempdir().unwrap();
    written(root.path(), &["AddDisk"]);
    std::os::unix::fs::symlink("/dev/zero", root.path().join("ecs/v1/Endless.yaml")).unwrap();
    let folder = folder::read(root.path());
    assert_eq!(names(&folder), ["AddDisk"]);
    assert_eq!(
        told(root.path(), &folder),
        ["ecs/v1/Endless.yaml: error[file-unreadable]: not a regular file"]
    );
}

#[test]
fn one_operation_of_three_thousand_is_read_with_two_files() {
    let root = tempfile::tempdir().unwrap();
    let all: Vec<_> = (0..3000).map(|at| format!("Operation{at}")).collect();
    written(
        root.path(),
        &all.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let specs = root.path().join("ecs/v1");
    for name in all.iter().filter(|name| *name != "Operation1234") {
        fs::remove_file(specs.join(format!("{name}.yaml"))).unwrap();
    }
    // Whoever opened another file would not find it.
    let folder = folder::read_operations(root.path(), &["Operation1234"]);
    assert_eq!(told(root.path(), &folder), [""; 0]);
    assert_eq!(names(&folder), ["Operation1234"]);
    let opened = [
        root.path().join(INDEX_FILE),
        specs.join("Operation1234.yaml"),
    ];
    assert_eq!(folder.read, opened);
}

#[test]
fn what_came_after_the_index_is_found_and_told() {
    let root = tempfile::tempdir().unwrap();
    written(root.path(), &["AddDisk"]);
    let spec = fs::read_to_string(root.path().join("ecs/v1/AddDisk.yaml")).unwrap();
    let new = root.path().join("ecs/v1/NewDisk.yaml");
    fs::write(
        new,
        spec.replace("operation: AddDisk", "operation: NewDisk"),
    )
    .unwrap();
    let folder = folder::read_operations(root.path(), &["NewDisk"]);
    assert_eq!(names(&folder), ["NewDisk"]);
    let stale = "index.yaml: warning[index-stale]: ecs/v1/NewDisk.yaml is not in the index (write the index anew: `doctract index SPECS`)";
    assert_eq!(told(root.path(), &folder), [stale]);
    assert_eq!(told(root.path(), &folder::read(root.path())), [stale]);
}

#[test]
fn operations_that_would_share_a_path_are_told_apart_or_refused() {
    let root = tempfile::tempdir().unwrap();
    let locale = |name: &str, locale: &str| Operation {
        locale: Some(locale.to_owned()),
        ..operation(name)
    };
    let (changes, found) = folder::plan(
        root.path(),
        &[
            locale("A", "zh-CN"),
            locale("A", "en-US"),
            locale("a", "en-US"),
        ],
    );
    let specs: Vec<_> = changes
        .write
        .keys()
        .filter(|file| file.contains("ecs"))
        .collect();
    assert_eq!(specs, ["en-US/ecs/v1/A.yaml", "zh-CN/ecs/v1/A.yaml"]);
    assert_eq!(
        found[0].message,
        "`en-US/ecs/v1/a.yaml` and `en-US/ecs/v1/A.yaml` differ only by letter case; the first is kept"
    );
    let (changes, _) = folder::plan(root.path(), &[operation("../../x")]);
    assert!(changes.write.contains_key("ecs/v1/_..-..-x.yaml"));
}

#[test]
fn an_index_cannot_lead_out_of_its_folder() {
    let text = "index: 1\nspecs:\n- { operation: A, product: P, version: v, file: ../../secret.yaml, hash: x }\n";
    let errors = Index::load("index.yaml", text).unwrap_err();
    assert_eq!(
        errors[0].message,
        "`../../secret.yaml` is no file below the folder"
    );
}

#[test]
fn a_part_of_an_index_is_what_the_whole_says_about_it() {
    let names = ["Add", "AddDisk", "it's", "on", "2014-05-26", "a: b", "快照"];
    let entry = |name: &str| Entry {
        operation: name.to_owned(),
        file: "a.yaml".to_owned(),
        ..Entry::default()
    };
    let index = Index {
        index: 1,
        specs: names.iter().map(|name| entry(name)).collect(),
    };
    let block = "index: 1\nspecs:\n- operation: Add\n  product: P\n  version: v\n  file: a.yaml\n  hash: x\n";
    for name in names.iter().chain(&["Disk", ""]) {
        let part = Index::load_only("i", &index.text(), &[name]).unwrap();
        let wanted = index.specs.iter().filter(|entry| entry.operation == **name);
        assert_eq!(part.specs, wanted.cloned().collect::<Vec<_>>(), "{name}");
        assert_eq!(
            Index::load_only("i", block, &[name]).unwrap().specs.len(),
            usize::from(*name == "Add")
        );
    }
}

#[test]
fn what_changed_since_the_index_is_said_in_words() {
    let root = tempfile::tempdir().unwrap();
    written(root.path(), &["A", "B", "C"]);
    let before = Index::of(&folder::read(root.path()).specs);
    let at = |file: &str| root.path().join("ecs/v1").join(file);
    fs::remove_file(at("A.yaml")).unwrap();
    fs::write(at("B.overlay.yaml"), OVERLAY).unwrap();
    fs::write(at("D.yaml"), fs::read(at("C.yaml")).unwrap()).unwrap();
    let after = Index::of(&folder::read(root.path()).specs);
    assert_eq!(
        before.differences(&after),
        [
            "the overlay of ecs/v1/B.yaml has changed",
            "ecs/v1/D.yaml is not in the index",
            "ecs/v1/A.yaml is gone"
        ]
    );
}

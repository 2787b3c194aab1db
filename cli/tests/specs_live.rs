//! A project over time: pages become specs, corrections are made, pages change, the specs follow.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;
use support::{Said, doctract_in, files_below};
use tempfile::TempDir;

const STOP: &str = "# StopThing\n\nStops a thing.\n\n## Request parameters\n\n\
|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n\
|Action|String|Yes|StopThing|The operation. Set the value to StopThing. |\n\
|ThingId|String|Yes|t-1|The ID of the thing. |\n\
|Note|String|No|bye|The note must be 2 to 64 characters in length. |\n\n\
## Error codes\n\n|HTTP status code|Error code|Error message|\n|--|--|--|\n\
|404|NoThing|There is no such thing. |\n";

/// A project in a git repository: two pages, their specs, one commit.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        project.page("StopThing", STOP);
        project.page("StartThing", &STOP.replace("Stop", "Start"));
        let said = project.doctract(&["init", "--product", "Thing", "--api-version", "2020-01-01"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let said = project.doctract(&["extract", "pages", "-o", "specs"]);
        assert_eq!(said.code, 0, "{}", said.err);
        project.git(&["init", "-q"]);
        project.commit();
        project
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn page(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path().join("pages")).unwrap();
        fs::write(self.path().join(format!("pages/{name}.md")), text).unwrap();
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap()
    }

    fn doctract(&self, arguments: &[&str]) -> Said {
        doctract_in(self.path(), arguments)
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(arguments)
            .current_dir(self.path())
            .status()
            .unwrap();
        assert!(status.success());
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "as it is"]);
    }

    /// Every file with its bytes.
    fn snapshot(&self) -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let files = files_below(&self.path().join("specs")).into_iter();
        files
            .map(|file| (file.clone(), fs::read(file).unwrap()))
            .collect()
    }
}

const SPEC: &str = "specs/thing/2020-01-01/StopThing.yaml";
const OVERLAY: &str = "specs/thing/2020-01-01/StopThing.overlay.yaml";

#[test]
fn an_export_goes_to_a_file_as_it_goes_to_standard_output() {
    let project = Project::new();
    let printed = project.doctract(&["export", "openapi", "specs"]);
    let said = project.doctract(&["export", "openapi", "specs", "-o", "made/api.json"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(
        said.err.contains("2 operations in made/api.json"),
        "{}",
        said.err
    );
    let written = fs::read_to_string(project.0.path().join("made/api.json")).unwrap();
    assert_eq!(written, printed.out);
    let both = ["-o", "x", "--one-file-per-operation", "y"];
    let said = project.doctract(&[&["export", "openapi", "specs"][..], &both].concat());
    assert_eq!(said.code, 2, "{}", said.err);
}

#[test]
fn an_update_keeps_corrections_and_tells_what_changed() {
    let project = Project::new();
    let said = project.doctract(&["update", "pages", "specs", "--check"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let add = ["overlay", "add", SPEC, "errors[code=NoThing].status", "400"];
    let said = project.doctract(&[&add[..], &["--because", "seen on the live service"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let overlay = project.read(OVERLAY);
    assert!(overlay.contains("expect: 404\n  set: 400"), "{overlay}");
    project.page("StopThing", &STOP.replace("64", "32"));
    let before = project.snapshot();
    let said = project.doctract(&["update", "pages", "specs", "--check"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.contains("maxLength 64 → 32"), "{}", said.out);
    assert_eq!(project.snapshot(), before, "--check writes nothing");
    let said = project.doctract(&["update", "pages", "specs", "--fail-on", "breaking"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        !said.out.contains("404"),
        "the correction holds on both sides: {}",
        said.out
    );
    assert_eq!(project.read(OVERLAY), overlay);
    assert!(project.read(SPEC).contains("maxLength: 32"));
    let said = project.doctract(&["update", "pages", "specs", "--check"]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn a_correction_that_no_longer_fits_is_named() {
    let project = Project::new();
    let add = ["overlay", "add", SPEC, "errors[code=NoThing].status", "400"];
    project.doctract(&[&add[..], &["--because", "seen"]].concat());
    project.page("StopThing", &STOP.replace("404", "410"));
    let said = project.doctract(&["update", "pages", "specs"]);
    assert!(said.err.contains("overlay-stale"), "{}", said.err);
    let said = project.doctract(&["update", "pages", "specs", "--check"]);
    assert_eq!(said.code, 1, "{}", said.err);
}

#[test]
fn what_is_renamed_or_gone_is_told_and_nothing_is_lost() {
    let project = Project::new();
    let add = ["overlay", "add", SPEC, "summary", "Halts a thing."];
    project.doctract(&[&add[..], &["--because", "clearer"]].concat());
    fs::remove_file(project.path().join("pages/StopThing.md")).unwrap();
    fs::remove_file(project.path().join("pages/StartThing.md")).unwrap();
    project.page("StopThings", &STOP.replace("StopThing", "StopThings"));
    let said = project.doctract(&["update", "pages", "specs"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for told in ["update-moved", "update-gone", "update-page"] {
        assert!(said.err.contains(told), "{told}: {}", said.err);
    }
    let files = files_below(&project.path().join("specs/thing"));
    let names: Vec<_> = files.iter().map(|file| file.file_name().unwrap()).collect();
    assert_eq!(
        names,
        [
            "StartThing.yaml",
            "StopThings.overlay.yaml",
            "StopThings.yaml"
        ]
    );
    let said = project.doctract(&[
        "update",
        "pages",
        "specs",
        "--remove-gone",
        "--format",
        "json",
    ]);
    let told: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(told["removed"][0], "thing/2020-01-01/StartThing.yaml");
    assert!(!project.read("specs/index.yaml").contains("StartThing"));
}

#[test]
fn edits_by_hand_are_replaced_only_with_a_word() {
    let project = Project::new();
    let spec = project.read(SPEC).replace("maxLength: 64", "maxLength: 63");
    fs::write(project.path().join(SPEC), spec).unwrap();
    let said = project.doctract(&["update", "pages", "specs"]);
    assert!(said.err.contains("update-edited"), "{}", said.err);
    assert!(said.out.contains("maxLength 63 → 64"), "{}", said.out);

    let spec = project.read(SPEC).replace("maxLength: 64", "maxLength: 63");
    fs::write(project.path().join(SPEC), spec).unwrap();
    let said = project.doctract(&["extract", "pages", "-o", "specs"]);
    assert!(said.err.contains("update-edited"), "{}", said.err);
    assert!(project.read(SPEC).contains("maxLength: 64"));
}

#[test]
fn a_page_is_no_spec_and_a_folder_without_either_is_no_work() {
    let project = Project::new();
    let said = project.doctract(&["lint", "pages/StopThing.md"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(
        said.err.contains("`doctract extract` makes them"),
        "{}",
        said.err
    );
    fs::create_dir(project.path().join("empty")).unwrap();
    let said = project.doctract(&["extract", "empty", "-o", "new"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(!project.path().join("new").exists());
}

#[test]
fn an_update_that_cannot_be_whole_changes_nothing() {
    let project = Project::new();
    project.page("StopThing", &STOP.replace("64", "32"));
    project.page("MoveThing", &STOP.replace("Stop", "Move"));
    // A folder stands where the new spec is to be.
    let place = project.path().join("specs/thing/2020-01-01/MoveThing.yaml");
    fs::create_dir_all(place.join("x")).unwrap();
    let before = project.snapshot();
    let said = project.doctract(&["update", "pages", "specs"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert_eq!(project.snapshot(), before);
}

#[test]
fn a_correction_that_makes_no_sense_is_refused() {
    let project = Project::new();
    for (path, value, told) in [
        ("errors[code=Nothing].status", "400", "overlay-gone"),
        ("errors[code=NoThing].status", "404", "overlay-idle"),
        ("errors[code=NoThing].status", "many", "overlay-invalid"),
        ("errors[", "400", "overlay-target"),
    ] {
        let said = project.doctract(&["overlay", "add", SPEC, path, value, "--because", "x"]);
        assert_eq!(said.code, 2, "{path}: {}", said.err);
        assert!(said.err.contains(told), "{path}: {}", said.err);
    }
    assert!(!project.path().join(OVERLAY).exists());
}

#[test]
fn revisions_are_compared_and_existing_paths_win() {
    let project = Project::new();
    project.page("StopThing", &STOP.replace("64", "32"));
    project.doctract(&["update", "pages", "specs"]);
    let said = project.doctract(&["diff", "HEAD", "specs"]);
    assert!(
        said.out.contains("maxLength 64 → 32"),
        "{} {}",
        said.out,
        said.err
    );
    project.commit();
    let said = project.doctract(&[
        "diff",
        "HEAD~1",
        "HEAD",
        "--fail-on",
        "breaking",
        "--",
        "specs/",
    ]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.contains("maxLength 64 → 32"), "{}", said.out);
    let said = project.doctract(&["diff", "HEAD~9", "HEAD", "--", "specs"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err
            .contains("neither a file or folder nor a git revision"),
        "{}",
        said.err
    );
    // A folder by the name of a revision is the folder.
    fs::rename(project.path().join("specs"), project.path().join("HEAD")).unwrap();
    let said = project.doctract(&["diff", "HEAD", "HEAD"]);
    assert!(
        said.out.contains("no changes in 2 operations"),
        "{}",
        said.out
    );
}

#[test]
fn known_changes_are_ignored_with_a_reason() {
    let project = Project::new();
    let config = project.read("doctract.toml")
        + "\n[[diff.ignore]]\nrule = \"constraint-tightened\"\nplace = \"StopThing/*\"\nbecause = \"our notes are short\"\n";
    fs::write(project.path().join("doctract.toml"), config).unwrap();
    project.page("StopThing", &STOP.replace("64", "32"));
    let said = project.doctract(&["update", "pages", "specs", "--fail-on", "breaking"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("our notes are short"), "{}", said.out);
}

#[test]
fn the_index_is_written_anew_and_checked() {
    let project = Project::new();
    let said = project.doctract(&["index", "specs", "--check"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let spec = project
        .read(SPEC)
        .replace("operation: StopThing", "operation: HaltThing");
    fs::write(
        project.path().join("specs/thing/2020-01-01/HaltThing.yaml"),
        spec,
    )
    .unwrap();
    let said = project.doctract(&["index", "specs", "--check"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("HaltThing.yaml is not in the index"),
        "{}",
        said.err
    );
    let said = project.doctract(&["cases", "specs"]);
    assert!(said.err.contains("index-stale"), "{}", said.err);
    project.doctract(&["index", "specs"]);
    assert_eq!(project.doctract(&["index", "specs", "--check"]).code, 0);
}

#[test]
fn one_operation_is_read_without_the_others() {
    let project = Project::new();
    let other = project
        .path()
        .join("specs/thing/2020-01-01/StartThing.yaml");
    fs::remove_file(other).unwrap();
    let said = project.doctract(&["generate", "specs", "--operation", "StopThing"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("StopThing"));
    let said = project.doctract(&["generate", "specs", "--operation", "StartThing"]);
    assert_eq!(said.code, 2);
}

#[test]
fn levels_of_the_lint_come_from_the_configuration() {
    let project = Project::new();
    let codes = |said: &Said| {
        let found: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let found = found.as_array().unwrap().clone();
        let codes = found
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned());
        codes.collect::<Vec<_>>()
    };
    let lint = ["lint", "specs", "--format", "json"];
    let blames = "lint-error-blames-nothing".to_owned();
    let said = project.doctract(&lint);
    assert!(codes(&said).contains(&blames), "{}", said.out);
    assert_eq!(said.code, 0);
    // Findings are what the command was asked for: they can be piped for people too.
    let said = project.doctract(&["lint", "specs"]);
    assert!(said.out.contains(&blames), "{}", said.err);
    let config = project.read("doctract.toml");
    let with = |level: &str| {
        let table = format!("[lint.levels]\nlint-error-blames-nothing = \"{level}\"");
        let text = config.replace("[lint.levels]", &table);
        fs::write(project.path().join("doctract.toml"), text).unwrap();
        project.doctract(&lint)
    };
    assert_eq!(with("error").code, 1);
    assert!(!codes(&with("off")).contains(&blames));
    assert_eq!(with("loud").code, 2);
}

#[test]
fn init_does_not_overwrite_and_man_pages_are_made() {
    let project = Project::new();
    let said = project.doctract(&["init"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("there already"), "{}", said.err);
    let said = project.doctract(&["man"]);
    assert!(said.out.contains(".TH doctract 1"), "{}", said.out);
    project.doctract(&["man", "-o", "man"]);
    assert!(
        project
            .read("man/doctract-overlay-add.1")
            .contains("because")
    );
}

//! Published client libraries, unmodified, against the server: create, list, tag, attach, snapshot, image, delete,
//! errors and pages, each library as far as it has the operations.
//!
//! With `DOCTRACT_CORPUS` every operation is validated by the spec of its page; without it, only CreateSnapshot.
//! `DOCTRACT_PYTHON` names a Python that has `alibabacloud_ecs20140526`, `aliyun-python-sdk-ecs`
//! and `apache-libcloud`; `DOCTRACT_NODE_MODULES` a folder with `@alicloud/pop-core`,
//! `@alicloud/ecs20140526` and `aliyun-sdk`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::operations_with_behaviour;
use doctract_server::{Builder, Server};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// The value of a variable that must be set where the environment says `CI`.
fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok().filter(|value| !value.is_empty());
    if value.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{name} must be set");
        println!("skipped: {name} is not set");
    }
    value
}

/// A server that validates what it has specs of.
fn builder() -> Builder {
    Server::builder().operations(operations_with_behaviour("intl.en-US"))
}

/// What every client sees of the life of a few resources. `names` are those of the script's language; a client of
/// the operations of 2014 sees no tags.
fn life(names: fn(&str) -> String, tags: bool) -> Value {
    let refused = |status: u16, code: &str| json!({ "status": status, "code": code });
    let mut seen = serde_json::Map::new();
    let mut see = |name: &str, value: Value| seen.insert(names(name), value);
    // Three instances on pages of two, and a page after the last.
    see("pages", json!([[2, 3], [1, 3], [0, 3]]));
    see("instances", json!(["Running"]));
    see("attached twice", refused(404, "InvalidDisk.InUse"));
    see("disk", json!("In_use"));
    see("delete in use", refused(403, "DiskStillAttached"));
    if tags {
        see("tags", json!([["a", "中"]]));
    }
    see("same token", json!(true));
    see(
        "other parameters",
        refused(403, "IdempotentParameterMismatch"),
    );
    see("snapshots", json!([[2, 2, 1], true]));
    see("renamed", json!("renamed"));
    see("image", json!([["golden", "Available"]]));
    see("unknown disk", refused(404, "InvalidVolumeId.NotFound"));
    see("delete running", refused(403, "IncorrectInstanceStatus"));
    see("with the image's", json!(6));
    see("left", json!([0, 0, 0, 0]));
    Value::Object(seen)
}

/// The Python scripts see one error more, and the messages.
fn assert_python_life(seen: &Value) {
    let mut seen = seen["life"].clone();
    let unknown = seen.as_object_mut().unwrap().remove("unknown snapshot");
    assert_eq!(unknown.unwrap()["code"], "InvalidSnapshotId.NotFound");
    for value in seen.as_object_mut().unwrap().values_mut() {
        if let Some(failure) = value.as_object_mut() {
            assert!(failure.remove("message").is_some());
        }
    }
    assert_eq!(seen, life(str::to_owned, true));
}

/// `attached twice` as JavaScript writes it: `attachedTwice`.
fn camel(name: &str) -> String {
    let mut words = name.split(' ').map(|word| word.replace('\'', ""));
    let first = words.next().unwrap_or_default();
    words.fold(first, |name, word| {
        name + &word[..1].to_uppercase() + &word[1..]
    })
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/clients")
        .join(name)
}

/// What a script saw.
async fn seen(command: &mut Command) -> Value {
    let output = command.output().await.unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Runs a script with the Python that has a module; `None` where nobody set one up. A Python
/// without the module is passed over, too, unless the environment says `CI`.
async fn run(module: &str, name: &str, arguments: &[&str]) -> Option<Value> {
    let python = variable("DOCTRACT_PYTHON")?;
    let probe = format!("import {module}");
    let probe = Command::new(&python).args(["-c", &probe]).output().await;
    if !probe.unwrap().status.success() {
        assert!(std::env::var_os("CI").is_none(), "{python} lacks {module}");
        println!("skipped: {python} lacks {module}");
        return None;
    }
    let mut command = Command::new(&python);
    Some(seen(command.arg(script(name)).args(arguments)).await)
}

#[tokio::test]
async fn tea_python_with_both_signatures() {
    let server = builder().start().await.unwrap();
    let endpoint = server.addr().to_string();
    for (signature, disk) in [("v3", "d-ok-1"), ("v1", "d-ok-2")] {
        let Some(seen) = run(
            "alibabacloud_ecs20140526",
            "tea.py",
            &[&endpoint, signature],
        )
        .await
        else {
            return;
        };
        assert_eq!(seen["status"], 200);
        assert_eq!(
            seen["listed"],
            json!({
                "total": 1,
                "name": "中文ab",
                "description": "a b*~/+&='()!",
                "disk": disk,
                "tags": [["k1", "v 1"], ["k2", ""]],
            })
        );
        assert_eq!(seen["disk"], "In_use");
        let bad = &seen["bad description"];
        assert_eq!(
            (&bad["code"], &bad["status"]),
            (&json!("InvalidDescription.Malformed"), &json!(404))
        );
        let message = bad["message"].as_str().unwrap();
        assert!(
            message.contains("The specified description is wrongly formed."),
            "{message}"
        );
        assert_eq!(seen["unknown disk"]["code"], "InvalidVolumeId.NotFound");
        assert_eq!(seen["left"], 0);
        assert_python_life(&seen);
    }
}

#[tokio::test]
async fn the_old_python_library() {
    let server = builder().start().await.unwrap();
    let endpoint = server.addr().to_string();
    let Some(seen) = run("aliyunsdkecs", "core.py", &[&endpoint]).await else {
        return;
    };
    assert_eq!(
        seen["listed"],
        json!({
            "total": 1,
            "name": "中文ab",
            "description": "a b*~/+&='()!",
            "disk": "d-ok-3",
            "tags": [["k1", "v 1"], ["k2", ""]],
        })
    );
    assert_eq!(seen["disk"], "In_use");
    let bad = &seen["bad description"];
    assert_eq!(
        (&bad["code"], &bad["status"]),
        (&json!("InvalidDescription.Malformed"), &json!(404))
    );
    assert_eq!(seen["unknown disk"]["code"], "InvalidVolumeId.NotFound");
    // The library compares the string to sign in the message with its own: same, so the secret
    // must be wrong.
    assert_eq!(seen["wrong secret"]["code"], "InvalidAccessKeySecret");
    assert_eq!(seen["left"], 0);
    assert_python_life(&seen);
}

#[tokio::test]
async fn libcloud_in_xml() {
    let server = builder().start().await.unwrap();
    let endpoint = server.addr().to_string();
    let Some(seen) = run("libcloud", "libcloud_ecs.py", &[&endpoint]).await else {
        return;
    };
    assert_eq!(seen["disk"], "inuse");
    assert_eq!(seen["state"], "creating");
    assert_eq!(
        seen["listed"],
        json!({ "total": 1, "name": "中文ab", "disk": "d-ok-4" })
    );
    let unknown = seen["unknown disk"].as_str().unwrap();
    assert!(unknown.contains("InvalidVolumeId.NotFound"), "{unknown}");
    assert_eq!(seen["left"], 0);
    let mut life = seen["life"].clone();
    let in_use = life.as_object_mut().unwrap().remove("in use").unwrap();
    assert!(
        in_use
            .as_str()
            .unwrap()
            .contains("only volume in AVAILABLE")
    );
    assert_eq!(
        life,
        json!({
            "node": ["web", "stopped"],
            "running": "running",
            "attached": true,
            "volume": ["inuse"],
            "snapshots": [12, true],
            "image": ["golden"],
            "deleted": [true, 0, true, true, true, 0],
            "stopped": true,
        })
    );
}

#[tokio::test]
async fn the_libraries_of_npm() {
    let Some(modules) = variable("DOCTRACT_NODE_MODULES") else {
        return;
    };
    let server = builder().start().await.unwrap();
    let endpoint = server.addr().to_string();
    for library in ["pop-core GET", "pop-core POST", "tea", "aly"] {
        let mut command = Command::new("node");
        command.arg(script("npm.cjs")).args([&endpoint, library]);
        let seen = seen(command.env("NODE_PATH", &modules)).await;
        assert_eq!(
            seen,
            json!({
                "name": "中文ab",
                "description": "a b*~/+&='()!",
                "bad": { "code": "InvalidDescription.Malformed", "status": 404 },
                "left": 0,
                "life": life(camel, library != "aly"),
            }),
            "{library}"
        );
    }
}

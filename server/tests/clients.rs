//! Published client libraries, unmodified, against the server.
//!
//! `DOCTRACT_PYTHON` names a Python that has `alibabacloud_ecs20140526`, `aliyun-python-sdk-ecs`
//! and `apache-libcloud`; `DOCTRACT_NODE_MODULES` a folder with `@alicloud/pop-core`,
//! `@alicloud/ecs20140526` and `aliyun-sdk`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::builder;
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
            }),
            "{library}"
        );
    }
}

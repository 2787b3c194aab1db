//! Published client libraries, unmodified, against the server.
//!
//! `DOCTRACT_PYTHON` names a Python that has them: `alibabacloud_ecs20140526`,
//! `aliyun-python-sdk-ecs`, `apache-libcloud`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::builder;
use serde_json::{Value, json};
use std::path::Path;
use tokio::process::Command;

/// Runs a script with a Python that has a module, and reads what it saw. `None` where there is no
/// such Python and nobody insists on one.
async fn run(module: &str, script: &str, arguments: &[&str]) -> Option<Value> {
    let python = std::env::var("DOCTRACT_PYTHON").unwrap_or_default();
    let probe = format!("import {module}");
    let usable = !python.is_empty()
        && Command::new(&python)
            .args(["-c", &probe])
            .output()
            .await
            .unwrap()
            .status
            .success();
    if !usable {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_PYTHON must name a Python that has {module}"
        );
        println!("skipped: DOCTRACT_PYTHON names no Python that has {module}");
        return None;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/clients")
        .join(script);
    let output = Command::new(&python)
        .arg(path)
        .args(arguments)
        .output()
        .await
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {errors}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
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

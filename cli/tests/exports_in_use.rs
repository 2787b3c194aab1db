//! Exports in use: other people's programs read the documents, mock them and test against them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::doctract;

/// The page that is exported: the founding one where it is at hand, else ours with the same facts.
fn page() -> String {
    match std::env::var("DOCTRACT_SEED") {
        Ok(seed) => format!("{seed}/CreateSnapshot.md"),
        Err(_) => "examples/ecs/en-US/CreateSnapshot.md".to_owned(),
    }
}

/// The export of the page in a file.
fn exported(folder: &Path, server: &str) -> PathBuf {
    let said = doctract(&["export", "openapi", &page(), "--server", server]);
    assert_eq!(said.code, 0, "{}", said.err);
    let file = folder.join("openapi.json");
    std::fs::write(&file, said.out).unwrap();
    file
}

/// A program of npm, where it is installed.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("DOCTRACT_NODE_MODULES")
        .map(|modules| Path::new(&modules).join(".bin").join(name))
        .filter(|path| path.exists());
    if path.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{name} is not installed");
        println!("skipped: {name} is not in DOCTRACT_NODE_MODULES");
    }
    path
}

/// A server of another program, ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Waits until somebody listens.
fn await_port(port: u16) {
    let until = Instant::now() + Duration::from_secs(120);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < until, "nobody listens on {port}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// The answer to a GET, head and body.
fn get(port: u16, query: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let request = format!(
        "GET /?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: x\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn prism_serves_the_export_of_the_founding_page() {
    let Some(prism) = program("prism") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let document = exported(folder.path(), &format!("http://127.0.0.1:{port}"));
    let child = Command::new(prism)
        .args(["mock", "-p", &port.to_string()])
        .arg(document)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let _running = Running(child.unwrap());
    await_port(port);
    let good = get(port, "Action=CreateSnapshot&Version=2014-05-26&DiskId=d-1");
    assert!(good.starts_with("HTTP/1.1 200"), "{good}");
    assert!(good.contains("SnapshotId"), "{good}");
    let bad = get(port, "Action=CreateSnapshot&Version=2014-05-26");
    assert!(bad.starts_with("HTTP/1.1 422"), "{bad}");
    assert!(bad.contains("'diskid'"), "{bad}");
    let rule = "Action=CreateSnapshot&Version=2014-05-26&DiskId=d-1&Description=http%3A%2F%2Fx";
    let bad = get(port, rule);
    assert!(bad.starts_with("HTTP/1.1 422"), "{bad}");
}

#[test]
fn redocly_takes_the_export() {
    let Some(redocly) = program("redocly") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let document = exported(folder.path(), "http://127.0.0.1:8080");
    let output = Command::new(redocly)
        .args(["lint", "--extends", "minimal"])
        .arg(document)
        .current_dir(folder.path())
        .env("REDOCLY_TELEMETRY", "off")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
}

/// Schemathesis makes requests from the export; the reference server answers them as it documents.
#[test]
fn schemathesis_finds_the_reference_server_as_documented() {
    let Some(python) = std::env::var_os("DOCTRACT_PYTHON") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_PYTHON is not set"
        );
        println!("skipped: DOCTRACT_PYTHON is not set");
        return;
    };
    let tool = Path::new(&python).parent().unwrap().join("schemathesis");
    if !tool.exists() {
        assert!(
            std::env::var_os("CI").is_none(),
            "schemathesis is not installed"
        );
        println!("skipped: schemathesis is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let address = format!("127.0.0.1:{port}");
    let document = exported(folder.path(), &format!("http://{address}"));
    let server = Command::new(env!("CARGO_BIN_EXE_doctract"))
        .args(["serve", &page(), "--addr", &address, "--signatures", "off"])
        .current_dir(support::workspace())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let _running = Running(server.unwrap());
    await_port(port);
    let output = Command::new(tool)
        .arg("run")
        .arg(document)
        .args(["--url", &format!("http://{address}"), "--seed", "1"])
        .args(["--phases", "examples,coverage", "--max-examples", "10"])
        .args(["--checks", "not_a_server_error,status_code_conformance"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("Tested: 1"), "{said}");
}

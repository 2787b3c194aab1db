//! `doctract serve` as a process: its options, its end, and what its state file holds after a kill.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// A server in a process of its own.
struct Process {
    child: Child,
    address: String,
    /// What it still says on standard error.
    said: BufReader<std::process::ChildStderr>,
}

impl Process {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_doctract"))
            .args(["serve", "--addr", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut address = String::new();
        while address.is_empty() {
            let mut line = String::new();
            assert!(said.read_line(&mut line).unwrap() > 0, "it ended at once");
            if let Some((_, rest)) = line.split_once("http://") {
                rest.split_once('/').unwrap().0.clone_into(&mut address);
            }
        }
        Self {
            child,
            address,
            said,
        }
    }

    fn call(&self, action: &str, parameters: &str) -> (u16, Value) {
        call(&self.address, action, parameters).unwrap()
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-s", name, &id]).status();
        assert!(told.unwrap().success());
    }

    /// Waits for its end: exit code, standard output, the rest of standard error.
    fn ended(mut self) -> (Option<i32>, String, String) {
        let (mut out, mut err) = (String::new(), String::new());
        let mut stdout = self.child.stdout.take().unwrap();
        stdout.read_to_string(&mut out).unwrap();
        self.said.read_to_string(&mut err).unwrap();
        let code = self.child.wait().unwrap().code();
        assert!(!err.contains("panicked at"), "{err}");
        (code, out, err)
    }
}

/// One unsigned call on a connection of its own; `None` where no whole answer came.
fn call(address: &str, action: &str, parameters: &str) -> Option<(u16, Value)> {
    let target = format!("/?Action={action}&Version=2014-05-26&Format=JSON&{parameters}");
    let request = format!("GET {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).ok()?))
}

/// A folder of its own that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn either_signal_ends_it_after_the_requests_in_work() {
    for (signal, format) in [("TERM", "json"), ("INT", "human")] {
        let arguments = [
            "--signatures",
            "off",
            "--latency",
            "400ms",
            "--access-log",
            format,
        ];
        let process = Process::start(&arguments);
        let address = process.address.clone();
        let in_work =
            thread::spawn(move || call(&address, "CreateSnapshot", "DiskId=d-ok-1").unwrap());
        thread::sleep(Duration::from_millis(150));
        process.signal(signal);
        let (status, body) = in_work.join().unwrap();
        assert_eq!(status, 200, "{body}");
        let (code, out, err) = process.ended();
        assert_eq!((code, err.as_str()), (Some(0), ""), "{signal}");
        assert_eq!(out.lines().count(), 1, "{out}");
        if format == "json" {
            let line: Value = serde_json::from_str(&out).unwrap();
            assert_eq!(line["operation"], "CreateSnapshot");
            assert_eq!(line["requestId"], body["RequestId"]);
        } else {
            assert!(out.contains("GET  CreateSnapshot       200"), "{out}");
        }
    }
}

/// What clients were told: ids that must be there, and ids that must not.
#[derive(Default)]
struct Told {
    created: BTreeSet<String>,
    deleted: BTreeSet<String>,
    /// Asked to be deleted, and no answer came.
    in_doubt: BTreeSet<String>,
}

/// Creates snapshots and deletes every third until the server is gone.
fn work(address: &str, disks: std::ops::Range<u32>, told: &Mutex<Told>) {
    for disk in disks {
        let token = format!("DiskId=d-ok-{disk}&ClientToken=t-{disk}");
        let Some((200, created)) = call(address, "CreateSnapshot", &token) else {
            return;
        };
        let id = created["SnapshotId"].as_str().unwrap().to_owned();
        told.lock().unwrap().created.insert(id.clone());
        if disk % 3 == 0 {
            told.lock().unwrap().in_doubt.insert(id.clone());
            let query = format!("SnapshotId={id}&Force=true");
            let Some((200, _)) = call(address, "DeleteSnapshot", &query) else {
                return;
            };
            told.lock().unwrap().deleted.insert(id);
        }
    }
}

/// The ids of all snapshots.
fn listed(process: &Process) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut token = String::new();
    loop {
        let query = format!("MaxResults=100&RegionId=cn-hangzhou&NextToken={token}");
        let (status, page) = process.call("DescribeSnapshots", &query);
        assert_eq!(status, 200, "{page}");
        let items = page["Snapshots"]["Snapshot"].as_array().unwrap();
        let ids = items
            .iter()
            .map(|own| own["SnapshotId"].as_str().unwrap().to_owned());
        all.extend(ids);
        match page["NextToken"].as_str() {
            Some(next) if !next.is_empty() => next.clone_into(&mut token),
            _ => return all,
        }
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let folder = Folder::new("serve-kill");
    let file = folder.0.join("state.jsonl");
    let arguments = ["--signatures", "off", "--state", file.to_str().unwrap()];
    let told = Mutex::new(Told::default());
    for round in 0..12 {
        let mut process = Process::start(&arguments);
        let present = listed(&process);
        let known = told.lock().unwrap();
        for id in &known.created {
            let gone = known.deleted.contains(id);
            let either = known.in_doubt.contains(id) && !gone;
            assert!(
                either || present.contains(id) != gone,
                "round {round}: {id} gone: {gone}"
            );
        }
        drop(known);
        thread::scope(|scope| {
            for client in 0..4 {
                let from = round * 4000 + client * 1000;
                let (address, told) = (&process.address, &told);
                scope.spawn(move || work(address, from..from + 1000, told));
            }
            // A moment that differs from round to round, never the same place in a request.
            thread::sleep(Duration::from_millis(60 + u64::from(round) * 13));
            process.child.kill().unwrap();
            process.child.wait().unwrap();
        });
    }
    let told = told.into_inner().unwrap();
    assert!(
        told.created.len() > 100 && told.deleted.len() > 20,
        "too little happened"
    );
}

#[test]
fn a_token_is_still_known_after_a_kill() {
    let folder = Folder::new("serve-token");
    let file = folder.0.join("state.jsonl");
    let arguments = ["--signatures", "off", "--state", file.to_str().unwrap()];
    let query = "DiskId=d-ok-1&ClientToken=once";
    let mut process = Process::start(&arguments);
    let (_, first) = process.call("CreateSnapshot", query);
    process.child.kill().unwrap();
    process.child.wait().unwrap();
    let process = Process::start(&arguments);
    let (status, again) = process.call("CreateSnapshot", query);
    assert_eq!((status, &again["SnapshotId"]), (200, &first["SnapshotId"]));
    process.signal("TERM");
    assert_eq!(process.ended().0, Some(0));
}

#[test]
fn options_do_what_they_say() {
    let later = Process::start(&["--signatures", "off", "--edition", "2020"]);
    let (status, body) = later.call("CreateSnapshot", "DiskId=d-none");
    assert_eq!(
        (status, body["Code"].as_str()),
        (404, Some("InvalidDiskId.NotFound"))
    );
    let (status, body) = later.call("CreateSnapshot", "DiskId=d-detached");
    assert_eq!(status, 200, "{body}");

    let strict = Process::start(&["--throttle", "1", "--throttle-status", "429"]);
    let (status, body) = strict.call("CreateSnapshot", "DiskId=d-ok-1");
    assert_eq!(
        (status, body["Code"].as_str()),
        (400, Some("MissingParameter"))
    );

    let optional = [
        "--signatures",
        "optional",
        "--throttle",
        "1",
        "--burst",
        "2",
    ];
    let slow = Process::start(&[&optional[..], &["--throttle-status", "429"]].concat());
    let codes: Vec<_> = (1..=3)
        .map(|disk| {
            slow.call("CreateSnapshot", &format!("DiskId=d-ok-{disk}"))
                .0
        })
        .collect();
    assert_eq!(codes, [200, 200, 429]);

    let faulty = Process::start(&["--signatures", "off", "--fault", "quota-65-accepted"]);
    assert_eq!(faulty.call("CreateSnapshot", "DiskId=d-quota-full").0, 200);

    let bounded = Process::start(&["--signatures", "off", "--max-headers", "10"]);
    let many = "x-a: 1\r\n".repeat(20);
    let mut stream = TcpStream::connect(&bounded.address).unwrap();
    let request = format!("GET / HTTP/1.1\r\nhost: a\r\n{many}connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");

    for mut process in [later, strict, slow, faulty, bounded] {
        process.child.kill().unwrap();
        process.child.wait().unwrap();
    }
}

#[test]
fn what_cannot_be_is_said_before_anything_is_served() {
    for (arguments, reason) in [
        (
            &["--edition", "2021"][..],
            "no edition `2021` of CreateSnapshot; there are 2019,",
        ),
        (&["--fault", "none-such"], "--list-faults"),
        (&["--latency", "50"], "such as 50ms"),
        (&["--burst", "3"], "--throttle"),
        (&["--clock", "sometimes"], "run, still"),
        (
            &["--state", "/proc/none/such"],
            "state file /proc/none/such",
        ),
        (&["--world", "/none/such.yaml"], "cannot read"),
    ] {
        let said = support::doctract(&[&["serve", "--addr", "127.0.0.1:0"], arguments].concat());
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.err);
        assert!(said.err.contains(reason), "{arguments:?}: {}", said.err);
    }
    let faults = support::doctract(&["serve", "--list-faults"]);
    assert_eq!(faults.code, 0);
    assert!(
        faults.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        faults.out
    );
    assert!(faults.out.contains("  quota-65-accepted\n"));
}

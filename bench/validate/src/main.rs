//! The validator that is generated for a snapshot request, beside hand-written Rust and three
//! libraries that state the same rules: nanoseconds a call and ratios, all in one run.
//!
//! The libraries state a rule with what they have for it, and with a function of `rules` where they
//! have nothing; a schema has regular expressions instead. `jsonschema` is compiled beforehand and
//! reads a value that is ready.
//!
//! `cargo run --release -p bench-validate [-- ROUNDS [NAME]]` prints a Markdown table; with a name
//! only that validator runs beside the hand-written one, which is what a profiler wants to see.

mod contender;
mod garde_request;
mod hand_written;
mod rules;
mod schema;
mod timing;
mod validator_request;

#[rustfmt::skip]
#[allow(dead_code)]
#[path = "../../../codegen/tests/golden/snapshot.rs"]
mod generated;

use contender::{Contender, contenders};
use hand_written::{Request, Tag};

fn valid() -> Request {
    let tag = |key: &str, value: &str| Tag {
        key: Some(key.into()),
        value: Some(value.into()),
    };
    Request {
        disk_id: "d-bp1abcdefgh12345".into(),
        client_token: Some("3f2504e0-4f89-11d3-9a0c-0305e82c3301".into()),
        description: Some("Nightly snapshot of the database disk".into()),
        owner_account: None,
        snapshot_name: Some("nightly-2026_11:24".into()),
        tags: vec![
            tag("team", "storage"),
            tag("env", "production"),
            tag("cost", ""),
        ],
    }
}

fn chinese() -> Request {
    Request {
        description: Some("数据库磁盘的每日快照，保留三十天".into()),
        snapshot_name: Some("每日快照-数据库_一号".into()),
        ..valid()
    }
}

fn broken() -> Request {
    Request {
        client_token: Some("é".repeat(65)),
        description: Some("x".into()),
        snapshot_name: Some("auto/1".into()),
        ..valid()
    }
}

/// That all contenders are of one mind, request by request.
fn agree(contenders: &[Contender], valid: bool) {
    for contender in contenders {
        assert_eq!((contender.validate)(), valid, "{}", contender.name);
    }
}

fn main() {
    let rounds = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let rounds = rounds.unwrap_or(200);
    let only = std::env::args().nth(2);
    println!("| request | validator | ns a call | beside hand-written |");
    println!("|---|---|---:|---:|");
    for (name, request, is_valid) in [
        ("valid", valid(), true),
        ("valid, Chinese", chinese(), true),
        ("three rules broken", broken(), false),
    ] {
        let mut contenders = contenders(&request);
        let wanted = |name: &str| only.as_ref().is_none_or(|only| name == only);
        contenders.retain(|one| one.name == "hand-written" || wanted(one.name));
        agree(&contenders, is_valid);
        let figures = timing::measure(&contenders, rounds);
        for (contender, figure) in contenders.iter().zip(figures) {
            let (nanoseconds, ratio) = (figure.nanoseconds, figure.ratio);
            println!(
                "| {name} | {} | {nanoseconds:.0} | {ratio:.2} |",
                contender.name
            );
        }
    }
}

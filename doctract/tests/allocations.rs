//! What validation allocates: nothing for a valid request, one list of violations for a broken one.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[rustfmt::skip]
#[path = "../../codegen/tests/golden/everything.rs"]
mod everything;
#[rustfmt::skip]
#[path = "../../codegen/tests/golden/snapshot.rs"]
mod snapshot;

use allocation_counter::measure;
use doctract::Request;
use doctract::validate::validate_at;
use everything::{Disk, Everything, Level, Mode, System};
use snapshot::CreateSnapshot;

fn count<R: Request>(request: &R) -> (bool, u64) {
    let validated = || validate_at(request, "2026-01-31T12:00:00Z").is_ok();
    // Expressions are compiled when they are first met, and kept.
    let valid = validated();
    let info = measure(|| {
        std::hint::black_box(validated());
    });
    (valid, info.count_total)
}

fn valid_snapshot() -> CreateSnapshot {
    let tags = (0..20).map(|at| snapshot::Tag::new(format!("k{at}"), "值"));
    CreateSnapshot::builder()
        .disk_id("d-bp1abc")
        .client_token("3f2504e0-4f89-11d3-9a0c-0305e82c3301")
        .description("每日快照 of the disk")
        .snapshot_name("每日:nightly-1_a")
        .tag(tags.collect::<Vec<_>>())
        .build()
        .unwrap()
}

#[test]
fn a_valid_request_costs_no_allocation() {
    assert_eq!(count(&valid_snapshot()), (true, 0));
}

#[test]
fn a_valid_request_with_every_kind_of_rule_costs_no_allocation() {
    let mut system = System::new(9);
    system.category = Some("c".into());
    let mut disk = Disk::new(20);
    disk.key = Some("k".into());
    disk.tag = vec![everything::Tag::new("abc", "abc")];
    let request = Everything::builder()
        .name("ab字字")
        .secret("aA1!aaaa")
        .note("a-z")
        .mode(Mode::AutoMode)
        .level(Level::High)
        .count(20)
        .total(1)
        .ratio(1.25)
        .size("100")
        .switch(true)
        .code("ab1")
        .address("10.0.0.1")
        .ids(r#"["a", "b", "c"]"#)
        .numbers("1/2/3")
        .span("22/22")
        .blank("")
        .full("x")
        .period(1)
        .first("1")
        .label(["abcd", "abc"])
        .disk(disk)
        .system(system);
    let mut request = request.build().unwrap();
    // Of the time that the test names, not of the clock, which the builder looks at.
    request.start = Some("2026-01-31T11:00:00Z".into());
    request.end = Some("2026-01-31T11:30:00Z".into());
    assert_eq!(count(&request), (true, 0));
}

#[test]
fn a_broken_request_costs_one_allocation() {
    let mut request = valid_snapshot();
    request.description = Some("x".into());
    request.snapshot_name = Some("auto/1".into());
    request.client_token = Some("é".repeat(65));
    assert_eq!(count(&request), (false, 1));
}

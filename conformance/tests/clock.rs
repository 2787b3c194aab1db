//! A clock that is wrong, or that somebody sets during the run, costs no verdict.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{endpoint, fixtures, operation, server};
use doctract_conformance::{Clock, Options, Plan, Runner};
use jiff::{SignedDuration, Timestamp};

/// The whole plan, the protocol's stale and future times among it, by a clock so many hours off.
async fn by_a_clock(hours_ahead: i64) {
    let server = server(&[]).await;
    let (operation, fixtures) = (operation(), fixtures());
    let plan = Plan::new(&operation, &fixtures, 1);
    let runner = Runner::new(endpoint(&server), &fixtures, Options::default()).unwrap();
    let wrong = Timestamp::now() + SignedDuration::from_hours(hours_ahead);
    let runner = runner.with_clock(Clock::starting_at(wrong));
    let report = runner.run(&plan, &mut |_| {}).await;
    let total = report.total();
    assert_eq!((total.fail, total.error), (0, 0), "{:?}", report.failures);
    assert!(total.pass > 200, "{total:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_hours_behind_follows_the_endpoints() {
    by_a_clock(-9).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_days_ahead_follows_the_endpoints() {
    by_a_clock(72).await;
}

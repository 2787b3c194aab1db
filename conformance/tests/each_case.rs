//! Each case a test of its own, against the reference server.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{endpoint, fixtures, operation, server};
use doctract_conformance::{Options, harness};

fn main() -> std::process::ExitCode {
    harness::run(operation(), fixtures(), Options::default(), || async {
        let server = server(&[]).await;
        Ok((endpoint(&server), server))
    })
}

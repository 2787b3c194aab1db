//! What the tests share: the sample operation, the reference server, a run against it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses its own part, and fails by panicking"
)]

use doctract_conformance::{
    Auth, CaseResult, Endpoint, Event, Limits, Options, Plan, Report, Runner,
};
use doctract_core::signing::Credentials;
use doctract_server::{Clock, DEFAULT_FIXTURES, Fault, Server};
use doctract_spec::fixture::{self, Fixtures};
use doctract_spec::{Operation, yaml};
use std::time::Duration;

/// The founding page's operation.
pub(crate) fn operation() -> Operation {
    let text = include_str!("../../../spec/tests/fixtures/CreateSnapshot.yaml");
    yaml::load("CreateSnapshot.yaml", text).unwrap()
}

/// The fixtures of the reference server's default world.
pub(crate) fn fixtures() -> Fixtures {
    fixture::load("fixtures.yaml", DEFAULT_FIXTURES).unwrap()
}

/// A reference server with these faults.
pub(crate) async fn server(faults: &[&str]) -> Server {
    let clock = Clock::still_at("2019-02-13T10:00:00Z".parse().unwrap());
    let faults: Vec<&'static Fault> = faults
        .iter()
        .map(|name| Fault::by_name(name).unwrap())
        .collect();
    let builder = Server::builder().operations(vec![operation()]);
    builder.clock(clock).faults(faults).start().await.unwrap()
}

/// The server as an endpoint, signed for by version 1.
pub(crate) fn endpoint(server: &Server) -> Endpoint {
    Endpoint::new(&format!("http://{}", server.addr()))
        .unwrap()
        .with_auth(Auth::V1(Credentials::new("testid", "testsecret")))
}

/// A deadline that no answer of a healthy server on this machine needs.
pub(crate) fn patience() -> Limits {
    Limits {
        deadline: Duration::from_secs(30),
        ..Limits::default()
    }
}

/// Runs the plan of a seed; every result, and the report.
pub(crate) async fn run(endpoint: Endpoint, options: Options) -> (Vec<CaseResult>, Report) {
    let operation = operation();
    let fixtures = fixtures();
    let plan = Plan::new(&operation, &fixtures, options.seed);
    let runner = Runner::new(endpoint, &fixtures, options).unwrap();
    let mut results = Vec::new();
    let report = runner
        .run(&plan, &mut |event| {
            if let Event::Done(result) = event {
                results.push(result.clone());
            }
        })
        .await;
    (results, report)
}

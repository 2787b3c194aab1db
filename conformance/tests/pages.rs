//! From a page to a verdict: the pages themselves, read and run against the reference server.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{endpoint, fixtures};
use doctract_conformance::report::{Style, Summary};
use doctract_conformance::{Coverage, Options, Plan, Runner};
use doctract_server::{Clock, Server};
use doctract_spec::Operation;
use doctract_spec::extract::{self, extract_page};
use std::path::{Path, PathBuf};

fn read(page: &Path) -> Operation {
    let bytes = std::fs::read(page).unwrap();
    let extraction = extract_page(
        &page.to_string_lossy(),
        &bytes,
        &extract::Options::default(),
    );
    extraction.operation.unwrap()
}

/// Runs the cases of a page against a server that has read the same page.
async fn conforms(page: &Path) {
    let operation = read(page);
    let clock = Clock::still_at("2019-02-13T10:00:00Z".parse().unwrap());
    let builder = Server::builder()
        .operations(vec![operation.clone()])
        .clock(clock);
    let server = builder.start().await.unwrap();
    let fixtures = fixtures();
    let plan = Plan::new(&operation, &fixtures, 1);
    let runner = Runner::new(endpoint(&server), &fixtures, Options::default()).unwrap();
    let report = runner.run(&plan, &mut |_| {}).await;
    let summary = Summary::new(
        &report,
        Style {
            verbose: true,
            ..Style::default()
        },
    )
    .to_string();
    println!("{}\n{summary}", page.display());
    let total = report.total();
    assert!(total.total() >= 150, "{summary}");
    assert_eq!(
        (total.fail, total.error, total.skip),
        (0, 0, 0),
        "{summary}"
    );
    for row in report.coverage.rows() {
        assert!(
            matches!(row.state(), Coverage::Passed | Coverage::Untestable),
            "{row:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_pages_conform_in_both_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/ecs");
    for locale in ["zh-CN", "en-US"] {
        conforms(&folder.join(locale).join("CreateSnapshot.md")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_founding_page_conforms() {
    let Some(folder) = std::env::var_os("DOCTRACT_SEED").map(PathBuf::from) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_SEED must name the founding page"
        );
        println!("skipped: DOCTRACT_SEED names no folder");
        return;
    };
    conforms(&folder.join("CreateSnapshot.md")).await;
}

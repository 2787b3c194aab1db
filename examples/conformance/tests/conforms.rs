//! One test for all cases: its failure is the summary of the run.

use doctract_conformance::{Auth, Endpoint, Options, harness};
use example_conformance::{FIXTURES, start};

#[test]
fn the_server_does_what_the_page_says() -> Result<(), Box<dyn std::error::Error>> {
    let operation = harness::operation("../specs/CreateSnapshot.yaml")?;
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(start(&operation))?;
    let fixtures = harness::fixtures_of("fixtures.yaml", FIXTURES)?;
    let endpoint =
        Endpoint::new(&format!("http://{}", server.addr()))?.with_auth(Auth::of(&fixtures));
    harness::check(&operation, &fixtures, endpoint, Options::default())?;
    Ok(())
}

//! Each case a test of its own: `cargo nextest run -E 'test(/invalid/)' --partition hash:1/4`.

use doctract_conformance::harness::{self, Nonconforming};
use doctract_conformance::{Auth, Endpoint, Options};
use example_conformance::{FIXTURES, start};
use std::process::ExitCode;

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}

fn run() -> Result<ExitCode, Nonconforming> {
    let operation = harness::operation("../specs/CreateSnapshot.yaml")?;
    let fixtures = harness::fixtures_of("fixtures.yaml", FIXTURES)?;
    let (auth, contract) = (Auth::of(&fixtures), operation.clone());
    Ok(harness::run(
        operation,
        fixtures,
        Options::default(),
        move || {
            let (auth, contract) = (auth.clone(), contract.clone());
            async move {
                let server = start(&contract).await.map_err(Nonconforming::because)?;
                let endpoint = Endpoint::new(&format!("http://{}", server.addr()))?;
                Ok((endpoint.with_auth(auth), server))
            }
        },
    ))
}

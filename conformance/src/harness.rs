//! Conformance in `cargo test`: one test for all, or one test for each case.
//!
//! One test for all, with the summary as its failure:
//!
//! ```no_run
//! # fn operation() -> doctract_spec::Operation { doctract_spec::Operation::default() }
//! # fn fixtures() -> doctract_spec::fixture::Fixtures { doctract_spec::fixture::load("", "fixtures: 1").unwrap() }
//! use doctract_conformance::{Endpoint, Options, harness};
//!
//! # /*
//! #[test]
//! # */
//! fn conforms() -> Result<(), harness::Nonconforming> {
//!     let endpoint = Endpoint::new("http://127.0.0.1:8080")?;
//!     harness::check(&operation(), &fixtures(), endpoint, Options::default()).map(|_| ())
//! }
//! ```
//!
//! With the feature `libtest`, `run` makes each case a test of its own (`harness = false` in
//! `Cargo.toml`), so that filters, partitions and retries of `cargo test` and `cargo-nextest` apply.

use crate::plan::Plan;
use crate::report::{Report, Style, Summary};
use crate::run::{Options, Runner, RunnerError};
use crate::transport::{Endpoint, EndpointError};
use doctract_spec::Operation;
use doctract_spec::fixture::Fixtures;
use std::fmt;

/// An endpoint that does not conform, or could not be asked. Shown, also by `Debug`, as the
/// summary that a person reads.
pub struct Nonconforming(String);

impl fmt::Debug for Nonconforming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0)
    }
}

impl fmt::Display for Nonconforming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Nonconforming {}

impl From<EndpointError> for Nonconforming {
    fn from(error: EndpointError) -> Self {
        Self(error.to_string())
    }
}

impl From<RunnerError> for Nonconforming {
    fn from(error: RunnerError) -> Self {
        Self(error.to_string())
    }
}

/// Runs all cases of an operation, on a runtime of its own.
///
/// # Errors
///
/// Whatever is not exit code 0: failures, no verdicts, nothing run.
pub fn check(
    operation: &Operation,
    fixtures: &Fixtures,
    endpoint: Endpoint,
    options: Options,
) -> Result<Report, Nonconforming> {
    let runtime = runtime()?;
    let plan = Plan::new(operation, fixtures, options.seed);
    let runner = Runner::new(endpoint, fixtures, options)?;
    let report = runtime.block_on(runner.run(&plan, &mut |_| {}));
    if report.exit_code() == 0 {
        Ok(report)
    } else {
        Err(Nonconforming(
            Summary::new(&report, Style::default()).to_string(),
        ))
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Nonconforming> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.map_err(|error| Nonconforming(format!("no runtime can be started: {error}")))
}

/// Makes each case of an operation a test, by the arguments of the command line; the exit code.
///
/// `endpoint` is asked for once, when the first test is run: a server can be started there on the
/// runtime that is current then. What it returns beside the endpoint lives as long as the tests.
///
/// ```no_run
/// # fn operation() -> doctract_spec::Operation { doctract_spec::Operation::default() }
/// # fn fixtures() -> doctract_spec::fixture::Fixtures { doctract_spec::fixture::load("", "fixtures: 1").unwrap() }
/// use doctract_conformance::{Endpoint, Options, harness};
///
/// fn main() -> std::process::ExitCode {
///     harness::run(operation(), fixtures(), Options::default(), || async {
///         Ok((Endpoint::new("http://127.0.0.1:8080")?, ()))
///     })
/// }
/// ```
#[cfg(feature = "libtest")]
pub fn run<K, F>(
    operation: Operation,
    fixtures: Fixtures,
    options: Options,
    endpoint: impl Fn() -> F + Send + Sync + 'static,
) -> std::process::ExitCode
where
    K: Send + Sync + 'static,
    F: Future<Output = Result<(Endpoint, K), Nonconforming>>,
{
    use libtest_mimic::{Arguments, Trial};
    use std::sync::{Arc, OnceLock};

    let arguments = Arguments::from_args();
    let plan = Plan::new(&operation, &fixtures, options.seed);
    let cases: Vec<crate::Case> = plan.cases().collect();
    drop(plan);
    let suite = Arc::new(Suite {
        operation,
        fixtures,
        options,
        started: OnceLock::new(),
        endpoint,
    });
    let trials = cases.into_iter().map(|case| {
        let suite = Arc::clone(&suite);
        let ignored = case.skip.is_some();
        let name = case.id.clone();
        Trial::test(name, move || {
            suite.one(case).map_err(libtest_mimic::Failed::from)
        })
        .with_ignored_flag(ignored)
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    conclusion.exit_code()
}

/// What the tests of one operation share.
#[cfg(feature = "libtest")]
struct Suite<K, E> {
    operation: Operation,
    fixtures: Fixtures,
    options: Options,
    started: std::sync::OnceLock<Result<Started<K>, String>>,
    endpoint: E,
}

#[cfg(feature = "libtest")]
struct Started<K> {
    runtime: tokio::runtime::Runtime,
    runner: Runner,
    _kept: K,
}

#[cfg(feature = "libtest")]
impl<K, E, F> Suite<K, E>
where
    E: Fn() -> F,
    F: Future<Output = Result<(Endpoint, K), Nonconforming>>,
{
    fn start(&self) -> Result<Started<K>, Nonconforming> {
        let runtime = runtime()?;
        let (endpoint, kept) = runtime.block_on((self.endpoint)())?;
        let runner = Runner::new(endpoint, &self.fixtures, self.options.clone())?;
        Ok(Started {
            runtime,
            runner,
            _kept: kept,
        })
    }

    fn one(&self, case: crate::Case) -> Result<(), String> {
        let started = self
            .started
            .get_or_init(|| self.start().map_err(|error| error.to_string()));
        let started = started.as_ref().map_err(Clone::clone)?;
        let cases = std::iter::once(case);
        let report = started.runtime.block_on(async {
            started
                .runner
                .run_cases(&[&self.operation], cases, &mut |_| {})
                .await
        });
        let told = || Summary::new(&report, Style::default()).failures();
        // Nothing decided is no failure.
        match report.exit_code() {
            0 | 4 => Ok(()),
            _ => Err(told()),
        }
    }
}

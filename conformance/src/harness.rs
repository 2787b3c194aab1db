//! Conformance in `cargo test`: one test for all, or one test for each case.
//!
//! One test for all, with the summary as its failure:
//!
//! ```no_run
//! use doctract_conformance::harness::{self, Nonconforming};
//! use doctract_conformance::{Auth, Endpoint, Options};
//!
//! # /*
//! #[test]
//! # */
//! fn conforms() -> Result<(), Nonconforming> {
//!     let operation = harness::operation("specs/CreateSnapshot.yaml")?;
//!     let fixtures = harness::fixtures("fixtures.yaml")?;
//!     let endpoint = Endpoint::new("http://127.0.0.1:8080")?.with_auth(Auth::of(&fixtures));
//!     harness::check(&operation, &fixtures, endpoint, Options::default()).map(|_| ())
//! }
//! ```
//!
//! With the feature `libtest`, `run` makes each case a test of its own (`harness = false` in
//! `Cargo.toml`), so that filters, partitions and retries of `cargo test` and `cargo-nextest` apply.
//! Both ways stand in `examples/conformance`.

use crate::plan::Plan;
use crate::report::{Report, Style, Summary};
use crate::run::{Options, Runner, RunnerError};
use crate::transport::{Endpoint, EndpointError};
use doctract_spec::fixture::{self, Fixtures};
use doctract_spec::{Diagnostic, Operation, yaml};
use std::fmt;
use std::path::Path;

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

impl Nonconforming {
    /// A reason of somebody's own why the endpoint could not be asked.
    pub fn because(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

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

/// The operation in a spec file, by its path from the folder of the crate whose test this is.
///
/// # Errors
///
/// A file that cannot be read, and every mistake in it with its place.
pub fn operation(path: impl AsRef<Path>) -> Result<Operation, Nonconforming> {
    let (name, text) = read(path.as_ref())?;
    yaml::load(&name, &text).map_err(all)
}

/// The fixtures in a file.
///
/// # Errors
///
/// As for [`operation`].
pub fn fixtures(path: impl AsRef<Path>) -> Result<Fixtures, Nonconforming> {
    let (name, text) = read(path.as_ref())?;
    fixtures_of(&name, &text)
}

/// The fixtures in a text. `name` is shown in errors.
///
/// # Errors
///
/// Every mistake in it with its place.
pub fn fixtures_of(name: &str, text: &str) -> Result<Fixtures, Nonconforming> {
    fixture::load(name, text).map_err(all)
}

fn read(path: &Path) -> Result<(String, String), Nonconforming> {
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok((name, text)),
        Err(error) => Err(Nonconforming(format!("{name} cannot be read: {error}"))),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` gives")]
fn all(mistakes: Vec<Diagnostic>) -> Nonconforming {
    let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    Nonconforming(lines.join("\n"))
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

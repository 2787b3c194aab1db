//! Cases and requests a second, beside a bare reqwest loop that sends the same signed requests to
//! the same kind of server in the same run.

use crate::servers::Serving;
use crate::suite::{self, CONCURRENCY};
use crate::{Outcome, wrk};
use doctract_conformance::hooks::{Sign, Unsigned};
use doctract_conformance::{Auth, Options, Plan, Runner};
use doctract_core::signing::{Stamp, v1};
use doctract_core::wire;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

const USUAL: usize = 20_000;
const ROUNDS: usize = 3;

/// Signs by version 1 and keeps what it signed.
#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<Unsigned>>);

impl Sign for Recorder {
    fn sign(&self, request: &mut Unsigned) -> Result<(), String> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = kept.len();
        let target = request.target.clone();
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let mut pairs = wire::parse_query_lenient(query);
        let form = wire::parse_query_lenient(&request.body);
        if !form.is_empty() {
            request.body.clear();
            pairs.extend(form);
        }
        let now = now();
        let nonce = format!("recorded-{number}");
        let stamp = Stamp {
            time: &now,
            nonce: &nonce,
        };
        v1::sign_pairs(&request.method, &mut pairs, &suite::key(), stamp);
        request.target = format!("{path}?{}", wire::encode_pairs(&pairs));
        kept.push(request.clone());
        Ok(())
    }
}

pub(crate) fn run(arguments: &[&str]) -> Outcome {
    let count = arguments.first().map_or(Ok(USUAL), |text| text.parse())?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        founding_page().await?;
        let recorded = record(count).await?;
        println!("\n{} requests recorded of {count} cases", recorded.len());
        let mut ratios = Vec::new();
        let mut bare_rate = 0.0;
        for round in 1..=ROUNDS {
            let server = Serving::start(&[])?;
            let before = cpu()?;
            let report = suite::run(suite::endpoint(&server.url)?, count).await?;
            let own_cpu = (cpu()? - before) / report.requests as f64;
            let ours = per_second(report.requests, report.elapsed);
            let cases = per_second(count as u64, report.elapsed);
            drop(server);
            let server = Serving::start(&[])?;
            let before = cpu()?;
            let (sent, elapsed) = bare(&server.url, Arc::clone(&recorded)).await?;
            let bare_cpu = (cpu()? - before) / sent as f64;
            bare_rate = per_second(sent, elapsed);
            ratios.push(ours / bare_rate);
            println!(
                "round {round}: {cases:>8.0} cases/s  {ours:>8.0} requests/s; bare reqwest loop \
                 {bare_rate:>8.0} requests/s; ratio {:.2}",
                ours / bare_rate
            );
            println!("         processor time a request: {own_cpu:.0} µs; bare {bare_cpu:.0} µs");
        }
        ratios.sort_by(f64::total_cmp);
        println!("ratio, median: {:.2} (the bar is 0.50)", ratios[ROUNDS / 2]);
        wrk::run(&recorded, bare_rate)
    })
}

/// The founding page's whole plan, as a user runs it.
async fn founding_page() -> Outcome {
    let (operation, fixtures) = (suite::operation()?, suite::fixtures()?);
    let mut times = Vec::new();
    for _ in 0..7 {
        let server = Serving::start(&[])?;
        let start = Instant::now();
        let plan = Plan::new(&operation, &fixtures, 1);
        let options = Options::default();
        let runner = Runner::new(suite::endpoint(&server.url)?, &fixtures, options)?;
        let report = runner.run(&plan, &mut |_| {}).await;
        times.push((start.elapsed(), report.total().total(), report.requests));
    }
    times.sort();
    let (elapsed, cases, requests) = times[times.len() / 2];
    println!(
        "founding page: {cases} cases, {requests} requests in {:.3} s, median of 7 (the bar is 0.3)",
        elapsed.as_secs_f64()
    );
    Ok(())
}

/// The signed requests of so many cases, as the runner sends them.
async fn record(count: usize) -> Outcome<Arc<Vec<Unsigned>>> {
    let server = Serving::start(&[])?;
    let recorder = Arc::new(Recorder::default());
    let sign: Arc<dyn Sign> = Arc::<Recorder>::clone(&recorder);
    let endpoint = suite::endpoint(&server.url)?.with_auth(Auth::Custom(sign));
    let (operation, fixtures) = (suite::operation()?, suite::fixtures()?);
    let options = Options {
        concurrency: CONCURRENCY,
        ..Options::default()
    };
    let runner = Runner::new(endpoint, &fixtures, options)?;
    let cases =
        suite::cases(&operation, &fixtures, count).filter(|case| !case.id.contains("/protocol/"));
    runner.run_cases(&[&operation], cases, &mut |_| {}).await;
    let mut kept = recorder.0.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Arc::new(std::mem::take(&mut kept)))
}

/// Sends the requests, as many at once, reads each answer whole, and does nothing else.
async fn bare(url: &str, requests: Arc<Vec<Unsigned>>) -> Outcome<(u64, Duration)> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only(std::iter::empty())
        .redirect(reqwest::redirect::Policy::none())
        .tcp_nodelay(true)
        .build()?;
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..CONCURRENCY {
        let (client, next, requests) = (client.clone(), Arc::clone(&next), Arc::clone(&requests));
        let url = url.to_owned();
        tasks.spawn(async move {
            while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                let method = request.method.parse().unwrap_or(reqwest::Method::GET);
                let mut sending = client.request(method, format!("{url}{}", request.target));
                for (name, value) in request.headers.iter().filter(|(name, _)| name != "host") {
                    sending = sending.header(name, value);
                }
                let answer = sending.body(request.body.clone()).send().await?;
                answer.bytes().await?;
            }
            Ok::<_, reqwest::Error>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok((requests.len() as u64, start.elapsed()))
}

/// Processor time of this process so far, in microseconds, as Linux counts it: unlike the rate, it
/// says the same on a machine that others use too.
fn cpu() -> Outcome<f64> {
    const MICROSECONDS_A_TICK: f64 = 10_000.0;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: Result<Vec<f64>, _> = ticks.map(str::parse).collect();
    Ok(ticks?.iter().sum::<f64>() * MICROSECONDS_A_TICK)
}

/// The present moment as requests carry it.
fn now() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let millis = since.map_or(0, |since| since.as_secs() * 1000);
    doctract_core::time::text(i64::try_from(millis).unwrap_or(i64::MAX))
}

fn per_second(count: u64, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64()
}

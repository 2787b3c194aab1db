//! The two servers: the reference server, and a bare handler that answers as many bytes.

use crate::Failure;
use axum::Router;
use axum::http::header;
use axum::routing::any;
use doctract_server::{Clock, Server};

const CREATE_SNAPSHOT: &str = include_str!("../../../spec/tests/fixtures/CreateSnapshot.yaml");

/// How much faster than the wall clock time passes, so that a snapshot is finished before the next of its disk.
const CLOCK: u32 = 1_000_000;

/// Serves until standard input ends. Without a body it is the reference server, else a bare handler that answers it.
pub(crate) fn run(body: Option<&str>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new()?;
    match body {
        None => runtime.block_on(reference()),
        Some(body) => runtime.block_on(bare(body.to_owned())),
    }
}

async fn reference() -> Result<(), Failure> {
    let spec = doctract_spec::yaml::load("CreateSnapshot.yaml", CREATE_SNAPSHOT)
        .map_err(|_| "a broken spec")?;
    let builder = Server::builder()
        .operations(vec![spec])
        .clock(Clock::fast(CLOCK));
    let server = builder.start().await?;
    println!("{}", server.addr());
    wait().await;
    server.stop().await;
    Ok(())
}

async fn bare(body: String) -> Result<(), Failure> {
    let body: &'static str = body.leak();
    let answer = async move || {
        (
            [(header::CONTENT_TYPE, "application/json;charset=utf-8")],
            body,
        )
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    tokio::select! {
        served = async { axum::serve(listener, Router::new().route("/", any(answer))).await } => served?,
        () = wait() => {}
    }
    Ok(())
}

async fn wait() {
    use tokio::io::AsyncReadExt;
    let _ = tokio::io::stdin().read(&mut [0]).await;
}

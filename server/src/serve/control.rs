//! The controls under `/_doctract`: looking at the world, moving the clock, resetting. Loopback
//! only, and not for pages in a browser.

use super::site::{Peer, Shared};
use crate::Fault;
use crate::time;
use crate::world::Span;
use axum::Extension;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::IpAddr;

/// How the clock can be moved.
const MOVES: &str = r#"{"advance": "PT1H"}, {"set": "2019-02-13T10:00:00Z"} or {"rate": 60}"#;

/// What the path of every control begins with.
pub(super) const ROOT: &str = "/_doctract";

/// The routes.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/_doctract", get(overview))
        .route("/_doctract/", get(overview))
        .route("/_doctract/clock", get(clock).post(move_clock))
        .route("/_doctract/reset", post(reset))
        .route("/_doctract/world", get(world))
        .route("/_doctract/faults", get(faults))
        .route("/_doctract/{*unknown}", any(unknown))
        .layer(middleware::from_fn(only_loopback))
}

/// A JSON answer that people can read.
struct Json(Value);

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        let mut text = format!("{:#}", self.0);
        text.push('\n');
        (
            [(header::CONTENT_TYPE, "application/json;charset=utf-8")],
            text,
        )
            .into_response()
    }
}

async fn only_loopback(Extension(peer): Extension<Peer>, request: Request, next: Next) -> Response {
    // A browser on this machine says from which page it comes; none has business here.
    // One whose name was made to resolve to this machine comes without an origin, but under that name.
    let headers = request.headers();
    if headers.contains_key(header::ORIGIN) || !headers.get(header::HOST).is_none_or(names_loopback)
    {
        return StatusCode::FORBIDDEN.into_response();
    }
    if peer.address.ip().to_canonical().is_loopback() {
        next.run(request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

fn names_loopback(host: &HeaderValue) -> bool {
    let Ok(authority) = host.to_str().unwrap_or_default().parse::<Authority>() else {
        return false;
    };
    let host = authority.host();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_loopback())
}

async fn unknown() -> Response {
    let body = json!({ "error": "there is no such control; see /_doctract/" });
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

async fn overview(State(shared): State<Shared>) -> Json {
    let registry = &shared.gateway.registry;
    let mut operations: Vec<Value> = registry
        .all()
        .map(|served| {
            json!({
                "product": served.spec.product,
                "version": served.spec.version,
                "operation": served.spec.operation,
                "validated": served.given,
                "behaviour": served.behaviour.is_some(),
            })
        })
        .collect();
    operations.sort_by_key(|own| own["operation"].as_str().map(str::to_owned));
    let faults: Vec<_> = shared.gateway.faults.names().collect();
    Json(json!({
        "controls": {
            "GET /_doctract/world": "disks, snapshots, tokens",
            "GET /_doctract/clock": "the virtual time",
            "POST /_doctract/clock": MOVES,
            "POST /_doctract/reset": "the world as it was at the start",
            "GET /_doctract/faults": "the faults that are switched on",
        },
        "faults": faults,
        "operations": operations,
    }))
}

async fn faults(State(shared): State<Shared>) -> Json {
    let on: Vec<Value> = shared.gateway.faults.iter().map(described).collect();
    Json(Value::Array(on))
}

fn described(fault: &Fault) -> Value {
    json!({ "name": fault.name, "sees": fault.sees, "breaks": fault.breaks })
}

async fn clock(State(shared): State<Shared>) -> Json {
    Json(shown_clock(&shared))
}

fn shown_clock(shared: &Shared) -> Value {
    let clock = shared.gateway.stage.clock();
    json!({ "now": time::text(clock.now()), "rate": clock.rate() })
}

/// How the clock is to be moved: any of the three, in this order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    rate: Option<u32>,
    set: Option<String>,
    advance: Option<Span>,
}

async fn move_clock(State(shared): State<Shared>, body: axum::body::Bytes) -> Response {
    let refused =
        |why: String| (StatusCode::BAD_REQUEST, Json(json!({ "error": why }))).into_response();
    let wanted: Move = match serde_json::from_slice(&body) {
        Ok(Move {
            rate: None,
            set: None,
            advance: None,
        }) => return refused(format!("nothing is asked for; say {MOVES}")),
        Ok(wanted) => wanted,
        Err(_) if body.is_empty() => return refused(format!("there is no body; say {MOVES}")),
        Err(error) => return refused(error.to_string()),
    };
    let clock = shared.gateway.stage.clock();
    let time = match wanted.set.as_deref().map(time::parse) {
        Some(None) => return refused("`set` is no time such as 2019-02-13T10:00:00Z".to_owned()),
        Some(time) => time,
        None => None,
    };
    let (rate, now) = (clock.rate(), clock.now());
    if let Some(rate) = wanted.rate {
        clock.set_rate(rate);
    }
    if let Some(time) = time {
        clock.set(time);
    }
    if let Some(by) = wanted.advance
        && let Err(error) = clock.advance(by.as_duration())
    {
        // What is refused changes nothing.
        clock.set(now);
        clock.set_rate(rate);
        return refused(error.to_string());
    }
    Json(shown_clock(&shared)).into_response()
}

async fn reset(State(shared): State<Shared>) -> Json {
    shared.gateway.stage.reset();
    Json(shown_clock(&shared))
}

async fn world(State(shared): State<Shared>) -> Json {
    Json(shared.gateway.stage.shown())
}

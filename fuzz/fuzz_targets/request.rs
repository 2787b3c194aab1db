//! Any request to the reference server: an answer comes out that is read back in its format, with a status that
//! fits, and without a secret of the world. Nothing panics.
//!
//! The input is a request as text: `METHOD TARGET`, lines `name: value`, an empty line, the body.
#![no_main]

use doctract_server::http::{Request, Response};
use doctract_server::{Server, Service, Signatures};
use libfuzzer_sys::fuzz_target;
use std::cell::Cell;
use std::sync::LazyLock;
use tokio::runtime::Runtime;

/// After so many requests the world is put back, so that a long run needs no more memory than a short one.
const RESET_AFTER: u32 = 4096;

const CREATE_SNAPSHOT: &str = include_str!("../../spec/tests/fixtures/CreateSnapshot.yaml");

/// An operation with a path of its own, with values in path, query, headers and a JSON body.
const UPDATE_CLUSTER: &str = "\
doctract: 1
product: Cs
version: '2015-12-15'
operation: UpdateCluster
style: roa
methods: [PUT, POST]
path: /clusters/{ClusterId}/nodes
request:
  parameters:
    - { name: ClusterId, type: string, required: true, in: path, constraints: [ { maxLength: 40 } ] }
    - { name: Size, type: integer, required: true, in: body }
    - { name: x-acs-region, type: string, in: header }
    - { name: Dry, type: boolean }
";

const SECRETS: [&str; 6] = [
    "testsecret",
    "teststssecret",
    "nobalancesecret",
    "othersecret",
    "testtoken",
    "expiredtoken",
];

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time().build().expect("a runtime")
});

static SERVICE: LazyLock<Service> = LazyLock::new(|| {
    let load = |name, text| doctract_spec::yaml::load(name, text).expect("a sound spec");
    let operations = vec![
        load("CreateSnapshot.yaml", CREATE_SNAPSHOT),
        load("UpdateCluster.yaml", UPDATE_CLUSTER),
    ];
    let builder = Server::builder()
        .operations(operations)
        .signatures(Signatures::Optional);
    builder.service().expect("a service")
});

thread_local! {
    static COUNT: Cell<u32> = const { Cell::new(0) };
}

fuzz_target!(|input: &[u8]| {
    let Some(request) = read(input) else { return };
    let sent = String::from_utf8_lossy(input).into_owned();
    check(&sent, &answer(request));
    COUNT.set(COUNT.get() + 1);
    if COUNT.get() % RESET_AFTER == 0 {
        let reset = Request::post("/_doctract/reset")
            .body(Vec::new())
            .expect("a request");
        assert_eq!(answer(reset).status(), 200);
    }
});

fn answer(request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    RUNTIME.block_on(SERVICE.call(request))
}

/// The request that an input says, if it can be on the wire at all.
fn read(input: &[u8]) -> Option<Request<Vec<u8>>> {
    let mut rest = input;
    let mut line = || {
        let end = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        line
    };
    let first = line();
    let space = first.iter().position(|byte| *byte == b' ')?;
    let (method, target) = first.split_at(space);
    let mut request = Request::builder().method(method).uri(&target[1..]);
    loop {
        let header = line();
        if header.is_empty() {
            break;
        }
        let colon = header.iter().position(|byte| *byte == b':')?;
        request = request.header(&header[..colon], header[colon + 1..].trim_ascii());
    }
    request.body(rest.to_vec()).ok()
}

fn check(sent: &str, answer: &Response<Vec<u8>>) {
    let status = answer.status().as_u16();
    assert!(status == 200 || (400..=499).contains(&status), "{status}");
    let body = std::str::from_utf8(answer.body()).expect("text");
    for secret in SECRETS {
        assert!(
            !body.contains(secret) || sent.contains(secret),
            "{secret} in {body}"
        );
    }
    let kind = answer
        .headers()
        .get("content-type")
        .map_or(&b""[..], |kind| kind.as_bytes());
    match kind {
        b"application/json;charset=utf-8" => {
            serde_json::from_str::<serde_json::Value>(body).expect("JSON");
        }
        b"text/xml;charset=utf-8" => {
            assert!(body.starts_with("<?xml ") && body.ends_with('>'), "{body}");
            assert!(
                !body.contains(|c: char| c < ' ' && c != '\n' && c != '\t'),
                "{body:?}"
            );
        }
        // Pages beside the operations.
        _ => {}
    }
}

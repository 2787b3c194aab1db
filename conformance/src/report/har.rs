//! An HTTP archive of the exchanges that a report keeps.

use super::formats::frame;
use super::jsonl::{Line, Source, read};
use crate::verdict::{CaseResult, Recorded};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn write(source: &dyn Source, out: &mut dyn Write) -> io::Result<()> {
    let (header, _) = frame(source)?;
    let creator = json!({ "name": "doctract", "version": env!("CARGO_PKG_VERSION") });
    let comment = Value::from(format!("conformance run against {}", header.endpoint));
    write!(
        out,
        "{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"comment\":{comment},\"entries\":["
    )?;
    let mut gap = "\n";
    for line in read(source)? {
        let Line::Result(result) = line? else {
            continue;
        };
        for exchange in &result.exchanges {
            write!(out, "{gap}{}", entry(&result, exchange))?;
            gap = ",\n";
        }
    }
    writeln!(out, "\n]}}}}")
}

fn entry(result: &CaseResult, exchange: &Recorded) -> Value {
    let sent = &exchange.sent;
    let headers: Vec<Value> = sent
        .headers
        .iter()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let query = sent.url.split_once('?').map_or("", |(_, query)| query);
    let query: Vec<Value> = doctract_core::wire::parse_query_lenient(query)
        .into_iter()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let kind = exchange.content_type.clone().unwrap_or_default();
    let mut request = json!({
        "method": sent.method,
        "url": sent.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers,
        "queryString": query,
        "headersSize": -1,
        "bodySize": sent.body.len(),
    });
    if !sent.body.is_empty() {
        let form = sent.headers.iter().find(|(name, _)| name == "content-type");
        let mime = form.map_or("application/octet-stream", |(_, value)| value.as_str());
        request["postData"] = json!({ "mimeType": mime, "text": sent.body });
    }
    json!({
        "startedDateTime": exchange.started,
        "time": exchange.elapsed_ms,
        "request": request,
        "response": {
            "status": exchange.status.unwrap_or(0),
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [{ "name": "content-type", "value": kind }],
            "content": { "size": exchange.body.len(), "mimeType": kind, "text": exchange.body },
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": { "send": 0, "wait": exchange.elapsed_ms, "receive": 0 },
        "comment": format!("{}: {}", result.id, result.verdict.status.name()),
    })
}

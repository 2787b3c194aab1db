//! The pooled way onto the wire: reqwest, without redirects and without a system proxy.

use super::{Endpoint, EndpointError, Limits, Prepared};
use crate::exchange::{Answer, TransportError};
use std::error::Error;
use std::time::Duration;

/// Idle connections that are kept.
const IDLE: usize = 256;

/// How the runner names itself.
pub(super) const USER_AGENT: &str = concat!("doctract/", env!("CARGO_PKG_VERSION"));

#[derive(Debug)]
pub(super) struct Client(reqwest::Client);

impl Client {
    /// The one place where a client is built.
    pub(super) fn new(endpoint: &Endpoint) -> Result<Self, EndpointError> {
        // Somebody else may have installed a provider already: any will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(IDLE)
            .tcp_nodelay(true)
            .user_agent(USER_AGENT);
        if endpoint.is_loopback() {
            builder = builder.no_proxy();
        }
        if let Some(file) = endpoint.ca_file() {
            builder = builder.tls_certs_only(certificates(file)?);
        } else if endpoint.is_plain() {
            // No certificate is ever looked at: the system's need not be there.
            builder = builder.tls_certs_only(std::iter::empty());
        }
        let client = builder
            .build()
            .map_err(|error| EndpointError::Tls(caused(&error)))?;
        Ok(Self(client))
    }

    pub(super) async fn exchange(
        &self,
        endpoint: &Endpoint,
        prepared: Prepared,
        limits: Limits,
    ) -> Result<Answer, TransportError> {
        let method = reqwest::Method::from_bytes(prepared.method.name().as_bytes())
            .map_err(|error| TransportError::Request(error.to_string()))?;
        let url = format!("{}{}", endpoint.url(), prepared.target);
        let mut request = self.0.request(method, url);
        for (name, value) in prepared.headers.iter().filter(|(name, _)| name != "host") {
            request = request.header(name, value);
        }
        let has_body = !prepared.body.is_empty() || prepared.method == crate::case::Method::Post;
        if has_body {
            request = request.body(prepared.body);
        }
        let mut response = request
            .send()
            .await
            .map_err(|error| classify(&error, limits))?;
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let mut answer = Answer {
            status: response.status().as_u16(),
            content_type: header("content-type"),
            retry_after: retry_after(
                header("retry-after").as_deref(),
                header("x-acs-retry-after").as_deref(),
            ),
            date: header("date").as_deref().and_then(date),
            body: Vec::new(),
            frame_fault: None,
        };
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    if answer.body.len() + chunk.len() > limits.body {
                        return Err(TransportError::TooLarge(limits.body));
                    }
                    answer.body.extend_from_slice(&chunk);
                }
                Ok(None) => return Ok(answer),
                Err(error) => return Err(TransportError::Broken(caused(&error))),
            }
        }
    }
}

/// How long to wait: whole seconds, or the vendor's own header in milliseconds.
pub(super) fn retry_after(seconds: Option<&str>, millis: Option<&str>) -> Option<Duration> {
    let number = |text: Option<&str>| text.and_then(|text| text.trim().parse::<u64>().ok());
    number(millis)
        .map(Duration::from_millis)
        .or_else(|| number(seconds).map(Duration::from_secs))
}

/// The moment that a header `Date` names.
pub(super) fn date(text: &str) -> Option<jiff::Timestamp> {
    let moment = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(moment.timestamp())
}

fn certificates(file: &std::path::Path) -> Result<Vec<reqwest::Certificate>, EndpointError> {
    let wrong = |reason: String| EndpointError::CaFile {
        file: file.display().to_string(),
        reason,
    };
    let pem = std::fs::read(file).map_err(|error| wrong(error.to_string()))?;
    reqwest::Certificate::from_pem_bundle(&pem).map_err(|error| wrong(caused(&error)))
}

fn classify(error: &reqwest::Error, limits: Limits) -> TransportError {
    let text = caused(error);
    if error.is_connect() {
        TransportError::Connect(text)
    } else if error.is_timeout() {
        TransportError::Deadline(limits.deadline)
    } else if error.is_builder() {
        TransportError::Request(text)
    } else if [
        "invalid HTTP",
        "parsed",
        "URI",
        "header",
        "head is too large",
    ]
    .iter()
    .any(|word| text.contains(word))
    {
        TransportError::NotHttp(text)
    } else {
        TransportError::Broken(text)
    }
}

/// The causes of an error: the address, which the error itself names, is left out.
fn caused(error: &reqwest::Error) -> String {
    error.source().map_or_else(|| error.to_string(), chain)
}

/// An error with its causes.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut parts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        parts.push(error.to_string());
        cause = error.source();
    }
    parts.dedup();
    parts.join(": ")
}

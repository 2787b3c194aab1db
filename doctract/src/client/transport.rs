//! The network: reqwest with rustls and its ring provider.

use super::{ConfigError, HttpRequest, HttpResponse, TransportError, TransportErrorKind};
use reqwest::{Certificate, Method};
use std::error::Error as _;
use std::time::Duration;

/// Bytes that an answer may have.
const LARGEST_ANSWER: usize = 64 << 20;

/// The connections of a client.
pub(super) struct Transport {
    client: reqwest::Client,
}

/// What the network is built with.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) connect_timeout: Option<Duration>,
    pub(super) certificates: Vec<Certificate>,
    pub(super) no_proxy: bool,
}

impl Transport {
    pub(super) fn new(settings: Settings) -> Result<Self, ConfigError> {
        // An error means that a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("doctract/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none());
        if let Some(timeout) = settings.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        if !settings.certificates.is_empty() {
            builder = builder.tls_certs_only(settings.certificates);
        }
        if settings.no_proxy {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| {
            ConfigError(format!(
                "the network cannot be used: {}; where the system has no certificates, name a file \
                 of them with `certificates`",
                causes(&error)
            ))
        })?;
        Ok(Self { client })
    }

    pub(super) async fn send(
        &self,
        request: HttpRequest,
        timeout: Duration,
    ) -> Result<HttpResponse, TransportError> {
        let host = host(&request.url);
        let failed = |error: reqwest::Error| TransportError {
            kind: kind(&error),
            host: host.clone(),
            message: causes(&error.without_url()),
        };
        let method = Method::from_bytes(request.method.as_bytes()).unwrap_or(Method::POST);
        let mut builder = self.client.request(method, &request.url).timeout(timeout);
        for (name, value) in &request.headers {
            // Written by the library from the address; signed as it is there.
            if name != "host" {
                builder = builder.header(name, value);
            }
        }
        let mut response = builder.body(request.body).send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(TransportError {
                    kind: TransportErrorKind::Broken,
                    host,
                    message: format!("the answer is larger than {LARGEST_ANSWER} bytes"),
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HttpResponse {
            status,
            headers,
            body,
        })
    }
}

fn kind(error: &reqwest::Error) -> TransportErrorKind {
    if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else {
        TransportErrorKind::Broken
    }
}

/// An error and what caused it, in one line.
fn causes(error: &reqwest::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}

/// The host and port of an address.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    rest[..end].to_owned()
}

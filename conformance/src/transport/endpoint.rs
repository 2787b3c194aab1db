//! Where requests go, as whom, and what one may cost.

use crate::hooks::Sign;
use doctract_core::signing::Credentials;
use doctract_spec::fixture::Fixtures;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// An endpoint under test.
#[derive(Debug, Clone)]
pub struct Endpoint {
    secure: bool,
    authority: String,
    host: String,
    port: u16,
    auth: Auth,
    limits: Limits,
    ca_file: Option<PathBuf>,
}

/// How requests show who sends them. `Debug` shows no secret.
#[derive(Clone, Default)]
pub enum Auth {
    /// Not at all.
    #[default]
    None,
    /// Signature version 1.0, in the parameters.
    V1(Credentials),
    /// Signature version 3, in headers.
    V3(Credentials),
    /// The HTTP-path style, in headers.
    Roa(Credentials),
    /// Fixed headers, such as a bearer token.
    Headers(Vec<(String, String)>),
    /// In a way of its own.
    Custom(Arc<dyn Sign>),
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::V1(credentials) => f.debug_tuple("V1").field(credentials).finish(),
            Self::V3(credentials) => f.debug_tuple("V3").field(credentials).finish(),
            Self::Roa(credentials) => f.debug_tuple("Roa").field(credentials).finish(),
            Self::Headers(headers) => {
                let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
                f.debug_tuple("Headers").field(&names).finish()
            }
            Self::Custom(sign) => f.debug_tuple("Custom").field(sign).finish(),
        }
    }
}

impl Auth {
    /// Version 3 by the default key of the fixtures; not at all where they have none.
    pub fn of(fixtures: &Fixtures) -> Self {
        let Some(key) = fixtures.credentials.get("default") else {
            return Self::None;
        };
        let credentials = Credentials::new(key.access_key_id.clone(), key.secret.clone());
        Self::V3(match &key.security_token {
            Some(token) => credentials.with_security_token(token.clone()),
            None => credentials,
        })
    }

    /// The access key, where there is one.
    pub const fn credentials(&self) -> Option<&Credentials> {
        match self {
            Self::V1(credentials) | Self::V3(credentials) | Self::Roa(credentials) => {
                Some(credentials)
            }
            Self::None | Self::Headers(_) | Self::Custom(_) => None,
        }
    }
}

/// What one request may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest time from the first byte sent to the last byte read.
    pub deadline: Duration,
    /// The largest answer, in bytes.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(10),
            body: 8 << 20,
        }
    }
}

/// Why an endpoint cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The address is none.
    #[error("`{0}` is no address of the form http://host:port")]
    Address(String),
    /// The TLS client could not be made.
    #[error("no HTTPS client can be made: {0}; name a file of certificate authorities")]
    Tls(String),
    /// The file of certificate authorities could not be read.
    #[error("the certificate authorities in {file} cannot be read: {reason}")]
    CaFile {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
}

impl Endpoint {
    /// An endpoint by its address: `http://127.0.0.1:8080`, `https://ecs.example.com`.
    ///
    /// ```
    /// use doctract_conformance::transport::Endpoint;
    ///
    /// let endpoint = Endpoint::new("http://127.0.0.1:8080/").unwrap();
    /// assert_eq!(endpoint.url(), "http://127.0.0.1:8080");
    /// assert!(endpoint.is_loopback());
    /// assert!(Endpoint::new("127.0.0.1").is_err());
    /// ```
    pub fn new(address: &str) -> Result<Self, EndpointError> {
        let wrong = || EndpointError::Address(address.to_owned());
        let url = reqwest::Url::parse(address).map_err(|_| wrong())?;
        let secure = match url.scheme() {
            "http" => false,
            "https" => true,
            _ => return Err(wrong()),
        };
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or_else(wrong)?
            .to_owned();
        let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !plain || !url.username().is_empty() {
            return Err(wrong());
        }
        let authority = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.clone(),
        };
        Ok(Self {
            secure,
            authority,
            port: url.port_or_known_default().unwrap_or(80),
            host,
            auth: Auth::None,
            limits: Limits::default(),
            ca_file: None,
        })
    }

    /// The same endpoint, addressed as somebody.
    #[must_use]
    pub fn with_auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// The same endpoint with other limits.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same endpoint, trusted by the certificate authorities in a PEM file alone.
    #[must_use]
    pub fn with_ca_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(file.into());
        self
    }

    /// The address, without a slash at the end.
    pub fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.authority)
    }

    /// As whom requests are sent.
    pub const fn auth(&self) -> &Auth {
        &self.auth
    }

    /// What one request may cost.
    pub const fn limits(&self) -> Limits {
        self.limits
    }

    /// Whether the address is this machine's own.
    pub fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        self.host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Whether it is plain HTTP.
    pub(crate) const fn is_plain(&self) -> bool {
        !self.secure
    }

    /// Host and port as they stand in the header `Host`.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// Host and port to connect to.
    pub(crate) fn address(&self) -> (&str, u16) {
        (
            self.host.trim_start_matches('[').trim_end_matches(']'),
            self.port,
        )
    }

    pub(crate) const fn ca_file(&self) -> Option<&PathBuf> {
        self.ca_file.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::{Auth, Endpoint};

    #[test]
    fn debug_shows_no_secret() {
        let token = vec![("authorization".to_owned(), "Bearer hidden".to_owned())];
        let endpoint = Endpoint::new("http://127.0.0.1:1")
            .unwrap()
            .with_auth(Auth::Headers(token));
        let shown = format!("{endpoint:?}");
        assert!(
            shown.contains("authorization") && !shown.contains("hidden"),
            "{shown}"
        );
    }
}

//! How a client is made.

use super::transport::{Settings, Transport};
use super::{Chain, Client, CredentialsProvider, Endpoint, Inner, Middleware, Retry, Signature};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Makes a [`Client`].
#[must_use]
pub struct ClientBuilder {
    endpoint: Endpoint,
    credentials: Box<dyn CredentialsProvider>,
    signature: Signature,
    retry: Retry,
    timeout: Duration,
    settings: Settings,
    middleware: Vec<Arc<dyn Middleware>>,
    validate: bool,
    automatic_token: bool,
    mistakes: Vec<String>,
}

/// Why a client cannot be made, in words for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(super) String);

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            endpoint: Endpoint::default(),
            credentials: Box::new(Chain::default()),
            signature: Signature::default(),
            retry: Retry::default(),
            timeout: Duration::from_secs(10),
            settings: Settings {
                connect_timeout: Some(Duration::from_secs(5)),
                ..Settings::default()
            },
            middleware: Vec::new(),
            validate: true,
            automatic_token: true,
            mistakes: Vec::new(),
        }
    }
}

impl ClientBuilder {
    /// Sends to the vendor's usual hosts of a region.
    pub fn region(self, region: impl Into<String>) -> Self {
        self.endpoint(Endpoint::region(region))
    }

    /// Sends there.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// Signs with these. Without this, the environment is asked, then the vendor's profile file.
    pub fn credentials(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.credentials = Box::new(provider);
        self
    }

    /// Signs this way; version 3 if nothing is said.
    pub fn signature(mut self, signature: Signature) -> Self {
        self.signature = signature;
        self
    }

    /// Sends again as this says.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// How long one attempt may take, from the connection to the end of the answer; 10 seconds if
    /// nothing is said.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a connection may take to be made; 5 seconds if nothing is said.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = Some(timeout);
        self
    }

    /// Trusts the certificates of this PEM file, and no others.
    pub fn certificates(mut self, file: impl AsRef<Path>) -> Self {
        let file = file.as_ref();
        let read = fs::read(file).map_err(|error| error.to_string());
        let read = read.and_then(|text| {
            reqwest::Certificate::from_pem_bundle(&text).map_err(|error| error.to_string())
        });
        match read {
            Ok(certificates) => self.settings.certificates.extend(certificates),
            Err(error) => self.mistakes.push(format!("{}: {error}", file.display())),
        }
        self
    }

    /// Sends nothing through the proxy that the environment names.
    pub fn no_proxy(mut self) -> Self {
        self.settings.no_proxy = true;
        self
    }

    /// Lets this see every attempt; the first one added is the outermost.
    pub fn middleware(mut self, middleware: impl Middleware + 'static) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Whether requests are checked before they are sent; they are if nothing is said.
    pub fn validate(mut self, yes: bool) -> Self {
        self.validate = yes;
        self
    }

    /// Whether operations with an idempotency token get one where the request has none; they do
    /// if nothing is said. Without one a request that changes something is not sent again.
    pub fn automatic_token(mut self, yes: bool) -> Self {
        self.automatic_token = yes;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// Certificates that cannot be read, or a network that cannot be used.
    pub fn build(self) -> Result<Client, ConfigError> {
        if !self.mistakes.is_empty() {
            return Err(ConfigError(self.mistakes.join("; ")));
        }
        let inner = Inner {
            transport: Transport::new(self.settings)?,
            middleware: self.middleware,
            credentials: self.credentials,
            endpoint: self.endpoint,
            signature: self.signature,
            retry: self.retry,
            timeout: self.timeout,
            validate: self.validate,
            automatic_token: self.automatic_token,
        };
        Ok(Client {
            inner: Arc::new(inner),
        })
    }
}

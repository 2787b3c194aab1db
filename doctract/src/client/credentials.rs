//! Where access keys come from.

pub use doctract_core::signing::Credentials;

use serde::Deserialize;
use std::path::PathBuf;
use std::{env, fs};

/// Gives the credentials for each request: temporary ones may be new ones every time.
pub trait CredentialsProvider: Send + Sync {
    /// The credentials to sign with now.
    ///
    /// # Errors
    ///
    /// Why there are none.
    fn credentials(&self) -> Result<Credentials, CredentialsError>;
}

/// Why there are no credentials, in one line for a person. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CredentialsError(pub String);

impl CredentialsProvider for Credentials {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        Ok(self.clone())
    }
}

impl<F> CredentialsProvider for F
where
    F: Fn() -> Result<Credentials, CredentialsError> + Send + Sync,
{
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        self()
    }
}

/// The environment: `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for
/// temporary keys, `ALIBABA_CLOUD_SECURITY_TOKEN`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Environment;

impl CredentialsProvider for Environment {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let read = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let (id, secret) = (
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        );
        let (Some(key), Some(value)) = (read(id), read(secret)) else {
            return Err(CredentialsError(format!("{id} and {secret} are not set")));
        };
        let credentials = Credentials::new(key, value);
        Ok(match read("ALIBABA_CLOUD_SECURITY_TOKEN") {
            Some(token) => credentials.with_security_token(token),
            None => credentials,
        })
    }
}

/// A profile of the vendor's command line: `~/.aliyun/config.json`.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    file: Option<PathBuf>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct ProfileFile {
    #[serde(default)]
    current: String,
    #[serde(default)]
    profiles: Vec<ProfileEntry>,
}

#[derive(Deserialize)]
struct ProfileEntry {
    name: String,
    #[serde(default)]
    mode: String,
    #[serde(default)]
    access_key_id: String,
    #[serde(default)]
    access_key_secret: String,
    #[serde(default)]
    sts_token: String,
}

impl Profile {
    /// The profile of that name; without one, that of `ALIBABA_CLOUD_PROFILE`, else the current.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Reads another file.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }
}

impl CredentialsProvider for Profile {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let home = || env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
        let usual = || Some(PathBuf::from(home()?).join(".aliyun").join("config.json"));
        let path = self.file.clone().or_else(usual);
        let path = path.ok_or_else(|| CredentialsError("there is no home folder".into()))?;
        let shown = path.display();
        let text = fs::read_to_string(&path)
            .map_err(|error| CredentialsError(format!("{shown}: {error}")))?;
        // The parser's words could quote a secret; the place is enough.
        let file: ProfileFile = serde_json::from_str(&text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            CredentialsError(format!("{shown}:{line}:{column}: not a profile file"))
        })?;
        let asked = self
            .name
            .clone()
            .or_else(|| env::var("ALIBABA_CLOUD_PROFILE").ok());
        let name = asked.unwrap_or(file.current);
        let mut profiles = file.profiles.into_iter();
        let Some(profile) = profiles.find(|profile| profile.name == name) else {
            return Err(CredentialsError(format!("{shown}: no profile `{name}`")));
        };
        if !matches!(profile.mode.as_str(), "AK" | "StsToken" | "") {
            let mode = profile.mode;
            let message =
                format!("{shown}: profile `{name}` has the mode {mode}; AK and StsToken are read");
            return Err(CredentialsError(message));
        }
        if profile.access_key_id.is_empty() || profile.access_key_secret.is_empty() {
            return Err(CredentialsError(format!(
                "{shown}: profile `{name}` holds no key"
            )));
        }
        let credentials = Credentials::new(profile.access_key_id, profile.access_key_secret);
        Ok(match profile.sts_token.as_str() {
            "" => credentials,
            token => credentials.with_security_token(token),
        })
    }
}

/// The first of several that has credentials; the default is the environment, then the profile.
pub struct Chain(Vec<Box<dyn CredentialsProvider>>);

impl Chain {
    /// No provider yet.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Asks this one after those before it.
    #[must_use]
    pub fn then(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.0.push(Box::new(provider));
        self
    }
}

impl Default for Chain {
    fn default() -> Self {
        Self::new().then(Environment).then(Profile::default())
    }
}

impl CredentialsProvider for Chain {
    fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let mut reasons = Vec::new();
        for provider in &self.0 {
            match provider.credentials() {
                Ok(credentials) => return Ok(credentials),
                Err(CredentialsError(reason)) => reasons.push(reason),
            }
        }
        Err(CredentialsError(format!(
            "no credentials: {}",
            reasons.join("; ")
        )))
    }
}

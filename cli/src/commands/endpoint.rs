//! The endpoint that the user names: its address, and as whom requests are sent.

use super::planning::program;
use crate::args::{Auth, Target};
use crate::failure::Failure;
use doctract_conformance::{Auth as Signing, Endpoint, Limits};
use doctract_core::signing::Credentials;
use doctract_spec::fixture::Fixtures;
use std::sync::Arc;
use std::time::Duration;

/// Where the key of a run comes from; the first pair that is set wins.
const KEY_VARIABLES: [(&str, &str, &str); 2] = [
    (
        "DOCTRACT_ACCESS_KEY_ID",
        "DOCTRACT_ACCESS_KEY_SECRET",
        "DOCTRACT_SECURITY_TOKEN",
    ),
    (
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "ALIBABA_CLOUD_SECURITY_TOKEN",
    ),
];

/// The endpoint at an address. `key` is the one for requests where the options name none.
pub(crate) fn endpoint(
    url: &str,
    target: &Target,
    key: Option<Credentials>,
) -> Result<Endpoint, Failure> {
    if !(target.deadline.is_finite() && (0.001..=3600.0).contains(&target.deadline)) {
        return Err(Failure::usage(
            "--deadline takes seconds from 0.001 to 3600",
        ));
    }
    let deadline = Duration::from_secs_f64(target.deadline);
    let endpoint = Endpoint::new(url).map_err(|error| Failure::usage(error.to_string()))?;
    let endpoint = match &target.ca_file {
        Some(file) => endpoint.with_ca_file(file),
        None => endpoint,
    };
    let limits = Limits {
        deadline,
        ..Limits::default()
    };
    Ok(endpoint.with_auth(auth(target, key)?).with_limits(limits))
}

fn auth(target: &Target, key: Option<Credentials>) -> Result<Signing, Failure> {
    if let Some(command) = &target.sign_with {
        return Ok(Signing::Custom(Arc::new(program(command)?)));
    }
    if !target.header.is_empty() {
        let headers: Result<Vec<_>, _> = target.header.iter().map(|text| header(text)).collect();
        return Ok(Signing::Headers(headers?));
    }
    match (target.auth, key) {
        (Some(Auth::None), _) | (None, None) => Ok(Signing::None),
        (Some(Auth::V1), Some(key)) => Ok(Signing::V1(key)),
        (Some(Auth::V3) | None, Some(key)) => Ok(Signing::V3(key)),
        (Some(Auth::V1 | Auth::V3), None) => Err(Failure::usage(format!(
            "signing needs a key: set {} and {}",
            KEY_VARIABLES[0].0, KEY_VARIABLES[0].1
        ))),
    }
}

fn header(text: &str) -> Result<(String, String), Failure> {
    let parts = text.split_once(':');
    let parts = parts.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()));
    match parts {
        Some((name, value)) if !name.is_empty() => Ok((name, value.to_owned())),
        _ => Err(Failure::usage(format!(
            "`{text}` is no header; write 'Authorization: Bearer …'"
        ))),
    }
}

/// The key in the environment.
pub(crate) fn key_of_environment() -> Option<Credentials> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    KEY_VARIABLES.iter().find_map(|(id, secret, token)| {
        let credentials = Credentials::new(set(id)?, set(secret)?);
        Some(match set(token) {
            Some(token) => credentials.with_security_token(token),
            None => credentials,
        })
    })
}

/// The key that the fixtures give.
pub(crate) fn key_of(fixtures: &Fixtures) -> Option<Credentials> {
    Signing::of(fixtures).credentials().cloned()
}

//! Who calls: access keys, both versions of the signature, time stamps, nonces.
//!
//! What is checked, in this order: the common parameters are there; the access key is known, with
//! its token if it is a temporary one; the time stamp is near; the signature is right; the nonce
//! is new. A nonce is remembered only once the signature is right: else anybody could burn one.

use super::carrier::{Carried, Pair};
use super::errors;
use super::nonces::Nonces;
use crate::model::AccountIndex;
use crate::refusal::Refusal;
use crate::time;
use crate::world::{Span, World};
use doctract_core::signing::{self, SignatureError, roa, v1, v3};
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// How far a time stamp may be from now, either way.
pub(crate) const WINDOW: Duration = Duration::from_secs(15 * 60);

/// Whether requests without a signature are let in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Signatures {
    /// Every request must be signed.
    #[default]
    Required,
    /// A request that carries neither signature nor access key is one of the first account; others
    /// must be right.
    Optional,
    /// Signatures, time stamps, nonces and tokens are not looked at: a request is one of the
    /// account whose access key it names, else of the first.
    Off,
}

/// Who calls, and what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) account: AccountIndex,
    /// The access key that signed; empty for none.
    pub(crate) key: String,
    pub(crate) action: String,
    pub(crate) version: String,
}

/// An access key.
struct Key {
    secret: String,
    token: Option<String>,
    expires: Option<Timestamp>,
    account: AccountIndex,
}

/// The access keys of a world, and the nonces they were used with.
pub(crate) struct Identity {
    keys: HashMap<String, Key>,
    signatures: Signatures,
    nonces: Mutex<Nonces>,
}

/// What both versions of the signature carry, wherever it stands.
struct Stamp<'a> {
    key: &'a str,
    token: Option<&'a str>,
    /// The time, if it is one.
    time: Option<Timestamp>,
    nonce: &'a str,
}

impl Identity {
    /// The keys of a world that begins at `start`.
    pub(crate) fn new(world: &World, signatures: Signatures, start: Timestamp) -> Self {
        let mut keys = HashMap::new();
        for (index, account) in world.accounts.iter().enumerate() {
            for key in &account.keys {
                let span = key.expires_after.map(Span::as_duration);
                let span = span.and_then(|span| SignedDuration::try_from(span).ok());
                let known = Key {
                    secret: key.secret.clone(),
                    token: key.security_token.clone(),
                    expires: span.and_then(|span| start.checked_add(span).ok()),
                    account: AccountIndex(index),
                };
                keys.insert(key.access_key_id.clone(), known);
            }
        }
        Self {
            keys,
            signatures,
            nonces: Mutex::new(Nonces::new(WINDOW * 2)),
        }
    }

    /// Who sends this request. `wall` is the time of the wire, `now` that of the model.
    pub(crate) fn caller(
        &self,
        request: &Carried<'_>,
        wall: Timestamp,
        now: Timestamp,
    ) -> Result<Caller, Refusal> {
        if self.signatures == Signatures::Off {
            return self.unchecked(request);
        }
        match request.header("authorization") {
            Some(value) if value.trim_start().starts_with("ACS3-") => {
                self.caller_v3(request, value, wall, now)
            }
            _ => self.caller_v1(request, wall, now),
        }
    }

    /// Who sends this request to an HTTP-path operation. Its headers name neither action nor
    /// version in the style of such operations; with version 3 of the signature they do.
    pub(super) fn path_caller(
        &self,
        request: &Carried<'_>,
        wall: Timestamp,
        now: Timestamp,
    ) -> Result<Caller, Refusal> {
        if self.signatures == Signatures::Off {
            return Ok(self.named(request));
        }
        let Some(value) = request.header("authorization") else {
            if self.signatures == Signatures::Optional {
                return Ok(Caller::default());
            }
            return Err(errors::missing_parameter("Authorization"));
        };
        if value.trim_start().starts_with("ACS3-") {
            return self.caller_v3(request, value, wall, now);
        }
        let required = |name: &'static str| {
            let value = request.header(name).filter(|value| !value.is_empty());
            value.ok_or_else(|| errors::missing_parameter(name))
        };
        let authorization =
            roa::Authorization::parse(value).map_err(|_| errors::INCOMPLETE_SIGNATURE)?;
        let stamp = Stamp {
            key: authorization.credential,
            token: request.header("x-acs-security-token"),
            nonce: required("x-acs-signature-nonce")?,
            time: time::parse_http(required("date")?),
        };
        let headers = headers_of(request);
        let account = self.verify(&stamp, wall, now, |secret| {
            roa::verify(&request.signed_with(&headers), &authorization, secret)
        })?;
        Ok(Caller {
            account,
            key: stamp.key.to_owned(),
            ..Caller::default()
        })
    }

    /// Who a request says that it is from.
    fn unchecked(&self, request: &Carried<'_>) -> Result<Caller, Refusal> {
        let said = |name: &'static str, header| {
            let value = request.parameter(name).or_else(|| request.header(header));
            let value = value.filter(|value| !value.is_empty());
            value.ok_or_else(|| errors::missing_parameter(name))
        };
        Ok(Caller {
            action: said("Action", "x-acs-action")?.to_owned(),
            version: said("Version", "x-acs-version")?.to_owned(),
            ..self.named(request)
        })
    }

    /// The account whose access key a request names; the first, if it names none that is known.
    fn named(&self, request: &Carried<'_>) -> Caller {
        let header = request.header("authorization").unwrap_or_default();
        let in_header = v3::Authorization::parse(header).map(|read| read.credential);
        let in_header =
            in_header.or_else(|_| roa::Authorization::parse(header).map(|read| read.credential));
        let id = request.parameter("AccessKeyId").or(in_header.ok());
        let known = id.and_then(|id| self.keys.get_key_value(id));
        known.map_or_else(Caller::default, |(id, key)| Caller {
            account: key.account,
            key: id.clone(),
            ..Caller::default()
        })
    }

    fn caller_v1(
        &self,
        request: &Carried<'_>,
        wall: Timestamp,
        now: Timestamp,
    ) -> Result<Caller, Refusal> {
        let required = |name: &'static str| {
            let value = request.parameter(name).filter(|value| !value.is_empty());
            value.ok_or_else(|| errors::missing_parameter(name))
        };
        let action = required("Action")?;
        let version = required("Version")?;
        let caller = |account, key: &str| Caller {
            account,
            key: key.to_owned(),
            action: action.to_owned(),
            version: version.to_owned(),
        };
        let unsigned = ["AccessKeyId", "Signature"]
            .iter()
            .all(|name| request.parameter(name).is_none());
        if self.signatures == Signatures::Optional && unsigned {
            return Ok(caller(AccountIndex(0), ""));
        }
        let key = required("AccessKeyId")?;
        required("Signature")?;
        let method = required("SignatureMethod")?;
        let scheme = required("SignatureVersion")?;
        let stamp = Stamp {
            key,
            token: request.parameter("SecurityToken"),
            nonce: required("SignatureNonce")?,
            time: time::parse(required("Timestamp")?),
        };
        if !method.eq_ignore_ascii_case(v1::METHOD) {
            return Err(errors::invalid_signature_parameter("SignatureMethod"));
        }
        if scheme != v1::VERSION {
            return Err(errors::invalid_signature_parameter("SignatureVersion"));
        }
        let account = self.verify(&stamp, wall, now, |secret| {
            v1::verify(request.method.as_str(), &request.pairs, secret)
        })?;
        Ok(caller(account, key))
    }

    fn caller_v3(
        &self,
        request: &Carried<'_>,
        authorization: &str,
        wall: Timestamp,
        now: Timestamp,
    ) -> Result<Caller, Refusal> {
        let required = |name: &'static str| {
            let value = request.header(name).filter(|value| !value.is_empty());
            value.ok_or_else(|| errors::missing_parameter(name))
        };
        let action = required("x-acs-action")?;
        let version = required("x-acs-version")?;
        let authorization =
            v3::Authorization::parse(authorization).map_err(|_| errors::INCOMPLETE_SIGNATURE)?;
        let stamp = Stamp {
            key: authorization.credential,
            token: request.header("x-acs-security-token"),
            nonce: required("x-acs-signature-nonce")?,
            time: time::parse(required("x-acs-date")?),
        };
        let headers = headers_of(request);
        let account = self.verify(&stamp, wall, now, |secret| {
            v3::verify(&request.signed_with(&headers), &authorization, secret)
        })?;
        Ok(Caller {
            account,
            key: stamp.key.to_owned(),
            action: action.to_owned(),
            version: version.to_owned(),
        })
    }

    fn verify(
        &self,
        stamp: &Stamp<'_>,
        wall: Timestamp,
        now: Timestamp,
        signature: impl FnOnce(&str) -> Result<(), SignatureError>,
    ) -> Result<AccountIndex, Refusal> {
        let key = self.keys.get(stamp.key).ok_or(errors::UNKNOWN_KEY)?;
        self.check_token(key, stamp.token, now)?;
        let time = stamp.time.ok_or(errors::TIME_MALFORMED)?;
        if wall.duration_since(time).unsigned_abs() > WINDOW {
            return Err(errors::TIME_EXPIRED);
        }
        signature(&key.secret).map_err(|error| refused_signature(&error))?;
        let mut nonces = self
            .nonces
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if nonces.accept(stamp.key, stamp.nonce) {
            Ok(key.account)
        } else {
            Err(errors::NONCE_USED)
        }
    }

    fn check_token(&self, key: &Key, sent: Option<&str>, now: Timestamp) -> Result<(), Refusal> {
        let sent = sent.unwrap_or_default();
        let own = key.token.as_deref().unwrap_or_default();
        if own.is_empty() && sent.is_empty() {
            return Ok(());
        }
        if !signing::constant_time_eq(sent.as_bytes(), own.as_bytes()) {
            let somebody_has_it = self.keys.values().any(|other| {
                let other = other.token.as_deref().unwrap_or_default();
                !other.is_empty() && signing::constant_time_eq(sent.as_bytes(), other.as_bytes())
            });
            let mismatch = somebody_has_it || own.is_empty();
            return Err(if mismatch {
                errors::TOKEN_MISMATCH
            } else {
                errors::TOKEN_MALFORMED
            });
        }
        if key.expires.is_some_and(|expires| expires <= now) {
            return Err(errors::TOKEN_EXPIRED);
        }
        Ok(())
    }
}

/// The headers that are text, as signatures cover them.
fn headers_of<'a>(request: &Carried<'a>) -> Vec<Pair<'a>> {
    let headers = request.headers.iter().filter_map(|(name, value)| {
        let value = value.to_str().ok()?;
        Some((Cow::Borrowed(name.as_str()), Cow::Borrowed(value)))
    });
    headers.collect()
}

/// The answer to a signature that is not right.
fn refused_signature(error: &SignatureError) -> Refusal {
    match error {
        SignatureError::Mismatch { string_to_sign } => errors::signature_mismatch(string_to_sign),
        SignatureError::BodyMd5 => errors::BODY_MD5,
        SignatureError::BodyHash => errors::signature_mismatch("the hash of the body differs"),
        _ => errors::INCOMPLETE_SIGNATURE,
    }
}

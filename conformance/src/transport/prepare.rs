//! A request of a case as bytes: values filled in, common parameters added, signed, encoded.

use super::path_style::{path_style, place};
use super::{Auth, Endpoint};
use crate::case::{Asked, Carrier, Departure, Method, Place, Request, Scheme};
use doctract_core::signing::{self, Credentials, Stamp, v1, v3};
use doctract_core::wire;
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;

/// What the runner knows and a request does not say.
#[derive(Debug, Clone)]
pub(crate) struct Filled<'r> {
    /// The operation.
    pub(crate) operation: &'r str,
    /// The API version.
    pub(crate) version: &'r str,
    /// The parameters with their final values, in order.
    pub(crate) pairs: Vec<Pair>,
    /// A text that no other request carries.
    pub(crate) nonce: String,
    /// The key to sign with, where the case names its own.
    pub(crate) credentials: Option<&'r Credentials>,
    /// The time of sending.
    pub(crate) now: Timestamp,
}

/// A parameter with its final value.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) position: Option<Place>,
    pub(crate) literal: bool,
}

impl Pair {
    /// A parameter that travels with the others.
    pub(crate) const fn plain(name: String, value: String) -> Self {
        Self {
            name,
            value,
            position: None,
            literal: false,
        }
    }
}

/// A request ready to be sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prepared {
    pub(crate) method: Method,
    /// Path and query, as they stand in the request line.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) exact: bool,
}

/// Names and values on their way into a query, a form or a signature.
pub(super) type Pairs<'t> = Vec<(Cow<'t, str>, Cow<'t, str>)>;

/// Why a request cannot be sent here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsendable(pub(crate) String);

const FORM: &str = "application/x-www-form-urlencoded";
const NOBODYS_KEY: &str = "doctractnobodyskey";

/// Makes the bytes of a request.
pub(crate) fn prepare(
    endpoint: &Endpoint,
    request: &Request,
    filled: &Filled<'_>,
) -> Result<Prepared, Unsendable> {
    let departures = Departures::of(request);
    let by_path = request.path.is_some();
    let (scheme, credentials) = scheme(endpoint.auth(), &departures, filled.credentials, by_path)?;
    let mut prepared = match scheme {
        Scheme::None => plain(request, filled, &departures),
        Scheme::V1 => version_1(request, filled, &departures, &credentials),
        Scheme::V3 => version_3(endpoint, request, filled, &departures, &credentials),
        Scheme::Roa => path_style(endpoint, request, filled, &departures, &credentials)?,
    };
    let path = prepared.target.split('?').next().unwrap_or_default();
    if let Some(step) = wire::dot_step(path) {
        let message = format!("`{step}` in the path {path} would not arrive as it is");
        return Err(Unsendable(message));
    }
    if let Auth::Headers(headers) = endpoint.auth() {
        prepared.headers.extend(headers.iter().cloned());
    }
    for departure in &request.departures {
        match departure {
            Departure::Header(name, value) => prepared.headers.push((name.clone(), value.clone())),
            Departure::RawQuery(raw) => {
                if !prepared.target.contains('?') {
                    prepared.target.push('?');
                }
                prepared.target.push_str(raw);
            }
            _ => {}
        }
    }
    prepared.method = request.method;
    prepared.exact = departures.exact;
    Ok(prepared)
}

/// The departures of a request, sorted by what they change.
#[derive(Default)]
pub(super) struct Departures<'r> {
    scheme: Option<Scheme>,
    wrong_signature: bool,
    unknown_key: bool,
    shift: i64,
    milliseconds: bool,
    without: Vec<&'r str>,
    with: Vec<(&'r str, &'r str)>,
    loose: bool,
    exact: bool,
}

impl<'r> Departures<'r> {
    fn of(request: &'r Request) -> Self {
        let mut all = Self::default();
        for departure in &request.departures {
            match departure {
                Departure::Scheme(scheme) => all.scheme = Some(*scheme),
                Departure::WrongSignature => all.wrong_signature = true,
                Departure::UnknownKey => all.unknown_key = true,
                Departure::TimeShift(seconds) => all.shift = *seconds,
                Departure::Milliseconds => all.milliseconds = true,
                Departure::Without(name) => all.without.push(name),
                Departure::With(name, value) => all.with.push((name, value)),
                Departure::LooseEncoding => all.loose = true,
                Departure::Exact => all.exact = true,
                Departure::NonceOf(_) | Departure::Header(..) | Departure::RawQuery(_) => {}
            }
        }
        all
    }

    fn time(&self, now: Timestamp) -> String {
        let at = now
            .checked_add(SignedDuration::from_secs(self.shift))
            .unwrap_or(now);
        if self.milliseconds {
            return at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
        }
        doctract_core::time::text(at.as_millisecond())
    }

    /// Puts in and takes out common parameters.
    fn apply(&self, pairs: &mut Pairs<'r>) {
        for (name, value) in &self.with {
            pairs.retain(|(known, _)| known != name);
            pairs.push(((*name).into(), (*value).into()));
        }
        pairs.retain(|(name, _)| !self.without.contains(&name.as_ref()));
    }

    fn encode(&self, pairs: &Pairs<'_>) -> String {
        let text = wire::encode_pairs(pairs);
        if !self.loose {
            return text;
        }
        [
            ("%20", "+"),
            ("%2A", "*"),
            ("%28", "("),
            ("%29", ")"),
            ("%27", "'"),
            ("%21", "!"),
        ]
        .iter()
        .fold(text, |text, (strict, loose)| text.replace(strict, loose))
    }
}

/// The way of signing and the key; a key that cannot sign where the case departs from it.
fn scheme(
    auth: &Auth,
    departures: &Departures<'_>,
    own: Option<&Credentials>,
    by_path: bool,
) -> Result<(Scheme, Credentials), Unsendable> {
    let usual = match auth {
        Auth::V1(_) if by_path => Scheme::Roa,
        Auth::V1(_) => Scheme::V1,
        Auth::V3(_) => Scheme::V3,
        Auth::Roa(_) => Scheme::Roa,
        Auth::None | Auth::Headers(_) | Auth::Custom(_) => Scheme::None,
    };
    let Some(key) = own
        .or_else(|| auth.credentials())
        .filter(|_| usual != Scheme::None)
    else {
        if departures.scheme.is_some() {
            return Err(Unsendable(
                "needs an access key: the run has none, so nothing is signed".into(),
            ));
        }
        if own.is_some() {
            return Err(Unsendable(
                "needs a signature as somebody else: the run does not sign".into(),
            ));
        }
        return Ok((Scheme::None, Credentials::new("", "")));
    };
    let mut key = key.clone();
    if departures.wrong_signature {
        let wrong = Credentials::new(key.access_key_id(), format!("not{}", key.secret()));
        key = match key.security_token() {
            Some(token) => wrong.with_security_token(token),
            None => wrong,
        };
    }
    if departures.unknown_key {
        key = Credentials::new(NOBODYS_KEY, key.secret());
    }
    Ok((departures.scheme.unwrap_or(usual), key))
}

/// The operation's own parameters that are not bound for path, headers or body.
pub(super) fn own_pairs<'f>(filled: &'f Filled<'_>) -> Pairs<'f> {
    let here = filled.pairs.iter().filter(|pair| pair.position.is_none());
    here.map(|pair| (pair.name.as_str().into(), pair.value.as_str().into()))
        .collect()
}

fn common<'r>(request: &'r Request, filled: &Filled<'r>) -> Pairs<'r> {
    let action = request.action.as_deref().unwrap_or(filled.operation);
    // With room for what a signature adds.
    let mut pairs = Pairs::with_capacity(12);
    pairs.push(("Action".into(), action.into()));
    pairs.push(("Version".into(), filled.version.into()));
    pairs.extend(format_pair(request));
    pairs
}

fn format_pair(request: &Request) -> Option<(Cow<'static, str>, Cow<'static, str>)> {
    let format = match request.format {
        Asked::Json => "JSON",
        Asked::Xml => "XML",
        Asked::Nothing => return None,
    };
    Some(("Format".into(), format.into()))
}

/// Puts common and own parameters where the carrier says.
pub(super) fn carried<'t>(
    request: &Request,
    departures: &Departures<'_>,
    mut common: Pairs<'t>,
    own: Pairs<'t>,
) -> Prepared {
    let (query, form) = match request.carrier {
        Carrier::Query => {
            common.extend(own);
            (common, Vec::new())
        }
        Carrier::Form => {
            common.extend(own);
            (Vec::new(), common)
        }
        Carrier::Mixed => (common, own),
    };
    let mut prepared = Prepared {
        target: "/".to_owned(),
        ..Prepared::default()
    };
    if !query.is_empty() {
        prepared.target.push('?');
        prepared.target.push_str(&departures.encode(&query));
    }
    if request.carrier != Carrier::Query {
        prepared.body = departures.encode(&form);
        prepared
            .headers
            .push(("content-type".to_owned(), FORM.to_owned()));
    }
    prepared
}

fn plain<'r>(
    request: &'r Request,
    filled: &'r Filled<'r>,
    departures: &Departures<'r>,
) -> Prepared {
    let mut common = common(request, filled);
    departures.apply(&mut common);
    if let Some(path) = &request.path {
        let mut prepared = carried(request, departures, Vec::new(), own_pairs(filled));
        place(&mut prepared, path, request, filled);
        return prepared;
    }
    carried(request, departures, common, own_pairs(filled))
}

fn version_1<'r>(
    request: &'r Request,
    filled: &'r Filled<'r>,
    departures: &Departures<'r>,
    key: &'r Credentials,
) -> Prepared {
    let mut common = common(request, filled);
    let mut add = |name: &'static str, value: Cow<'r, str>| common.push((name.into(), value));
    add("AccessKeyId", key.access_key_id().into());
    add("SignatureMethod", v1::METHOD.into());
    add("SignatureVersion", v1::VERSION.into());
    add("SignatureNonce", filled.nonce.as_str().into());
    add("Timestamp", departures.time(filled.now).into());
    if let Some(token) = key.security_token() {
        add("SecurityToken", token.into());
    }
    departures.apply(&mut common);
    let own = own_pairs(filled);
    if !departures.without.contains(&"Signature") {
        let all: Vec<(&str, &str)> = common
            .iter()
            .chain(&own)
            .map(|(name, value)| (name.as_ref(), value.as_ref()))
            .collect();
        let signature = v1::sign(request.method.name(), &all, key.secret());
        common.push(("Signature".into(), signature.into()));
    }
    carried(request, departures, common, own)
}

fn version_3<'r>(
    endpoint: &Endpoint,
    request: &'r Request,
    filled: &'r Filled<'r>,
    departures: &Departures<'r>,
    key: &Credentials,
) -> Prepared {
    let format: Pairs<'_> = format_pair(request).into_iter().collect();
    let mut prepared = carried(request, departures, format.clone(), own_pairs(filled));
    if let Some(path) = &request.path {
        place(&mut prepared, path, request, filled);
    }
    let path = prepared.target.split('?').next().unwrap_or("/").to_owned();
    let action = request.action.as_deref().unwrap_or(filled.operation);
    let time = departures.time(filled.now);
    let mut named: Pairs<'_> = vec![
        ("Action".into(), action.into()),
        ("Version".into(), filled.version.into()),
        ("Timestamp".into(), time.as_str().into()),
        ("SignatureNonce".into(), filled.nonce.as_str().into()),
    ];
    departures.apply(&mut named);
    let headers = &mut prepared.headers;
    headers.push(("host".to_owned(), endpoint.authority().to_owned()));
    headers.push(("accept".to_owned(), accept(request).to_owned()));
    for (name, value) in named {
        let header = match name.as_ref() {
            "Action" => "x-acs-action",
            "Version" => "x-acs-version",
            "Timestamp" => "x-acs-date",
            "SignatureNonce" => "x-acs-signature-nonce",
            _ => continue,
        };
        headers.push((header.to_owned(), value.into_owned()));
    }
    let query = match request.carrier {
        Carrier::Query => {
            let mut query = format;
            query.extend(own_pairs(filled));
            query
        }
        Carrier::Form => Vec::new(),
        Carrier::Mixed => format,
    };
    let unsigned = signing::Request {
        method: request.method.name(),
        path: &path,
        query: &query,
        headers: &[],
        body: prepared.body.as_bytes(),
    };
    let stamp = Stamp {
        time: &time,
        nonce: &filled.nonce,
    };
    v3::sign_headers(&unsigned, &mut prepared.headers, key, stamp);
    prepared
}

pub(super) const fn accept(request: &Request) -> &'static str {
    match request.format {
        Asked::Xml => "application/xml",
        Asked::Json | Asked::Nothing => "application/json",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever sends it would leave the step out, and call another operation.
    #[test]
    fn a_step_in_the_path_that_would_not_arrive_is_not_sent() {
        let endpoint = Endpoint::new("http://127.0.0.1:1").unwrap();
        let request = Request {
            path: Some("/clusters/{id}/nodes".to_owned()),
            ..Request::default()
        };
        let with = |value: &str| Filled {
            operation: "ListNodes",
            version: "2015-12-15",
            pairs: vec![Pair {
                position: Some(Place::Path),
                ..Pair::plain("id".to_owned(), value.to_owned())
            }],
            nonce: "n".to_owned(),
            credentials: None,
            now: Timestamp::UNIX_EPOCH,
        };
        let target = |value: &str| prepare(&endpoint, &request, &with(value));
        assert_eq!(
            target("..").map(|sent| sent.target),
            Err(Unsendable(
                "`..` in the path /clusters/../nodes would not arrive as it is".to_owned()
            ))
        );
        let sent = target("...").map(|sent| sent.target);
        assert_eq!(sent, Ok("/clusters/.../nodes".to_owned()));
    }
}

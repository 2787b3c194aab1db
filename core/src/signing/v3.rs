//! Version 3: ACS3-HMAC-SHA256 over query, chosen headers and the body, in the header
//! `Authorization`.
//!
//! A client makes its headers whole with [`sign_headers`]; a server reads the header with
//! [`Authorization::parse`], looks up the secret, and checks with [`verify`].
//!
//! ```
//! use doctract_core::signing::{Credentials, Request, Stamp, v3};
//!
//! let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
//! let mut headers = vec![
//!     pair("host", "ecs.example.com"),
//!     pair("x-acs-action", "DescribeRegions"),
//!     pair("x-acs-version", "2014-05-26"),
//! ];
//! let stamp = Stamp { time: "2018-01-01T12:00:00Z", nonce: "n-1" };
//! let outgoing = Request { method: "POST", path: "/", query: &[], headers: &[], body: b"" };
//! v3::sign_headers(&outgoing, &mut headers, &Credentials::new("testid", "testsecret"), stamp);
//!
//! let incoming = Request { headers: &headers, ..outgoing };
//! let (_, sent) = headers.iter().find(|(name, _)| name == "authorization").unwrap();
//! let authorization = v3::Authorization::parse(sent).unwrap();
//! assert_eq!(authorization.credential, "testid");
//! assert_eq!(v3::verify(&incoming, &authorization, "testsecret"), Ok(()));
//! ```

use super::digest::{constant_time_eq, hmac_sha256_hex, sha256_hex};
use super::{Credentials, Request, SignatureError, Stamp, add_missing, borrowed};
use crate::wire;
use std::fmt;

/// The name of the scheme, with which the `Authorization` header begins.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

const BODY_HASH: &str = "x-acs-content-sha256";
const VENDOR: &str = "x-acs-";

/// The header `Authorization`, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization<'a> {
    /// The access key id.
    pub credential: &'a str,
    /// The names of the signed headers, joined by semicolons, in lower case, sorted.
    pub signed_headers: &'a str,
    /// The signature in lower-case hexadecimal digits.
    pub signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Reads the header's value:
    /// `ACS3-HMAC-SHA256 Credential=<id>,SignedHeaders=<a;b>,Signature=<hex>`.
    ///
    /// The three parts come in any order, blanks after the commas allowed. Names of headers have
    /// to be in lower case, sorted and distinct, as they are in what was signed.
    pub fn parse(value: &'a str) -> Result<Self, SignatureError> {
        let malformed = |what| Err(SignatureError::Malformed(what));
        let Some(rest) = value.trim().strip_prefix(ALGORITHM) else {
            return malformed("the scheme is not ACS3-HMAC-SHA256");
        };
        if !rest.starts_with(' ') {
            return malformed("no blank after the scheme");
        }
        let (mut credential, mut signed_headers, mut signature) = (None, None, None);
        for part in rest.split(',') {
            let Some((name, value)) = part.trim().split_once('=') else {
                return malformed("a part without `=`");
            };
            let place = match name {
                "Credential" => &mut credential,
                "SignedHeaders" => &mut signed_headers,
                "Signature" => &mut signature,
                _ => return malformed("a part other than Credential, SignedHeaders, Signature"),
            };
            if place.replace(value).is_some() {
                return malformed("a part twice");
            }
        }
        let Some(credential) = credential.filter(|text| !text.is_empty()) else {
            return malformed("no Credential");
        };
        let Some(signed_headers) = signed_headers.filter(|text| !text.is_empty()) else {
            return malformed("no SignedHeaders");
        };
        let Some(signature) = signature.filter(|text| !text.is_empty()) else {
            return malformed("no Signature");
        };
        if signed_headers.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return malformed("SignedHeaders in upper case");
        }
        if !signed_headers.split(';').is_sorted_by(|a, b| a < b) {
            return malformed("SignedHeaders not sorted or not distinct");
        }
        Ok(Self {
            credential,
            signed_headers,
            signature,
        })
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        self.signed_headers.split(';')
    }
}

impl fmt::Display for Authorization<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{ALGORITHM} Credential={},SignedHeaders={},Signature={}",
            self.credential, self.signed_headers, self.signature
        )
    }
}

/// The canonical request: method, path, canonical query, signed headers, their names, body hash.
///
/// `signed_headers` are the names joined by semicolons, in lower case and sorted; `body_hash` is
/// what the header `x-acs-content-sha256` says.
pub fn canonical_request<S: AsRef<str>>(
    request: &Request<'_, S>,
    signed_headers: &str,
    body_hash: &str,
) -> String {
    let mut text = request.method.to_ascii_uppercase();
    text.push('\n');
    text.push_str(request.signed_path());
    text.push('\n');
    text.push_str(&wire::canonical_query(request.query));
    text.push('\n');
    for name in signed_headers.split(';') {
        request.push_header_line(&mut text, name);
    }
    text.push('\n');
    text.push_str(signed_headers);
    text.push('\n');
    text.push_str(body_hash);
    text
}

/// The text that is signed: the scheme and the hash of the canonical request.
pub fn string_to_sign(canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{}", sha256_hex(canonical_request.as_bytes()))
}

/// The signature of a string to sign, in lower-case hexadecimal digits.
pub fn sign(string_to_sign: &str, secret: &str) -> String {
    hmac_sha256_hex(secret.as_bytes(), string_to_sign)
}

/// Checks a request against its `Authorization` header, over the headers which that one lists.
///
/// `host` and every `x-acs-` header present have to be listed, every listed header present, and
/// the body has to have the hash that `x-acs-content-sha256` says.
pub fn verify<S: AsRef<str>>(
    request: &Request<'_, S>,
    authorization: &Authorization<'_>,
    secret: &str,
) -> Result<(), SignatureError> {
    let absent = |name: &str| SignatureError::AbsentHeader(name.to_owned());
    let body_hash = request.header(BODY_HASH).ok_or_else(|| absent(BODY_HASH))?;
    let has_to_be_signed = |name: &str| name == "host" || name.starts_with(VENDOR);
    for name in request.header_names(has_to_be_signed) {
        if !authorization.names().any(|signed| signed == name) {
            return Err(SignatureError::UnsignedHeader(name));
        }
    }
    for name in authorization.names().chain(["host"]) {
        if request.header(name).is_none() {
            return Err(absent(name));
        }
    }
    if sha256_hex(request.body) != body_hash {
        return Err(SignatureError::BodyHash);
    }
    let string_to_sign = string_to_sign(&canonical_request(
        request,
        authorization.signed_headers,
        body_hash,
    ));
    let expected = sign(&string_to_sign, secret);
    if constant_time_eq(expected.as_bytes(), authorization.signature.as_bytes()) {
        Ok(())
    } else {
        Err(SignatureError::Mismatch { string_to_sign })
    }
}

/// Makes the headers of a request whole: adds the stamp, the body hash, key id and token of a
/// temporary key, and `authorization` over `host`, `content-type` and all `x-acs-` headers.
///
/// `headers` has to hold `host`, `x-acs-action` and `x-acs-version`; those of `request` are not
/// looked at. What is there already stays as it is, but for `authorization`, which is replaced.
pub fn sign_headers<S: AsRef<str>>(
    request: &Request<'_, S>,
    headers: &mut Vec<(String, String)>,
    credentials: &Credentials,
    stamp: Stamp<'_>,
) {
    headers.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
    add_missing(headers, "x-acs-date", stamp.time);
    add_missing(headers, "x-acs-signature-nonce", stamp.nonce);
    add_missing(headers, BODY_HASH, &sha256_hex(request.body));
    if let Some(token) = credentials.security_token() {
        add_missing(headers, "x-acs-accesskey-id", credentials.access_key_id());
        add_missing(headers, "x-acs-security-token", token);
    }
    let request = Request {
        method: request.method,
        path: request.path,
        query: &borrowed(request.query),
        headers: &borrowed(headers),
        body: request.body,
    };
    let chosen = |name: &str| matches!(name, "host" | "content-type") || name.starts_with(VENDOR);
    let names = request.header_names(chosen).join(";");
    let body_hash = request.header(BODY_HASH).unwrap_or_default();
    let canonical = canonical_request(&request, &names, body_hash);
    let authorization = Authorization {
        credential: credentials.access_key_id(),
        signed_headers: &names,
        signature: &sign(&string_to_sign(&canonical), credentials.secret()),
    }
    .to_string();
    headers.push(("authorization".to_owned(), authorization));
}

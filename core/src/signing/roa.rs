//! The path style: HMAC-SHA1 over some headers, the path and the query, in `Authorization`.
//!
//! A client makes its headers whole with [`sign_headers`]; a server reads the header with
//! [`Authorization::parse`], looks up the secret, and checks with [`verify`].

use super::digest::{constant_time_eq, hmac_sha1_base64, md5_base64};
use super::{Credentials, Request, SignatureError, Stamp, add_missing, borrowed};
use std::fmt;

const VENDOR: &str = "x-acs-";
const BODY_MD5: &str = "content-md5";

/// The header `Authorization`, read: `acs <id>:<signature>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization<'a> {
    /// The access key id.
    pub credential: &'a str,
    /// The signature in Base64.
    pub signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Reads the header's value.
    pub fn parse(value: &'a str) -> Result<Self, SignatureError> {
        let malformed = |what| Err(SignatureError::Malformed(what));
        let Some(rest) = value.trim().strip_prefix("acs ") else {
            return malformed("the scheme is not acs");
        };
        match rest.trim_start().split_once(':') {
            Some((credential, signature)) if !credential.is_empty() && !signature.is_empty() => {
                Ok(Self {
                    credential,
                    signature,
                })
            }
            _ => malformed("not an access key id, a colon and a signature"),
        }
    }
}

impl fmt::Display for Authorization<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "acs {}:{}", self.credential, self.signature)
    }
}

/// How a parameter with an empty value is written in the text that is signed: clients disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EmptyValue {
    Name,
    NameAndSign,
}

/// The text that is signed: method, `Accept`, `Content-MD5`, `Content-Type`, `Date`, all `x-acs-`
/// headers, and the path with the query, sorted and not encoded.
///
/// A parameter with an empty value is written as its name alone, as newer clients do; [`verify`]
/// also accepts the older way, `name=`.
pub fn string_to_sign<S: AsRef<str>>(request: &Request<'_, S>) -> String {
    written(request, EmptyValue::Name)
}

fn written<S: AsRef<str>>(request: &Request<'_, S>, empty: EmptyValue) -> String {
    let mut text = request.method.to_ascii_uppercase();
    text.push('\n');
    for name in ["accept", BODY_MD5, "content-type", "date"] {
        text.push_str(request.header(name).unwrap_or_default());
        text.push('\n');
    }
    for name in request.header_names(|name| name.starts_with(VENDOR)) {
        request.push_header_line(&mut text, &name);
    }
    text.push_str(request.signed_path());
    let mut pairs = borrowed(request.query);
    pairs.sort_by_key(|(name, _)| *name);
    for (at, (name, value)) in pairs.into_iter().enumerate() {
        text.push(if at == 0 { '?' } else { '&' });
        text.push_str(name);
        if !value.is_empty() || empty == EmptyValue::NameAndSign {
            text.push('=');
            text.push_str(value);
        }
    }
    text
}

/// The signature of a string to sign, in Base64.
pub fn sign(string_to_sign: &str, secret: &str) -> String {
    hmac_sha1_base64(secret.as_bytes(), string_to_sign)
}

/// Checks a request against its `Authorization` header, and its body against `Content-MD5`.
///
/// The body is signed by that header only. Some published clients leave it out, so that a body without
/// it is accepted; one that differs from it is not.
///
/// # Errors
///
/// [`SignatureError::Mismatch`] and [`SignatureError::BodyMd5`], in this order.
pub fn verify<S: AsRef<str>>(
    request: &Request<'_, S>,
    authorization: &Authorization<'_>,
    secret: &str,
) -> Result<(), SignatureError> {
    let matches = |text: &str| {
        constant_time_eq(
            sign(text, secret).as_bytes(),
            authorization.signature.as_bytes(),
        )
    };
    let string_to_sign = string_to_sign(request);
    if !matches(&string_to_sign) && !matches(&written(request, EmptyValue::NameAndSign)) {
        return Err(SignatureError::Mismatch { string_to_sign });
    }
    // Only the first value is signed; a further one must not say something else.
    let mut sent = request
        .header_values(BODY_MD5)
        .filter(|sent| !sent.is_empty());
    let Some(first) = sent.next() else {
        return Ok(());
    };
    if md5_base64(request.body) == first && sent.all(|other| other == first) {
        Ok(())
    } else {
        Err(SignatureError::BodyMd5)
    }
}

/// Makes the headers of a request whole: adds `date` and the stamp's nonce, the names of the
/// scheme, `content-md5` if there is a body, the token of a temporary key, and `authorization`.
///
/// `headers` has to hold `accept` and `x-acs-version`, and with a body its `content-type`; those of
/// `request` are not looked at. What is there already stays as it is, but for `authorization`, which
/// is replaced.
pub fn sign_headers<S: AsRef<str>>(
    request: &Request<'_, S>,
    headers: &mut Vec<(String, String)>,
    credentials: &Credentials,
    stamp: Stamp<'_>,
) {
    headers.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
    add_missing(headers, "date", stamp.time);
    add_missing(headers, "x-acs-signature-method", super::v1::METHOD);
    add_missing(headers, "x-acs-signature-version", super::v1::VERSION);
    add_missing(headers, "x-acs-signature-nonce", stamp.nonce);
    if !request.body.is_empty() {
        add_missing(headers, BODY_MD5, &md5_base64(request.body));
    }
    if let Some(token) = credentials.security_token() {
        add_missing(headers, "x-acs-security-token", token);
    }
    let text = string_to_sign(&Request {
        method: request.method,
        path: request.path,
        query: &borrowed(request.query),
        headers: &borrowed(headers),
        body: request.body,
    });
    let authorization = Authorization {
        credential: credentials.access_key_id(),
        signature: &sign(&text, credentials.secret()),
    }
    .to_string();
    headers.push(("authorization".to_owned(), authorization));
}

//! Version 1.0: HMAC-SHA1 over all parameters, the signature a parameter among them.
//!
//! A client makes its request whole with [`sign_pairs`]; a server checks it with [`verify`].
//!
//! ```
//! use doctract_core::signing::{Credentials, Stamp, v1};
//!
//! let mut pairs = vec![
//!     ("Action".to_owned(), "DescribeRegions".to_owned()),
//!     ("Version".to_owned(), "2014-05-26".to_owned()),
//! ];
//! let stamp = Stamp { time: "2016-02-23T12:46:24Z", nonce: "3ee8c1b8-83d3-44af" };
//! v1::sign_pairs("GET", &mut pairs, &Credentials::new("testid", "testsecret"), stamp);
//!
//! assert_eq!(v1::verify("GET", &pairs, "testsecret"), Ok(()));
//! assert!(v1::verify("POST", &pairs, "testsecret").is_err());
//! ```

use super::digest::{constant_time_eq, hmac_sha1_base64};
use super::{Credentials, SignatureError, Stamp, add_missing};
use crate::wire;

/// The value of `SignatureMethod`.
pub const METHOD: &str = "HMAC-SHA1";
/// The value of `SignatureVersion`.
pub const VERSION: &str = "1.0";

const SIGNATURE: &str = "Signature";

/// The text that is signed: `METHOD&%2F&` and the encoded canonical query of all parameters but
/// `Signature`. `pairs` are the decoded parameters of query and form together, in any order.
pub fn string_to_sign<N: AsRef<str>, V: AsRef<str>>(method: &str, pairs: &[(N, V)]) -> String {
    let signed: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_ref()))
        .filter(|(name, _)| *name != SIGNATURE)
        .collect();
    let mut text = method.to_ascii_uppercase();
    text.push_str("&%2F&");
    wire::encode_into(&mut text, &wire::canonical_query(&signed));
    text
}

/// The signature of the parameters, in Base64; not yet percent-encoded.
pub fn sign<N: AsRef<str>, V: AsRef<str>>(method: &str, pairs: &[(N, V)], secret: &str) -> String {
    signature(&string_to_sign(method, pairs), secret)
}

/// Checks the parameter `Signature` against the others.
pub fn verify<N: AsRef<str>, V: AsRef<str>>(
    method: &str,
    pairs: &[(N, V)],
    secret: &str,
) -> Result<(), SignatureError> {
    let (_, sent) = pairs
        .iter()
        .find(|(name, _)| name.as_ref() == SIGNATURE)
        .ok_or(SignatureError::Missing)?;
    let string_to_sign = string_to_sign(method, pairs);
    let expected = signature(&string_to_sign, secret);
    if constant_time_eq(expected.as_bytes(), sent.as_ref().as_bytes()) {
        Ok(())
    } else {
        Err(SignatureError::Mismatch { string_to_sign })
    }
}

/// Makes the parameters of a request whole: adds the access key, the stamp, the names of the
/// scheme, the token of a temporary key, and the signature over all.
///
/// What is there already stays as it is, but for a `Signature`, which is replaced.
pub fn sign_pairs(
    method: &str,
    pairs: &mut Vec<(String, String)>,
    credentials: &Credentials,
    stamp: Stamp<'_>,
) {
    pairs.retain(|(name, _)| name != SIGNATURE);
    add_missing(pairs, "AccessKeyId", credentials.access_key_id());
    add_missing(pairs, "SignatureMethod", METHOD);
    add_missing(pairs, "SignatureVersion", VERSION);
    add_missing(pairs, "SignatureNonce", stamp.nonce);
    add_missing(pairs, "Timestamp", stamp.time);
    if let Some(token) = credentials.security_token() {
        add_missing(pairs, "SecurityToken", token);
    }
    let signature = sign(method, pairs, credentials.secret());
    pairs.push((SIGNATURE.to_owned(), signature));
}

fn signature(string_to_sign: &str, secret: &str) -> String {
    hmac_sha1_base64(format!("{secret}&").as_bytes(), string_to_sign)
}

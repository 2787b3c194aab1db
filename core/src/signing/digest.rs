//! Hashes and message authentication codes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::digest::Digest;
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The SHA-256 of `bytes` in lower-case hexadecimal digits.
///
/// ```
/// use doctract_core::signing::sha256_hex;
///
/// assert!(sha256_hex(b"").starts_with("e3b0c44298fc1c14"));
/// ```
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The MD5 of `bytes` in Base64, as the header `Content-MD5` carries it. It guards against accidents
/// on the way and is no protection by itself: what protects the header is the signature over it.
///
/// ```
/// use doctract_core::signing::md5_base64;
///
/// assert_eq!(md5_base64(b""), "1B2M2Y8AsgTpgAmY7PhCfg==");
/// ```
pub fn md5_base64(bytes: &[u8]) -> String {
    STANDARD.encode(Md5::digest(bytes))
}

/// Whether both are equal, in a time that does not depend on where they differ. Their lengths are no
/// secret: texts of two lengths are told apart at once.
pub fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

pub(super) fn hmac_sha1_base64(key: &[u8], text: &str) -> String {
    STANDARD.encode(mac::<Sha1>(key, text.as_bytes()).finalize().into_bytes())
}

pub(super) fn hmac_sha256_hex(key: &[u8], text: &str) -> String {
    hex(&mac::<Sha256>(key, text.as_bytes()).finalize().into_bytes())
}

fn mac<D: EagerHash + Digest>(key: &[u8], text: &[u8]) -> Hmac<D> {
    let mut mac = keyed(key);
    mac.update(text);
    mac
}

/// The code's key block as RFC 2104 makes it: a long key hashed, then filled up with zeros.
fn keyed<D: EagerHash + Digest>(key: &[u8]) -> Hmac<D> {
    let mut block = hmac::digest::Key::<Hmac<D>>::default();
    if key.len() <= block.len() {
        block[..key.len()].copy_from_slice(key);
    } else {
        let hash = D::digest(key);
        block[..hash.len()].copy_from_slice(&hash);
    }
    Hmac::new(&block)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_any_length_agree_with_the_library() {
        for length in [0, 1, 63, 64, 65, 200] {
            let key = vec![b'k'; length];
            let mut theirs = <Hmac<Sha1> as KeyInit>::new_from_slice(&key).unwrap();
            theirs.update(b"text");
            assert!(mac::<Sha1>(&key, b"text").finalize() == theirs.finalize());
        }
    }

    #[test]
    fn equality_is_equality() {
        for (left, right) in [("", ""), ("a", "a"), ("a", "b"), ("a", "ab"), ("", "a")] {
            assert_eq!(
                constant_time_eq(left.as_bytes(), right.as_bytes()),
                left == right
            );
        }
    }
}

//! Why a signature was not accepted.

use std::fmt;

/// Why a signature was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The request carries no signature.
    Missing,
    /// The `Authorization` header has not the form of its scheme; says what is wrong.
    Malformed(&'static str),
    /// A header that has to be signed is not in the client's list.
    UnsignedHeader(String),
    /// A header is in the client's list, or has to be sent, and is absent.
    AbsentHeader(String),
    /// The body is not the one whose hash was sent and signed.
    BodyHash,
    /// The body is not the one whose MD5 was sent in `Content-MD5`.
    BodyMd5,
    /// The signature is another one than the server's.
    Mismatch {
        /// What the server signed. It holds no secret: vendors print it in their answer.
        string_to_sign: String,
    },
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("the request carries no signature"),
            Self::Malformed(what) => write!(f, "malformed Authorization header: {what}"),
            Self::UnsignedHeader(name) => write!(f, "header `{name}` has to be signed"),
            Self::AbsentHeader(name) => write!(f, "header `{name}` is absent"),
            Self::BodyHash => f.write_str("the body does not have the hash that was sent"),
            Self::BodyMd5 => f.write_str("the body does not have the MD5 of `content-md5`"),
            Self::Mismatch { string_to_sign } => {
                write!(
                    f,
                    "the signature does not match; string to sign is:{string_to_sign}"
                )
            }
        }
    }
}

impl std::error::Error for SignatureError {}

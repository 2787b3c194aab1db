//! The errors that the service answers before, or beside, an operation's own.

use crate::refusal::Refusal;
use std::borrow::Cow;

/// Any method but GET and POST.
pub(crate) const UNSUPPORTED_METHOD: Refusal = Refusal::new(
    403,
    "UnsupportedHTTPMethod",
    "This http method is not supported.",
);

/// The access key is not known.
pub(crate) const UNKNOWN_KEY: Refusal = Refusal::new(
    404,
    "InvalidAccessKeyId.NotFound",
    "Specified access key is not found.",
);

/// The signature is not one: a part of it is missing or malformed.
pub(crate) const INCOMPLETE_SIGNATURE: Refusal = Refusal::new(
    400,
    "IncompleteSignature",
    "The request signature does not conform to Aliyun standards.",
);

/// The body is not the one that `Content-MD5` is of.
pub(crate) const BODY_MD5: Refusal = Refusal::new(
    400,
    "ContentMD5NotMatched",
    "Specified content md5 is not matched with your request body.",
);

/// The nonce was seen before.
pub(crate) const NONCE_USED: Refusal = Refusal::new(
    400,
    "SignatureNonceUsed",
    "Specified signature nonce was used already.",
);

/// The time stamp is too far from now.
pub(crate) const TIME_EXPIRED: Refusal = Refusal::new(
    400,
    "InvalidTimeStamp.Expired",
    "Specified time stamp or date value is expired.",
);

/// The time stamp is no time.
pub(crate) const TIME_MALFORMED: Refusal = Refusal::new(
    400,
    "InvalidTimeStamp.Format",
    "Specified time stamp or date value is not well formatted.",
);

/// The token of a temporary key has ended.
pub(crate) const TOKEN_EXPIRED: Refusal = Refusal::new(
    400,
    "InvalidSecurityToken.Expired",
    "Specified SecurityToken is expired.",
);

/// The token of a temporary key is missing.
pub(crate) const TOKEN_MALFORMED: Refusal = Refusal::new(
    400,
    "InvalidSecurityToken.Malformed",
    "Specified SecurityToken is malformed.",
);

/// The token does not belong to the access key.
pub(crate) const TOKEN_MISMATCH: Refusal = Refusal::new(
    400,
    "InvalidSecurityToken.MismatchWithAccessKey",
    "Specified SecurityToken mismatch with the AccessKey.",
);

/// There is no such operation.
pub(crate) const UNKNOWN_ACTION: Refusal = Refusal::new(
    404,
    "InvalidAction.NotFound",
    "Specified api is not found, please check your url and method.",
);

/// There is no such version of the API.
pub(crate) const UNKNOWN_VERSION: Refusal = Refusal::new(
    404,
    "InvalidVersion",
    "Specified parameter Version is not valid.",
);

/// A client token with other parameters than at first.
pub(crate) const TOKEN_REUSED: Refusal = Refusal::new(
    403,
    "IdempotentParameterMismatch",
    "The specified clientToken is used.",
);

/// A client token whose first request is still worked on.
pub(crate) const TOKEN_IN_WORK: Refusal = Refusal::new(
    403,
    "IdempotentProcessing",
    "The previous idempotent request(s) is still processing.",
);

/// The request was only to be checked, and is valid.
pub(crate) const DRY_RUN: Refusal = Refusal::new(
    400,
    "DryRunOperation",
    "Request validation has been passed with DryRun flag set.",
);

/// Something went wrong inside.
pub(crate) const INTERNAL: Refusal = Refusal::new(
    500,
    "InternalError",
    "The request processing has failed due to some unknown error, exception or failure.",
);

/// A body above the limit.
pub(crate) const TOO_LARGE: Refusal = Refusal::new(
    413,
    "RequestEntityTooLarge",
    "The request is larger than this server takes.",
);

/// A request that took too long to arrive.
pub(crate) const TOO_SLOW: Refusal =
    Refusal::new(408, "RequestTimeout", "The request did not arrive in time.");

/// A mandatory parameter is not there.
pub(crate) fn missing_parameter(name: &str) -> Refusal {
    with_message(
        400,
        "MissingParameter",
        format!(
            "The input parameter “{name}” that is mandatory for processing this request is not supplied."
        ),
    )
}

/// A parameter has a value that it cannot have.
pub(crate) fn invalid_parameter(name: &str) -> Refusal {
    with_message(
        400,
        "InvalidParameter",
        format!("The specified parameter “{name}” is not valid."),
    )
}

/// `SignatureMethod` or `SignatureVersion` is not one of version 1. The code is spelled as the
/// service spells it.
pub(crate) fn invalid_signature_parameter(name: &str) -> Refusal {
    with_message(
        400,
        "InvalidParamater",
        format!("The specified parameter “{name}” is not valid."),
    )
}

/// The signature is another. Clients compare the text after the colon with their own.
pub(crate) fn signature_mismatch(string_to_sign: &str) -> Refusal {
    with_message(
        400,
        "SignatureDoesNotMatch",
        format!(
            "Specified signature is not matched with our calculation. server string to sign is:{string_to_sign}"
        ),
    )
}

/// The query or the form cannot be read.
pub(crate) fn unreadable(why: impl std::fmt::Display) -> Refusal {
    let message = format!("The parameters of the request cannot be read: {why}.");
    with_message(400, "InvalidParameter", message)
}

fn with_message(status: u16, code: &'static str, message: String) -> Refusal {
    Refusal {
        status,
        code: Cow::Borrowed(code),
        message: Cow::Owned(message),
    }
}

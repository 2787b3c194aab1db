//! The departures of the protocol as data: ways that must be accepted, ones that must be refused,
//! ones that no sentence decides.

use crate::case::{Asked, Carrier, Departure, Method, Parameter, Scheme, Step, Value};

/// A way of sending a legal request: its name, what is different, and the change.
pub(super) type Way = (&'static str, &'static str, fn(&mut Step));

/// Ways that must be accepted.
pub(super) const WAYS: &[Way] = &[
    ("get", "GET with everything in the query", |_| {}),
    (
        "post-query",
        "POST with everything in the query and no body",
        |step| {
            step.request.method = Method::Post;
        },
    ),
    ("post-form", "POST with everything in a form", |step| {
        step.request.method = Method::Post;
        step.request.carrier = Carrier::Form;
    }),
    (
        "post-mixed",
        "POST with parameters in query and form",
        |step| {
            step.request.method = Method::Post;
            step.request.carrier = Carrier::Mixed;
        },
    ),
    ("signature-v1", "signature version 1", |step| {
        depart(step, [Departure::Scheme(Scheme::V1)]);
    }),
    ("signature-v3", "signature version 3", |step| {
        depart(step, [Departure::Scheme(Scheme::V3)]);
    }),
    (
        "signature-v3-form",
        "signature version 3 over a form",
        |step| {
            step.request.method = Method::Post;
            step.request.carrier = Carrier::Form;
            depart(step, [Departure::Scheme(Scheme::V3)]);
        },
    ),
    (
        "format-lower-case",
        "the format named in lower case",
        |step| {
            depart(step, [with("Format", "json")]);
        },
    ),
    ("format-absent", "no format named", |step| {
        step.request.format = Asked::Nothing;
    }),
    (
        "unknown-parameter",
        "a parameter that no page lists",
        |step| {
            step.request.parameters.push(Parameter {
                name: "DoctractUnknown".into(),
                value: Value::text("1"),
                position: None,
                literal: false,
            });
        },
    ),
    (
        "empty-common-parameter",
        "a common parameter with an empty value",
        |step| {
            depart(
                step,
                [Departure::Scheme(Scheme::V1), with("SignatureType", "")],
            );
        },
    ),
    (
        "time-with-milliseconds",
        "a time with milliseconds",
        |step| {
            depart(
                step,
                [Departure::Scheme(Scheme::V1), Departure::Milliseconds],
            );
        },
    ),
];

/// A departure that must be refused, by the name of its convention.
pub(super) type Refusal = (&'static str, &'static str, &'static str, fn(&mut Step));

pub(super) const REFUSALS: &[Refusal] = &[
    (
        "put",
        "wrong-method",
        "a method that the service does not know",
        |step| {
            step.request.method = Method::Put;
        },
    ),
    (
        "delete",
        "wrong-method",
        "a method that the service does not know",
        |step| {
            step.request.method = Method::Delete;
        },
    ),
    (
        "unknown-action",
        "unknown-action",
        "an operation that does not exist",
        |step| {
            step.request.action = Some("DoctractNoSuchOperation".into());
        },
    ),
    (
        "missing-action",
        "missing-action",
        "no operation named",
        |step| {
            depart(step, [without("Action")]);
        },
    ),
    (
        "unknown-version",
        "unknown-version",
        "a version that does not exist",
        |step| {
            depart(step, [with("Version", "1999-01-01")]);
        },
    ),
    (
        "missing-version",
        "missing-version",
        "no version named",
        |step| {
            depart(step, [without("Version")]);
        },
    ),
    (
        "wrong-signature-v1",
        "wrong-signature",
        "a signature that is not right",
        |step| {
            depart(
                step,
                [Departure::Scheme(Scheme::V1), Departure::WrongSignature],
            );
        },
    ),
    (
        "wrong-signature-v3",
        "wrong-signature",
        "a signature that is not right",
        |step| {
            depart(
                step,
                [Departure::Scheme(Scheme::V3), Departure::WrongSignature],
            );
        },
    ),
    (
        "missing-signature",
        "missing-signature",
        "no signature",
        |step| {
            depart(step, [Departure::Scheme(Scheme::V1), without("Signature")]);
        },
    ),
    (
        "unknown-key-v1",
        "unknown-key",
        "an access key that nobody has",
        |step| {
            depart(step, [Departure::Scheme(Scheme::V1), Departure::UnknownKey]);
        },
    ),
    (
        "unknown-key-v3",
        "unknown-key",
        "an access key that nobody has",
        |step| {
            depart(step, [Departure::Scheme(Scheme::V3), Departure::UnknownKey]);
        },
    ),
    ("missing-key", "missing-key", "no access key", |step| {
        depart(
            step,
            [Departure::Scheme(Scheme::V1), without("AccessKeyId")],
        );
    }),
    (
        "stale-time-v1",
        "stale-time",
        "a time an hour ago",
        |step| {
            depart(
                step,
                [Departure::Scheme(Scheme::V1), Departure::TimeShift(-3600)],
            );
        },
    ),
    (
        "stale-time-v3",
        "stale-time",
        "a time an hour ago",
        |step| {
            depart(
                step,
                [Departure::Scheme(Scheme::V3), Departure::TimeShift(-3600)],
            );
        },
    ),
    (
        "future-time",
        "future-time",
        "a time an hour ahead",
        |step| {
            depart(
                step,
                [Departure::Scheme(Scheme::V1), Departure::TimeShift(3600)],
            );
        },
    ),
    (
        "malformed-time",
        "malformed-time",
        "a time that is none",
        |step| {
            depart(
                step,
                [
                    Departure::Scheme(Scheme::V1),
                    with("Timestamp", "yesterday"),
                ],
            );
        },
    ),
    ("missing-time", "missing-time", "no time", |step| {
        depart(step, [Departure::Scheme(Scheme::V1), without("Timestamp")]);
    }),
    ("missing-nonce", "missing-nonce", "no nonce", |step| {
        depart(
            step,
            [Departure::Scheme(Scheme::V1), without("SignatureNonce")],
        );
    }),
    (
        "unknown-signature-method",
        "unknown-signature-method",
        "a way of signing that does not exist",
        |step| {
            depart(
                step,
                [
                    Departure::Scheme(Scheme::V1),
                    with("SignatureMethod", "HMAC-MD2"),
                ],
            );
        },
    ),
];

/// Departures that no sentence decides; only a failure of the service itself is one.
pub(super) const OPEN: &[Way] = &[
    (
        "broken-escape",
        "what a broken percent escape means",
        |step| {
            depart(
                step,
                [
                    Departure::RawQuery("&DoctractRaw=%zz".into()),
                    Departure::Exact,
                ],
            );
        },
    ),
    (
        "escape-cut-off",
        "what a percent escape that is cut off means",
        |step| {
            depart(
                step,
                [
                    Departure::RawQuery("&DoctractRaw=%4".into()),
                    Departure::Exact,
                ],
            );
        },
    ),
    ("no-utf-8", "what bytes that are no UTF-8 mean", |step| {
        depart(
            step,
            [
                Departure::RawQuery("&DoctractRaw=%FF%FE".into()),
                Departure::Exact,
            ],
        );
    }),
    ("zero-byte", "what a zero byte means", |step| {
        depart(
            step,
            [
                Departure::RawQuery("&DoctractRaw=%00".into()),
                Departure::Exact,
            ],
        );
    }),
    ("long-query", "how long a query may be", |step| {
        step.request.parameters.push(Parameter {
            name: "DoctractUnknown".into(),
            value: Value::text("x".repeat(7000)),
            position: None,
            literal: false,
        });
    }),
];

pub(super) fn depart<const N: usize>(step: &mut Step, departures: [Departure; N]) {
    step.request.departures.extend(departures);
}

fn with(name: &str, value: &str) -> Departure {
    Departure::With(name.to_owned(), value.to_owned())
}

fn without(name: &str) -> Departure {
    Departure::Without(name.to_owned())
}

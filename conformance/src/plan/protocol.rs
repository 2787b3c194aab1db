//! HTTP, common parameters and signatures: what holds for every operation.

use super::Planner;
use super::base::{Draft, Wanted, shape};
use super::values::ACTION;
use crate::case::{
    Asked, Carrier, Case, Departure, Family, Method, Parameter, Scheme, Step, Value,
};
use crate::expect::{Accepted, Claim, Expectation, Open, Refused};
use crate::synth::Want;
use doctract_spec::model::{Role, Style};

/// A way of sending a legal request: its name, what is different, and the change.
type Way = (&'static str, &'static str, fn(&mut Step));

/// Ways that must be accepted.
const WAYS: &[Way] = &[
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
type Refusal = (&'static str, &'static str, &'static str, fn(&mut Step));

const REFUSALS: &[Refusal] = &[
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
const OPEN: &[Way] = &[
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

impl Planner<'_> {
    /// The cases of the protocol.
    pub(super) fn protocol(&self) -> Vec<Case> {
        let Some((plain, draft)) = self.plain_step(0) else {
            return Vec::new();
        };
        let mut cases = Vec::new();
        cases.extend(self.wire_claims(&plain));
        if self.operation.style == Style::Rpc {
            cases.extend(self.ways(&plain));
            cases.extend(self.refusals(&plain));
            cases.extend(self.nonce_again());
            cases.extend(self.head());
            cases.extend(self.other_case());
            cases.extend(self.loose());
            cases.extend(self.open_departures(&plain));
            cases.extend(self.sent_twice());
        }
        cases
            .into_iter()
            .map(|case| self.lacking(case, &[&draft]))
            .collect()
    }

    fn protocol_case(&self, name: &str, why: &str, steps: Vec<Step>) -> Case {
        self.case(Family::Protocol, &[name], Vec::new(), why, steps)
    }

    fn ways(&self, plain: &Step) -> Vec<Case> {
        let case = |(name, why, change): &Way| {
            let mut step = plain.clone();
            step.expect = Expectation::Accepted(Accepted {
                convention: Some((*why).to_owned()),
                ..Accepted::default()
            });
            change(&mut step);
            self.protocol_case(name, why, vec![step])
        };
        WAYS.iter().map(case).collect()
    }

    fn refusals(&self, plain: &Step) -> Vec<Case> {
        let case = |(name, convention, why, change): &Refusal| {
            let mut step = plain.clone();
            step.expect = self.by_convention(convention);
            change(&mut step);
            let mut steps = vec![step];
            steps.extend(self.confirmation());
            let mut case = self.protocol_case(name, why, steps);
            if *convention == "unknown-action" {
                let names_operation = format!("{ACTION}/constant");
                case.statements
                    .extend(self.statement(&names_operation).map(|one| one.id.clone()));
            }
            case
        };
        REFUSALS.iter().map(case).collect()
    }

    fn open_departures(&self, plain: &Step) -> Vec<Case> {
        let case = |(name, question, change): &Way| {
            let mut step = plain.clone();
            step.expect = Expectation::Open(Open {
                question: (*question).to_owned(),
                never_5xx: true,
            });
            change(&mut step);
            self.protocol_case(name, &format!("no sentence says {question}"), vec![step])
        };
        OPEN.iter().map(case).collect()
    }

    /// The answer itself: as long as it says, and in time.
    fn wire_claims(&self, plain: &Step) -> Vec<Case> {
        let claim = |name: &str, why: &str, claim: Claim, departures: Vec<Departure>| {
            let mut step = plain.clone();
            step.request.departures = departures;
            step.expect = Expectation::Accepted(Accepted {
                claim: Some(claim),
                convention: Some(why.to_owned()),
                ..Accepted::default()
            });
            self.protocol_case(name, why, vec![step])
        };
        vec![
            claim(
                "framing",
                "an answer is as long as it says",
                Claim::Framed,
                vec![Departure::Exact],
            ),
            claim(
                "in-time",
                "an answer comes within the deadline",
                Claim::InTime,
                Vec::new(),
            ),
        ]
    }

    /// A nonce is good for one request, in each scheme.
    fn nonce_again(&self) -> Vec<Case> {
        let (Some((one, _)), Some((two, _))) = (self.plain_step(0), self.plain_step(1)) else {
            return Vec::new();
        };
        let case = |(name, scheme): (&str, Scheme)| {
            let (mut first, mut second) = (one.clone(), two.clone());
            depart(&mut first, [Departure::Scheme(scheme)]);
            depart(
                &mut second,
                [Departure::Scheme(scheme), Departure::NonceOf(0)],
            );
            second.expect = self.by_convention("replayed-nonce");
            let why = "a nonce is good for one request";
            self.protocol_case(name, why, vec![first, second.named("the same nonce")])
        };
        [
            ("replayed-nonce-v1", Scheme::V1),
            ("replayed-nonce-v3", Scheme::V3),
        ]
        .into_iter()
        .map(case)
        .collect()
    }

    /// HEAD is refused, or at least does nothing: a different request with the same token goes
    /// through after it.
    fn head(&self) -> Option<Case> {
        let token = self
            .checker
            .names()
            .leaves()
            .iter()
            .find(|leaf| leaf.field.role == Some(Role::IdempotencyToken));
        let value = token
            .and_then(|leaf| Some((leaf.pattern.clone(), self.plain(leaf, 0, &mut Vec::new())?)));
        let wanted = Wanted {
            fixed: value.into_iter().collect(),
            ..Wanted::default()
        };
        let draft: Draft = self.base(&wanted).ok()?;
        let mut head = Step::new(self.request(&draft), self.by_convention("wrong-method"));
        head.request.method = Method::Head;
        if let Expectation::Refused(refused) = &mut head.expect {
            *refused = Refused {
                bodiless: true,
                ..refused.clone()
            };
        }
        let mut after = self
            .mismatch_steps(Expectation::accepted())
            .and_then(|mut steps| steps.pop())
            .or_else(|| self.plain_step(0).map(|(step, _)| step))?;
        after.expect = Expectation::Accepted(Accepted {
            convention: Some("HEAD changes nothing".into()),
            ..Accepted::default()
        });
        let steps = vec![head, after.named("confirmed")];
        Some(self.protocol_case("head", "HEAD changes nothing", steps))
    }

    /// A required parameter under its name in another letter case is missing.
    fn other_case(&self) -> Option<Case> {
        let leaf = self.checker.names().leaves().iter().find(|leaf| {
            leaf.field.required && leaf.parents.is_empty() && leaf.field.constant.is_none()
        })?;
        let other = leaf.pattern.to_lowercase();
        if other == leaf.pattern || self.checker.names().resolve(&other).is_some() {
            return None;
        }
        let (mut step, _) = self.plain_step(0)?;
        for parameter in &mut step.request.parameters {
            if parameter.name == leaf.pattern {
                parameter.name.clone_from(&other);
            }
        }
        let mut expect = self.refusal(&leaf.pattern, "required").expect;
        if let Expectation::Refused(refused) = &mut expect {
            refused.convention = Some("letter case counts in names of parameters".into());
        }
        step.expect = expect;
        let mut steps = vec![step];
        steps.extend(self.confirmation());
        Some(self.protocol_case(
            "name-other-case",
            "letter case counts in names of parameters",
            steps,
        ))
    }

    /// Hard characters in a free text, encoded as loosely as real clients do.
    fn loose(&self) -> Option<Case> {
        let leaf = self.checker.names().leaves().iter().find(|leaf| {
            let shape = shape(leaf.field, &[]);
            let hard = Want {
                middle: Some("a b*~/+&='()!"),
                ..Want::default()
            };
            leaf.parents.is_empty()
                && leaf.field.constant.is_none()
                && leaf.field.role.is_none()
                && leaf
                    .field
                    .constraints
                    .iter()
                    .any(|entry| entry.max_length.is_some())
                && shape.is_text()
                && shape.solve(&hard, &mut self.rng(&leaf.pattern)).is_some()
        })?;
        let shape = shape(leaf.field, &[]);
        let hard = Want {
            middle: Some("a b*~/+&='()!"),
            ..Want::default()
        };
        let text = shape.solve(&hard, &mut self.rng(&leaf.pattern))?;
        let draft = self
            .base(&Wanted::one(leaf.pattern.clone(), Value::Value(text)))
            .ok()?;
        let expect = Expectation::Accepted(Accepted {
            convention: Some(
                "signatures are checked over what was meant, not over how it was encoded".into(),
            ),
            ..Accepted::default()
        });
        let mut step = Step::new(self.request(&draft), expect);
        depart(&mut step, [Departure::LooseEncoding]);
        let why = "blanks as `+`, and `* ( ) ' !` as they are";
        Some(self.protocol_case("loose-encoding", why, vec![step]))
    }
}

fn depart<const N: usize>(step: &mut Step, departures: [Departure; N]) {
    step.request.departures.extend(departures);
}

fn with(name: &str, value: &str) -> Departure {
    Departure::With(name.to_owned(), value.to_owned())
}

fn without(name: &str) -> Departure {
    Departure::Without(name.to_owned())
}

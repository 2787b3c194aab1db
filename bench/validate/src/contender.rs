//! The validators, each behind one closure that says whether the request is valid.

use crate::hand_written::{self, Request};
use crate::{garde_request, generated, schema, validator_request};
use garde::Validate as _;
use std::hint::black_box;
use validator::Validate as _;

/// One validator with its request.
pub struct Contender {
    pub name: &'static str,
    pub validate: Box<dyn Fn() -> bool>,
}

/// All validators; the hand-written one is the first.
pub fn contenders(request: &Request) -> Vec<Contender> {
    let by_hand = request.clone();
    let ours = ours(request);
    let garde = garde_request::Request::from(request.clone());
    let validator = validator_request::Request::from(request.clone());
    let value = schema::value(request);
    let compiled = jsonschema::validator_for(&schema::schema()).expect("a schema");
    let compiled_too = compiled.clone();
    let value_too = value.clone();
    vec![
        contender("hand-written", move || {
            hand_written::validate(black_box(&by_hand)).is_ok()
        }),
        contender("doctract", move || black_box(&ours).validate().is_ok()),
        contender("garde", move || black_box(&garde).validate().is_ok()),
        contender("validator", move || {
            black_box(&validator).validate().is_ok()
        }),
        contender("jsonschema, a verdict", move || {
            compiled.is_valid(black_box(&value))
        }),
        contender("jsonschema, all errors", move || {
            compiled_too.iter_errors(black_box(&value_too)).count() == 0
        }),
    ]
}

fn contender(name: &'static str, validate: impl Fn() -> bool + 'static) -> Contender {
    Contender {
        name,
        validate: Box::new(validate),
    }
}

fn ours(request: &Request) -> generated::CreateSnapshot {
    let builder = generated::CreateSnapshot::builder().disk_id(request.disk_id.as_str());
    let mut ours = builder.build().expect("a disk is all it needs");
    ours.client_token.clone_from(&request.client_token);
    ours.description.clone_from(&request.description);
    ours.owner_account.clone_from(&request.owner_account);
    ours.snapshot_name.clone_from(&request.snapshot_name);
    let tags = request.tags.iter();
    ours.tag = tags
        .map(|tag| {
            let mut ours = generated::Tag::default();
            ours.key.clone_from(&tag.key);
            ours.value.clone_from(&tag.value);
            ours
        })
        .collect();
    ours
}

//! The request with the rules of `validator`.

use crate::hand_written;
use crate::rules::{is_address, is_name, is_tag_text};
use serde::Serialize;
use validator::{Validate, ValidationError};

#[derive(Serialize, Validate)]
pub struct Tag {
    #[validate(length(min = 1, max = 64), custom(function = "tag_text"))]
    key: Option<String>,
    #[validate(length(max = 128), custom(function = "tag_text"))]
    value: Option<String>,
}

#[derive(Serialize, Validate)]
#[allow(dead_code)]
pub struct Request {
    disk_id: String,
    #[validate(length(max = 64), custom(function = "ascii"))]
    client_token: Option<String>,
    #[validate(length(min = 2, max = 256), custom(function = "no_address"))]
    description: Option<String>,
    owner_account: Option<String>,
    #[validate(
        length(min = 2, max = 128),
        custom(function = "name"),
        custom(function = "no_address")
    )]
    snapshot_name: Option<String>,
    #[validate(length(max = 20), nested)]
    tags: Vec<Tag>,
}

fn refuse(holds: bool, code: &'static str) -> Result<(), ValidationError> {
    if holds {
        Ok(())
    } else {
        Err(ValidationError::new(code))
    }
}

fn ascii(text: &str) -> Result<(), ValidationError> {
    refuse(text.is_ascii(), "ascii")
}

fn tag_text(text: &str) -> Result<(), ValidationError> {
    refuse(is_tag_text(text), "prefix")
}

fn no_address(text: &str) -> Result<(), ValidationError> {
    refuse(!is_address(text), "address")
}

fn name(text: &str) -> Result<(), ValidationError> {
    refuse(is_name(text), "name")
}

impl From<hand_written::Request> for Request {
    fn from(request: hand_written::Request) -> Self {
        let tags = request.tags.into_iter();
        Self {
            disk_id: request.disk_id,
            client_token: request.client_token,
            description: request.description,
            owner_account: request.owner_account,
            snapshot_name: request.snapshot_name,
            tags: tags
                .map(|tag| Tag {
                    key: tag.key,
                    value: tag.value,
                })
                .collect(),
        }
    }
}

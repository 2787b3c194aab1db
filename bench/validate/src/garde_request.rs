//! The request with the rules of `garde`.

use crate::hand_written;
use crate::rules::{is_address, is_name, is_tag_text};
use garde::Validate;

#[derive(Validate)]
pub struct Tag {
    #[garde(length(chars, min = 1, max = 64), custom(tag_text))]
    key: Option<String>,
    #[garde(length(chars, max = 128), custom(tag_text))]
    value: Option<String>,
}

#[derive(Validate)]
#[allow(dead_code)]
pub struct Request {
    #[garde(skip)]
    disk_id: String,
    #[garde(length(chars, max = 64), ascii)]
    client_token: Option<String>,
    #[garde(length(chars, min = 2, max = 256), custom(no_address))]
    description: Option<String>,
    #[garde(skip)]
    owner_account: Option<String>,
    #[garde(length(chars, min = 2, max = 128), custom(name), custom(no_address))]
    snapshot_name: Option<String>,
    #[garde(length(max = 20), dive)]
    tags: Vec<Tag>,
}

fn refuse(text: &Option<String>, holds: impl Fn(&str) -> bool, why: &str) -> garde::Result {
    match text {
        Some(text) if !holds(text) => Err(garde::Error::new(why)),
        _ => Ok(()),
    }
}

fn tag_text(text: &Option<String>, _: &()) -> garde::Result {
    refuse(text, is_tag_text, "must not begin so")
}

fn no_address(text: &Option<String>, _: &()) -> garde::Result {
    refuse(
        text,
        |text| !is_address(text),
        "must not begin with an address",
    )
}

fn name(text: &Option<String>, _: &()) -> garde::Result {
    refuse(text, is_name, "is no name")
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

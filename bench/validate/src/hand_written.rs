//! The validator that a careful person writes: every broken rule, nothing allocated while all is
//! well.

use crate::rules::{TAG_PREFIXES, is_han};

/// A tag.
#[derive(Clone)]
pub struct Tag {
    pub key: Option<String>,
    pub value: Option<String>,
}

/// The request.
#[derive(Clone)]
pub struct Request {
    pub disk_id: String,
    pub client_token: Option<String>,
    pub description: Option<String>,
    pub owner_account: Option<String>,
    pub snapshot_name: Option<String>,
    pub tags: Vec<Tag>,
}

/// A broken rule: the parameter, its index, the rule, what was found.
#[allow(dead_code)]
pub struct Broken(&'static str, Option<usize>, &'static str, usize);

/// Checks the request.
pub fn validate(request: &Request) -> Result<(), Vec<Broken>> {
    let mut broken = Vec::new();
    if let Some(token) = &request.client_token {
        let count = token.chars().count();
        if count > 64 {
            broken.push(Broken("ClientToken", None, "at most 64 characters", count));
        }
        if !token.is_ascii() {
            broken.push(Broken("ClientToken", None, "only ASCII", 0));
        }
    }
    if let Some(description) = &request.description {
        length("Description", description, 2, 256, &mut broken);
        prefixes(
            "Description",
            None,
            description,
            &["http://", "https://"],
            &mut broken,
        );
    }
    if let Some(name) = &request.snapshot_name {
        length("SnapshotName", name, 2, 128, &mut broken);
        let begins = |c: char| c.is_ascii_alphabetic() || is_han(c);
        if name.chars().next().is_some_and(|c| !begins(c)) {
            broken.push(Broken("SnapshotName", None, "begins with a letter", 0));
        }
        let may_be =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-') || is_han(c);
        if !name.chars().all(may_be) {
            broken.push(Broken("SnapshotName", None, "only letters, digits, :_-", 0));
        }
        prefixes(
            "SnapshotName",
            None,
            name,
            &["http://", "https://", "auto"],
            &mut broken,
        );
    }
    if request.tags.len() > 20 {
        broken.push(Broken("Tag", None, "at most 20", request.tags.len()));
    }
    for (at, tag) in request.tags.iter().enumerate() {
        if let Some(key) = &tag.key {
            let count = key.chars().count();
            if count == 0 || count > 64 {
                broken.push(Broken("Tag.N.Key", Some(at), "1 to 64 characters", count));
            }
            prefixes("Tag.N.Key", Some(at), key, &TAG_PREFIXES, &mut broken);
        }
        if let Some(value) = &tag.value {
            let count = value.chars().count();
            if count > 128 {
                broken.push(Broken(
                    "Tag.N.Value",
                    Some(at),
                    "at most 128 characters",
                    count,
                ));
            }
            prefixes("Tag.N.Value", Some(at), value, &TAG_PREFIXES, &mut broken);
        }
    }
    if broken.is_empty() {
        Ok(())
    } else {
        Err(broken)
    }
}

fn length(name: &'static str, text: &str, min: usize, max: usize, broken: &mut Vec<Broken>) {
    let count = text.chars().count();
    if count < min || count > max {
        broken.push(Broken(name, None, "the length", count));
    }
}

fn prefixes(
    name: &'static str,
    at: Option<usize>,
    text: &str,
    prefixes: &[&str],
    broken: &mut Vec<Broken>,
) {
    if prefixes.iter().any(|prefix| text.starts_with(prefix)) {
        broken.push(Broken(name, at, "must not begin so", 0));
    }
}

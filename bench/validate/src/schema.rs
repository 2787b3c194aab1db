//! The request as a JSON value, and the rules as a JSON Schema.

use crate::hand_written::Request;
use serde_json::{Map, Value, json};

/// The rules.
pub fn schema() -> Value {
    let address = "^https?://";
    let tag = "^(aliyun|acs:|https?://)";
    json!({
        "type": "object",
        "required": ["DiskId"],
        "properties": {
            "DiskId": { "type": "string" },
            "ClientToken": {
                "type": "string",
                "maxLength": 64,
                "pattern": "^[\\x00-\\x7F]*$",
            },
            "Description": {
                "type": "string",
                "minLength": 2,
                "maxLength": 256,
                "not": { "pattern": address },
            },
            "OwnerAccount": { "type": "string" },
            "SnapshotName": {
                "type": "string",
                "minLength": 2,
                "maxLength": 128,
                "pattern": "^[A-Za-z\\p{Script=Han}][A-Za-z0-9\\p{Script=Han}:_-]*$",
                "not": { "pattern": "^(https?://|auto)" },
            },
            "Tag": {
                "type": "array",
                "maxItems": 20,
                "items": {
                    "type": "object",
                    "properties": {
                        "Key": {
                            "type": "string",
                            "minLength": 1,
                            "maxLength": 64,
                            "not": { "pattern": tag },
                        },
                        "Value": {
                            "type": "string",
                            "maxLength": 128,
                            "not": { "pattern": tag },
                        },
                    },
                },
            },
        },
    })
}

/// The request as a value that is ready to be validated.
pub fn value(request: &Request) -> Value {
    let mut value = Map::new();
    value.insert("DiskId".into(), request.disk_id.as_str().into());
    for (name, text) in [
        ("ClientToken", &request.client_token),
        ("Description", &request.description),
        ("OwnerAccount", &request.owner_account),
        ("SnapshotName", &request.snapshot_name),
    ] {
        if let Some(text) = text {
            value.insert(name.into(), text.as_str().into());
        }
    }
    let tags = request.tags.iter();
    let tags: Vec<Value> = tags
        .map(|tag| json!({ "Key": tag.key, "Value": tag.value }))
        .collect();
    value.insert("Tag".into(), tags.into());
    value.into()
}

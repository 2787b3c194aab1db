//! Pieces of answers that several operations share.

use crate::answer::Node;
use crate::model::Tags;

/// Tags as a list answer.
pub(super) fn tags(tags: &Tags) -> Node {
    let tags = tags.iter().map(|(key, value)| {
        Node::object([
            ("TagKey", Node::text(key.clone())),
            ("TagValue", Node::text(value.clone())),
        ])
    });
    Node::list("Tag", tags.collect())
}

/// A text that may be absent, then empty.
pub(super) fn optional(text: Option<&String>) -> Node {
    Node::text(text.cloned().unwrap_or_default())
}

/// Texts as a list answer.
pub(super) fn texts(item: &'static str, texts: impl IntoIterator<Item = String>) -> Node {
    Node::list(item, texts.into_iter().map(Node::text).collect())
}

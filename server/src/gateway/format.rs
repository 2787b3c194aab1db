//! The form of an answer: JSON or XML, its content type, its root.

use crate::answer::Node;
use crate::refusal::Refusal;
use axum::http::header;
use axum::http::request::Parts;
use doctract_core::wire;

/// JSON or XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Xml,
}

impl Format {
    /// What a request asks for, as far as it can be read: the parameter `Format` decides; without
    /// it, JSON if the request is signed with version 3 or accepts JSON, else XML.
    pub(crate) fn asked_for(parts: &Parts, body: &[u8]) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let form = std::str::from_utf8(body).unwrap_or_default();
        let named = [query, form].into_iter().find_map(format_parameter);
        named.unwrap_or_else(|| Self::by_headers(parts))
    }

    fn by_headers(parts: &Parts) -> Self {
        let accepts_json = parts.headers.get_all(header::ACCEPT).iter().any(|value| {
            value
                .to_str()
                .is_ok_and(|value| value.contains("application/json"))
        });
        let version_3 = parts.headers.contains_key("x-acs-action")
            || parts.headers.contains_key(header::AUTHORIZATION);
        if version_3 || accepts_json {
            Self::Json
        } else {
            Self::Xml
        }
    }

    /// The format of this name, in any letter case.
    pub(crate) fn by_name(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("json") {
            Some(Self::Json)
        } else if name.eq_ignore_ascii_case("xml") {
            Some(Self::Xml)
        } else {
            None
        }
    }

    /// The content type. Clients compare the one of XML as a whole.
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json;charset=utf-8",
            Self::Xml => "text/xml;charset=utf-8",
        }
    }

    /// Writes a tree; the root's name shows in XML only.
    pub(crate) fn write(self, node: &Node, root: &str) -> String {
        match self {
            Self::Json => node.to_json(),
            Self::Xml => node.to_xml(root),
        }
    }
}

/// What a query or a form that may be broken says about the format.
fn format_parameter(text: &str) -> Option<Format> {
    let mut pieces = text.split('&');
    let value = pieces.find_map(|piece| piece.strip_prefix("Format="))?;
    Format::by_name(&wire::decode_lenient(value))
}

/// The tree of an error answer.
pub(crate) fn refused(refusal: &Refusal, request_id: &str, host: &str) -> Node {
    Node::object([
        ("RequestId", Node::text(request_id.to_owned())),
        ("HostId", Node::text(host.to_owned())),
        ("Code", Node::Text(refusal.code.clone())),
        ("Message", Node::Text(refusal.message.clone())),
    ])
}

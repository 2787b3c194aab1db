//! Answers as a tree that JSON and XML both read into, and the way from the tree to Rust types.

mod decode;
mod json;
mod node;
#[cfg(feature = "xml")]
mod xml;

pub use decode::{Decode, DecodeError};
pub use node::Node;

/// Reads an answer: XML if it begins with `<`, JSON otherwise.
///
/// # Errors
///
/// What is wrong with the text. XML needs the feature `xml`.
pub fn parse(body: &str) -> Result<Node, DecodeError> {
    if body.trim_start().starts_with('<') {
        #[cfg(feature = "xml")]
        return xml::parse(body);
        #[cfg(not(feature = "xml"))]
        return Err(DecodeError::new(
            "JSON",
            "XML, which needs the feature `xml`",
        ));
    }
    json::parse(body)
}

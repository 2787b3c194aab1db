//! Derives: a type of the user's own, held to a spec.

mod attributes;
mod error;
mod request;

pub use attributes::{
    ErrorAttributes, FieldAttributes, RequestAttributes, VariantAttributes, unknown_key,
};
pub use error::derive_error;
pub use request::{derive_request, empty_request};

//! The server around the gateway: listening, limits, control, stopping.

mod access;
mod broken;
mod builder;
mod connection;
mod control;
mod limits;
mod metrics;
mod service;
mod site;

pub use access::Access;
pub use builder::{Builder, Server, ServerError};
pub use limits::Limits;
pub use service::Service;

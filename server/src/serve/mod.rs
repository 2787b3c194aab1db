//! The server around the gateway: listening, limits, control, stopping.

mod broken;
mod builder;
mod connection;
mod control;
mod limits;

pub use builder::{Builder, Server, ServerError};
pub use limits::Limits;

//! A project that serves `CreateSnapshot` and is held to the page by its tests. Here it starts the
//! reference server; a real one starts its own.

use doctract_server::{Server, ServerError};
use doctract_spec::Operation;

/// Starts the server on a free port of this machine.
///
/// # Errors
///
/// No port is free.
pub async fn start(operation: &Operation) -> Result<Server, ServerError> {
    let operations = vec![operation.clone()];
    Server::builder().operations(operations).start().await
}

/// How the tests get resources in the states that cases need. A project keeps such a file beside
/// its tests.
pub const FIXTURES: &str = doctract_server::DEFAULT_FIXTURES;

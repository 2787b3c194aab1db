//! The reference server: any spec served and validated, the founding page's behaviour in full,
//! faults that can be switched on.
//!
//! Two layers. The [gateway](self) takes requests as real clients send them (all carriers, both
//! signatures, JSON and XML), validates their parameters by the spec and answers the vendor's
//! common errors; for an operation without behaviour it makes an answer up from the spec. The
//! operations with behaviour work on a model in memory that begins as a [`World`] says and lives
//! by a virtual [`Clock`].
//!
//! ```
//! use doctract_server::{Clock, Fault, Server};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clock = Clock::still_at("2019-02-13T10:00:00Z".parse()?);
//! let fault = Fault::by_name("quota-65-accepted")?;
//! let server = Server::builder().clock(clock).faults([fault]).start().await?;
//! println!("listening on http://{}/", server.addr());
//! # Ok(())
//! # }
//! ```

mod answer;
mod clock;
mod faults;
mod gateway;
mod ids;
mod model;
mod operations;
mod refusal;
mod serve;
mod state;
mod time;
pub mod world;

pub use axum::http;
pub use clock::{Clock, ClockError};
pub use faults::{Fault, FaultClass, Ground, UnknownFault};
pub use gateway::{Signatures, Throttle, ThrottleAnswer};
pub use operations::operations_with_behaviour;
pub use serve::{Access, Builder, Limits, Server, ServerError, Service};
pub use state::StateError;
pub use world::{DEFAULT_FIXTURES, DEFAULT_WORLD, World};

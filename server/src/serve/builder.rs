//! Building a server, and the handle of one that runs.

use super::access::Access;
use super::connection;
use super::limits::Limits;
use super::metrics::Metrics;
use super::service::Service;
use super::site::{Shared, Site};
use crate::clock::Clock;
use crate::faults::{Fault, Faults};
use crate::gateway::{Gateway, Identity, Registry, Signatures, Throttle};
use crate::operations::{Edition, Stage};
use crate::state::StateError;
use crate::world::World;
use doctract_spec::Operation;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server that runs until it is stopped or dropped.
///
/// ```
/// # use doctract_server::Server;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = Server::builder().start().await?;
/// let endpoint = format!("http://{}/", server.addr());
/// server.stop().await;
/// # let _ = endpoint;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    clock: Arc<Clock>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {error}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// The state file cannot be used.
    #[error("state file {}: {error}", .path.display())]
    State {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        error: StateError,
    },
    /// There is no such edition of `CreateSnapshot`; says which there are.
    #[error("{0}")]
    Edition(String),
    /// The table of conventions cannot be read.
    #[error("the table of conventions cannot be read: {0}")]
    Conventions(#[source] serde_yaml::Error),
}

impl Server {
    /// A server of the default world, without specs, on a free port of the loopback address.
    pub fn builder() -> Builder {
        Builder {
            operations: Vec::new(),
            world: World::default(),
            clock: None,
            edition: None,
            faults: Vec::new(),
            signatures: Signatures::default(),
            latency: Duration::ZERO,
            state: None,
            throttle: None,
            log: None,
            limits: Limits::default(),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        }
    }

    /// The address it listens on.
    pub const fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The clock of its model.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Stops it: no new connection is accepted, requests in work are waited for.
    pub async fn stop(mut self) {
        self.tell();
        self.finished().await;
    }

    /// Waits until it has ended, which it does by itself only when it is told to stop.
    pub async fn finished(&mut self) {
        // The task only ends early by a panic, which has been reported by then.
        let _ = (&mut self.task).await;
    }

    fn tell(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens any more when it has ended already.
            let _ = stop.send(());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.tell();
        self.task.abort();
    }
}

/// What a server is to be.
#[derive(Debug)]
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    operations: Vec<Operation>,
    world: World,
    clock: Option<Arc<Clock>>,
    edition: Option<String>,
    faults: Vec<&'static Fault>,
    signatures: Signatures,
    latency: Duration,
    state: Option<PathBuf>,
    throttle: Option<Throttle>,
    log: Option<Log>,
    limits: Limits,
    address: SocketAddr,
}

/// Who is told of each answered request.
#[derive(Clone)]
pub(super) struct Log(pub(super) Arc<dyn Fn(&Access<'_>) + Send + Sync>);

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Log")
    }
}

impl Builder {
    /// Serves these operations, validated by their specs. Operations with behaviour are served in
    /// any case. Specs are kept for the life of the process.
    pub fn operations(mut self, operations: Vec<Operation>) -> Self {
        self.operations.extend(operations);
        self
    }

    /// Begins with this world.
    pub fn world(mut self, world: World) -> Self {
        self.world = world;
        self
    }

    /// Uses this clock; one that runs with the wall clock when none is given.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Follows this edition of the page of `CreateSnapshot` (`2019`, `2019-revised`, `2020`) in what
    /// its spec cannot state and in the number of snapshots that a disk may have. Without one, the spec
    /// that is served decides.
    pub fn edition(mut self, name: impl Into<String>) -> Self {
        self.edition = Some(name.into());
        self
    }

    /// Switches faults on.
    pub fn faults(mut self, faults: impl IntoIterator<Item = &'static Fault>) -> Self {
        self.faults.extend(faults);
        self
    }

    /// Says whether requests must be signed.
    pub fn signatures(mut self, signatures: Signatures) -> Self {
        self.signatures = signatures;
        self
    }

    /// Lets every operation take so long, so that two requests can overlap.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Keeps the state in a file: what was acknowledged is there again after a restart, with the
    /// same world. Resources come out of the file, pools, keys and timing out of the world.
    pub fn state(mut self, path: impl Into<PathBuf>) -> Self {
        self.state = Some(path.into());
        self
    }

    /// Refuses what an account sends beyond a rate.
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.throttle = Some(throttle);
        self
    }

    /// Tells of each answered request; see [`Access::to_line`] and [`Access::to_json`]. It is
    /// called while the answer waits, so it should be quick.
    pub fn access_log(mut self, log: impl Fn(&Access<'_>) + Send + Sync + 'static) -> Self {
        self.log = Some(Log(Arc::new(log)));
        self
    }

    /// Limits what a client may ask.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Listens on this address; port 0 is a free one.
    pub fn bind(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Starts the server on the present tokio runtime.
    ///
    /// # Errors
    ///
    /// [`ServerError`] when the address cannot be listened on, or the state file not be used.
    pub async fn start(mut self) -> Result<Server, ServerError> {
        let clock = self.own_clock();
        let address = self.address;
        let site = self.site()?;
        let bind = |error| ServerError::Bind { address, error };
        let listener = TcpListener::bind(address).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(connection::serve(listener, site, stopped));
        Ok(Server {
            address,
            clock,
            stop: Some(stop),
            task,
        })
    }

    /// The same without a socket: requests and answers are values.
    ///
    /// # Errors
    ///
    /// [`ServerError`] when the state file cannot be used.
    pub fn service(self) -> Result<Service, ServerError> {
        Ok(Service::new(self.site()?))
    }

    fn own_clock(&mut self) -> Arc<Clock> {
        let clock = self.clock.take();
        let clock = clock.unwrap_or_else(|| Arc::new(Clock::running()));
        self.clock = Some(Arc::clone(&clock));
        clock
    }

    fn site(mut self) -> Result<Site, ServerError> {
        let clock = self.own_clock();
        let faults = Faults::new(self.faults);
        let identity = Identity::new(&self.world, self.signatures, clock.now());
        let registry = Registry::new(self.operations);
        let bare = Operation::default();
        let spec = registry.with_behaviour("CreateSnapshot").unwrap_or(&bare);
        let edition = Edition::choose(self.edition.as_deref(), spec)
            .map_err(|error| ServerError::Edition(error.to_string()))?;
        let mut stage = Stage::new(self.world, edition, clock, self.latency, &faults);
        if let Some(path) = self.state {
            let kept = stage.keep_state(&path);
            kept.map_err(|error| ServerError::State { path, error })?;
        }
        let gateway = Gateway::new(registry, identity, stage, faults, self.throttle)
            .map_err(ServerError::Conventions)?;
        Ok(Site::new(Shared {
            gateway: Arc::new(gateway),
            limits: Arc::new(self.limits),
            metrics: Arc::new(Metrics::default()),
            log: self.log,
        }))
    }
}

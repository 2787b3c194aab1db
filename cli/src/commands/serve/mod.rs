//! `doctract serve`: the reference server, until it is told to stop.

mod log;

use crate::args::{Serve, Signatures};
use crate::config::Config;
use crate::console::{Console, print};
use crate::failure::{Failure, plural};
use crate::input;
use doctract_server::{
    Builder, Clock, DEFAULT_WORLD, Fault, Limits, Server, Throttle, ThrottleAnswer, World,
    operations_with_behaviour,
};
use doctract_spec::Operation;
use log::AccessLog;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::Path;

pub(crate) fn run(
    arguments: &Serve,
    named: Option<&Path>,
    console: Console,
) -> Result<u8, Failure> {
    if arguments.list_faults {
        print(&list_of_faults())?;
        return Ok(0);
    }
    let address = address(&arguments.addr)?;
    let faults = faults(&arguments.behaviour.fault)?;
    let operations = operations(arguments, named, console)?;
    let count = counted(operations.len());
    let log = AccessLog::start(arguments.access_log, console);
    let builder = builder(arguments, &faults, console)?
        .operations(operations)
        .bind(address);
    let builder = match &log {
        Some(log) => builder.access_log(log.writer()),
        None => builder,
    };
    let subscriber = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(console.color_on_stderr())
        .with_max_level(tracing::Level::WARN)
        .finish();
    // Only the first of a process counts, and there is but one.
    let _ = tracing::subscriber::set_global_default(subscriber);
    let served = runtime()?.block_on(async {
        let mut end = End::listen()?;
        let server = builder.start().await;
        let server = server.map_err(|error| Failure::usage(error.to_string()))?;
        if !address.ip().is_loopback() {
            let keys = match arguments.behaviour.world {
                None => ", and the keys of the default world are published",
                Some(_) => "",
            };
            let address = server.addr();
            console.note(format_args!(
                "warning: {address} can be reached from other machines{keys}"
            ));
        }
        if arguments.behaviour.world.is_none() {
            console.note(format_args!("access key testid, secret testsecret"));
        }
        console.note(format_args!(
            "serving {count} at http://{}/ (Ctrl-C stops)",
            server.addr()
        ));
        for fault in faults {
            console.note(format_args!("  fault {}: {}", fault.name, fault.sees));
        }
        end.wait().await;
        server.stop().await;
        Ok(0)
    });
    if let Some(log) = log {
        log.finish();
    }
    served
}

/// What is served: specs, and beside them what has behaviour whether its spec is given or not.
fn counted(specs: usize) -> String {
    let behaviour = plural(operations_with_behaviour().count(), "operation");
    format!("{} and {behaviour} with behaviour", plural(specs, "spec"))
}

/// What ends the server: Ctrl-C, or the signal of a service manager.
struct End {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl End {
    #[cfg(unix)]
    fn listen() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| {
            signal(kind)
                .map_err(|error| Failure::usage(format!("cannot listen for signals: {error}")))
        };
        Ok(Self {
            signals: [
                listen(SignalKind::interrupt())?,
                listen(SignalKind::terminate())?,
            ],
        })
    }

    #[cfg(unix)]
    async fn wait(&mut self) {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "other systems can refuse")]
    fn listen() -> Result<Self, Failure> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn wait(&mut self) {
        // Without the handler Ctrl-C ends the process at once.
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// A server as the arguments want it, without its operations.
fn builder(
    arguments: &Serve,
    faults: &[&'static Fault],
    console: Console,
) -> Result<Builder, Failure> {
    let wanted = &arguments.behaviour;
    let mut builder = Server::builder()
        .world(world(wanted.world.as_deref(), console)?)
        .clock(clock(&wanted.clock)?)
        .faults(faults.iter().copied())
        .latency(wanted.latency)
        .limits(limits(arguments))
        .signatures(match wanted.signatures {
            Signatures::Required => doctract_server::Signatures::Required,
            Signatures::Optional => doctract_server::Signatures::Optional,
            Signatures::Off => doctract_server::Signatures::Off,
        });
    if let Some(edition) = &wanted.edition {
        builder = builder.edition(edition);
    }
    if let Some(state) = &wanted.state {
        builder = builder.state(state);
    }
    if let Some(rate) = arguments.bounds.throttle {
        builder = builder.throttle(Throttle {
            per_second: rate,
            burst: arguments.bounds.burst.unwrap_or(rate),
            answer: match arguments.bounds.throttle_status.as_str() {
                "429" => ThrottleAnswer::TooManyRequests,
                _ => ThrottleAnswer::BadRequest,
            },
        });
    }
    Ok(builder)
}

fn limits(arguments: &Serve) -> Limits {
    let (bounds, usual) = (&arguments.bounds, Limits::default());
    Limits {
        connections: bounds.max_connections.unwrap_or(usual.connections),
        head_bytes: bounds.max_head.unwrap_or(usual.head_bytes),
        headers: bounds.max_headers.unwrap_or(usual.headers),
        body_bytes: bounds.max_body.unwrap_or(usual.body_bytes),
        head_time: bounds.head_time.unwrap_or(usual.head_time),
        body_time: bounds.body_time.unwrap_or(usual.body_time),
        stop_time: bounds.stop_time.unwrap_or(usual.stop_time),
    }
}

/// The runtime that servers and runs live on.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::usage(format!("cannot start the async runtime: {error}")))
}

/// The faults of these names.
pub(crate) fn faults(names: &[String]) -> Result<Vec<&'static Fault>, Failure> {
    let known = |name: &String| {
        Fault::by_name(name).map_err(|error| {
            Failure::usage(format!("{error} (doctract serve --list-faults shows all)"))
        })
    };
    names.iter().map(known).collect()
}

fn operations(
    arguments: &Serve,
    named: Option<&Path>,
    console: Console,
) -> Result<Vec<Operation>, Failure> {
    if arguments.inputs.is_empty() {
        return Ok(Vec::new());
    }
    let config = Config::find(named, &arguments.inputs)?;
    let loaded = input::load(&arguments.inputs, &arguments.reading, &config, console)?;
    loaded.report(console)?;
    loaded.select(&arguments.selection, &config)
}

fn world(path: Option<&Path>, console: Console) -> Result<World, Failure> {
    let (name, text) = match path {
        None => ("the built-in world".to_owned(), DEFAULT_WORLD.to_owned()),
        Some(path) => {
            let bytes = crate::files::read(path)?;
            (
                path.display().to_string(),
                String::from_utf8_lossy(&bytes).into_owned(),
            )
        }
    };
    World::load(&name, &text)
        .map_err(|diagnostics| Failure::diagnosed(&name, &text, &diagnostics, "a world", console))
}

fn address(text: &str) -> Result<SocketAddr, Failure> {
    let found = text
        .to_socket_addrs()
        .ok()
        .and_then(|mut addresses| addresses.next());
    found.ok_or_else(|| {
        Failure::usage(format!(
            "`{text}` is no address to listen on; try 127.0.0.1:8080"
        ))
    })
}

fn clock(text: &str) -> Result<Clock, Failure> {
    if text == "run" {
        return Ok(Clock::running());
    }
    if text == "still" {
        return Ok(Clock::fast(0));
    }
    let factor = text
        .strip_suffix('x')
        .and_then(|factor| factor.parse().ok());
    factor.map(Clock::fast).ok_or_else(|| {
        Failure::usage(format!(
            "`{text}` is no clock; use run, still, or a factor such as 60x"
        ))
    })
}

/// Each class of faults: a name and, below it, what is seen.
fn list_of_faults() -> String {
    let mut text = String::new();
    let mut class = None;
    for fault in Fault::ALL {
        if class != Some(fault.class) {
            let gap = if class.is_none() { "" } else { "\n" };
            class = Some(fault.class);
            text.push_str(&format!("{gap}{}\n", fault.class.name()));
        }
        text.push_str(&format!("  {}\n", fault.name));
        push_wrapped(&mut text, fault.sees);
    }
    text
}

/// Words in lines of at most 80 columns, indented.
fn push_wrapped(text: &mut String, words: &str) {
    const INDENT: &str = "      ";
    const WIDTH: usize = 80;
    let mut column = 0;
    for word in words.split(' ') {
        let width = word.chars().count();
        if column == 0 || column + 1 + width > WIDTH {
            text.push_str(if column == 0 { "" } else { "\n" });
            text.push_str(INDENT);
            column = INDENT.len() + width;
        } else {
            text.push(' ');
            column += 1 + width;
        }
        text.push_str(word);
    }
    text.push('\n');
}

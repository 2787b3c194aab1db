//! `doctract serve`: the reference server, until it is told to stop.

use crate::args::Serve;
use crate::config::Config;
use crate::console::{Console, print};
use crate::failure::{Failure, plural};
use crate::input;
use doctract_server::{Clock, DEFAULT_WORLD, Fault, Server, World};
use doctract_spec::Operation;
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
    let clock = clock(&arguments.clock)?;
    let faults = faults(&arguments.fault)?;
    let world = world(arguments.world.as_deref(), console)?;
    let operations = operations(arguments, named, console)?;
    let count = plural(operations.len(), "operation");
    let runtime = runtime()?;
    runtime.block_on(async {
        let server = Server::builder()
            .operations(operations)
            .world(world)
            .clock(clock)
            .faults(faults.iter().copied())
            .bind(address);
        let server = server.start().await.map_err(|error| Failure::usage(error.to_string()))?;
        if !address.ip().is_loopback() {
            console.note(format_args!(
                "warning: {} can be reached from other machines, and the keys of the default world are published",
                server.addr()
            ));
        }
        console.note(format_args!("serving {count} at http://{}/ (Ctrl-C stops)", server.addr()));
        for fault in faults {
            console.note(format_args!("  fault {}: {}", fault.name, fault.sees));
        }
        let _ = tokio::signal::ctrl_c().await;
        server.stop().await;
        Ok(0)
    })
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

fn list_of_faults() -> String {
    let width = Fault::ALL
        .iter()
        .map(|fault| fault.name.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    let mut class = None;
    for fault in Fault::ALL {
        if class != Some(fault.class) {
            class = Some(fault.class);
            text.push_str(&format!(
                "{}{}\n",
                if text.is_empty() { "" } else { "\n" },
                fault.class.name()
            ));
        }
        text.push_str(&format!("  {:width$}  {}\n", fault.name, fault.sees));
    }
    text
}

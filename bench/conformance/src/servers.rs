//! Reference servers as processes of their own, so that their memory and threads are not the
//! runner's.

use crate::{Outcome, suite};
use doctract_server::{Fault, Server, Signatures};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// A server that ends with this value.
pub(crate) struct Serving {
    child: Child,
    pub(crate) url: String,
}

impl Serving {
    /// Starts this program as a server, with faults.
    pub(crate) fn start(faults: &[&str]) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .args(faults)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut url = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut url)?;
        }
        let url = url.trim().to_owned();
        Ok(Self { child, url })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves the founding page's operation until standard input ends. Signatures are optional: a
/// general tool has none.
pub(crate) fn serve(faults: &[&str]) -> Outcome {
    let faults = faults.iter().map(|name| Fault::by_name(name));
    let faults = faults.collect::<Result<Vec<_>, _>>()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(
        Server::builder()
            .operations(vec![suite::operation()?])
            .signatures(Signatures::Optional)
            .faults(faults)
            .start(),
    )?;
    println!("http://{}", server.addr());
    std::io::stdout().flush()?;
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(())
}

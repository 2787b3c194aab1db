//! What connections cost that were used once and are kept.

use crate::process::Process;
use crate::requests::{Connection, Signer};
use crate::{Failure, results};

pub(crate) fn run(connections: u64) -> Result<(), Failure> {
    let own = Process::start(None)?;
    let mut signer = Signer::new("idle");
    let mut get = |connection: &mut Connection| {
        let target = signer.target("DescribeDisks", &[("RegionId", "cn-hangzhou")]);
        connection.get(&target)
    };
    get(&mut Connection::open(&own.address)?)?;
    let before = own.resident()?;
    let mut kept = Vec::new();
    for _ in 0..connections {
        let mut connection = Connection::open(&own.address)?;
        get(&mut connection)?;
        kept.push(connection);
    }
    let after = own.resident()?;
    // They are still served.
    for connection in kept.iter_mut().step_by(997) {
        get(connection)?;
    }
    let text = format!(
        "{connections} idle keep-alive connections, each used once: {:.1} MiB resident, {:.1} MiB of it before the first.\n",
        mib(after),
        mib(before),
    );
    print!("{text}");
    results::write("Reference server: idle connections", &text)
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

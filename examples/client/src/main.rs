//! Makes a snapshot of a disk and says what happened.
//!
//! `cargo run -p example-client -- DISK [URL]`, with the key in `ALIBABA_CLOUD_ACCESS_KEY_ID` and
//! `ALIBABA_CLOUD_ACCESS_KEY_SECRET`; without an address it goes to the vendor's region
//! `cn-hangzhou`.

mod ecs {
    doctract::api!("../specs");
}

use doctract::client::{Client, Endpoint, Error};
use ecs::{CreateSnapshot, CreateSnapshotErrorKind, DescribeDisks};
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(disk) = arguments.next() else {
        eprintln!("usage: example-client DISK [URL]");
        return ExitCode::from(2);
    };
    match run(&disk, arguments.next()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(disk: &str, url: Option<String>) -> Result<(), Box<dyn std::error::Error>> {
    let endpoint = match url {
        Some(url) => Endpoint::url(url),
        None => Endpoint::region("cn-hangzhou"),
    };
    let client = Client::builder().endpoint(endpoint).build()?;
    let request = CreateSnapshot::builder()
        .disk_id(disk)
        .snapshot_name("nightly")
        .build()?;
    match client.send(&request).await {
        Ok(answer) => println!("snapshot {}", answer.snapshot_id.unwrap_or_default()),
        Err(Error::Service(error)) => {
            println!("refused: {error}");
            if *error.kind() == CreateSnapshotErrorKind::QuotaExceedSnapshot {
                println!("delete an old snapshot first");
            }
            for row in error.documented() {
                println!("the page says: {}", row.description);
            }
        }
        Err(error) => return Err(error.into()),
    }

    let request = DescribeDisks::builder().page_size(10).build()?;
    let mut pages = client.pages(&request);
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page?.disks.len();
    }
    println!("{count} disks");
    Ok(())
}

//! The client for code that is not async.

use super::{Client, Error};
use crate::Request;
use std::io;
use tokio::runtime::{Builder, Runtime};

/// A client that waits for answers. Not to be used from async code.
#[derive(Debug)]
pub struct BlockingClient {
    client: Client,
    runtime: Runtime,
}

impl BlockingClient {
    pub(super) fn new(client: Client) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { client, runtime })
    }

    /// Sends a request and reads the answer, as [`Client::send`] does.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn send<R: Request>(&self, request: &R) -> Result<R::Response, Error<R::ErrorKind>> {
        self.runtime.block_on(self.client.send(request))
    }

    /// All pages of a list, one after the other, as [`Client::pages`] gives them.
    pub fn pages<'c, R: Request + Sync>(
        &'c self,
        request: &'c R,
    ) -> impl Iterator<Item = Result<R::Response, Error<R::ErrorKind>>> + 'c {
        let mut pages = self.client.pages(request);
        std::iter::from_fn(move || self.runtime.block_on(pages.next()))
    }
}

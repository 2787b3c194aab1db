//! One module per command: it reads its inputs, calls the library that does the work, and prints.

mod baseline;
pub(crate) mod cases;
pub(crate) mod cleanup;
pub(crate) mod completions;
mod conduct;
pub(crate) mod diff;
mod dry_run;
mod endpoint;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod generate;
pub(crate) mod index;
pub(crate) mod init;
pub(crate) mod lint;
pub(crate) mod man;
pub(crate) mod overlay;
mod planning;
pub(crate) mod report;
pub(crate) mod schema;
pub(crate) mod serve;
mod summary;
pub(crate) mod test;
pub(crate) mod update;

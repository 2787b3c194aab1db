//! The access log on standard output: written beside the server, so that a slow reader of it slows no answer.

use crate::args;
use crate::console::Console;
use doctract_server::Access;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::JoinHandle;

/// How many lines may wait to be written.
const MOST_WAITING: usize = 1 << 16;

/// A log that is being written.
pub(super) struct AccessLog {
    lines: SyncSender<Line>,
    lost: Arc<AtomicU64>,
    form: fn(&Access<'_>) -> String,
    task: JoinHandle<()>,
    console: Console,
}

enum Line {
    Of(String),
    Last,
}

impl AccessLog {
    /// Begins a log of this format, if one is wanted.
    pub(super) fn start(format: args::AccessLog, console: Console) -> Option<Self> {
        let form: fn(&Access<'_>) -> String = match format {
            args::AccessLog::Off => return None,
            args::AccessLog::Human => |access| access.to_line(),
            args::AccessLog::Json => |access| access.to_json(),
        };
        let (lines, waiting) = sync_channel(MOST_WAITING);
        Some(Self {
            lines,
            lost: Arc::default(),
            form,
            // A reader that is gone ends the log, not the server.
            task: std::thread::spawn(move || drop(write(&waiting))),
            console,
        })
    }

    /// What the server is to call for each request.
    pub(super) fn writer(&self) -> impl Fn(&Access<'_>) + Send + Sync + 'static {
        let (lines, lost, form) = (self.lines.clone(), Arc::clone(&self.lost), self.form);
        move |access| {
            if lines.try_send(Line::Of(form(access))).is_err() {
                lost.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Writes what still waits, and says what was lost.
    pub(super) fn finish(self) {
        // A task that has ended takes no more lines.
        let _ = self.lines.send(Line::Last);
        let _ = self.task.join();
        let lost = self.lost.load(Ordering::Relaxed);
        if lost > 0 {
            self.console.note(format_args!(
                "the access log lacks {lost} lines: its reader was too slow, or gone"
            ));
        }
    }
}

/// Writes lines until the last; what waits is written together.
fn write(waiting: &Receiver<Line>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout());
    loop {
        let line = match waiting.try_recv() {
            Ok(line) => line,
            Err(TryRecvError::Disconnected) => return out.flush(),
            Err(TryRecvError::Empty) => {
                out.flush()?;
                let Ok(line) = waiting.recv() else {
                    return Ok(());
                };
                line
            }
        };
        match line {
            Line::Of(text) => writeln!(out, "{text}")?,
            Line::Last => return out.flush(),
        }
    }
}

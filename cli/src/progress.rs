//! The progress bar of long work: drawn on standard error when that is a terminal.

use crate::console::{Console, Level};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt;
use std::io::IsTerminal;

/// Whether anybody sees a bar.
pub(crate) fn is_seen(console: Console) -> bool {
    console.level > Level::Quiet && std::io::stderr().is_terminal()
}

/// A bar over `total` units of work, hidden where nobody would see it.
pub(crate) fn bar(total: u64, noun: &'static str, console: Console) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if console.level == Level::Quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let template = "{prefix} {wide_bar} {pos}/{len} {msg} {rate:>9} {eta:>4} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        let style = style.with_key("rate", rate);
        bar.set_style(style.progress_chars("━╸─"));
    }
    bar.set_message(noun);
    bar
}

/// Work done in a second, in whole units.
fn rate(state: &ProgressState, out: &mut dyn fmt::Write) {
    // Nobody is left to tell where a terminal takes no text.
    let _ = write!(out, "{:.0}/s", state.per_sec());
}

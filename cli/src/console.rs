//! What goes to the person: colours, notes on standard error, data on standard output.

use crate::args::{ColorChoice, Global};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, IsTerminal, Write};

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Quiet,
    Normal,
    Detailed,
}

/// Where and how things are printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Console {
    pub(crate) level: Level,
    stdout_color: bool,
    stderr_color: bool,
}

/// The few styles in use.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style {
    Bad,
    Dim,
    Strong,
}

impl Console {
    pub(crate) fn new(global: &Global) -> Self {
        let level = match (global.quiet, global.verbose) {
            (true, _) => Level::Quiet,
            (false, 0) => Level::Normal,
            (false, _) => Level::Detailed,
        };
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let wanted = |terminal: bool| match global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && !no_color,
        };
        Self {
            level,
            stdout_color: wanted(io::stdout().is_terminal()),
            stderr_color: wanted(io::stderr().is_terminal()),
        }
    }

    /// Whether more is to be said than usual.
    pub(crate) fn is_detailed(self) -> bool {
        self.level == Level::Detailed
    }

    pub(crate) fn color_on_stderr(self) -> bool {
        self.stderr_color
    }

    pub(crate) fn color_on_stdout(self) -> bool {
        self.stdout_color
    }

    /// Text for standard output in a style.
    pub(crate) fn paint(self, style: Style, text: impl fmt::Display) -> String {
        paint(self.stdout_color, style, text)
    }

    /// Text for standard error in a style.
    pub(crate) fn paint_note(self, style: Style, text: impl fmt::Display) -> String {
        paint(self.stderr_color, style, text)
    }

    /// A line on standard error, unless quiet.
    pub(crate) fn note(self, text: impl fmt::Display) {
        if self.level > Level::Quiet {
            self.error_line(text);
        }
    }

    /// Ready-made text on standard error, always.
    pub(crate) fn plain(self, text: impl fmt::Display) {
        let text = text.to_string();
        let text = text.trim_end_matches('\n');
        if !text.is_empty() {
            self.error_line(text);
        }
    }

    /// Ready-made text on standard error, unless quiet.
    pub(crate) fn plain_unless_quiet(self, text: impl fmt::Display) {
        if self.level > Level::Quiet {
            self.plain(text);
        }
    }

    /// An error on standard error, always.
    pub(crate) fn error(self, text: impl fmt::Display) {
        self.error_line(format_args!(
            "{} {text}",
            paint(self.stderr_color, Style::Bad, "error:")
        ));
    }

    fn error_line(self, text: impl fmt::Display) {
        let text = harmless(&text.to_string(), self.stderr_color);
        // A closed standard error leaves nobody to tell.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}

/// Writes data to standard output; a closed pipe (`| head`) is a quiet end. Only a terminal gets
/// the text without what would command it.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let text = if out.is_terminal() {
        Cow::Owned(harmless(text, true))
    } else {
        Cow::Borrowed(text)
    };
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => other,
    }
}

/// A text that commands no terminal: pages, specs and endpoints may hold any characters. Colours stay
/// where they are wanted; other control characters, and those that turn the direction of writing,
/// become U+FFFD.
fn harmless(text: &str, colours: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let kept = colour(rest).filter(|_| colours);
        let (head, tail) = rest.split_at(kept.unwrap_or(c.len_utf8()));
        rest = tail;
        match c {
            _ if kept.is_some() => shown.push_str(head),
            '\r' => {}
            '\n' | '\t' => shown.push(c),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => shown.push('\u{fffd}'),
            c if c.is_control() => shown.push('\u{fffd}'),
            c => shown.push(c),
        }
    }
    shown
}

/// The bytes of the change of colour that a text begins with: `ESC [ 1;31 m`.
fn colour(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("\x1b[")?;
    let end = inner.find(|c: char| !(c.is_ascii_digit() || c == ';'))?;
    inner[end..].starts_with('m').then_some(end + 3)
}

fn paint(color: bool, style: Style, text: impl fmt::Display) -> String {
    if !color {
        return text.to_string();
    }
    let code = match style {
        Style::Bad => "1;31",
        Style::Dim => "2",
        Style::Strong => "1",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_text_commands_no_terminal() {
        let page = "a\x1b]0;title\x07b\u{9b}2Jc\u{202e}d\x1b[2J\r\n\t快";
        let shown = "a\u{fffd}]0;title\u{fffd}b\u{fffd}2Jc\u{fffd}d\u{fffd}[2J\n\t快";
        assert_eq!(harmless(page, true), shown);
        let painted = "\x1b[1;31merror:\x1b[0m";
        assert_eq!(harmless(painted, true), painted);
        assert_eq!(harmless(painted, false), "\u{fffd}[1;31merror:\u{fffd}[0m");
    }
}

//! Where text goes: standard output, standard error, and whether they are terminals.

use crate::arguments::Colour;
use crate::files::reason;
use kubelaw::render::Style;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// How a command ended. The numbers are part of the interface.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to object to.
    Clean,
    /// Findings, failing proofs, files to format.
    Findings,
    /// Could not do all of the work.
    Failed,
}

impl Outcome {
    /// The exit status.
    pub(crate) const fn status(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }
}

/// Whether standard output took less than it was given.
static IS_CUT: AtomicBool = AtomicBool::new(false);

/// Writes to standard output. A reader that has gone away (`| head`) is no error; a full disk is.
pub(crate) fn print(text: &str) {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe && !IS_CUT.swap(true, Ordering::Relaxed) => {
            error(&format!("standard output cannot be written: {}", reason(&failure)));
        }
        _ => {}
    }
}

/// Whether something that was printed is lost, so that the command has failed.
pub(crate) fn is_cut() -> bool {
    IS_CUT.load(Ordering::Relaxed)
}

/// Writes to standard error.
pub(crate) fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Says why the command could not run, as one line on standard error.
pub(crate) fn error(message: &str) {
    let style = style_of(Colour::Auto, io::stderr().is_terminal());
    let word = if style == Style::Ansi { "\u{1b}[1;31merror\u{1b}[0m" } else { "error" };
    complain(&format!("{word}: {message}\n"));
}

/// The style of standard output.
pub(crate) fn style(colour: Colour) -> Style {
    style_of(colour, io::stdout().is_terminal())
}

/// The style of standard error.
pub(crate) fn error_style() -> Style {
    style_of(Colour::Auto, io::stderr().is_terminal())
}

fn style_of(colour: Colour, terminal: bool) -> Style {
    match colour {
        Colour::Always => Style::Ansi,
        Colour::Auto if terminal && !is_unwanted(|name| std::env::var_os(name)) => Style::Ansi,
        Colour::Auto | Colour::Never => Style::Plain,
    }
}

/// Whether the environment says that a terminal is to have no colours, or that it knows none.
fn is_unwanted(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    variable("NO_COLOR").is_some_and(|value| !value.is_empty()) || variable("TERM").is_some_and(|value| value == "dumb")
}

/// `1 finding`, `2 findings`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::is_unwanted;

    #[test]
    fn a_terminal_has_colours_unless_its_environment_says_otherwise() {
        let in_one =
            |name: &'static str, value: &'static str| is_unwanted(|asked| (asked == name).then(|| value.into()));
        assert!(in_one("NO_COLOR", "1") && in_one("NO_COLOR", "0") && in_one("TERM", "dumb"));
        assert!(!in_one("NO_COLOR", "") && !in_one("TERM", "xterm-256color") && !in_one("LANG", "C"));
    }
}

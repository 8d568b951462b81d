//! A bar on standard error for work that takes long, shown on a terminal only.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Work shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);
/// The bar is drawn at most this often.
const PACE: Duration = Duration::from_millis(100);
const WIDTH: usize = 24;

/// How far the work is.
pub(crate) struct Progress {
    what: &'static str,
    total: usize,
    done: usize,
    next: Option<Instant>,
    drawn: bool,
}

impl Progress {
    /// No bar where standard error is no terminal.
    pub(crate) fn new(what: &'static str, total: usize) -> Self {
        let next = io::stderr().is_terminal().then(|| Instant::now() + PATIENCE);
        Self { what, total, done: 0, next, drawn: false }
    }

    /// One more piece is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        let Some(next) = self.next else { return };
        let now = Instant::now();
        if now < next {
            return;
        }
        self.next = Some(now + PACE);
        self.drawn = true;
        let filled = self.done * WIDTH / self.total.max(1);
        let bar: String = (0..WIDTH).map(|i| if i < filled { '#' } else { '.' }).collect();
        let _ = write!(io::stderr(), "\r{} [{bar}] {}/{}", self.what, self.done, self.total);
    }
}

impl Drop for Progress {
    /// Takes the bar away, so that it does not stand between the lines of the report.
    fn drop(&mut self) {
        if self.drawn {
            let _ = write!(io::stderr(), "\r\u{1b}[2K");
        }
    }
}

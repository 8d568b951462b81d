//! A bar on standard error for work that takes long, shown on a terminal only.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Work shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);
/// The bar is drawn at most this often.
const PACE: Duration = Duration::from_millis(100);
const WIDTH: usize = 24;

/// How far the work is; any thread may say that a piece is done.
pub(crate) struct Progress {
    what: &'static str,
    total: usize,
    bar: Mutex<Bar>,
}

struct Bar {
    done: usize,
    next: Option<Instant>,
    drawn: bool,
}

impl Progress {
    /// No bar where standard error is no terminal.
    pub(crate) fn new(what: &'static str, total: usize) -> Self {
        let next = io::stderr().is_terminal().then(|| Instant::now() + PATIENCE);
        Self { what, total, bar: Mutex::new(Bar { done: 0, next, drawn: false }) }
    }

    /// One more piece is done.
    pub(crate) fn step(&self) {
        let Ok(mut bar) = self.bar.lock() else { return };
        bar.done += 1;
        let Some(next) = bar.next else { return };
        let now = Instant::now();
        if now < next {
            return;
        }
        bar.next = Some(now + PACE);
        bar.drawn = true;
        let filled = bar.done * WIDTH / self.total.max(1);
        let cells: String = (0..WIDTH).map(|i| if i < filled { '#' } else { '.' }).collect();
        let _ = write!(io::stderr(), "\r{} [{cells}] {}/{}", self.what, bar.done, self.total);
    }
}

impl Drop for Progress {
    /// Takes the bar away, so that it does not stand between the lines of the report.
    fn drop(&mut self) {
        if self.bar.get_mut().is_ok_and(|bar| bar.drawn) {
            let _ = write!(io::stderr(), "\r\u{1b}[2K");
        }
    }
}

//! Instructions, counted by callgrind in processes of their own.

use std::process::Command;

/// Instructions of the works on one Pod of a set.
pub(crate) struct Counts {
    pub(crate) parse: u64,
    pub(crate) read: u64,
    pub(crate) hand: u64,
    pub(crate) judge: u64,
    pub(crate) check: u64,
    pub(crate) fix: u64,
    yaml_events: u64,
    yaml_verdict: u64,
}

impl Counts {
    pub(crate) fn of(set: &str) -> Option<Self> {
        Some(Self {
            parse: each("parse", set)?,
            read: each("read", set)?,
            hand: each("hand", set)?,
            judge: each("judge", set)?,
            check: each("check", set)?,
            fix: each("fix", set)?,
            yaml_events: each("yaml-events", set)?,
            yaml_verdict: each("yaml-verdict", set)?,
        })
    }

    pub(crate) fn print_ratios(&self, set: &str) {
        println!("{:.3} judge / hand, {set}", ratio(self.judge, self.hand));
        println!("{:.3} read / parse, {set}", ratio(self.read, self.parse));
        println!("{:.3} check / parse, {set}", ratio(self.check, self.parse));
        println!("{:.3} fix / check, {set}", ratio(self.fix, self.check));
        println!("{:.3} YAML to verdict / events, {set}", ratio(self.yaml_verdict, self.yaml_events));
    }
}

#[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
pub(crate) fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b.max(1) as f64
}

/// How many Pods a set has.
pub(crate) fn pods(set: &str) -> u64 {
    kubelaw_benches::pods::json(set).len() as u64
}

/// The instructions of some work on one Pod of a set.
pub(crate) fn each(work: &str, set: &str) -> Option<u64> {
    Some(instructions(work, set)? / pods(set).max(1))
}

/// The instructions of one round of some work: two rounds minus one, so that building the engine does not count.
pub(crate) fn instructions(work: &str, set: &str) -> Option<u64> {
    Some(counted(work, set, 2)?.saturating_sub(counted(work, set, 1)?))
}

fn counted(work: &str, set: &str, times: u32) -> Option<u64> {
    let this = std::env::current_exe().ok()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(this)
        .args(["run", work, set, &times.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}

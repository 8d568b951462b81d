//! `cargo bench -p kubelaw-benches`: instructions a Pod, by callgrind, two rounds minus one.
//!
//! With `ratios` it prints only those that `cargo xtask test speed` watches.

use kubelaw_benches::{pods, run};
use std::process::Command;

const SETS: [&str; 2] = ["small", "large"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, work, set, times] = arguments.as_slice()
        && word == "run"
    {
        println!("{}", run(work, &pods(set), times.parse().unwrap_or(1)));
        return;
    }
    let all: Option<Vec<(&str, Counts)>> = SETS.into_iter().map(|set| Some((set, Counts::of(set)?))).collect();
    let Some(all) = all else {
        eprintln!("valgrind, which counts instructions, cannot be run here");
        std::process::exit(1);
    };
    if arguments.iter().any(|argument| argument == "ratios") {
        for (set, counts) in &all {
            counts.print_ratios(set);
        }
        return;
    }
    println!("instructions a Pod, from JSON; the restricted profile as shipped\n");
    println!(
        "| set | Pods | serde_json parse | read | by hand over Value (parsed) | judge (read) | read, judge, explain |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for (set, counts) in &all {
        let Counts { parse, read, hand, judge, check } = counts;
        println!("| {set} | {} | {parse} | {read} | {hand} | {judge} | {check} |", pods(set).len());
    }
    println!("\n| set | judge / hand | read / parse | read and judge / parse |\n| --- | --- | --- | --- |");
    for (set, counts) in &all {
        let Counts { parse, read, hand, judge, .. } = counts;
        let [judged, reading, both] =
            [(judge, hand), (read, parse), (&(read + judge), parse)].map(|(a, b)| ratio(*a, *b));
        println!("| {set} | {judged:.2} | {reading:.2} | {both:.2} |");
    }
    scaling();
}

/// Instructions of the works on one Pod of a set.
struct Counts {
    parse: u64,
    read: u64,
    hand: u64,
    judge: u64,
    check: u64,
}

impl Counts {
    fn of(set: &str) -> Option<Self> {
        let count = pods(set).len().max(1) as u64;
        let of = |work: &str| instructions(work, set).map(|n| n / count);
        Some(Self {
            parse: of("parse")?,
            read: of("read")?,
            hand: of("hand")?,
            judge: of("judge")?,
            check: of("check")?,
        })
    }

    fn print_ratios(&self, set: &str) {
        println!("{:.3} judge / hand, {set}", ratio(self.judge, self.hand));
        println!("{:.3} read / parse, {set}", ratio(self.read, self.parse));
        println!("{:.3} check / parse, {set}", ratio(self.check, self.parse));
    }
}

/// How judging grows with the containers of a Pod, and with rules.
fn scaling() {
    println!("\n| containers | judge, a Pod |\n| --- | --- |");
    for containers in [1, 4, 16, 64] {
        let set = containers.to_string();
        let count = pods(&set).len().max(1) as u64;
        if let Some(judge) = instructions("judge", &set) {
            println!("| {containers} | {} |", judge / count);
        }
    }
    println!("\n| rules | judge, a small Pod | read and judge |\n| --- | --- | --- |");
    for rules in ["tenth", "judge-all", "once", "sixteen"] {
        let count = pods("small").len().max(1) as u64;
        if let (Some(judge), Some(read)) = (instructions(rules, "small"), instructions("read", "small")) {
            println!("| {} | {} | {} |", kubelaw_benches::described(rules), judge / count, (judge + read) / count);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b.max(1) as f64
}

/// The instructions of one round of some work: two rounds minus one, so that building the engine does not count.
fn instructions(work: &str, set: &str) -> Option<u64> {
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

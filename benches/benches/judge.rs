//! `cargo bench -p kubelaw-benches`: instructions a Pod, by callgrind, two rounds minus one.

use kubelaw_benches::{pods, run};
use std::process::Command;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, work, set, times] = arguments.as_slice()
        && word == "run"
    {
        let sum = run(work, &pods(set), times.parse().unwrap_or(1));
        println!("{sum}");
        return;
    }
    println!("instructions a Pod, JSON text unless said otherwise; the restricted profile as shipped\n");
    println!(
        "| set | Pods | serde_json parse | by hand over Value (parsed) | judge | read | read, judge and explain | judge / hand | all / parse |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for set in ["small", "large"] {
        let count = pods(set).len();
        let of = |work: &str| instructions(work, set).map(|n| n / count as u64);
        let counted = (of("parse"), of("hand"), of("judge"), of("read"), of("check"));
        let (Some(parse), Some(hand), Some(judge), Some(read), Some(check)) = counted else {
            println!("| {set} | valgrind cannot be run here |");
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
        let ratio = |a: u64, b: u64| a as f64 / b.max(1) as f64;
        let (judged, all) = (ratio(judge, hand), ratio(check, parse));
        println!("| {set} | {count} | {parse} | {hand} | {judge} | {read} | {check} | {judged:.2} | {all:.2} |");
    }
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

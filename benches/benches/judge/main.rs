//! `cargo bench -p kubelaw-benches`: instructions a Pod, by callgrind, two rounds minus one.
//!
//! With `ratios` it prints only those that `cargo xtask test speed` watches; with `plots` it draws `benches/plots`.

mod count;
mod plots;

use count::{Counts, each, ratio};

const SETS: [&str; 2] = ["small", "large"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, work, set, times] = arguments.as_slice()
        && word == "run"
    {
        println!("{}", kubelaw_benches::run(work, set, times.parse().unwrap_or(1)));
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
    } else if arguments.iter().any(|argument| argument == "plots") {
        plots::draw();
    } else {
        json(&all);
        yaml();
        #[cfg(feature = "peers")]
        peers(&all);
        scaling();
    }
}

fn json(all: &[(&str, Counts)]) {
    println!("instructions a Pod; the restricted profile as shipped\n");
    println!(
        "| set | Pods | serde_json parse | read | by hand over Value (parsed) | judge (read) | read, judge, explain | and fix |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (set, counts) in all {
        let Counts { parse, read, hand, judge, check, fix, .. } = counts;
        println!("| {set} | {} | {parse} | {read} | {hand} | {judge} | {check} | {fix} |", count::pods(set));
    }
    println!("\n| set | judge / hand | read / parse | read and judge / parse |\n| --- | --- | --- | --- |");
    for (set, counts) in all {
        let Counts { parse, read, hand, judge, .. } = counts;
        let [judged, reading, both] =
            [(judge, hand), (read, parse), (&(read + judge), parse)].map(|(a, b)| ratio(*a, *b));
        println!("| {set} | {judged:.2} | {reading:.2} | {both:.2} |");
    }
}

/// From YAML: beside the events of our own parser alone, and beside a parse to values.
fn yaml() {
    println!("\n| set | events | serde_yaml parse | read | to the verdict | / events | / parse |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for set in SETS {
        let works = ["yaml-events", "yaml-parse", "yaml-read", "yaml-verdict"];
        let [Some(events), Some(parse), Some(read), Some(verdict)] = works.map(|work| each(work, set)) else {
            continue;
        };
        let [of_events, of_parse] = [events, parse].map(|floor| ratio(verdict, floor));
        println!("| {set} | {events} | {parse} | {read} | {verdict} | {of_events:.2} | {of_parse:.2} |");
    }
}

/// Other engines at the same rules, each over Pods in its own form.
#[cfg(feature = "peers")]
fn peers(all: &[(&str, Counts)]) {
    println!(
        "\n| engine | judge, small | judge / ours | judge, large | judge / ours |\n| --- | --- | --- | --- | --- |"
    );
    for peer in kubelaw_benches::peers::NAMES {
        print!("| {peer} |");
        for (set, counts) in all {
            let judge = each(peer, set).unwrap_or_default();
            print!(" {judge} | {:.1} |", ratio(judge, counts.judge));
        }
        println!();
    }
}

/// How judging grows with the containers of a Pod, and with rules.
fn scaling() {
    println!("\n| containers | judge, a Pod |\n| --- | --- |");
    for containers in ["1", "4", "16", "64"] {
        if let Some(judge) = each("judge", containers) {
            println!("| {containers} | {judge} |");
        }
    }
    println!("\n| rules | judge, a small Pod | read and judge |\n| --- | --- | --- |");
    let works = [
        ("copies-1", "on shared paths"),
        ("copies-16", "the same sixteen times"),
        ("every-10", "every tenth of the next"),
        ("every-1", "the default selection"),
    ];
    for (work, name) in works {
        if let (Some(judge), Some(read)) = (each(work, "small"), each("read", "small")) {
            println!("| {name} ({}) | {judge} | {} |", kubelaw_benches::rules(work), judge + read);
        }
    }
}

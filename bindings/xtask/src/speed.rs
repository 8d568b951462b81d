//! What reading and judging cost, as ratios of instructions to floors that are built in the same run: no ratio grows
//! unnoticed.

use crate::run::{Problem, command, exists, output, root};
use crate::test::{Outcome, cargo_command};
use crate::tools::{install_packages, rustc};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The accepted ratios, and the compiler that they were measured with.
const ACCEPTED: &str = "benches/ratios.txt";

/// How much a ratio may grow: counts of instructions move a little with whatever a build inlines.
const ROOM: f64 = 1.03;

/// Measured or accepted ratios by name.
struct Ratios {
    compiler: String,
    ratios: BTreeMap<String, f64>,
}

/// Compares what is measured with what was accepted.
pub(crate) fn suite() -> Result<Outcome, Problem> {
    if !exists("valgrind", "--version") && install_packages(&["valgrind"]).is_err() {
        return Ok(Outcome::Skipped("valgrind, which counts instructions, cannot be installed here".into()));
    }
    let accepted = parse(&std::fs::read_to_string(root().join(ACCEPTED))?)?;
    let measured = measure()?;
    let mut grown = Vec::new();
    for (name, ratio) in &measured.ratios {
        let Some(before) = accepted.ratios.get(name) else {
            return Err(format!("{ACCEPTED} lacks `{name}`; `cargo xtask speed` writes it").into());
        };
        println!("{name}: {ratio:.3} (accepted: {before:.3})");
        if *ratio > before * ROOM {
            grown.push(format!("`{name}` grew from {before:.3} to {ratio:.3}"));
        }
    }
    if grown.is_empty() {
        return Ok(Outcome::Passed);
    }
    let grown = grown.join(", ");
    if measured.compiler != accepted.compiler {
        return Ok(Outcome::Skipped(format!("{grown}, by {} instead of {}", measured.compiler, accepted.compiler)));
    }
    Err(format!("{grown}; if that is worth it, `cargo xtask speed` accepts it").into())
}

/// Accepts what is measured.
pub(crate) fn accept() -> Result<(), Problem> {
    let Ratios { compiler, ratios } = measure()?;
    let mut text = format!("{compiler}\n");
    for (name, ratio) in ratios {
        writeln!(text, "{ratio:.3} {name}")?;
    }
    print!("{text}");
    Ok(std::fs::write(root().join(ACCEPTED), text)?)
}

fn measure() -> Result<Ratios, Problem> {
    let mut bench = cargo_command(&["bench", "--quiet", "-p", "kubelaw-benches", "--bench", "judge", "--", "ratios"]);
    // The bench's own Pods, which are the same everywhere.
    bench.env_remove("KUBELAW_BENCH");
    parse(&(output(command(rustc(), &["--version"]))? + &output(bench)?))
}

/// The compiler's line, then a ratio and its name a line.
fn parse(text: &str) -> Result<Ratios, Problem> {
    let mut lines = text.lines();
    let compiler = lines.next().unwrap_or_default().to_owned();
    let ratio = |line: &str| -> Result<(String, f64), Problem> {
        let (ratio, name) = line.split_once(' ').ok_or_else(|| format!("no ratio and name: {line}"))?;
        Ok((name.to_owned(), ratio.parse()?))
    };
    let ratios: BTreeMap<String, f64> = lines.map(ratio).collect::<Result<_, _>>()?;
    if ratios.is_empty() { Err("nothing was measured".into()) } else { Ok(Ratios { compiler, ratios }) }
}

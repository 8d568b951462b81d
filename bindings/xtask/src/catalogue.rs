//! `cargo xtask catalogue`: the catalogue in `policies/README.md`, made from the rules themselves.

use crate::run::Problem;
use crate::test::cargo_command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

const START: &str = "<!-- The rest of this page is made by `cargo xtask catalogue`. -->\n";
/// Frameworks whose controls the table shows; `kubelaw explain` shows all.
const MAIN: [&str; 4] = ["pss ", "cis-1.12 ", "nsa ", "owasp-2025 "];

/// Writes the catalogue, or with `--check` compares it.
pub(crate) fn run(arguments: &[String], root: &Path) -> Result<(), Problem> {
    let page = root.join("policies/README.md");
    let text = std::fs::read_to_string(&page)?;
    let (prose, old) =
        text.split_once(START).ok_or("policies/README.md has lost the line where its catalogue begins")?;
    let packs = packs(root)?;
    let made = tables(&rules(&packs)?, &packs)?;
    if arguments.iter().any(|a| a == "--check") {
        if made != old {
            return Err("policies/README.md is not what `cargo xtask catalogue` makes".into());
        }
        println!("catalogue: policies/README.md is up to date");
        return Ok(());
    }
    std::fs::write(&page, format!("{prose}{START}{made}"))?;
    Ok(())
}

/// All rules of all packs that ship, as `kubelaw list` tells them: of each pack alone, since one that extends another
/// may replace its rules.
fn rules(packs: &[(String, bool)]) -> Result<Vec<Value>, Problem> {
    let mut rules = Vec::new();
    for (pack, _) in packs {
        let mut list = cargo_command(&["run", "--quiet", "-p", "kubelaw-cli", "--", "list", "--format", "json"]);
        list.args(["--tier", "default", "--tier", "strict", "--tier", "optional", "--pack", pack]);
        let output = list.stderr(std::process::Stdio::inherit()).output()?;
        if !output.status.success() {
            return Err("`kubelaw list` failed".into());
        }
        let listed: Vec<Value> = serde_json::from_slice(&output.stdout)?;
        rules.extend(listed.into_iter().filter(|rule| rule["pack"] == **pack));
    }
    Ok(rules)
}

/// The names of the packs that ship and have rules, and whether each is judged where none is named.
fn packs(root: &Path) -> Result<Vec<(String, bool)>, Problem> {
    let mut packs = Vec::new();
    for folder in ["policies", "policies/compat"] {
        for entry in std::fs::read_dir(root.join(folder))? {
            let folder = entry?.path();
            let Ok(manifest) = std::fs::read_to_string(folder.join("pack.yaml")) else { continue };
            if !has_laws(&folder)? {
                continue;
            }
            let default = manifest.lines().any(|line| line == "default: true");
            let name = manifest.lines().find_map(|line| line.strip_prefix("name: "));
            packs.extend(name.map(|name| (name.to_owned(), default)));
        }
    }
    Ok(packs)
}

fn has_laws(folder: &Path) -> Result<bool, Problem> {
    let mut entries = std::fs::read_dir(folder)?;
    Ok(entries.any(|entry| entry.is_ok_and(|entry| entry.path().extension().is_some_and(|kind| kind == "law"))))
}

fn tables(rules: &[Value], shipped: &[(String, bool)]) -> Result<String, Problem> {
    let is_default = |pack: &str| shipped.iter().any(|(name, default)| *default && name == pack);
    let mut packs: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for rule in rules {
        packs.entry(rule["pack"].as_str().unwrap_or_default()).or_default().push(rule);
    }
    let quiet = |(pack, rules): (&&str, &Vec<&Value>)| {
        let count = rules.iter().filter(|rule| rule["tier"] == "default").count();
        if is_default(pack) { count } else { 0 }
    };
    let selected: usize = packs.iter().map(quiet).sum();
    let mut out = String::new();
    writeln!(
        out,
        "\n# Catalogue\n\n{} rules in {} packs; the default selection is {selected} of them.",
        rules.len(),
        packs.len()
    )?;
    for (pack, rules) in packs {
        let mark = if is_default(pack) { " (default)" } else { "" };
        writeln!(
            out,
            "\n## {pack}{mark}\n\n| Rule | Severity | Tier | Summary | Controls |\n| --- | --- | --- | --- | --- |"
        )?;
        for rule in rules {
            let cell = |key: &str| rule[key].as_str().unwrap_or_default().replace('|', "\\|");
            let all = rule["controls"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let controls: Vec<&str> = all.filter(|control| MAIN.iter().any(|main| control.starts_with(main))).collect();
            let (name, severity, tier, summary) = (cell("rule"), cell("severity"), cell("tier"), cell("summary"));
            writeln!(out, "| `{name}` | {severity} | {tier} | {summary} | {} |", controls.join(", "))?;
        }
    }
    Ok(out)
}

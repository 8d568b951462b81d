//! `kubelaw explain`: the page of a diagnostic code, what a rule is for, or which rules answer a check of another tool.

use crate::arguments::{Basis, Explain};
use crate::configuration::Project;
use crate::output::{self, Outcome};
use crate::{peers, sources};
use kubelaw::config::Config;
use kubelaw::lang::codes;
use kubelaw::lang::ir::Operation;
use kubelaw::peers::{Answer, Peer, find};
use kubelaw::{Catalogue, Engine, EngineBuilder, RuleInfo, Selection};
use std::fmt::Write;

/// Explains a code or a rule.
pub(crate) fn run(explain: &Explain) -> Result<Outcome, String> {
    if let Some(page) = codes::page(&explain.what) {
        output::print(&format!("{}\n", page.trim_end()));
        return Ok(Outcome::Clean);
    }
    if looks_like_a_code(&explain.what) {
        return Err(format!("unknown diagnostic code `{}`", explain.what));
    }
    let catalogue = catalogue(explain)?;
    let found: Vec<RuleInfo<'_>> = catalogue.rules().filter(|info| is_called(&explain.what, info)).collect();
    if found.is_empty() {
        let table = peers::table()?;
        let answers: Vec<String> = find(&table, &explain.what).map(|peer| answer(peer, &catalogue)).collect();
        if answers.is_empty() {
            return Err(unknown(&explain.what, &catalogue, &table));
        }
        output::print(&answers.join("\n"));
        return Ok(Outcome::Clean);
    }
    let pages: Vec<String> = found.iter().map(page).collect();
    output::print(&pages.join("\n"));
    Ok(Outcome::Clean)
}

/// What answers a check of another tool: rules, or why there is none.
fn answer(peer: &Peer, catalogue: &Catalogue) -> String {
    let name = format!("{}:{}", peer.tool, peer.id);
    match &peer.answer {
        Answer::None(why) => format!("No rule answers {name}: {why}.\n"),
        Answer::Rules { rules, .. } => {
            let mut out = format!("{name} is answered by {}.\n", rules.join(", "));
            for info in catalogue.rules().filter(|info| rules.contains(&info.identity())) {
                out.push('\n');
                out.push_str(&page(&info));
            }
            out
        }
    }
}

/// The rules to look among: those that options name, else those that ship with the command and those of the project.
fn catalogue(explain: &Explain) -> Result<Catalogue, String> {
    let asked = Basis { laws: explain.laws.clone(), packs: explain.packs.clone(), ..Basis::default() };
    let builder = if asked.laws.is_empty() && asked.packs.is_empty() {
        let (shipped, project) = (sources::shipped()?, Project::find(&explain.configuration, None)?);
        let config = project.config.clone();
        let is_own = |name: &String| !shipped.iter().any(|pack| **pack.name() == project.pack(name));
        let packs = config.packs.into_iter().filter(is_own).collect();
        let (file, laws, crds, places) = (config.file, config.laws, config.crds, config.places);
        let own = Config { file, packs, laws, crds, places, ..Config::default() };
        project.add(shipped.iter().cloned().fold(Engine::builder(), EngineBuilder::pack), &own)?
    } else {
        sources::add(Engine::builder(), &asked)?
    };
    builder.select(Selection::everything()).catalogue().map_err(|found| super::explain(&found))
}

/// `E0301`, `w0101`.
fn looks_like_a_code(text: &str) -> bool {
    let digits = text.strip_prefix(['E', 'W', 'e', 'w']).unwrap_or_default();
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_called(name: &str, info: &RuleInfo<'_>) -> bool {
    let renamed = || info.rule.attributes.renamed_from.iter().any(|old| **old == *name);
    *info.rule.id == *name || info.identity() == name || renamed()
}

fn unknown(name: &str, catalogue: &Catalogue, table: &[Peer]) -> String {
    let names: Vec<String> = catalogue.rules().map(|info| info.rule.id.to_string()).collect();
    let near = kubelaw::lang::check::closest(name, names.iter().map(String::as_str)).map(str::to_owned);
    let near = near.or_else(|| peers::closest(name, table));
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("unknown rule or code `{name}`{hint}")
}

/// What a rule says of itself, as Markdown.
fn page(info: &RuleInfo<'_>) -> String {
    let attributes = &info.rule.attributes;
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", info.identity());
    let doc = info.rule.doc.trim();
    if !doc.is_empty() {
        let _ = writeln!(out, "{doc}\n");
    }
    let mut item = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "- {name}: {value}");
        }
    };
    item("severity", info.severity.as_str());
    item("layer", attributes.layer.as_deref().unwrap_or_default());
    item("tier", attributes.tier.as_deref().unwrap_or_default());
    item("kubernetes", &versions(attributes.since.as_deref(), attributes.until.as_deref()));
    let controls: Vec<String> = attributes.controls.iter().map(|(f, id)| format!("{f} {id}")).collect();
    item("controls", &controls.join(", "));
    for url in &attributes.urls {
        item("see", url);
    }
    let former: Vec<&str> = attributes.renamed_from.iter().map(|old| &**old).collect();
    item("earlier names", &former.join(", "));
    if info.rule.closed_world {
        item("needs", "the other objects of the cluster: a folder, several files or --inventory");
    }
    let operations = Operation::ALL.into_iter().filter(|(_, operation)| attributes.operations.contains(operation));
    item("on", &operations.map(|(word, _)| word).collect::<Vec<_>>().join(", "));
    if info.rule.needs_request {
        item("needs", "an admission request");
    }
    item("law file", info.law);
    out
}

fn versions(since: Option<&str>, until: Option<&str>) -> String {
    match (since, until) {
        (None, None) => String::new(),
        (Some(since), None) => format!("from {since} on"),
        (None, Some(until)) => format!("before {until}"),
        (Some(since), Some(until)) => format!("from {since} on, before {until}"),
    }
}

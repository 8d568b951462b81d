//! `kubelaw list`: the rules that a check would judge by.

use crate::arguments::{Form, List};
use crate::configuration::Project;
use crate::output::{self, Outcome};
use kubelaw::pack::Pack;
use kubelaw::{Diagnostics, RuleInfo};

/// Lists the rules.
pub(crate) fn run(list: &List) -> Result<Outcome, String> {
    let project = Project::find(&list.configuration, None)?;
    let builder = project.builder(&list.basis)?;
    let told = |found: Diagnostics| project.blame(super::explain(&found));
    match builder.clone().build() {
        Ok(engine) => print(list.format, engine.rules().collect()),
        Err(found) => {
            // Rules are listed without the parameters that they need.
            let catalogue = builder.catalogue().map_err(told)?;
            let rules: Vec<RuleInfo<'_>> = catalogue.rules().collect();
            let packs = project.packs(&list.basis)?;
            let without_rules = !packs.is_empty() && packs.iter().all(|pack| pack.laws().next().is_none());
            match list.format {
                _ if !rules.is_empty() => {}
                Form::Text if without_rules => {
                    for pack in &packs {
                        output::print(&kinds(pack));
                    }
                    return Ok(Outcome::Clean);
                }
                Form::Json if without_rules => {}
                _ => return Err(told(found)),
            }
            print(list.format, rules);
        }
    }
    Ok(Outcome::Clean)
}

fn print(form: Form, rules: Vec<RuleInfo<'_>>) {
    output::print(&match form {
        Form::Json => json(rules),
        Form::Text => text(rules),
    });
}

fn json(rules: Vec<RuleInfo<'_>>) -> String {
    let all: Vec<serde_json::Value> = rules
        .into_iter()
        .map(|info| {
            let attributes = &info.rule.attributes;
            serde_json::json!({
                "rule": &*info.rule.id,
                "pack": info.pack,
                "severity": info.severity.as_str(),
                "layer": attributes.layer.as_deref(),
                "tier": attributes.tier.as_deref().unwrap_or("default"),
                "summary": summary(&info),
                "controls": attributes.controls.iter().map(|(f, id)| format!("{f} {id}")).collect::<Vec<_>>(),
                "law": info.law,
            })
        })
        .collect();
    format!("{}\n", serde_json::Value::Array(all))
}

/// What a rule says of itself; nothing where it is not documented.
fn summary(info: &RuleInfo<'_>) -> String {
    if info.rule.doc.trim().is_empty() { String::new() } else { info.summary() }
}

/// What a pack without rules is for.
fn kinds(pack: &Pack) -> String {
    let manifest = pack.manifest();
    let head = format!("{} has no rules: {}", manifest.name, manifest.title);
    let kinds = manifest.workloads.iter();
    let lines = kinds.map(|workload| format!("  {}  {}", workload.kind, workload.templates.join(", ")));
    std::iter::once(head).chain(lines).map(|line| kubelaw::render::escape(&line) + "\n").collect()
}

fn text(rules: Vec<RuleInfo<'_>>) -> String {
    let width = rules.iter().map(|info| info.identity().len()).max().unwrap_or(0);
    let mut out = String::new();
    for info in rules {
        let line = format!("{:width$}  {:8}  {}", info.identity(), info.severity.as_str(), summary(&info));
        out.push_str(kubelaw::render::escape(&line).trim_end());
        out.push('\n');
    }
    out
}

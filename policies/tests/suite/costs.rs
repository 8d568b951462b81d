//! What each rule costs: steps of evaluation on real manifests of others, which are the same on every machine.
//!
//! The table stands in `policies/COSTS.md`; `cargo xtask costs` makes it anew. The manifests are no part of the project.
//! Their folder is taken from `KUBELAW_CORPORA`; without it this test does nothing.

use crate::corpora::cases_folder;
use kubelaw::{Engine, EngineBuilder, Evaluation, Input, Selection, pack};
use std::fmt::Write;
use std::path::Path;

/// The manifests that are judged, as one whole.
const REAL: [&str; 4] =
    ["kubernetes-api-populated.yaml", "kubernetes-goat.yaml", "microservices-demo.yaml", "workloads.yaml"];

/// How many times the median a rule may take without a reason.
const MOST: u64 = 20;

/// Rules that take more, and why.
const REASONS: [(&str, &str); 18] = [
    ("compat-datree/exposed-secret", "reads every string of an object, with a pattern for each service"),
    ("compat-gatekeeper/shared-service-selector", "compares a Service with all others of its namespace"),
    ("compat-kube-linter/dangling-network-policy", PICKS),
    ("compat-kube-linter/duplicate-variable", "compares each variable of a container with each other"),
    ("compat-kube-linter/exhausted-budget", "compares its selector with those of all workloads of its namespace"),
    ("compat-kube-score/idle-network-policy", PICKS),
    ("compat-kyverno/shared-selector", "compares a Service with all others of its namespace"),
    ("compat-polaris/budget-above-autoscaler", PICKS),
    ("compat-polaris/budget-of-autoscaler", PICKS),
    ("isolation/sensitive-local-volume", "compares a path with every sensitive one, and few volumes have a path"),
    ("network/dangling-network-peer", PICKS),
    ("network/dangling-network-policy", PICKS),
    ("network/exposed-interface", "looks at the names of all workloads that a Service selects"),
    ("rbac/network-changing-role", "asks of a role for each verb on each of many resources"),
    ("references/blocking-disruption-budget", PICKS),
    ("reliability/dangling-disruption-budget", PICKS),
    ("reliability/duplicate-variable", "compares each variable of a container with each other"),
    ("secrets/leaked-secret", "reads every string of an object, with a pattern for each sort of credential"),
];

const PICKS: &str = "looks through all pods for one that a selector picks, and few objects share what that costs";

/// A rule's identity, the objects it judged, and the steps it took on one of them.
struct Cost {
    rule: String,
    objects: u64,
    each: u64,
}

fn costs(folder: &Path) -> Vec<Cost> {
    let packs = pack::shipped().unwrap();
    let builder =
        packs.into_iter().fold(Engine::builder(), EngineBuilder::pack).fixes(false).evaluation(Evaluation::Thorough);
    let engine = builder.select(Selection::everything()).build().unwrap();
    let texts = REAL.map(|name| (name, std::fs::read_to_string(folder.join("realworld").join(name)).unwrap()));
    let report = engine.check(Input::set(texts.map(|(name, text)| Input::yaml(name, text))));
    let cost = |rule: &kubelaw::report::RuleSummary| {
        let objects = rule.pass + rule.fail + rule.undecided + rule.waived + rule.not_applicable;
        Cost { rule: rule.identity(), objects, each: rule.steps / objects.max(1) }
    };
    let mut costs: Vec<Cost> = report.rules.iter().map(cost).filter(|cost| cost.objects > 0).collect();
    costs.sort_by(|a, b| b.each.cmp(&a.each).then_with(|| a.rule.cmp(&b.rule)));
    costs
}

fn page(costs: &[Cost], median: u64) -> String {
    let mut page = format!(
        "# What each rule costs\n\nMade by `cargo xtask costs`. The table has the steps of evaluation that a rule takes on one object of its kinds, as \
         the average over\n{} real-world manifests, judged as one input. A step that several rules share counts for the first of them. The median is \
         {median};\nmore than {MOST} times that needs a reason.\n\n| Rule | Objects | Steps each | Why so many |\n| --- | --- | --- | --- |\n",
        REAL.len()
    );
    for Cost { rule, objects, each } in costs {
        let why = REASONS.iter().find(|(name, _)| name == rule).map_or("", |(_, why)| why);
        let _ = writeln!(page, "| `{rule}` | {objects} | {each} | {why} |");
    }
    page
}

#[test]
fn no_rule_costs_much_more_than_others() {
    let Some(folder) = cases_folder() else { return };
    let costs = costs(&folder);
    let median = costs[costs.len() / 2].each;
    let page = page(&costs, median);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("COSTS.md");
    if std::env::var_os("KUBELAW_COSTS").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let reasoned = |rule: &str| REASONS.iter().any(|(name, _)| *name == rule);
    let dear = costs.iter().filter(|cost| cost.each > MOST * median && !reasoned(&cost.rule));
    let dear: Vec<String> =
        dear.map(|cost| format!("{} takes {} steps, the median {median}", cost.rule, cost.each)).collect();
    assert!(dear.is_empty(), "{}", dear.join("\n"));
    assert!(std::fs::read_to_string(&file).is_ok_and(|old| old == page), "run `cargo xtask costs`");
}

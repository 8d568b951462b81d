//! The cases of other tools, judged by the rules that `policies/peers.yaml` names for them.
//!
//! Takes any folder of `*.jsonl` files in the form that `KUBELAW_CORPORA` names; `KUBELAW_SOURCE` picks one of them.
//! Prints agreement by source and each disagreement that `disagreements.yaml` does not explain.

use kubelaw::pack::Pack;
use kubelaw::peers::{self, Answer, Peer};
use kubelaw::{Engine, EngineBuilder, Finding, Input, Selection, Verdict};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A check of a source: one line of its file.
struct Check {
    source: String,
    name: String,
    title: String,
    /// What variants of one check share; its own name where a source has no variants.
    family: String,
    needs: Vec<Value>,
    cases: Vec<Value>,
}

/// How many cases of a source agree.
#[derive(Default)]
struct Tally {
    agreed: usize,
    cases: usize,
    unanswered: usize,
}

fn checks(file: &Path) -> Vec<Check> {
    let text = std::fs::read_to_string(file).unwrap();
    let line = |line: &str| {
        let check: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| check[key].as_str().unwrap_or_default().to_owned();
        let list = |key: &str| check[key].as_array().cloned().unwrap_or_default();
        let name = text("check");
        let family = check["family"].as_str().map_or_else(|| family(&name), str::to_owned);
        Check { source: text("source"), title: text("title"), name, family, needs: list("needs"), cases: list("cases") }
    };
    text.lines().map(line).collect()
}

/// Kyverno keeps a policy in several languages, in folders that are named `best-practices`, `best-practices-cel`, `best-practices-vpol`.
fn family(name: &str) -> String {
    let (folder, rest) = name.split_once("__").unwrap_or((name, ""));
    let base = folder.strip_suffix("-cel").or_else(|| folder.strip_suffix("-vpol"));
    base.map_or_else(|| name.to_owned(), |base| format!("{base}__{rest}"))
}

impl Check {
    /// What a table may call it: by its name, its family, its family without the folders between, the controls in its title.
    fn ids(&self) -> Vec<String> {
        let mut ids = vec![self.name.clone(), self.family.clone()];
        let parts: Vec<_> = self.family.split("__").collect();
        if let [first, .., last] = parts[..] {
            ids.push(format!("{first}__{last}"));
            ids.push(format!("{first}__{}", parts[1]));
        }
        ids.extend(self.title.split([' ', ';']).filter(|word| word.starts_with("C-")).map(str::to_owned));
        ids
    }

    fn peer<'p>(&self, peers: &'p [Peer]) -> Option<&'p Peer> {
        let named = |id: String| peers.iter().find(|p| p.tool == tool(&self.source) && p.id == id);
        self.ids().into_iter().find_map(named)
    }

    /// Whether it asks what is not in the input.
    fn is_live(&self) -> bool {
        ["cloud_api", "external_data", "registry", "node_data"].iter().any(|live| self.needs.iter().any(|n| n == live))
    }
}

/// The packs as they are on disk, so that a law file can be changed and judged again without a build.
fn packs() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| {
        let mut found = Vec::new();
        find_packs(&folder(), &mut found);
        found
    })
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    found.sort();
    found
}

fn find_packs(folder: &Path, found: &mut Vec<Pack>) {
    let Ok(manifest) = std::fs::read_to_string(folder.join("pack.yaml")) else {
        sorted(folder).iter().filter(|p| p.is_dir()).for_each(|inner| find_packs(inner, found));
        return;
    };
    let mut files = Vec::new();
    read_files(folder, folder, &mut files);
    found.push(Pack::new(&manifest, files).unwrap());
}

fn read_files(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for path in sorted(folder) {
        if path.is_dir() {
            read_files(root, &path, files);
        } else if path.file_name().is_some_and(|name| name != "pack.yaml") && !path.with_extension("law").is_file()
            || path.extension().is_some_and(|e| e == "law")
        {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The engine that answers a check with a case's parameters.
fn engine(answer: &Answer, given: &Value) -> Result<Engine, String> {
    let Answer::Rules { rules, params, kubernetes } = answer else { return Err("no rule".to_owned()) };
    let wanted: Vec<&str> = rules.iter().filter_map(|rule| rule.split('/').next()).collect();
    let packs = packs();
    let needed = |name: &str| wanted.contains(&name) || extended(packs, &wanted, name);
    let mut builder = packs.iter().filter(|p| needed(p.name())).cloned().fold(Engine::builder(), EngineBuilder::pack);
    for (name, value) in params {
        match value.as_str().and_then(|text| text.strip_prefix('$')) {
            Some(theirs) if given[theirs].is_null() => {}
            Some(theirs) => builder = builder.param(name, &given[theirs]),
            None => builder = builder.param(name, value),
        }
    }
    if let Some(version) = kubernetes {
        builder = builder.kubernetes(version);
    }
    let selection = Selection { rules: rules.clone(), ..Selection::default() };
    builder.select(selection).build().map_err(|e| e.to_string())
}

fn extended(packs: &[Pack], wanted: &[&str], name: &str) -> bool {
    packs.iter().any(|p| wanted.contains(&&**p.name()) && p.manifest().extends.iter().any(|base| **base == *name))
}

/// Whether the rules find something in a case.
fn fails(engine: &Engine, case: &Value, inventory: bool) -> bool {
    let found = findings(engine, case, inventory);
    found.iter().any(|f| matches!(f.verdict, Verdict::Fail | Verdict::Undecided))
}

fn findings(engine: &Engine, case: &Value, inventory: bool) -> Vec<Finding> {
    let text = |key: &str| case[key].as_str().map(str::to_owned);
    let mut input = Input::yaml("case.yaml", text("yaml").unwrap_or_default());
    if inventory || case["scope"] == "set" {
        input = input.complete(true);
    }
    if let Some(context) = text("context") {
        input = input.context(Input::yaml("context.yaml", context));
    }
    if let Some(request) = text("request") {
        let parts: Value = serde_json::from_str(&request).unwrap_or_default();
        if let Some(old) = parts.get("oldObject").filter(|o| !o.is_null()) {
            input = input.old(Input::json("old.json", old.to_string()));
        }
        input = input.request(Input::json("request.json", request));
    }
    engine.check(input).findings
}

/// The source's name in `peers.yaml`: `gatekeeper-library` and `kyverno-policies` are the libraries of these tools.
fn tool(source: &str) -> &str {
    match source {
        "gatekeeper-library" => "gatekeeper",
        "kyverno-policies" => "kyverno",
        "kubescape-regolibrary" => "kubescape",
        other => other,
    }
}

/// Explained disagreements: source, check and case number, with a verdict and its reason.
fn explained() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(self::folder().join("disagreements.yaml")).unwrap();
    serde_json::from_value(kubelaw_yaml(&text)).unwrap()
}

/// Our own tables are YAML as the engine reads it.
fn kubelaw_yaml(text: &str) -> Value {
    use kubelaw::document::{Limits, Symbols, read};
    let found = read("disagreements.yaml", text.into(), &std::sync::Arc::new(Symbols::new()), &Limits::default());
    found.documents.first().map_or_else(|| serde_json::json!({}), |document| document.root().to_json())
}

/// What of a source's cases agrees, and in how many families nine of ten; a change that loses some of it is a fault.
const FLOORS: [(&str, f64, usize); 10] = [
    ("datree", 97.0, 106),
    ("gatekeeper-library", 100.0, 49),
    ("kube-linter", 97.0, 61),
    ("kube-score", 99.0, 37),
    ("kubeaudit", 99.0, 11),
    ("kubescape-regolibrary", 96.0, 90),
    ("kubesec", 98.0, 25),
    ("kyverno-policies", 98.0, 67),
    ("polaris", 96.0, 42),
    ("redhat-cop-rego", 98.0, 51),
];

/// Agreement by source and family.
type Tallies = BTreeMap<(String, String), Tally>;

/// The folder of cases and manifests of others; where there is none, the test that asks says so and is skipped.
pub(crate) fn cases_folder() -> Option<PathBuf> {
    let folder = std::env::var_os("KUBELAW_CORPORA");
    if folder.is_none() {
        println!("corpora: skipped: KUBELAW_CORPORA names no folder of cases");
    }
    folder.map(PathBuf::from)
}

/// Every case of the folder judged, once a run; nothing where no folder is named.
fn judged() -> Option<&'static Tallies> {
    static TALLIES: OnceLock<Option<Tallies>> = OnceLock::new();
    TALLIES.get_or_init(|| cases_folder().map(|folder| judge_all(&folder))).as_ref()
}

fn judge_all(folder: &Path) -> Tallies {
    let only = std::env::var("KUBELAW_SOURCE").ok();
    let table = std::fs::read_to_string(self::folder().join("peers.yaml")).unwrap();
    let (peers, explained) = (peers::read(&table).unwrap(), explained());
    let mut engines: HashMap<String, Result<Engine, String>> = HashMap::new();
    let mut tallies = Tallies::new();
    for file in sorted(folder).iter().filter(|f| f.extension().is_some_and(|e| e == "jsonl")) {
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        if stem == "yaml-test-suite" || only.as_ref().is_some_and(|only| *only != stem) {
            continue;
        }
        for check in checks(file).iter().filter(|check| !check.is_live()) {
            let tally = tallies.entry((check.source.clone(), check.family.clone())).or_default();
            judge(check, check.peer(&peers), &explained, &mut engines, tally);
        }
    }
    tallies
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand cases")]
fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// A source's tally, and how many of its families agree in nine of ten cases.
fn of_source(tallies: &Tallies, source: &str) -> (Tally, usize) {
    let (mut sum, mut families) = (Tally::default(), 0);
    for (_, tally) in tallies.iter().filter(|((of, _), _)| of == source) {
        sum.agreed += tally.agreed;
        sum.cases += tally.cases;
        sum.unanswered += tally.unanswered;
        families += usize::from(percent(tally.agreed, tally.cases) >= 90.0);
    }
    (sum, families)
}

/// A source's cases that our rules answer and find something in: a case's place, the case, the paths of the findings.
pub(crate) fn found(source: &str) -> Option<Vec<(String, Value, Vec<String>)>> {
    let file = cases_folder()?.join(format!("{source}.jsonl"));
    if !file.is_file() {
        println!("corpora: skipped: there are no cases of {source}");
        return None;
    }
    let peers = peers::read(&std::fs::read_to_string(folder().join("peers.yaml")).unwrap()).unwrap();
    let mut all = Vec::new();
    for check in checks(&file).into_iter().filter(|check| !check.is_live()) {
        let Some(Peer { answer: answer @ Answer::Rules { .. }, .. }) = check.peer(&peers) else { continue };
        for (number, case) in check.cases.iter().enumerate() {
            let engine = engine(answer, &case["params"]).unwrap();
            let found = findings(&engine, case, check.needs.iter().any(|n| n == "inventory"));
            let paths = found.into_iter().map(|f| f.path).collect();
            all.push((format!("{}/{number}", check.name), case.clone(), paths));
        }
    }
    Some(all)
}

#[test]
fn cases_of_other_tools() {
    let Some(tallies) = judged() else { return };
    let sources: BTreeSet<&str> = tallies.keys().map(|(source, _)| source.as_str()).collect();
    for source in sources {
        let (Tally { agreed, cases, unanswered }, families) = of_source(tallies, source);
        let percent = percent(agreed, cases);
        println!(
            "{source}: {agreed} of {cases} cases agree ({percent:.1} %), in {families} families nine of ten; {unanswered} have no rule"
        );
    }
}

#[test]
fn agreement_stays() {
    let Some(tallies) = judged() else { return };
    for (source, least, of) in FLOORS {
        let (tally, families) = of_source(tallies, source);
        let reached = percent(tally.agreed, tally.cases);
        assert!(tally.cases == 0 || reached >= least, "{source}: {reached:.1} % agree, which were {least} %");
        assert!(tally.cases == 0 || families >= of, "{source}: {families} families agree, which were {of}");
    }
}

fn judge(
    check: &Check,
    peer: Option<&Peer>,
    explained: &BTreeMap<String, String>,
    engines: &mut HashMap<String, Result<Engine, String>>,
    tally: &mut Tally,
) {
    for (number, case) in check.cases.iter().enumerate() {
        tally.cases += 1;
        let Some(Peer { answer: answer @ Answer::Rules { .. }, .. }) = peer else {
            tally.unanswered += 1;
            continue;
        };
        let given = &case["params"];
        let key = format!("{answer:?} {given}");
        let judged = engines.entry(key).or_insert_with(|| engine(answer, given));
        let ours = match judged {
            Ok(engine) => fails(engine, case, check.needs.iter().any(|n| n == "inventory")),
            Err(problem) => {
                println!("{}/{}: {problem}", check.source, check.name);
                continue;
            }
        };
        if ours == (case["expect"] == "fail") {
            tally.agreed += 1;
            continue;
        }
        let place = format!("{}/{}/{number}", check.source, check.name);
        if !explained.contains_key(&place) {
            println!("{place}: expected {}, ours {}", case["expect"], if ours { "fail" } else { "pass" });
        }
    }
}

//! The configuration of a project, `kubelaw.yaml`: which rules apply, with which parameters, and what is waived or excluded.
//!
//! This module reads the text of the configuration. The caller finds the file, and the files that it names;
//! [`EngineBuilder::config`](crate::EngineBuilder::config) builds an engine from it.

mod form;
mod schema;

pub use schema::schema;

use crate::pack::WorkloadKind;
use crate::report::waiver::Waiver;
use crate::written::{Place, WrittenError};
use kubelaw_lang::ir::Severity;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of the file.
pub const FILE: &str = "kubelaw.yaml";

/// The contents of a `kubelaw.yaml`. Paths are as written, relative to the file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Config {
    /// The name of the file in messages.
    pub file: Arc<str>,
    /// Packs by name, or folders of packs.
    pub packs: Vec<String>,
    /// Law files, and folders of law files.
    pub laws: Vec<String>,
    /// Values of parameters.
    pub params: BTreeMap<String, serde_json::Value>,
    /// Other severities for rules.
    pub severities: Vec<(String, Severity)>,
    /// Judge only these rules.
    pub rules: Vec<String>,
    /// Judge only rules of these layers.
    pub layers: Vec<String>,
    /// Judge only rules of these tiers.
    pub tiers: Vec<String>,
    /// Judge only rules with a control of these frameworks.
    pub frameworks: Vec<String>,
    /// Waivers for findings that are known and accepted.
    pub waivers: Vec<Waiver>,
    /// Whether annotations and comments in the manifests waive findings too; absent means yes.
    pub in_place_waivers: Option<bool>,
    /// Globs of files to leave out when folders are read.
    pub exclude: Vec<String>,
    /// Files and folders of `CustomResourceDefinition`s.
    pub crds: Vec<String>,
    /// Kinds that create Pods, in addition to those of Kubernetes and of the packs.
    pub workloads: Vec<WorkloadKind>,
    /// The version of the cluster.
    pub kubernetes: Option<String>,
    /// The namespace of namespaced objects that name none.
    pub namespace: Option<String>,
    /// The lowest severity of a finding that makes `kubelaw check` exit with status 1; absent means `medium`.
    pub fail_on: Option<Severity>,
    /// Whether warnings make it exit with status 1 too; absent means no.
    pub fail_on_warnings: Option<bool>,
    /// The places of texts that name something.
    pub places: Vec<Place>,
}

impl Config {
    /// Reads the text of a configuration. The error lists everything that is wrong with it.
    ///
    /// ```
    /// use kubelaw::config::Config;
    ///
    /// let config = Config::read("packs: [pod-security-baseline]\nparams:\n  registries: [ghcr.io/acme]\nfailOn: high\n")?;
    /// assert_eq!(config.packs, ["pod-security-baseline"]);
    /// assert!(Config::read("pack: [x]\n").unwrap_err().to_string().contains("did you mean `packs`?"));
    /// # Ok::<(), kubelaw::written::WrittenError>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, WrittenError> {
        Self::read_file(FILE, text)
    }

    /// Like [`Config::read`], for a file that messages call by `name`.
    pub fn read_file(name: &str, text: &str) -> Result<Self, WrittenError> {
        form::config(name, text)
    }

    /// The place of a text under a key, such as `rules`.
    #[must_use]
    pub fn place(&self, key: &str, text: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.is(key, text))
    }
}

/// Whether a namespace can have this name.
pub(crate) fn is_namespace(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn problems(text: &str) -> Vec<String> {
        Config::read(text).unwrap_err().faults.iter().map(|fault| fault.kind.to_string()).collect()
    }

    #[test]
    fn every_key_is_read() {
        let text = "\
packs: [pod-security-restricted, ./house]
laws: [laws]
params: {registries: [ghcr.io/acme], limit: 3}
severities: {host-port: low, pack/rule: critical}
rules: [a]
layers: [network]
tiers: [default, strict]
frameworks: [pss]
inPlaceWaivers: false
exclude: ['**/testdata/**']
crds: [crds/]
workloads: [{kind: a.io/A, template: spec.template}, {kind: a.io/B, template: [spec.a, 'spec.b[*]']}]
kubernetes: 1.33
namespace: shop
failOn: high
failOnWarnings: true
waivers:
  - rule: host-port
    kind: DaemonSet
    namespace: kube-*
    name: node-*
    labels: {app: node}
    reason: the node agent needs it
    owner: platform
    expires: 2027-01-31
";
        let config = Config::read(text).unwrap();
        assert_eq!((config.packs.len(), config.laws.as_slice()), (2, ["laws".to_owned()].as_slice()));
        assert_eq!(config.params["registries"], json!(["ghcr.io/acme"]));
        assert_eq!(config.severities[1], ("pack/rule".to_owned(), Severity::Critical));
        assert_eq!((config.kubernetes.as_deref(), config.namespace.as_deref()), (Some("1.33"), Some("shop")));
        assert_eq!((config.fail_on, config.tiers.len()), (Some(Severity::High), 2));
        assert_eq!((config.in_place_waivers, config.fail_on_warnings), (Some(false), Some(true)));
        let version = |text: &str| Config::read(text).unwrap().kubernetes;
        assert_eq!(version("kubernetes: 1.30 # a number for YAML").as_deref(), Some("1.30"));
        assert_eq!(version("{kubernetes: '1.30'}").as_deref(), Some("1.30"));
        let workloads: Vec<_> = config.workloads.iter().map(|added| (&*added.kind, added.templates.len())).collect();
        assert_eq!(workloads, [("a.io/A", 1), ("a.io/B", 2)]);
        let waiver = &config.waivers[0];
        assert_eq!((waiver.kind.as_deref(), waiver.namespace.as_deref()), (Some("DaemonSet"), Some("kube-*")));
        assert_eq!((waiver.owner.as_deref(), waiver.expires.as_deref()), (Some("platform"), Some("2027-01-31")));
        assert_eq!(waiver.labels, [("app".to_owned(), "node".to_owned())]);
    }

    #[test]
    fn nothing_is_a_configuration() {
        let nothing = Config { file: FILE.into(), ..Config::default() };
        for text in ["", "# nothing yet\n", "packs:\n"] {
            assert_eq!(Config::read(text), Ok(nothing.clone()));
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let found = problems(
            "pack: [x]\nlaws: a.law\nfailOn: hihg\nseverities: {a: grave}\nkubernetes: [1]\nwaivers: [{rul: x, reason: ''}, y]\ninPlaceWaivers: no-thanks\nworkloads: [{kind: a/A}, \
             {kind: 1, template: a, path: b}, c]\n",
        );
        let expected = [
            "unknown key `pack`; did you mean `packs`?",
            "`laws` must be a list of strings",
            "`failOn` must be info, low, medium, high or critical",
            "`severities.a` must be info, low, medium, high or critical",
            "`kubernetes` must be a version such as 1.33",
            "missing key `waivers[0].rule`",
            "unknown key `waivers[0].rul`; did you mean `rule`?",
            "`waivers[0].reason` must be a string that is not empty",
            "`waivers[1]` must be a map with `rule` and `reason`",
            "`inPlaceWaivers` must be true or false",
            "missing key `workloads[0].template`",
            "`workloads[1].kind` must be a string: write it in quotes",
            "unknown key `workloads[1].path`; known: kind, template",
            "`workloads[2]` must be a map with `kind` and `template`",
        ];
        assert_eq!(found, expected);
        let known = "rule, kind, namespace, name, labels, reason, owner, expires";
        let told = problems("waivers: [{rule: a, reason: b, until: 2027-01-31}]\n");
        assert_eq!(told, [format!("unknown key `waivers[0].until`; known: {known}")]);
        assert_eq!(problems("- a\n"), ["expected a map of keys"]);
        assert!(problems("a: [\n")[0].starts_with("the text is not YAML: "));
    }

    #[test]
    fn a_waiver_expires_on_a_day() {
        let found = problems("waivers: [{rule: a, reason: b, expires: soon}]\n");
        assert_eq!(found, ["`waivers[0].expires` must be a day such as 2027-01-31"]);
    }

    #[test]
    fn each_problem_has_its_place() {
        let told = |text: &str| Config::read(text).unwrap_err().to_string().replace("kubelaw.yaml:", "");
        for (text, expected) in [
            ("laws: [a.law]\nexclud: [x]\n", "2:1: unknown key `exclud`; did you mean `exclude`?"),
            ("packs: images\n", "1:8: `packs` must be a list of strings"),
            (
                "packs: [images, 1, null]\n",
                "1:17: `packs[1]` must be a string: write it in quotes\n1:20: `packs[2]` must be a string",
            ),
            ("rules:\n- ''\n", "2:3: `rules[0]` must be a string that is not empty"),
            ("rules:\n- a: b\n", "2:3: `rules[0]` must be a string"),
            ("packs: [a]\nlaws: [b]\npacks: [c]\n", "3:1: `packs` is there twice: leave one of them out"),
            ("waivers:\n- rule: a\n  reason: b\n  rule: c\n", "4:3: `rule` is there twice: leave one of them out"),
            ("waivers:\n- rule: a\n", "2:3: missing key `waivers[0].reason`"),
            ("waivers:\n- rule:\n  reason: b\n", "2:3: missing key `waivers[0].rule`"),
            (
                "waivers: [{rule: a, reason: b, kind: apps/deployment}]\n",
                "1:38: `waivers[0].kind` must be a kind as objects have it, such as Deployment",
            ),
            ("severities: {a: null}\n", "1:17: `severities.a` must be info, low, medium, high or critical"),
            ("kubernetes: ''\n", "1:13: `kubernetes` must be a version such as 1.33"),
            ("namespace: Shop_1\n", "1:12: `namespace` must be the name of a namespace: small letters, digits and `-`"),
            (
                "workloads:\n- kind: a/B\n  template: []\n",
                "3:13: `workloads[0].template` must be a path such as spec.template, or a list of paths",
            ),
            ("1: a\n", "1:1: unknown key `1`; known: "),
            ("params: {n: 5}\n", "1:10: YAML reads the key `n` as `false`: write it in quotes"),
            (
                "on: 5\npack: [a]\nfailOn: hihg\n",
                "1:1: YAML reads the key `on` as `true`: write it in quotes\n2:1: unknown key `pack`; did you mean `packs`?\n\
                 3:9: `failOn` must be info, low, medium, high or critical",
            ),
            (
                "waivers:\n- on: 5\n  rule: a\n",
                "2:3: YAML reads the key `on` as `true`: write it in quotes\n2:3: missing key `waivers[0].reason`",
            ),
            (
                "params: {a: [{0x1F: 5, \"n\": 1, 1: 2}]}\n",
                "1:15: YAML reads the key `0x1F` as `31`: write it in quotes",
            ),
            ("a: b\n---\nc: d\n", "1:1: unknown key `a`; known: "),
            ("packs: [a]\n---\npacks: [b]\n", "3:1: a second document: only one is allowed"),
            ("packs: [a\nlaws: x\n", "2:5: the text is not YAML: "),
            ("- a\n", "1:1: expected a map of keys"),
            ("exclude:\n- ./vendor\n", "2:3: `exclude[0]` must be a path from this file on without `./` before it"),
            (
                "exclude: ['../a']\n",
                "1:11: `exclude[0]` must be a glob for what is in the folder of this file, which has no `..`",
            ),
            ("exclude: ['vendor\\a']\n", "1:11: `exclude[0]` must be a glob with `/` between folders"),
            ("exclude: ['#a']\n", "1:11: `exclude[0]` must be a glob: write `\\#` for a name that begins with `#`"),
        ] {
            assert!(told(text).starts_with(expected), "{text}: {}", told(text));
        }
        let globs = "exclude: ['**/testdata/**', '!a', '/abs', '*.tmp.yaml', '\\#a', '[ab]?', '{a,b}']\n";
        assert_eq!(Config::read(globs).unwrap().exclude.len(), 7);
        let config = Config::read("packs: [a]\nparams:\n  most: 3\n").unwrap();
        let place = |key: &str, text: &str| config.place(key, text).map(|place| (place.line, place.column));
        assert_eq!((place("packs", "a"), place("params", "most")), (Some((1, 9)), Some((3, 3))));
        assert_eq!((place("params", "3"), place("laws", "a"), place("pack", "a")), (None, None, None));
    }
}

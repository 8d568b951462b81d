//! The configuration of a project, `kubelaw.yaml`: which rules, with which parameters, what is waived and left out.
//!
//! This module reads the text; finding the file, and the files that it names, is the caller's work. Unknown keys are
//! errors, since a misspelled one would be silently without effect.

mod error;
mod form;
mod schema;

pub use error::{ConfigError, ConfigProblem};
pub use schema::schema;

use crate::pack::WorkloadKind;
use crate::report::waiver::Waiver;
use kubelaw_lang::ir::Severity;
use std::collections::BTreeMap;

/// The name of the file.
pub const FILE: &str = "kubelaw.yaml";

/// What a project says of how its manifests are judged. Paths are as written, relative to the file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Config {
    /// Packs by name, or folders of packs.
    pub packs: Vec<String>,
    /// Law files, and folders of law files.
    pub laws: Vec<String>,
    /// Values of parameters.
    pub params: BTreeMap<String, serde_json::Value>,
    /// Other severities for rules.
    pub severities: BTreeMap<String, Severity>,
    /// Only these rules.
    pub rules: Vec<String>,
    /// Only rules of these layers.
    pub layers: Vec<String>,
    /// Only rules of these tiers.
    pub tiers: Vec<String>,
    /// Only rules that implement a control of these frameworks.
    pub frameworks: Vec<String>,
    /// Findings that are known and accepted.
    pub waivers: Vec<Waiver>,
    /// Whether waivers that stand in the manifests count, too.
    pub in_place_waivers: Option<bool>,
    /// Globs of files that folders are walked without.
    pub exclude: Vec<String>,
    /// Files and folders of `CustomResourceDefinition`s.
    pub crds: Vec<String>,
    /// Kinds that make Pods, beside those of Kubernetes and of the packs.
    pub workloads: Vec<WorkloadKind>,
    /// The version of the cluster.
    pub kubernetes: Option<String>,
    /// The namespace of namespaced objects that name none.
    pub namespace: Option<String>,
    /// The least severity of a finding that makes `check` end with status 1.
    pub fail_on: Option<Severity>,
}

impl Config {
    /// Reads a text; everything that is wrong with it at once.
    ///
    /// ```
    /// use kubelaw::config::Config;
    ///
    /// let config = Config::read("packs: [pod-security-baseline]\nparams:\n  registries: [ghcr.io/acme]\nfailOn: high\n")?;
    /// assert_eq!(config.packs, ["pod-security-baseline"]);
    /// assert!(Config::read("pack: [x]\n").unwrap_err().to_string().contains("did you mean `packs`?"));
    /// # Ok::<(), kubelaw::config::ConfigError>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, ConfigError> {
        form::read(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn problems(text: &str) -> Vec<String> {
        Config::read(text).unwrap_err().problems.iter().map(ToString::to_string).collect()
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
        assert_eq!(config.severities["pack/rule"], Severity::Critical);
        assert_eq!((config.kubernetes.as_deref(), config.namespace.as_deref()), (Some("1.33"), Some("shop")));
        assert_eq!((config.fail_on, config.tiers.len()), (Some(Severity::High), 2));
        assert_eq!(config.in_place_waivers, Some(false));
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
        assert_eq!(Config::read(""), Ok(Config::default()));
        assert_eq!(Config::read("# nothing yet\n"), Ok(Config::default()));
        assert_eq!(Config::read("packs:\n"), Ok(Config::default()));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let found = problems(
            "pack: [x]\nlaws: a.law\nfailOn: hihg\nseverities: {a: grave}\nkubernetes: [1]\nwaivers: [{rul: x, reason: ''}, y]\ninPlaceWaivers: no-thanks\nworkloads: [{kind: a/A}, \
             {kind: 1, template: a, path: b}, c]\n",
        );
        let expected = [
            "unknown key `pack`; did you mean `packs`?",
            "`laws` must be a list of texts",
            "`failOn` must be info, low, medium, high or critical",
            "`severities.a` must be info, low, medium, high or critical",
            "`kubernetes` must be a version such as 1.33",
            "unknown key `waivers[0].rul`; did you mean `rule`?",
            "missing key `waivers[0].rule`",
            "`waivers[0].reason` must be a text that says why",
            "`waivers[1]` must be a map with `rule` and `reason`",
            "`inPlaceWaivers` must be true or false",
            "missing key `workloads[0].template`",
            "`workloads[1].kind` must be a text",
            "unknown key `workloads[1].path`; known: kind, template",
            "`workloads[2]` must be a map with `kind` and `template`",
        ];
        assert_eq!(found, expected);
        let known = "rule, kind, namespace, name, labels, reason, owner, expires";
        let told = problems("waivers: [{rule: a, reason: b, until: 2027-01-31}]\n");
        assert_eq!(told, [format!("unknown key `waivers[0].until`; known: {known}")]);
        assert_eq!(problems("- a\n"), ["the configuration must be a map of keys"]);
        assert!(problems("a: [\n")[0].starts_with("the text is no YAML: "));
    }

    #[test]
    fn a_waiver_expires_on_a_day() {
        let found = problems("waivers: [{rule: a, reason: b, expires: soon}]\n");
        assert_eq!(found, ["`waivers[0].expires` must be a day such as 2027-01-31"]);
    }
}

//! Building an engine: what the host gives, checked all at once.

use super::Evaluation;
use super::compile::{self, LawFile};
use super::configured::Configured;
use super::selection::Selection;
use super::{Catalogue, Engine, Settings};
use crate::config::is_namespace;
use crate::document::Limits;
use crate::error::{Diagnostics, Problem};
use crate::pack::{Pack, WorkloadKind};
use crate::report::waiver::{Waiver, Waivers, is_day};
use crate::sorted::Sorted;
use kubelaw_lang::diagnostic::Diagnostic;
use kubelaw_lang::ir::Severity;
use kubelaw_lang::source::Source;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Collects the settings of an engine. They are checked only by [`EngineBuilder::build`], which then reports every problem
/// at once.
#[derive(Clone, Debug, Default)]
pub struct EngineBuilder {
    pub(super) packs: Vec<Pack>,
    pub(super) shipped: Vec<Pack>,
    pub(super) laws: Vec<Source>,
    libraries: Sorted<String, Source>,
    params: BTreeMap<String, serde_json::Value>,
    crds: Vec<(String, String)>,
    /// Texts of the input that may define kinds.
    inputs: Vec<(String, String)>,
    workloads: Vec<WorkloadKind>,
    severities: Sorted<String, Severity>,
    pub(super) selection: Selection,
    kubernetes: Option<String>,
    pub(super) settings: Settings,
    only: Option<String>,
    pub(super) configured: Option<Configured>,
    pub(super) problems: Vec<Problem>,
}

impl EngineBuilder {
    /// Adds a pack. The packs that it extends are taken from the packs that you add, from [`EngineBuilder::shipped`], or, with
    /// feature `packs`, from the packs that ship with this crate.
    #[must_use]
    pub fn pack(mut self, pack: Pack) -> Self {
        self.packs.push(pack);
        self
    }

    /// Adds a law file. Messages call it by `name`.
    #[must_use]
    pub fn law(mut self, name: &str, text: &str) -> Self {
        self.laws.push(Source::new(name, text));
        self
    }

    /// Adds a law file that others may `use` by this path. Its own rules are not judged.
    #[must_use]
    pub fn library(mut self, path: &str, text: &str) -> Self {
        self.libraries.insert(path.to_owned(), Source::new(path, text));
        self
    }

    /// Sets a parameter (`param`) in every law file that declares it.
    #[must_use]
    pub fn param(mut self, name: &str, value: impl Serialize) -> Self {
        self.say("params", Some(name));
        match serde_json::to_value(value) {
            Ok(value) => {
                self.params.insert(name.to_owned(), value);
            }
            Err(error) => {
                self.problems.push(Problem::ParamForm { name: name.to_owned(), reason: error.to_string() });
            }
        }
        self
    }

    /// Sets the version of the cluster, such as `1.33`, `v1.33` or `latest`. The default is the latest version that this
    /// crate knows. Reports warn of a version that it does not know.
    #[must_use]
    pub fn kubernetes(mut self, version: &str) -> Self {
        self.say("kubernetes", None);
        self.kubernetes = Some(version.to_owned());
        self
    }

    /// Sets the namespace of namespaced objects that name none. The default is `default`.
    #[must_use]
    pub fn namespace(mut self, name: &str) -> Self {
        if !is_namespace(name) {
            self.problems.push(Problem::Namespace { text: name.to_owned() });
        }
        self.settings.namespace = name.into();
        self
    }

    /// Sets the limits on input. A document beyond them becomes an error in the report.
    ///
    /// ```
    /// # use kubelaw::{Engine, Input, document::Limits};
    /// let law = "rule host-pid for p in Pod { forbid p.spec.hostPID == true }";
    /// let engine = Engine::builder().law("a.law", law).limits(Limits { bytes: 1000, ..Limits::default() }).build()?;
    /// assert_eq!(engine.check(Input::yaml("long.yaml", "a: b\n".repeat(1000))).errors.len(), 1);
    /// # Ok::<(), kubelaw::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Adds a YAML text with `CustomResourceDefinition`s. The checker then knows the fields of their kinds.
    #[must_use]
    pub fn crd(mut self, name: &str, yaml: &str) -> Self {
        self.crds.push((name.to_owned(), yaml.to_owned()));
        self
    }

    /// Adds the kinds that an input defines: those of the `CustomResourceDefinition`s among its documents. Other documents
    /// in the text are ignored here. If [`EngineBuilder::crd`] defines the same kind, that definition wins.
    ///
    /// ```
    /// # use kubelaw::Engine;
    /// let input = r#"
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   names: {kind: Widget, plural: widgets}
    ///   scope: Namespaced
    ///   versions:
    ///   - {name: v1, schema: {openAPIV3Schema: {properties: {spec: {properties: {size: {type: integer}}}}}}}
    /// "#;
    /// let law = r#"rule large for w in kind("example.com/Widget") { forbid w.spec.sise == 3 }"#;
    /// assert!(Engine::builder().law("a.law", law).build().is_ok(), "nothing is known of the kind");
    /// let told = Engine::builder().law("a.law", law).definitions_in("input.yaml", input).build().unwrap_err();
    /// assert!(told.to_string().contains("sise"));
    /// ```
    #[must_use]
    pub fn definitions_in(mut self, name: &str, yaml: &str) -> Self {
        // Most documents of a large input define nothing: they are neither kept nor read for it.
        let defining = yaml.split("\n---").filter(|part| part.contains("CustomResourceDefinition"));
        self.inputs.extend(defining.map(|part| (name.to_owned(), part.to_owned())));
        self
    }

    /// Adds a kind that creates Pods, so that rules about `Workload` also look at its objects. Packs do the same in their
    /// manifests.
    #[must_use]
    pub fn workload(mut self, kind: WorkloadKind) -> Self {
        self.workloads.push(kind);
        self
    }

    /// Selects the rules to judge. Without this call, all rules are judged except those of tier `optional` in packs.
    #[must_use]
    pub fn select(mut self, selection: Selection) -> Self {
        for key in ["rules", "layers", "tiers", "frameworks"] {
            self.say(key, None);
        }
        self.selection = selection;
        self
    }

    /// Overrides the severity of a rule, which is named as `rule` or `pack/rule`.
    #[must_use]
    pub fn severity(mut self, rule: &str, severity: Severity) -> Self {
        self.say("severities", Some(rule));
        self.severities.insert(rule.to_owned(), severity);
        self
    }

    /// Sets whether findings say in [`Finding::why`](crate::Finding::why) what decided them. Off by default.
    #[must_use]
    pub fn explain(mut self, yes: bool) -> Self {
        self.settings.explain = yes;
        self
    }

    /// Sets whether findings carry fixes. Off by default here, since an admission webhook or an audit has no use for them;
    /// on in the command and in the packages for JavaScript and Python, whose users look at findings. Each fix is tried
    /// before it is offered, which takes about as long as judging the object once more.
    #[must_use]
    pub fn fixes(mut self, yes: bool) -> Self {
        self.settings.fixes = yes;
        self
    }

    /// Sets how rules are evaluated. The default is [`Evaluation::Adaptive`]. The findings are the same in any case.
    #[must_use]
    pub fn evaluation(mut self, evaluation: Evaluation) -> Self {
        self.settings.evaluation = evaluation;
        self
    }

    /// Sets which kinds of waiver count. By default all do; see [`Waivers`].
    #[must_use]
    pub fn waivers(mut self, which: Waivers) -> Self {
        self.settings.waivers = which;
        self
    }

    /// Adds a waiver.
    #[must_use]
    pub fn waiver(mut self, waiver: Waiver) -> Self {
        if waiver.reason.trim().is_empty() {
            self.problems.push(Problem::WaiverReason { rule: waiver.rule.clone() });
        }
        if let Some(day) = waiver.expires.as_deref().filter(|day| !is_day(day)) {
            self.problems.push(Problem::Day { text: day.to_owned() });
        }
        self.settings.given_waivers.push(waiver);
        self
    }

    /// Sets today's date, such as `2026-12-31`. It decides which waivers have expired. This crate reads no clock: without this
    /// call, no waiver expires.
    #[must_use]
    pub fn today(mut self, day: &str) -> Self {
        if !is_day(day) {
            self.problems.push(Problem::Day { text: day.to_owned() });
        }
        self.settings.today = Some(day.to_owned());
        self
    }

    /// Leaves out all law files but one, by its name; the others can still be used by it.
    pub(crate) fn only(mut self, law: &str) -> Self {
        self.only = Some(law.to_owned());
        self
    }

    /// Compiles the law files. The error lists everything that is wrong, with the law files and with other settings.
    pub fn build(self) -> Result<Engine, Diagnostics> {
        let this = self.completed();
        let (packs, files, found) = this.files();
        compile::engine(&this.request(&packs), &files, found).map_err(|found| this.located(found))
    }

    /// Compiles the law files for lists and explanations. Unlike in [`EngineBuilder::build`], required parameters need no
    /// value.
    pub fn catalogue(self) -> Result<Catalogue, Diagnostics> {
        let this = self.completed();
        let (packs, files, found) = this.files();
        compile::catalogue(&this.request(&packs), &files, found).map_err(|found| this.located(found))
    }

    /// What the checker says of a law file that is to stand among what is given; or what is wrong with that.
    pub(crate) fn diagnose(mut self, source: &Source) -> Result<Vec<Diagnostic>, Diagnostics> {
        self.laws.push(source.clone());
        let (packs, files, found) = self.files();
        compile::diagnose(&self.request(&packs), files.last(), found).map_err(|found| self.located(found))
    }

    /// Takes note that the host says something, so that it is nothing of the configuration any longer.
    fn say(&mut self, key: &str, name: Option<&str>) {
        if let Some(configured) = &mut self.configured {
            configured.forget(key, name);
        }
    }

    pub(super) fn files(&self) -> (Vec<Pack>, Vec<LawFile>, Diagnostics) {
        let mut found = Diagnostics { laws: Vec::new(), problems: self.problems.clone() };
        let packs = self.all_packs(&mut found.problems);
        let files = self.law_files(&packs);
        (packs, files, found)
    }

    pub(super) fn request<'b>(&'b self, packs: &'b [Pack]) -> compile::Request<'b> {
        compile::Request {
            packs,
            partial: self.only.is_some(),
            params: &self.params,
            crds: &self.crds,
            inputs: &self.inputs,
            workloads: &self.workloads,
            severities: &self.severities,
            selection: &self.selection,
            kubernetes: self.kubernetes.as_deref(),
            settings: &self.settings,
        }
    }

    /// The packs given and those that they extend, bases first, each once.
    fn all_packs(&self, problems: &mut Vec<Problem>) -> Vec<Pack> {
        let mut all: Vec<Pack> = Vec::new();
        let mut open: Vec<&str> = Vec::new();
        let is_given = |name: &Arc<str>| self.packs.iter().any(|pack| pack.name() == name);
        let are_given = self.packs.iter().flat_map(|pack| &pack.manifest().extends).all(is_given);
        let shipped = if are_given { Vec::new() } else { self.all_shipped(problems) };
        for pack in &self.packs {
            add(pack, &self.packs, &shipped, &mut open, &mut all, problems);
        }
        all
    }

    fn law_files(&self, packs: &[Pack]) -> Vec<LawFile> {
        let mut files = Vec::new();
        for pack in packs {
            let mut library = Sorted::default();
            for (path, text) in pack.laws() {
                let name = format!("{}/{path}", pack.name());
                library.insert(path.to_string(), Source::shared(&name, text.clone()));
            }
            let library = Arc::new(library);
            for (_, source) in library.iter() {
                files.push(LawFile {
                    pack: Some(pack.name().clone()),
                    source: source.clone(),
                    library: library.clone(),
                });
            }
        }
        let mut library = self.libraries.clone();
        for law in &self.laws {
            library.or_insert(law.name().to_owned(), law.clone());
        }
        let library = Arc::new(library);
        files.extend(self.laws.iter().map(|source| LawFile {
            pack: None,
            source: source.clone(),
            library: library.clone(),
        }));
        if let Some(only) = &self.only {
            files.retain(|file| file.source.name() == only);
        }
        files
    }
}

/// Adds a pack after the packs that it extends.
fn add<'p>(
    pack: &'p Pack,
    given: &'p [Pack],
    shipped: &'p [Pack],
    open: &mut Vec<&'p str>,
    all: &mut Vec<Pack>,
    problems: &mut Vec<Problem>,
) {
    if let Some(other) = all.iter().find(|other| other.name() == pack.name()) {
        if other.digest() != pack.digest() {
            problems.push(Problem::TwoPacks { name: pack.name().clone() });
        }
        return;
    }
    // A pack that extends itself by way of others is in `open`; its rules are added once, by the outer call.
    if open.contains(&&**pack.name()) {
        return;
    }
    open.push(pack.name());
    for base in &pack.manifest().extends {
        match given.iter().chain(shipped).find(|other| other.name() == base) {
            Some(base) => add(base, given, shipped, open, all, problems),
            None => problems.push(Problem::UnknownBase { pack: pack.name().clone(), missing: base.clone() }),
        }
    }
    open.pop();
    all.push(pack.clone());
}

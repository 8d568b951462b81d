//! What a configuration says, taken into a builder, and the places in it of what turns out to name nothing.

use super::builder::EngineBuilder;
use super::selection::Selection;
use crate::config::Config;
use crate::error::{Diagnostics, Problem, UnknownPack};
use crate::pack::Pack;
use crate::report::waiver::Waivers;
use crate::written::{Fault, FaultKind, Place, WrittenError};
use kubelaw_lang::check::closest;
use std::sync::Arc;

/// The configuration that a builder was given.
#[derive(Clone, Debug)]
pub(super) struct Configured {
    file: Arc<str>,
    /// Where it says what nobody said otherwise since.
    places: Vec<Place>,
}

impl Configured {
    /// Forgets where it says what the host now says itself: all under a key, or one name there.
    pub(super) fn forget(&mut self, key: &str, name: Option<&str>) {
        self.places.retain(|place| !name.map_or_else(|| place.is_under(key), |name| place.is(key, name)));
    }
}

/// Something that a configuration names and the caller has to find. A path is as written, relative to the configuration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Named<'c> {
    /// A law file, or a folder of them.
    Laws(&'c str),
    /// The folder of a pack, or the name of a shipped one: see [`EngineBuilder::pack_named`].
    Pack(&'c str),
    /// A file of `CustomResourceDefinition`s, or a folder of them.
    Crds(&'c str),
}

/// The kind of what is named.
type Kind = fn(&str) -> Named<'_>;

impl EngineBuilder {
    /// Applies a configuration, so that the engine judges as the command does. Later calls override the configuration, as
    /// the command's options do. If neither the configuration nor another call names packs or law files, the rules are the
    /// command's default selection of the shipped packs.
    ///
    /// `find` is called for everything that the configuration names. It adds the named thing to the builder, or says why it
    /// cannot; the error then has the place in the configuration. A caller that walks folders must itself leave out
    /// [`Config::exclude`]. To get the command's yes or no, ask [`Engine::refuses`].
    ///
    /// [`Engine::refuses`]: crate::Engine::refuses
    ///
    /// ```
    /// use kubelaw::config::Config;
    /// use kubelaw::{Engine, engine::Named};
    ///
    /// let config = Config::read("laws: [house.law]\nseverities: {host-pid: low}\n")?;
    /// let builder = Engine::builder().config(config.clone(), |builder, named| match named {
    ///     Named::Laws("house.law") => Ok(builder.law("house.law", "rule host-pid for p in Pod { forbid p.spec.hostPID == true }")),
    ///     Named::Laws(_) | Named::Crds(_) => Err("no such file".to_owned()),
    ///     Named::Pack(name) => builder.pack_named(name).map_err(|error| error.to_string()),
    /// })?;
    /// assert_eq!(builder.build().unwrap().rules().count(), 1);
    /// let error = Engine::builder().config(config, |_, _| Err("no such file".to_owned())).unwrap_err();
    /// assert_eq!(error.to_string(), "kubelaw.yaml:1:8: no such file");
    /// # Ok::<(), kubelaw::written::WrittenError>(())
    /// ```
    pub fn config(
        mut self,
        mut config: Config,
        mut find: impl FnMut(Self, Named<'_>) -> Result<Self, String>,
    ) -> Result<Self, WrittenError> {
        let [laws, packs, crds] = [&mut config.laws, &mut config.packs, &mut config.crds].map(std::mem::take);
        let (file, places) = (config.file.clone(), std::mem::take(&mut config.places));
        self = self.over(config);
        self.configured = Some(Configured { file: file.clone(), places });
        let names: [(&str, &[String], Kind); 3] = [
            ("laws", &laws, |path| Named::Laws(path)),
            ("packs", &packs, |name| Named::Pack(name)),
            ("crds", &crds, |path| Named::Crds(path)),
        ];
        for (key, texts, named) in names {
            for text in texts {
                let place = self.configured.iter().flat_map(|it| &it.places).find(|place| place.is(key, text));
                let (line, column) = place.map_or((1, 1), |place| (place.line, place.column));
                self = find(self, named(text)).map_err(|reason| {
                    let fault = Fault { line, column, kind: FaultKind::NotFound { reason } };
                    WrittenError { file: file.clone(), faults: vec![fault] }
                })?;
            }
        }
        Ok(self)
    }

    /// Says what a configuration does, but for what it names, over what was said before.
    pub(crate) fn over(mut self, config: Config) -> Self {
        for (name, value) in config.params {
            self = self.param(&name, value);
        }
        for (rule, severity) in config.severities {
            self = self.severity(&rule, severity);
        }
        let Config { rules, layers, tiers, frameworks, .. } = config;
        let selection = Selection { rules, layers, tiers, frameworks };
        if !selection.says_nothing() {
            self = self.select(selection);
        }
        self = config.workloads.into_iter().fold(self, Self::workload);
        self = config.waivers.into_iter().fold(self, Self::waiver);
        if let Some(count) = config.in_place_waivers {
            self = self.waivers(if count { Waivers::All } else { Waivers::Config });
        }
        if let Some(version) = config.kubernetes {
            self = self.kubernetes(&version);
        }
        if let Some(namespace) = config.namespace {
            self = self.namespace(&namespace);
        }
        self.settings.fail_on = config.fail_on.unwrap_or(self.settings.fail_on);
        self.settings.fail_on_warnings = config.fail_on_warnings.unwrap_or(self.settings.fail_on_warnings);
        self
    }

    /// Adds packs that ship with the host, beside those of feature `packs`. [`EngineBuilder::pack_named`] finds them, other
    /// packs can extend them, and a configuration that names no packs selects from them.
    #[must_use]
    pub fn shipped(mut self, packs: impl IntoIterator<Item = Pack>) -> Self {
        self.shipped.extend(packs);
        self
    }

    /// Adds a shipped pack by its name: one of feature `packs`, or one of [`EngineBuilder::shipped`].
    pub fn pack_named(mut self, name: &str) -> Result<Self, UnknownPack> {
        let mut problems = Vec::new();
        let all = self.all_shipped(&mut problems);
        self.problems.extend(problems);
        match all.iter().find(|pack| **pack.name() == *name) {
            Some(pack) => Ok(self.pack(pack.clone())),
            None => {
                let near = closest(name, all.iter().map(|pack| &**pack.name())).map(str::to_owned);
                Err(UnknownPack { name: name.to_owned(), near })
            }
        }
    }

    /// The packs that ship with the host and with this crate.
    pub(super) fn all_shipped(&self, problems: &mut Vec<Problem>) -> Vec<Pack> {
        let mut all = self.shipped.clone();
        all.extend(own(problems));
        all
    }

    /// With the packs that are judged where a configuration was given and nobody named packs or law files: the default
    /// ones, or all of them where rules are chosen otherwise.
    pub(super) fn completed(mut self) -> Self {
        if self.configured.is_none() || !self.packs.is_empty() || !self.laws.is_empty() {
            return self;
        }
        let mut problems = Vec::new();
        let mut packs = self.all_shipped(&mut problems);
        if self.selection.says_nothing() {
            packs.retain(|pack| pack.manifest().default);
            self.selection.tiers.push("default".to_owned());
        }
        if packs.is_empty() && problems.is_empty() {
            problems.push(Problem::NoPacks);
        }
        self.problems.extend(problems);
        self.packs = packs;
        self
    }

    /// What is to blame, with its place where the configuration says it.
    pub(super) fn located(&self, found: Diagnostics) -> Diagnostics {
        let mut found = found.blaming();
        let Some(Configured { file, places }) = &self.configured else { return found };
        let place = |problem: &Problem| {
            let (keys, name) = problem.about()?;
            places.iter().find(|place| keys.iter().any(|key| place.is(key, name)))
        };
        for problem in &mut found.problems {
            if let Some(&Place { line, column, .. }) = place(problem) {
                let inner = Box::new(std::mem::replace(problem, Problem::NoPacks));
                *problem = Problem::Configured { file: file.clone(), line, column, problem: inner };
            }
        }
        found
    }
}

#[cfg(feature = "packs")]
fn own(problems: &mut Vec<Problem>) -> Vec<Pack> {
    crate::pack::shipped().unwrap_or_else(|error| {
        problems.push(Problem::Manifest { pack: "shipped".to_owned(), reason: error.to_string() });
        Vec::new()
    })
}

#[cfg(not(feature = "packs"))]
fn own(_problems: &mut Vec<Problem>) -> Vec<Pack> {
    Vec::new()
}

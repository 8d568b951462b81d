//! The configuration file of a project: found, read, and put under the options of the command line, which go first.

use crate::arguments::{Basis, Configuration};
use crate::files::{self, Input};
use crate::sources;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use kubelaw::EngineBuilder;
use kubelaw::config::{Config, FILE};
use kubelaw::pack::MANIFEST;
use kubelaw::report::waiver::Waivers;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The configuration in force.
#[derive(Default)]
pub(crate) struct Project {
    pub(crate) config: Config,
    /// The folder that its paths start from.
    folder: PathBuf,
    /// The file, if there is one.
    file: Option<PathBuf>,
}

impl Project {
    /// The configuration that the options name, or the nearest one in the folders from a path upward.
    pub(crate) fn find(options: &Configuration, from: Option<&Path>) -> Result<Self, String> {
        if options.no_config {
            return Ok(Self::default());
        }
        let file = match &options.config {
            Some(file) => Some(file.clone()),
            None => nearest(from.unwrap_or_else(|| Path::new(".")))?,
        };
        file.map_or_else(|| Ok(Self::default()), |file| Self::read(&file))
    }

    fn read(file: &Path) -> Result<Self, String> {
        let text = sources::read(file)?;
        let config = Config::read_file(&sources::name(file), &text).map_err(|error| error.to_string())?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        Ok(Self { config, folder: folder.to_owned(), file: Some(file.to_owned()) })
    }

    /// Parameters, severities and waivers, for options to go over.
    pub(crate) fn apply(&self, mut builder: EngineBuilder) -> EngineBuilder {
        for (name, value) in &self.config.params {
            builder = builder.param(name, value);
        }
        for (rule, severity) in &self.config.severities {
            builder = builder.severity(rule, *severity);
        }
        for kind in &self.config.workloads {
            builder = builder.workload(kind.clone());
        }
        for waiver in &self.config.waivers {
            builder = builder.waiver(waiver.clone());
        }
        if self.config.in_place_waivers == Some(false) {
            builder = builder.waivers(Waivers::Config);
        }
        builder.today(&today())
    }

    /// The options with what the configuration says where they say nothing.
    pub(crate) fn complete(&self, basis: &Basis) -> Result<Basis, String> {
        let config = &self.config;
        let mut basis = basis.clone();
        if basis.laws.is_empty() && basis.packs.is_empty() {
            basis.laws = self.files(&config.laws, &["law"])?;
            basis.packs = config.packs.iter().map(|name| self.pack(name)).collect();
        }
        if basis.rules.is_empty() && basis.layers.is_empty() && basis.tiers.is_empty() && basis.frameworks.is_empty() {
            basis.rules.clone_from(&config.rules);
            basis.layers.clone_from(&config.layers);
            basis.tiers.clone_from(&config.tiers);
            basis.frameworks.clone_from(&config.frameworks);
        }
        basis.crds.extend(self.files(&config.crds, &["yaml", "yml", "json"])?);
        basis.kubernetes = basis.kubernetes.or_else(|| config.kubernetes.clone());
        basis.namespace = basis.namespace.or_else(|| config.namespace.clone());
        Ok(basis)
    }

    /// Why there is no engine, with a word of the file whose settings may be the reason.
    pub(crate) fn blame(&self, message: String) -> String {
        let Some(file) = &self.file else { return message };
        let name = sources::name(file);
        let located = self.located(&message);
        format!("{located}\nnote: the settings of {name} count here, too; --no-config leaves them out")
    }

    /// A message with the place in the file of what it names, if that is there.
    pub(crate) fn located(&self, message: &str) -> String {
        let place = message.split('`').skip(1).step_by(2).find_map(|quoted| self.place(quoted));
        place.map_or_else(|| message.to_owned(), |place| format!("{place}: {message}"))
    }

    /// Where the file has a text.
    fn place(&self, text: &str) -> Option<String> {
        let (file, place) = (self.file.as_deref()?, self.config.places.iter().find(|place| *place.text == *text)?);
        Some(format!("{}:{}:{}", sources::name(file), place.line, place.column))
    }

    /// What folders are walked without.
    pub(crate) fn excluded(&self) -> Result<Excluded, String> {
        let folder = std::path::absolute(&self.folder).unwrap_or_else(|_| self.folder.clone());
        let mut builder = GitignoreBuilder::new(&folder);
        builder.allow_unclosed_class(false);
        let told = |glob: &str, error: ignore::Error| {
            let why = match error {
                ignore::Error::Glob { err, .. } => err,
                other => other.to_string(),
            };
            format!("{}: `exclude`: `{glob}` is no glob: {why}", self.place(glob).unwrap_or_default())
        };
        for glob in &self.config.exclude {
            builder.add_line(None, glob).map_err(|error| told(glob, error))?;
        }
        let globs = builder.build().map_err(|error| told("", error))?;
        Ok(Excluded { folder, globs })
    }

    /// A shipped pack's name, or the folder of a pack.
    fn pack(&self, name: &str) -> String {
        let folder = self.folder.join(name);
        if folder.join(MANIFEST).is_file() { sources::name(&folder) } else { name.to_owned() }
    }

    /// The files that paths name, those in folders too.
    fn files(&self, written: &[String], extensions: &[&str]) -> Result<Vec<PathBuf>, String> {
        let paths: Vec<PathBuf> = written.iter().map(|path| self.folder.join(path)).collect();
        let found = files::find(&paths, extensions, &Excluded::nothing());
        let config = self.file.as_deref().map(sources::name).unwrap_or_default();
        let missing = paths.iter().position(|path| !path.exists());
        if let Some(place) = missing.and_then(|at| self.place(written.get(at)?)) {
            return Err(format!("{place}: no such file or folder"));
        }
        if let Some((name, message)) = found.errors.first() {
            return Err(format!("{config}: {name}: {message}"));
        }
        if let Some(empty) = found.empty.first() {
            let nothing = files::nothing_in(empty, extensions, "such file");
            return Err(format!("{config}: {}: {nothing}", sources::name(empty)));
        }
        Ok(found
            .files
            .into_iter()
            .filter_map(|file| if let Input::File(path) = file { Some(path) } else { None })
            .collect())
    }
}

/// Files that folders are walked without.
pub(crate) struct Excluded {
    folder: PathBuf,
    globs: Gitignore,
}

impl Excluded {
    pub(crate) fn nothing() -> Self {
        Self { folder: PathBuf::new(), globs: Gitignore::empty() }
    }

    /// Whether a file, or a folder that it is in, is left out.
    pub(crate) fn contains(&self, file: &Path) -> bool {
        if self.globs.is_empty() {
            return false;
        }
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let inside = file.strip_prefix(&self.folder).ok();
        inside.is_some_and(|file| self.globs.matched_path_or_any_parents(file, false).is_ignore())
    }
}

/// What a configuration file is called by those who mean [`FILE`].
const ALMOST: [&str; 3] = ["kubelaw.yml", ".kubelaw.yaml", ".kubelaw.yml"];

/// The nearest configuration file in the folder of a path or one around it.
fn nearest(from: &Path) -> Result<Option<PathBuf>, String> {
    let Ok(from) = std::path::absolute(from) else { return Ok(None) };
    let there = |folder: &Path, name: &str| Some(folder.join(name)).filter(|file| file.is_file());
    for folder in from.ancestors() {
        if let Some(file) = there(folder, FILE) {
            return Ok(Some(as_written(file)));
        }
        if let Some(file) = ALMOST.iter().find_map(|name| there(folder, name)) {
            let name = sources::name(&as_written(file));
            return Err(format!("{name}: a configuration is called {FILE}: rename the file, or give it by --config"));
        }
    }
    Ok(None)
}

/// A path as the user would write it.
fn as_written(file: PathBuf) -> PathBuf {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| file.strip_prefix(here).ok().map(Path::to_owned));
    below.unwrap_or(file)
}

/// Today's date in UTC, as `2026-12-31`.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    let (year, month, day) = date(seconds / 86_400);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The date of a day, counted from 1970-01-01. Years are taken to begin in March, so that the leap day is the last.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(11_016), (2000, 2, 29));
        assert_eq!(date(19_782), (2024, 2, 29));
        assert_eq!(date(19_783), (2024, 3, 1));
        assert_eq!(date(20_818), (2026, 12, 31));
    }
}

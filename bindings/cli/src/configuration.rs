//! The configuration file of a project: found, read, and put under the options of the command line, which go first.

use crate::arguments::{Basis, Configuration};
use crate::files::{self, Input};
use crate::sources;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use kubelaw::config::{Config, FILE};
use kubelaw::engine::Named;
use kubelaw::pack::{MANIFEST, Pack};
use kubelaw::{Engine, EngineBuilder};
use std::collections::BTreeSet;
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

    pub(crate) fn read(file: &Path) -> Result<Self, String> {
        let text = sources::read(file)?;
        let config = Config::read_file(&sources::name(file), &text).map_err(|error| error.to_string())?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        Ok(Self { config, folder: folder.to_owned(), file: Some(file.to_owned()) })
    }

    /// The same without what says which rules there are, for options that say so otherwise.
    pub(crate) fn without_rules(&self) -> Self {
        let config = Config { packs: Vec::new(), laws: Vec::new(), ..self.config.clone() };
        Self { config, folder: self.folder.clone(), file: self.file.clone() }
    }

    /// An engine of what options ask for, and below them of what the configuration does. Who names law files or packs means
    /// none but these.
    pub(crate) fn builder(&self, basis: &Basis) -> Result<EngineBuilder, String> {
        let names_rules = !basis.laws.is_empty() || !basis.packs.is_empty();
        let config = if names_rules { &self.without_rules().config } else { &self.config };
        sources::complete(self.add(Engine::builder(), config)?.today(&today()), basis)
    }

    /// Adds what a configuration says to an engine, with what it names in the folder of this one.
    pub(crate) fn add(&self, builder: EngineBuilder, config: &Config) -> Result<EngineBuilder, String> {
        let mut seen = BTreeSet::new();
        let find = |builder: EngineBuilder, named: Named<'_>| match named {
            Named::Pack(name) => Ok(builder.pack(sources::pack(&self.pack(name))?)),
            Named::Laws(path) => self
                .files(path, &["law"], &mut seen)?
                .iter()
                .try_fold(builder, |builder, law| sources::add_law(builder, law)),
            Named::Crds(path) => {
                let files = self.files(path, &["yaml", "yml", "json"], &mut seen)?;
                files.iter().try_fold(builder, |builder, crd| sources::add_crd(builder, crd))
            }
        };
        builder.config(config.clone(), find).map_err(|error| error.to_string())
    }

    /// The packs that are named, by options or else here.
    pub(crate) fn packs(&self, basis: &Basis) -> Result<Vec<Pack>, String> {
        if basis.laws.is_empty() && basis.packs.is_empty() && self.config.laws.is_empty() {
            self.config.packs.iter().map(|name| sources::pack(&self.pack(name))).collect()
        } else if basis.laws.is_empty() {
            sources::packs(&basis.packs)
        } else {
            Ok(Vec::new())
        }
    }

    /// Why there is no engine, with a word of the file whose settings may be the reason.
    pub(crate) fn blame(&self, message: String) -> String {
        let Some(file) = &self.file else { return message };
        let name = sources::name(file);
        format!("{message}\nnote: the settings of {name} count here, too; --no-config leaves them out")
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
            let (line, column) = self.config.place("exclude", glob).map_or((1, 1), |place| (place.line, place.column));
            format!("{}:{line}:{column}: `exclude`: `{glob}` is not a glob: {why}", self.config.file)
        };
        for glob in &self.config.exclude {
            builder.add_line(None, glob).map_err(|error| told(glob, error))?;
        }
        let globs = builder.build().map_err(|error| told("", error))?;
        Ok(Excluded { folder, globs })
    }

    /// A shipped pack's name, or the folder of a pack.
    pub(crate) fn pack(&self, name: &str) -> String {
        let folder = self.folder.join(name);
        if folder.join(MANIFEST).is_file() { sources::name(&folder) } else { name.to_owned() }
    }

    /// The file that a path names, or those in the folder that it names, but for what was seen before.
    fn files(&self, path: &str, extensions: &[&str], seen: &mut BTreeSet<Input>) -> Result<Vec<PathBuf>, String> {
        let path = self.folder.join(path);
        if !path.exists() {
            return Err("no such file or folder".to_owned());
        }
        let found = files::find(&[path], extensions, &Excluded::nothing());
        if let Some((name, message)) = found.errors.first() {
            return Err(format!("{name}: {message}"));
        }
        if let Some(empty) = found.empty.first() {
            return Err(format!("{}: {}", sources::name(empty), files::nothing_in(empty, extensions, "such file")));
        }
        let new = found.files.into_iter().filter(|file| seen.insert(file.identity()));
        Ok(new.filter_map(|file| if let Input::File(path) = file { Some(path) } else { None }).collect())
    }
}

/// Files that folders are walked without.
#[derive(Clone, Debug)]
pub struct Excluded {
    folder: PathBuf,
    globs: Gitignore,
}

impl Excluded {
    /// Nothing is left out.
    #[must_use]
    pub fn nothing() -> Self {
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

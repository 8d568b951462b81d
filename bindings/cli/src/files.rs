//! The files that a command line names: folders are walked in sorted order, `.gitignore` and hidden files respected.

use crate::configuration::Excluded;
use ignore::WalkBuilder;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that was named or found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Input {
    /// `-`
    Standard,
    /// A file.
    File(PathBuf),
    /// What could be read but once, by its name, with what came of it.
    Held(String, Result<Arc<str>, String>),
}

impl Input {
    /// The name that messages show.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Standard => "<stdin>".to_owned(),
            // The same input gives the same report on every platform.
            Self::File(path) => path.to_string_lossy().replace('\\', "/"),
            Self::Held(name, _) => name.clone(),
        }
    }

    /// Whether it can be read but once, as standard input and what a shell gives for `<(helm template .)`.
    fn is_stream(&self) -> bool {
        match self {
            Self::Standard => true,
            Self::File(path) => std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir()),
            Self::Held(..) => false,
        }
    }

    /// What tells it from others: `a.yaml`, `./a.yaml`, its absolute path and links to it are one file.
    pub(crate) fn identity(&self) -> Self {
        match self {
            Self::Standard | Self::Held(..) => self.clone(),
            Self::File(path) => {
                Self::File(std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_default())
            }
        }
    }

    /// The text.
    pub(crate) fn read(&self) -> Result<String, String> {
        let bytes = match self {
            Self::Held(_, text) => return text.as_ref().map(ToString::to_string).map_err(Clone::clone),
            Self::Standard => {
                let mut bytes = Vec::new();
                std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => std::fs::read(path),
        };
        text(bytes.map_err(|e| format!("cannot be read: {}", reason(&e)))?)
    }
}

/// The text that a file's bytes are.
pub(crate) fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|e| match e.as_bytes() {
        // What PowerShell writes by `>`.
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16 text: save it as UTF-8".to_owned(),
        _ => format!("not UTF-8 text (byte {})", e.utf8_error().valid_up_to()),
    })
}

/// What was found under the paths of a command line.
#[derive(Default)]
pub(crate) struct Found {
    /// The files, each once, in the order of the command line, those of a folder sorted.
    pub(crate) files: Vec<Input>,
    /// Folders that cannot be listed, as name and message.
    pub(crate) errors: Vec<(String, String)>,
    /// Folders without any such file.
    pub(crate) empty: Vec<PathBuf>,
    /// Links to folders, which are not followed.
    pub(crate) links: Vec<PathBuf>,
    /// Whether a folder was named.
    pub(crate) folder: bool,
}

impl Found {
    /// The same with what can be read but once read: it is looked at again, as files are.
    pub(crate) fn held(mut self) -> Self {
        for file in self.files.iter_mut().filter(|file| file.is_stream()) {
            *file = Input::Held(file.name(), file.read().map(Into::into));
        }
        self
    }
}

/// The files under paths; in folders, those with one of the extensions that are not excluded. A path that does not
/// exist is reported.
pub(crate) fn find(paths: &[PathBuf], extensions: &[&str], excluded: &Excluded) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            add(&mut found.files, &mut seen, Input::Standard);
        } else if path.is_dir() {
            found.folder = true;
            let before = found.files.len() + found.errors.len();
            let mut walked = walk(path, extensions, true);
            if walked.files.is_empty() {
                // Who names a folder means it, though it may be ignored as a whole.
                walked.files = walk(path, extensions, false).files;
            }
            for file in walked.files.into_iter().filter(|file| !excluded.contains(file)) {
                add(&mut found.files, &mut seen, Input::File(file));
            }
            found.errors.append(&mut walked.errors);
            found.links.extend(walked.links.into_iter().filter(|link| !excluded.contains(link)));
            if found.files.len() + found.errors.len() == before {
                found.empty.push(path.clone());
            }
        } else {
            add(&mut found.files, &mut seen, Input::File(path.clone()));
        }
    }
    found
}

/// The bytes that files take; what cannot be told counts for nothing.
pub(crate) fn size(files: &[Input]) -> u64 {
    let bytes = |file: &Input| match file {
        Input::Standard => 0,
        Input::Held(_, text) => text.as_ref().map_or(0, |text| text.len() as u64),
        Input::File(path) => std::fs::metadata(path).map_or(0, |about| about.len()),
    };
    files.iter().map(bytes).sum()
}

fn add(files: &mut Vec<Input>, seen: &mut BTreeSet<Input>, file: Input) {
    if seen.insert(file.identity()) {
        files.push(file);
    }
}

/// Why folders are taken to hold nothing: what they hold is hidden or ignored, or there is nothing.
pub(crate) fn nothing_in(folder: &Path, extensions: &[&str], what: &str) -> String {
    let all = WalkBuilder::new(folder).standard_filters(false).build();
    let left_out = all.flatten().find(|entry| has_extension(entry.path(), extensions));
    match left_out {
        Some(entry) => {
            let one = entry.path().to_string_lossy().replace('\\', "/");
            format!(
                "the folder holds no {what} that is not hidden or left out by .gitignore, .ignore or `exclude`; to read \
                 such a file, name it, as {one}"
            )
        }
        None => format!("the folder holds no {what}"),
    }
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    let extension = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
    extensions.iter().any(|e| extension.eq_ignore_ascii_case(e))
}

/// What a walk through a folder came upon: files, links to folders, and what could not be listed.
#[derive(Default)]
struct Walked {
    files: Vec<PathBuf>,
    links: Vec<PathBuf>,
    errors: Vec<(String, String)>,
}

/// What is in a folder that what is ignored in it does not leave out, nor, with `parents`, around it.
fn walk(folder: &Path, extensions: &[&str], parents: bool) -> Walked {
    let mut walked = Walked::default();
    for entry in WalkBuilder::new(folder).require_git(false).parents(parents).build() {
        match entry {
            Ok(entry) => {
                if entry.depth() == 0 {
                    continue;
                }
                let is_link = entry.path_is_symlink();
                // What configures the command is no part of what it looks at.
                let configures = entry.file_name() == kubelaw::config::FILE;
                if is_link && entry.path().is_dir() {
                    walked.links.push(entry.into_path());
                } else if !configures && has_extension(entry.path(), extensions) {
                    // A link that leads nowhere has no type; it is told when it is read.
                    let followed = || Some(entry.path().metadata().ok()?.file_type());
                    match if is_link { followed() } else { entry.file_type() } {
                        Some(is) if is.is_dir() => {}
                        Some(is) if !is.is_file() => {
                            let why = "a pipe, a socket or a device: name it to have it read".to_owned();
                            walked.errors.push((entry.path().to_string_lossy().replace('\\', "/"), why));
                        }
                        _ => walked.files.push(entry.into_path()),
                    }
                }
            }
            Err(error) => walked.errors.push(unlisted(folder, &error)),
        }
    }
    walked.files.sort();
    walked.links.sort();
    walked
}

/// What could not be listed, and why.
fn unlisted(folder: &Path, error: &ignore::Error) -> (String, String) {
    let mut inner = error;
    let mut place = folder;
    while let ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } = inner {
        if let ignore::Error::WithPath { path, .. } = inner {
            place = path;
        }
        inner = err;
    }
    let why = inner.io_error().map_or_else(|| inner.to_string(), reason);
    (place.to_string_lossy().replace('\\', "/"), format!("cannot be read: {why}"))
}

/// The reason of an error of the system without its number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => {
            let told = error.to_string();
            told.split(" (os error").next().unwrap_or_default().to_owned()
        }
    }
}

/// That a file cannot be written, and why.
pub(crate) fn unwritten(file: &Path, error: &std::io::Error) -> String {
    let why = match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        _ => reason(error),
    };
    format!("{}: cannot be written: {why}", crate::sources::name(file))
}

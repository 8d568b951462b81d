//! A configuration that a binding passes as text, and what it names among texts that come with it.

use super::options::NamedText;
use crate::config::Config;
use crate::engine::{EngineBuilder, Named};
use crate::error::did_you_mean;
use crate::pack::{MANIFEST, Pack};
use crate::written::WrittenError;
use kubelaw_lang::syntax::uses_others;

/// Takes what a configuration says. It names the texts by path, which come in the order of paths, or packs that ship.
pub(super) fn add(
    builder: EngineBuilder,
    given: &NamedText,
    names_rules: bool,
    texts: Vec<NamedText>,
) -> Result<EngineBuilder, WrittenError> {
    let mut config = Config::read_file(&given.name, &given.text)?;
    if names_rules {
        config.laws.clear();
        config.packs.clear();
    }
    let mut files = Files { texts, seen: Vec::new() };
    builder.config(config, |builder, named| files.add(builder, named))
}

struct Files {
    texts: Vec<NamedText>,
    /// The numbers of those that were named.
    seen: Vec<usize>,
}

impl Files {
    fn add(&mut self, mut builder: EngineBuilder, named: Named<'_>) -> Result<EngineBuilder, String> {
        let (path, extensions): (_, &[&str]) = match named {
            Named::Pack(name) => return self.pack(builder, name),
            Named::Laws(path) => (path, &["law"]),
            Named::Crds(path) => (path, &["yaml", "yml", "json"]),
        };
        let path = plain(path);
        let mut is_there = false;
        for (number, file) in self.texts.iter().enumerate() {
            if file.name == path || is_in(file, path, extensions).is_some() {
                is_there = true;
                if !self.seen.contains(&number) {
                    self.seen.push(number);
                    builder = match named {
                        Named::Crds(_) => builder.crd(&file.name, &file.text),
                        _ => self.law(builder, file),
                    };
                }
            }
        }
        if is_there { Ok(builder) } else { Err(format!("`{path}` is not among `files`")) }
    }

    /// Adds a law file, and as libraries the law files beside it or in its pack, which it may `use`.
    fn law(&self, mut builder: EngineBuilder, law: &NamedText) -> EngineBuilder {
        if uses_others(&law.text) {
            let own = folder_of(&law.name);
            let mut around = Some(own);
            while around.is_some_and(|folder| self.manifest(folder).is_none()) {
                around = around.filter(|folder| !folder.is_empty()).map(folder_of);
            }
            for other in &self.texts {
                if let Some(path) = is_in(other, around.unwrap_or(own), &["law"]) {
                    builder = builder.library(path, &other.text);
                }
            }
        }
        builder.law(&law.name, &law.text)
    }

    /// The manifest of a pack's folder.
    fn manifest(&self, folder: &str) -> Option<&NamedText> {
        self.texts.iter().find(|file| within(&file.name, folder) == Some(MANIFEST))
    }

    fn pack(&self, builder: EngineBuilder, name: &str) -> Result<EngineBuilder, String> {
        let folder = plain(name);
        let Some(manifest) = self.manifest(folder) else {
            return builder.pack_named(name).map_err(|error| {
                let near = did_you_mean(error.near.as_deref());
                format!("`{name}` is neither a folder of `files` nor a pack of `shipped`{near}")
            });
        };
        let mut files = Vec::new();
        for file in &self.texts {
            if let Some(path) = is_in(file, folder, &["law", "yaml", "yml"]).filter(|path| *path != MANIFEST) {
                files.push((path.to_owned(), file.text.clone()));
            }
        }
        let file = manifest.name.as_str().into();
        let pack = Pack::new(&manifest.text, files).map_err(|error| WrittenError { file, ..error }.to_string())?;
        Ok(builder.pack(pack))
    }
}

/// A path without what says nothing.
fn plain(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    if path == "." { "" } else { path.trim_start_matches("./") }
}

/// The folder that a path is in; the outermost has no name.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The rest of a path in a folder.
fn within<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// The path in a folder of a file there that has one of the extensions.
fn is_in<'f>(file: &'f NamedText, folder: &str, extensions: &[&str]) -> Option<&'f str> {
    let (_, extension) = file.name.rsplit_once('.')?;
    let fits = extensions.iter().any(|known| extension.eq_ignore_ascii_case(known));
    within(&file.name, folder).filter(|_| fits)
}

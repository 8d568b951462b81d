//! Packs: law files that belong together, with their manifest and proofs.
//!
//! A pack is made from texts. The caller reads the folder.

pub(crate) mod digest;
mod manifest;
#[cfg(feature = "packs")]
mod shipped;

pub use manifest::{Manifest, WorkloadKind};
#[cfg(feature = "packs")]
pub use shipped::{shipped, shipped_with_proofs};

use crate::sorted::Sorted;
use crate::written::WrittenError;
use std::sync::Arc;

/// The name of the manifest in a pack's folder.
pub const MANIFEST: &str = "pack.yaml";

/// A pack: its manifest and its files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pack {
    manifest: Manifest,
    laws: Sorted<Arc<str>, Arc<str>>,
    other: Sorted<Arc<str>, Arc<str>>,
    digest: Arc<str>,
}

impl Pack {
    /// Makes a pack from the text of its manifest and from its files. Each file has a path, relative to the pack and with
    /// `/`, and a text. Files named `*.law` are law files; the others are proofs and schemas.
    pub fn new<N, T>(manifest: &str, files: impl IntoIterator<Item = (N, T)>) -> Result<Self, WrittenError>
    where
        N: AsRef<str>,
        T: AsRef<str>,
    {
        let mut pack = Self::undigested(Manifest::read(manifest)?, files);
        let schemas = pack.manifest.schemas.iter().filter_map(|s| pack.other.entry(s));
        let mut texts = vec![(MANIFEST, manifest)];
        texts.extend(pack.laws.iter().chain(schemas).map(|(name, text)| (&**name, &**text)));
        pack.digest = digest::of(&texts).into();
        Ok(pack)
    }

    /// A pack whose digest is to be set.
    fn undigested<N, T>(manifest: Manifest, files: impl IntoIterator<Item = (N, T)>) -> Self
    where
        N: AsRef<str>,
        T: AsRef<str>,
    {
        let (mut laws, mut other) = (Sorted::default(), Sorted::default());
        for (name, text) in files {
            let (name, text): (Arc<str>, Arc<str>) = (name.as_ref().into(), text.as_ref().into());
            if is_law(&name) { &mut laws } else { &mut other }.insert(name, text);
        }
        Self { manifest, laws, other, digest: "".into() }
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The pack's name.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.manifest.name
    }

    /// The law files by path.
    pub fn laws(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        self.laws.iter().map(|(path, text)| (path, text))
    }

    /// The text of a law file.
    #[must_use]
    pub fn law(&self, path: &str) -> Option<&Arc<str>> {
        self.laws.get(path)
    }

    /// The text of a file that is not a law file: a proof or a schema.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&Arc<str>> {
        self.other.get(path)
    }

    /// The path and text of the proof that stands beside a law file: `a/b.yaml` beside `a/b.law`.
    #[must_use]
    pub fn proof(&self, law: &str) -> Option<(&Arc<str>, &Arc<str>)> {
        let stem = law.strip_suffix(".law")?;
        self.other.entry(format!("{stem}.yaml").as_str()).map(|(path, text)| (path, text))
    }

    /// A hash of everything that decides verdicts (manifest, law files and schemas), in hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &Arc<str> {
        &self.digest
    }
}

/// Whether a path is that of a law file.
fn is_law(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == "law")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST_TEXT: &str = "name: house\nversion: 1.0.0\nlanguage: 1\ntitle: House rules\n";

    #[test]
    fn law_files_and_proofs_are_found_by_path() {
        let pack = Pack::new(MANIFEST_TEXT, [("net/a.law", "rule"), ("net/a.yaml", "proof"), ("b.law", "")]).unwrap();
        assert_eq!(pack.laws().map(|(name, _)| &**name).collect::<Vec<_>>(), ["b.law", "net/a.law"]);
        assert_eq!(pack.proof("net/a.law").map(|(name, text)| (&**name, &**text)), Some(("net/a.yaml", "proof")));
        assert_eq!(pack.proof("b.law"), None);
    }

    #[test]
    fn the_digest_follows_what_decides_verdicts() {
        let digest = |files: &[(&str, &str)]| Pack::new(MANIFEST_TEXT, files.iter().copied()).unwrap().digest().clone();
        let one = digest(&[("a.law", "x"), ("b.law", "y")]);
        assert_eq!(one, digest(&[("b.law", "y"), ("a.law", "x")]), "the order of the files counts for nothing");
        assert_eq!(one, digest(&[("a.law", "x"), ("b.law", "y"), ("a.yaml", "proof")]), "nor do proofs");
        assert_ne!(one, digest(&[("a.law", "xy"), ("b.law", "")]), "texts do not run together");
    }
}

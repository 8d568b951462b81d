//! The packs that ship with kubelaw, as texts: law files, manifests and proofs.
//!
//! This crate knows no engine. With its feature `packs`, the crate `kubelaw` turns these into its own packs.

/// Path in the pack and text of a file.
pub type File = (&'static str, &'static str);

/// A pack: a folder with a manifest.
#[derive(Clone, Copy, Debug)]
pub struct Pack {
    /// The folder, relative to this package, with `/`.
    pub folder: &'static str,
    /// The text of `pack.yaml`.
    pub manifest: &'static str,
    /// The law files, sorted by path.
    pub laws: &'static [File],
    /// The files that are neither law nor proof (schemas), sorted by path.
    pub other: &'static [File],
    /// A hash of all but the folder, as the engine has it of packs: 32 hexadecimal digits.
    pub digest: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// The checks of other tools and the rules that answer them, as YAML.
pub const PEERS: &str = include_str!("../peers.yaml");

/// All packs, sorted by folder.
#[must_use]
pub const fn packs() -> &'static [Pack] {
    PACKS
}

/// The proofs of a pack: for each law file the manifests that show what it finds, sorted by path.
#[must_use]
pub fn proofs(folder: &str) -> &'static [File] {
    PACKS.iter().zip(PROOFS).find(|(pack, _)| pack.folder == folder).map_or(&[], |(_, proofs)| proofs)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_law_file_has_its_proof() {
        for pack in super::packs() {
            // A file of definitions alone finds nothing.
            for (law, _) in pack.laws.iter().filter(|(_, text)| text.lines().any(|line| line.starts_with("rule "))) {
                let proof = law.replace(".law", ".yaml");
                assert!(super::proofs(pack.folder).iter().any(|(name, _)| *name == proof), "{}/{law}", pack.folder);
            }
        }
    }
}

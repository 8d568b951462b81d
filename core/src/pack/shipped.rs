//! The packs that ship with kubelaw.

use super::{ManifestError, Pack};

/// All shipped packs, sorted by folder, without their proofs.
pub fn shipped() -> Result<Vec<Pack>, ManifestError> {
    kubelaw_policies::packs().iter().map(|p| read(p, &[])).collect()
}

/// All shipped packs, sorted by folder, with their proofs.
pub fn shipped_with_proofs() -> Result<Vec<Pack>, ManifestError> {
    kubelaw_policies::packs().iter().map(|p| read(p, kubelaw_policies::proofs(p.folder))).collect()
}

fn read(pack: &kubelaw_policies::Pack, proofs: &[kubelaw_policies::File]) -> Result<Pack, ManifestError> {
    Pack::new(pack.manifest, pack.laws.iter().chain(pack.other).chain(proofs).copied())
}

//! The packs that ship with kubelaw.

use super::{Manifest, Pack};
use crate::written::WrittenError;
use std::sync::OnceLock;

/// All packs that ship with kubelaw, sorted by folder, without their proofs. They are read once and share their texts.
pub fn shipped() -> Result<Vec<Pack>, WrittenError> {
    static READ: OnceLock<Result<Vec<Pack>, WrittenError>> = OnceLock::new();
    READ.get_or_init(|| kubelaw_policies::packs().iter().map(|p| read(p, &[])).collect()).clone()
}

/// All packs that ship with kubelaw, sorted by folder, with their proofs.
pub fn shipped_with_proofs() -> Result<Vec<Pack>, WrittenError> {
    kubelaw_policies::packs().iter().map(|p| read(p, kubelaw_policies::proofs(p.folder))).collect()
}

fn read(pack: &kubelaw_policies::Pack, proofs: &[kubelaw_policies::File]) -> Result<Pack, WrittenError> {
    let files = pack.laws.iter().chain(pack.other).chain(proofs).copied();
    Ok(Pack { digest: pack.digest.into(), ..Pack::undigested(Manifest::read(pack.manifest)?, files) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn they_are_read_once() {
        for (pack, again) in shipped().unwrap().iter().zip(shipped().unwrap()) {
            let mut texts = pack.laws().zip(again.laws());
            assert!(texts.all(|((_, text), (_, same))| Arc::ptr_eq(text, same)), "{}", pack.name());
        }
    }

    #[test]
    fn their_digests_are_those_of_their_texts() {
        for (pack, texts) in shipped().unwrap().iter().zip(kubelaw_policies::packs()) {
            let made = Pack::new(texts.manifest, texts.laws.iter().chain(texts.other).copied()).unwrap();
            assert_eq!(*pack, made);
        }
    }
}

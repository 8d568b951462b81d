//! The shipped packs against what others say: the Pod Security Standards, written down a second time.

mod corpora;
mod costs;
mod doubles;
mod fixes;
mod generate;
mod goat;
mod packs;
mod places;
mod pod_security;
mod proofs;
mod quiet;
mod random;
mod schema;
mod standard;
mod thorough;
mod vulnerable;
mod wrong_types;

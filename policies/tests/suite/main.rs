//! The shipped packs against what others say: Pod Security Admission, and its standards written down a second time.

mod admission;
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

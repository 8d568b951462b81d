//! Value types against what Kubernetes, Go and other implementations make of the same texts.

mod crates;
mod go;

//! Value types against what Kubernetes and Go make of the same texts.

mod go;

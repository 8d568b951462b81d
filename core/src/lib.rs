//! The kubelaw engine.

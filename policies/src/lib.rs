//! Placeholder of the package; see its folder.

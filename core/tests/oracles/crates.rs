//! Against other crates, on generated texts.

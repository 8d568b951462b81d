//! Placeholder of the package.
fn main() {}

//! What holds for every built-in.
use super::*;

#[test]
fn names_are_unique() {
    for function in ALL {
        assert!(std::ptr::eq(find(function.signature.name).unwrap(), *function), "{}", function.signature.name);
    }
}

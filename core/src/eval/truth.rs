//! Conditions in three-valued logic, as Kleene joins them.

use super::unknown::Unknown;

/// A condition's value.
pub(crate) type Truth = Result<bool, Unknown>;

/// Whether all conditions hold: false where one of them is, else unknown as the first that is, else true.
#[inline]
pub(crate) fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    chain(truths, false)
}

/// Whether one of the conditions holds: true where it does, else unknown as the first that is, else false.
#[inline]
pub(crate) fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    chain(truths, true)
}

/// A conjunction (`dominant` false) or disjunction (`dominant` true), whose parts are asked until one decides.
#[inline]
pub(super) fn chain(truths: impl Iterator<Item = Truth>, dominant: bool) -> Truth {
    let mut unknown = None;
    for truth in truths {
        match truth {
            Ok(value) if value == dominant => return Ok(dominant),
            Ok(_) => {}
            Err(reason) => {
                unknown.get_or_insert(reason);
            }
        }
    }
    unknown.map_or(Ok(!dominant), Err)
}

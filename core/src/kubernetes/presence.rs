//! Fields that the API server's validation requires although the schemas call them optional.

/// By record and field, sorted.
const CERTAIN: &[(&str, &str)] = &[];

/// Whether a valid object always has that field where it has the record.
pub(crate) fn is_certain(record: &str, field: &str) -> bool {
    CERTAIN.binary_search(&(record, field)).is_ok()
}

//! A stable hash of texts: 128-bit FNV-1a. It tells versions of a pack apart; it does not guard against forgery.

/// The hash of nothing.
pub(crate) const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// The hash of named texts in their order, as 32 hexadecimal digits.
pub(crate) fn of(texts: &[(&str, &str)]) -> String {
    let mut hash = OFFSET;
    for (name, text) in texts {
        for part in [*name, *text] {
            // The length keeps neighbouring texts from running together.
            hash = feed(feed(hash, &(part.len() as u64).to_le_bytes()), part.as_bytes());
        }
    }
    format!("{hash:032x}")
}

/// The hash with more bytes behind those that it is of.
pub(crate) const fn feed(mut hash: u128, mut bytes: &[u8]) -> u128 {
    while let Some((byte, rest)) = bytes.split_first() {
        hash = (hash ^ *byte as u128).wrapping_mul(PRIME);
        bytes = rest;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_fnv_1a() {
        assert_eq!(feed(OFFSET, b"hello"), 0xe3e1_efd5_4283_d94f_7081_314b_599d_31b3, "a published test value");
    }
}

//! Runs of ordinary characters in the strings of JSON, eight bytes a step.

/// What is behind the run of ordinary string characters that a text begins with: a quote, a backslash, a control
/// character, or nothing. Gives the run eight bytes a step, the last of them filled up with zeros.
#[inline]
pub(super) fn behind_run(text: &[u8], mut each: impl FnMut(u64)) -> &[u8] {
    let mut rest = text;
    while let Some((chunk, behind)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let stops = stops(word);
        if stops != 0 {
            let ordinary = stops.trailing_zeros() & !7;
            each(word & ((1 << ordinary) - 1));
            return rest.get(ordinary as usize / 8..).unwrap_or_default();
        }
        each(word);
        rest = behind;
    }
    let mut word = 0;
    let mut ordinary = 0;
    while let [byte, behind @ ..] = rest
        && !matches!(byte, b'"' | b'\\' | 0..0x20)
    {
        word |= u64::from(*byte) << ordinary;
        ordinary += 8;
        rest = behind;
    }
    each(word);
    rest
}

/// A bit in the first byte of these eight that ends a run; there may be bits in bytes behind it. A byte below a bound
/// borrows into its own top bit. With one bit changed, a quote stands just above the control characters, and the two
/// characters between them behind it.
#[inline(always)]
const fn stops(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    const BETWEEN: u64 = 0x22 ^ 0x20;
    let controls_and_quotes = (word ^ (ONES * BETWEEN)).wrapping_sub(ONES * 0x21);
    let slashes = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
    (controls_and_quotes | slashes) & !word & TOPS
}

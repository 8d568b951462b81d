//! Durations: `1h30m`, `1.5s`.
//!
//! Parsing and printing are those of Go's `time.ParseDuration` and `Duration.String`, which Kubernetes' fields use.

use super::{leading_digits, signed};
use std::fmt;

const MICROSECOND: u64 = 1_000;
const MILLISECOND: u64 = 1_000_000;
const SECOND: u64 = 1_000_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// The magnitude of the least duration, which has no positive counterpart.
const LEAST: u64 = 1 << 63;

/// A span of time in nanoseconds, at most about 292 years either way.
///
/// ```
/// use kubelaw_lang::values::Duration;
///
/// assert_eq!(Duration::parse("90m"), Duration::parse("1.5h"));
/// assert_eq!(Duration::parse("90m").unwrap().to_string(), "1h30m0s");
/// assert_eq!(Duration::parse("1d"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Duration(i64);

impl Duration {
    /// The duration in nanoseconds.
    pub const fn as_nanos(self) -> i64 {
        self.0
    }

    /// Reads a duration: an optional sign and numbers with units `ns us µs ms s m h`, or `0`.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, mut rest) = signed(text);
        if rest == "0" {
            return Some(Self(0));
        }
        if rest.is_empty() {
            return None;
        }
        let mut total: u64 = 0;
        while !rest.is_empty() {
            let (nanos, tail) = component(rest)?;
            total = total.checked_add(nanos).filter(|total| *total <= LEAST)?;
            rest = tail;
        }
        match (negative, i64::try_from(total)) {
            (true, nanos) => Some(Self(nanos.map_or(i64::MIN, |nanos| -nanos))),
            (false, nanos) => nanos.ok().map(Self),
        }
    }

    /// The sum; missing where it overflows.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference; missing where it overflows.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

/// One number with its unit, in nanoseconds, and what follows it.
fn component(text: &str) -> Option<(u64, &str)> {
    let (whole, rest) = leading_digits(text);
    let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), leading_digits);
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let units = whole
        .bytes()
        .try_fold(0_u64, |sum, d| sum.checked_mul(10)?.checked_add(u64::from(d - b'0')).filter(|sum| *sum <= LEAST))?;
    let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    let unit = match name {
        "ns" => 1,
        // Both the micro sign and the Greek letter.
        "us" | "\u{b5}s" | "\u{3bc}s" => MICROSECOND,
        "ms" => MILLISECOND,
        "s" => SECOND,
        "m" => MINUTE,
        "h" => HOUR,
        _ => return None,
    };
    let whole = units.checked_mul(unit).filter(|nanos| *nanos <= LEAST)?;
    Some((whole.checked_add(fraction_of(fraction, unit)).filter(|nanos| *nanos <= LEAST)?, rest))
}

/// The decimal fraction of a unit, cut to whole nanoseconds by Go's own float arithmetic: digits that would overflow
/// are ignored.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as in Go")]
fn fraction_of(digits: &str, unit: u64) -> u64 {
    let mut value: u64 = 0;
    let mut scale: f64 = 1.0;
    for digit in digits.bytes().map(|d| u64::from(d - b'0')) {
        if value > (LEAST - 1) / 10 {
            break;
        }
        let next = value * 10 + digit;
        if next > LEAST {
            break;
        }
        value = next;
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.unsigned_abs();
        if nanos == 0 {
            return f.write_str("0s");
        }
        if self.0 < 0 {
            f.write_str("-")?;
        }
        match nanos {
            0..MICROSECOND => write!(f, "{nanos}ns"),
            MICROSECOND..MILLISECOND => decimal(nanos, 3, "\u{b5}s", f),
            MILLISECOND..SECOND => decimal(nanos, 6, "ms", f),
            _ => {
                let (hours, minutes) = (nanos / HOUR, nanos / MINUTE % 60);
                if hours > 0 {
                    write!(f, "{hours}h")?;
                }
                if nanos >= MINUTE {
                    write!(f, "{minutes}m")?;
                }
                decimal(nanos % MINUTE, 9, "s", f)
            }
        }
    }
}

/// `value / 10^places` without trailing zeros.
fn decimal(value: u64, places: usize, unit: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let digits = format!("{value:0width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    f.write_str(whole)?;
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        write!(f, ".{fraction}")?;
    }
    f.write_str(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_go_reads() {
        for (text, nanos) in [
            ("0", 0),
            ("-0", 0),
            ("5s", 5_000_000_000),
            ("1.5h", 5_400_000_000_000),
            ("-1.5ms", -1_500_000),
            ("3us", 3_000),
            ("3\u{b5}s", 3_000),
            ("3\u{3bc}s", 3_000),
            ("+1h2m3s4ms5us6ns", 3_723_004_005_006),
            (".5m", 30_000_000_000),
            ("5.s", 5_000_000_000),
            ("-9223372036854775808ns", i64::MIN),
            ("9223372036854775807ns", i64::MAX),
            ("0.3333333333333333333h", 1_200_000_000_000),
        ] {
            assert_eq!(Duration::parse(text), Some(Duration(nanos)), "{text}");
        }
    }

    #[test]
    fn rejects_what_go_rejects() {
        for text in [
            "",
            "-",
            "3",
            ".",
            ".s",
            "1d",
            "1 s",
            "1h ",
            "1S",
            "s",
            "9223372036854775808ns",
            "-9223372036854775809ns",
            "3000000h",
            "1s-2s",
        ] {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }

    #[test]
    fn prints_as_go() {
        for (nanos, text) in [
            (0, "0s"),
            (1, "1ns"),
            (1_100, "1.1\u{b5}s"),
            (2_200_000, "2.2ms"),
            (3_300_000_000, "3.3s"),
            (245_000_000_000, "4m5s"),
            (245_001_000_000, "4m5.001s"),
            (18_367_001_000_000, "5h6m7.001s"),
            (480_000_000_001, "8m0.000000001s"),
            (i64::MAX, "2562047h47m16.854775807s"),
            (i64::MIN, "-2562047h47m16.854775808s"),
        ] {
            assert_eq!(Duration(nanos).to_string(), text);
        }
    }
}

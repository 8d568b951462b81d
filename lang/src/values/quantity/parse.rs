//! Text to quantity, as `resource.ParseQuantity` reads it.

use super::{Format, NANO, Quantity, TOO_LARGE};
use crate::values::{leading_digits, signed};

/// The largest binary quantity, in units. Decimal ones have no cap.
const LARGEST: u128 = i64::MAX as u128;

/// Units in a billion billionths.
const NANOS: u128 = 1_000_000_000;

enum Suffix {
    Decimal { exponent: i32, format: Format },
    Binary { power: u32 },
}

pub(super) fn parse(text: &str) -> Option<Quantity> {
    if text.is_empty() {
        return None;
    }
    let (negative, unsigned) = signed(text);
    let (whole, rest) = leading_digits(unsigned);
    let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), leading_digits);
    let suffix = suffix(rest)?;
    if whole.is_empty() && fraction.is_empty() {
        return no_digits(&suffix);
    }
    match suffix {
        Suffix::Decimal { exponent, format } => decimal(negative, whole, fraction, exponent, format),
        Suffix::Binary { power } => binary(negative, whole, fraction, power),
    }
}

fn suffix(text: &str) -> Option<Suffix> {
    let decimal = |exponent| Some(Suffix::Decimal { exponent, format: Format::DecimalSi });
    match text {
        "" => decimal(0),
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => Some(Suffix::Binary { power: 10 }),
        "Mi" => Some(Suffix::Binary { power: 20 }),
        "Gi" => Some(Suffix::Binary { power: 30 }),
        "Ti" => Some(Suffix::Binary { power: 40 }),
        "Pi" => Some(Suffix::Binary { power: 50 }),
        "Ei" => Some(Suffix::Binary { power: 60 }),
        _ => {
            let exponent: i64 = text.strip_prefix(['e', 'E'])?.parse().ok()?;
            #[expect(clippy::cast_possible_truncation, reason = "Kubernetes cuts the exponent to 32 bits")]
            Some(Suffix::Decimal { exponent: exponent as i32, format: Format::DecimalExponent })
        }
    }
}

/// A suffix without a digit. The fast path of Kubernetes' parser takes it as zero, the slow one refuses it.
fn no_digits(suffix: &Suffix) -> Option<Quantity> {
    let (fast, format) = match suffix {
        Suffix::Decimal { exponent, format } => (i64::from(*exponent) >= NANO, *format),
        Suffix::Binary { power } => (*power <= 40, Format::BinarySi),
    };
    fast.then_some(Quantity { format, ..Quantity::ZERO })
}

fn decimal(negative: bool, whole: &str, fraction: &str, exponent: i32, format: Format) -> Option<Quantity> {
    let mut magnitude: u128 = 0;
    let mut more = false;
    let mut exponent = i64::from(exponent) - i64::try_from(fraction.len()).ok()?;
    if whole.len() + fraction.len() < 20 {
        magnitude = u128::from(whole.bytes().chain(fraction.bytes()).fold(0, |sum, d| sum * 10 + u64::from(d - b'0')));
    } else {
        for digit in whole.bytes().chain(fraction.bytes()).map(|d| d - b'0') {
            if magnitude < TOO_LARGE / 10 {
                magnitude = magnitude * 10 + u128::from(digit);
            } else {
                more |= digit != 0;
                exponent += 1;
            }
        }
    }
    Quantity::rounded(negative, magnitude, exponent, more, format)
}

fn binary(negative: bool, whole: &str, fraction: &str, power: u32) -> Option<Quantity> {
    let capped = Quantity::rounded(negative, LARGEST, 0, false, Format::BinarySi);
    let whole = whole.trim_start_matches('0');
    if whole.len() > 19 {
        return capped;
    }
    let units = whole.bytes().fold(0_u128, |sum, d| sum * 10 + u128::from(d - b'0')) << power;
    if units > LARGEST {
        return capped;
    }
    if fraction.is_empty() {
        return Quantity::rounded(negative, units, 0, false, Format::BinarySi);
    }
    // The fraction times 2^power, in billionths, by Horner's rule from its last digit. Cutting at each step loses
    // nothing that one cut at the end would keep, so this is exact for any number of digits.
    let scale = NANOS << power;
    let mut nanos: u128 = 0;
    let mut more = false;
    for digit in fraction.bytes().rev().map(|d| u128::from(d - b'0')) {
        let sum = nanos + digit * scale;
        more |= !sum.is_multiple_of(10);
        nanos = sum / 10;
    }
    let total = units * NANOS + nanos + u128::from(more);
    if total > LARGEST * NANOS {
        return capped;
    }
    let format = if total < NANOS && total > 0 { Format::DecimalSi } else { Format::BinarySi };
    Quantity::rounded(negative, total, NANO, false, format)
}

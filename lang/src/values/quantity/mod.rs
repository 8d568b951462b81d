//! Quantities of resources: `500m`, `2Gi`, `1e3`.
//!
//! The value, its order, its arithmetic and its printed form are those of `resource.Quantity` in Kubernetes'
//! `apimachinery`. It is exact: a mantissa and a power of ten, never a float. Two limits are ours, and no real quantity
//! meets them: a mantissa has at most 38 significant digits (more are rounded up, as Kubernetes rounds below a
//! billionth), and an exponent has 32 bits.

mod display;
mod parse;

use super::{decimal, shortest};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// The smallest power of ten that a quantity resolves: a billionth.
const NANO: i64 = -9;

/// The first magnitude that does not fit: ten to the 38th.
const TOO_LARGE: u128 = 10_u128.pow(38);

/// How a quantity was written, which decides how it prints. It never takes part in a comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// A power of ten as a suffix: `12M`, `500m`.
    DecimalSi,
    /// A power of two as a suffix: `12Mi`.
    BinarySi,
    /// A power of ten as an exponent: `12e6`.
    DecimalExponent,
}

/// An exact quantity. Equality, order and hash are those of the value: `1Gi` equals `1024Mi`.
///
/// ```
/// use kubelaw_lang::values::Quantity;
///
/// assert_eq!(Quantity::parse("1Gi"), Quantity::parse("1024Mi"));
/// assert!(Quantity::parse("1500m") > Quantity::parse("1"));
/// assert_eq!(Quantity::parse("0.5").unwrap().to_string(), "500m");
/// assert_eq!(Quantity::parse("1GiB"), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    // The magnitude in two halves keeps the whole at 24 bytes: a `u128` would align it to 32.
    high: u64,
    low: u64,
    exponent: i32,
    negative: bool,
    format: Format,
}

impl Quantity {
    /// Nothing.
    const ZERO: Self = Self { high: 0, low: 0, exponent: 0, negative: false, format: Format::DecimalSi };

    /// Reads a quantity exactly as `resource.ParseQuantity` does, oddities included (`.`, `-` and `k` are zero).
    ///
    /// What is finer than a billionth is rounded away from zero, and a binary quantity is capped at 2^63 - 1.
    pub fn parse(text: &str) -> Option<Self> {
        parse::parse(text)
    }

    /// Reads the string of an object's field, where Kubernetes ignores white space around the quantity, but not what JSON
    /// escapes: tabs and line breaks.
    pub fn parse_field(text: &str) -> Option<Self> {
        let is_escaped = |c| c < ' ' || matches!(c, '\u{2028}' | '\u{2029}');
        parse::parse(text.trim_matches(|c: char| c.is_whitespace() && !is_escaped(c)))
    }

    /// The quantity that a JSON number stands for; missing for an infinity and for NaN.
    pub fn from_number(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        parse::parse(&shortest::plain(number))
    }

    /// How the quantity was written.
    pub fn format(self) -> Format {
        self.format
    }

    /// Whether the quantity is zero, however written.
    fn is_zero(self) -> bool {
        self.magnitude() == 0
    }

    /// The closest floating-point number.
    pub fn to_number(self) -> f64 {
        let sign = if self.negative { "-" } else { "" };
        // The parser rounds correctly, which multiplying by a power of ten would not.
        decimal::parse(&format!("{sign}{}e{}", self.magnitude(), self.exponent)).unwrap_or(f64::NAN)
    }

    /// The sum, in the format of `self` (of `other` if `self` is zero); missing where it needs more than 38 digits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let format = if self.is_zero() { other.format } else { self.format };
        let (left, right, exponent) = self.aligned(other)?;
        Self::signed_value(left.checked_add(right)?, exponent, format)
    }

    /// The difference; format and limits as for the sum.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let negated = Self { negative: !other.negative && !other.is_zero(), ..other };
        self.checked_add(negated)
    }

    /// The product with an integer, exact; missing where it overflows.
    pub fn checked_mul_int(self, factor: i64) -> Option<Self> {
        let product = self.signed().checked_mul(i128::from(factor))?;
        Self::signed_value(product, i64::from(self.exponent), self.format)
    }

    /// The product with a number, taken as the decimal that the number prints as (`0.1` is a tenth); what is finer than
    /// a billionth is rounded away from zero. Missing where it overflows, and for an infinity or NaN.
    pub fn checked_mul_number(self, factor: f64) -> Option<Self> {
        if !factor.is_finite() {
            return None;
        }
        let text = shortest::scientific(factor);
        let (digits, power) = text.split_once('e')?;
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
        let places = i64::try_from(fraction.len()).ok()?;
        let exponent = i64::from(self.exponent) + power.parse::<i64>().ok()? - places;
        Self::signed_value(self.signed().checked_mul(mantissa)?, exponent, self.format)
    }

    fn signed_value(value: i128, exponent: i64, format: Format) -> Option<Self> {
        Self::rounded(value < 0, value.unsigned_abs(), exponent, false, format)
    }

    /// The quantity `magnitude * 10^exponent`, rounded up to a billionth and to 38 digits, in its one normal form.
    /// `more` says that digits which did not fit into `magnitude` were not all zero.
    fn rounded(negative: bool, magnitude: u128, exponent: i64, more: bool, format: Format) -> Option<Self> {
        let (mut magnitude, mut exponent, mut more) = (magnitude, exponent, more);
        while magnitude >= TOO_LARGE {
            more |= !magnitude.is_multiple_of(10);
            magnitude /= 10;
            exponent += 1;
        }
        if exponent < NANO {
            let divisor = u32::try_from(NANO - exponent).ok().and_then(|places| 10_u128.checked_pow(places));
            more |= divisor.map_or(magnitude, |divisor| magnitude % divisor) != 0;
            magnitude = divisor.map_or(0, |divisor| magnitude / divisor);
            exponent = NANO;
        }
        magnitude += u128::from(more);
        let (magnitude, exponent) = without_trailing_zeros(magnitude, exponent);
        if magnitude == 0 {
            return Some(Self { format, ..Self::ZERO });
        }
        let (high, low) = halves(magnitude);
        Some(Self { high, low, exponent: i32::try_from(exponent).ok()?, negative, format })
    }

    fn magnitude(self) -> u128 {
        u128::from(self.high) << 64 | u128::from(self.low)
    }

    fn signed(self) -> i128 {
        // A magnitude is below 10^38, which is below 2^127.
        let magnitude = self.magnitude().cast_signed();
        if self.negative { -magnitude } else { magnitude }
    }

    /// Both values at the lower of the two exponents.
    fn aligned(self, other: Self) -> Option<(i128, i128, i64)> {
        let exponent = match (self.is_zero(), other.is_zero()) {
            (true, _) => other.exponent,
            (_, true) => self.exponent,
            _ => self.exponent.min(other.exponent),
        };
        let at = |quantity: Self| {
            if quantity.is_zero() {
                return Some(0);
            }
            let places = u32::try_from(i64::from(quantity.exponent) - i64::from(exponent)).ok()?;
            quantity.signed().checked_mul(10_i128.checked_pow(places)?)
        };
        Some((at(self)?, at(other)?, i64::from(exponent)))
    }

    fn cmp_magnitude(self, other: Self) -> Ordering {
        let (left, right) = (self.magnitude(), other.magnitude());
        if self.exponent == other.exponent || left == 0 || right == 0 {
            return left.cmp(&right);
        }
        let digits = |magnitude: u128| i64::from(magnitude.checked_ilog10().unwrap_or(0));
        let leading = (digits(left) + i64::from(self.exponent)).cmp(&(digits(right) + i64::from(other.exponent)));
        leading.then_with(|| {
            // The leading digits have the same weight, so padding the shorter mantissa keeps within 38 digits.
            let places = self.exponent.abs_diff(other.exponent);
            let power = 10_u128.saturating_pow(places);
            if self.exponent > other.exponent {
                left.saturating_mul(power).cmp(&right)
            } else {
                left.cmp(&right.saturating_mul(power))
            }
        })
    }
}

fn halves(magnitude: u128) -> (u64, u64) {
    let [b0, b1, b2, b3, b4, b5, b6, b7, low @ ..] = magnitude.to_be_bytes();
    (u64::from_be_bytes([b0, b1, b2, b3, b4, b5, b6, b7]), u64::from_be_bytes(low))
}

fn without_trailing_zeros(magnitude: u128, exponent: i64) -> (u128, i64) {
    let (mut magnitude, mut exponent) = (magnitude, exponent);
    while magnitude > u128::from(u64::MAX) && magnitude.is_multiple_of(10) {
        magnitude /= 10;
        exponent += 1;
    }
    // Nearly every quantity gets here at once, where division is many times cheaper.
    let Ok(mut small) = u64::try_from(magnitude) else { return (magnitude, exponent) };
    while small != 0 && small.is_multiple_of(10) {
        small /= 10;
        exponent += 1;
    }
    (u128::from(small), exponent)
}

impl From<i64> for Quantity {
    fn from(value: i64) -> Self {
        let (magnitude, exponent) = without_trailing_zeros(u128::from(value.unsigned_abs()), 0);
        if magnitude == 0 {
            return Self::ZERO;
        }
        let (high, low) = halves(magnitude);
        let exponent = i32::try_from(exponent).unwrap_or(0);
        Self { high, low, exponent, negative: value < 0, format: Format::DecimalSi }
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        // The normal form is unique, so that equal values have equal parts.
        (self.high, self.low, self.exponent, self.negative) == (other.high, other.low, other.exponent, other.negative)
    }
}

impl Eq for Quantity {}

impl Hash for Quantity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.high, self.low, self.exponent, self.negative).hash(state);
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.cmp_magnitude(*other),
            (true, true) => other.cmp_magnitude(*self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests;

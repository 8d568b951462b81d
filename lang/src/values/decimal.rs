//! Decimal texts as floating-point numbers: the closest one, of two that are as close the even one.
//!
//! The standard parser does so by tables of powers of five, 10 kB that no compressor shortens: too much for what a
//! browser downloads. There, the number is worked out with integers of any length.

use super::signed;

/// The number of a text of digits with perhaps a sign, a fraction and an exponent; infinite where it is too large.
pub fn parse(text: &str) -> Option<f64> {
    if cfg!(target_arch = "wasm32") { closest(text) } else { text.parse().ok() }
}

/// More digits than decide between two neighbours: what lies half-way between them has no more than 767.
const DIGITS: usize = 800;

fn closest(text: &str) -> Option<f64> {
    let (negative, unsigned) = signed(text);
    let (digits, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let mut integer = Integer::default();
    let (mut read, mut point) = (0, None);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                read += 1;
                integer.push(byte - b'0');
            }
            b'.' if point.is_none() => point = Some(read),
            _ => return None,
        }
    }
    let fraction = read - point.unwrap_or(read);
    if read == 0 {
        return None;
    }
    // A number of `DIGITS` digits times such a power is out of range in any case.
    let power = exponent_of(exponent)?.saturating_sub(fraction).saturating_add(integer.left_out).clamp(-1200, 400);
    let value = integer.times_power_of_ten(power);
    Some(if negative { -value } else { value })
}

/// An exponent with as many digits as one likes.
fn exponent_of(text: &str) -> Option<i64> {
    let (negative, digits) = signed(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse().unwrap_or(i64::MAX);
    Some(if negative { -size } else { size })
}

/// A whole number, and whether a fraction was cut off.
#[derive(Default)]
struct Integer {
    /// The lowest first.
    words: Vec<u32>,
    digits: usize,
    /// How many digits were too many.
    left_out: i64,
    is_cut: bool,
}

impl Integer {
    fn push(&mut self, digit: u8) {
        if self.digits == DIGITS {
            self.left_out += 1;
            self.is_cut |= digit != 0;
        } else if digit != 0 || self.digits > 0 {
            self.digits += 1;
            self.times_ten_plus(digit);
        }
    }

    fn times_ten_plus(&mut self, digit: u8) {
        let mut carry = u64::from(digit);
        for word in &mut self.words {
            carry += u64::from(*word) * 10;
            *word = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.words.push(low(carry));
        }
    }

    fn by_ten(&mut self) {
        let mut rest = 0;
        for word in self.words.iter_mut().rev() {
            let value = (rest << 32) + u64::from(*word);
            *word = low(value / 10);
            rest = value % 10;
        }
        self.is_cut |= rest > 0;
    }

    fn times_power_of_ten(mut self, power: i64) -> f64 {
        let mut fraction_words = 0;
        if power < 0 {
            // Nine digits need less than a word, so that two words at least remain.
            fraction_words = power.unsigned_abs() / 9 + 3;
            self.words.splice(..0, (0..fraction_words).map(|_| 0));
        }
        for _ in 0..power.unsigned_abs() {
            if power < 0 {
                self.by_ten();
            } else {
                self.times_ten_plus(0);
            }
        }
        self.rounded(i64::try_from(fraction_words).unwrap_or(0) * 32)
    }

    /// The number divided by a power of two, as the closest with 53 bits, or less below the smallest with an exponent of
    /// its own.
    fn rounded(&self, fraction_bits: i64) -> f64 {
        let Some(top) = (0..self.bits()).rev().find(|&at| self.bit(at)) else { return 0.0 };
        let exponent = (top - 52 - fraction_bits).max(-1074);
        let lowest = exponent + fraction_bits;
        let mantissa = (0..53).rev().fold(0, |mantissa, at| mantissa << 1 | u64::from(self.bit(lowest + at)));
        let is_above_half = || self.is_cut || mantissa & 1 == 1 || (0..lowest - 1).any(|at| self.bit(at));
        let rounded = mantissa + u64::from(self.bit(lowest - 1) && is_above_half());
        // The highest bit of the mantissa is not written but counts one to the exponent, and so does what rounding carries.
        let bits = rounded + (u64::try_from(exponent + 1074).unwrap_or(0).min(2046) << 52);
        f64::from_bits(bits.min(f64::INFINITY.to_bits()))
    }

    fn bits(&self) -> i64 {
        i64::try_from(self.words.len() * 32).unwrap_or(i64::MAX)
    }

    fn bit(&self, at: i64) -> bool {
        let word = usize::try_from(at / 32).ok().and_then(|word| self.words.get(word));
        at >= 0 && word.is_some_and(|word| word >> (at % 32) & 1 == 1)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is asked for")]
fn low(value: u64) -> u32 {
    value as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agrees(text: &str) {
        let expected = text.parse::<f64>().ok().map(f64::to_bits);
        assert_eq!(closest(text).map(f64::to_bits), expected, "{text}");
    }

    #[test]
    fn numbers_are_the_closest_to_their_texts() {
        // Around the smallest numbers, between whole numbers and at the largest.
        for text in [
            "0",
            "-0.0",
            "1",
            "+1.5",
            "0.1",
            "5.",
            ".5",
            "1e23",
            "9007199254740993",
            "9007199254740993.00000001",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "-1e-400",
            "0e99999999999999999999",
            "1e99999999999999999999",
            "1e-99999999999999999999",
        ] {
            agrees(text);
        }
    }

    #[test]
    fn long_texts_are_cut_where_no_digit_decides_any_more() {
        let half = format!("{:.1$}", f64::from_bits(1) * 0.5 + f64::from_bits(1), 1100);
        let tie = "9007199254740993.".to_owned() + &"0".repeat(900);
        for text in [half, tie.clone(), tie + "1", "0.".to_owned() + &"0".repeat(2000) + "1", "9".repeat(2000)] {
            agrees(&text);
        }
        agrees(&("1".to_owned() + &"0".repeat(1000) + "e-1000"));
    }

    #[test]
    fn any_number_is_read_from_each_of_its_texts() {
        let mut state = 1_u64;
        for _ in 0..3000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let number = f64::from_bits(state);
            if number.is_finite() {
                agrees(&format!("{number:e}"));
                agrees(&format!("{number:.16e}"));
                agrees(&format!("{number:.5e}"));
            }
            agrees(&format!("{}.{}e{}", state >> 40, state & 0xffff_ffff, (state >> 32) % 40));
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", ".", "e5", "1e", "1e+", "1e5.0", "1.2.3", "--1", "1-2", " 1", "0x1"] {
            agrees(text);
        }
    }
}

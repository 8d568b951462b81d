//! Floating-point numbers as the shortest decimal texts that lead back to them.
//!
//! The same crate writes the numbers of JSON. The standard library has digits of its own choice where two texts are as
//! short and as close, and browsers would have to download 4 kB for it.

use zmij::Float;

/// A number as all of its digits.
pub fn plain(number: impl Float) -> String {
    written(number, Digits::plain)
}

/// A number as one digit, a fraction where there is one, and a power of ten behind `e`.
pub fn scientific(number: impl Float) -> String {
    written(number, Digits::scientific)
}

fn written(number: impl Float, write: fn(&Digits) -> String) -> String {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format(number);
    let (sign, digits) = text.split_at(usize::from(text.starts_with('-')));
    // Else it is infinite or no number at all.
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
    if is_number { format!("{sign}{}", write(&Digits::of(digits))) } else { text.to_owned() }
}

/// Digits without zeros around them.
struct Digits {
    digits: String,
    /// How many of them, or of zeros after them, stand ahead of the point; below zero, how many zeros come behind it.
    point: i32,
}

impl Digits {
    fn of(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        let point = exponent.parse().unwrap_or(0) + length(whole) - length(&all) + length(digits);
        Self { digits: digits.trim_end_matches('0').to_owned(), point }
    }

    fn plain(&self) -> String {
        let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
        let digits = &self.digits;
        if digits.is_empty() {
            return "0".to_owned();
        }
        match usize::try_from(self.point).ok().filter(|point| *point > 0) {
            None => format!("0.{}{digits}", zeros(-self.point)),
            Some(point) => match digits.split_at_checked(point) {
                Some((whole, fraction)) if !fraction.is_empty() => format!("{whole}.{fraction}"),
                _ => format!("{digits}{}", zeros(self.point - length(digits))),
            },
        }
    }

    fn scientific(&self) -> String {
        match self.digits.split_at_checked(1) {
            None => "0e0".to_owned(),
            Some((first, "")) => format!("{first}e{}", self.point - 1),
            Some((first, rest)) => format!("{first}.{rest}e{}", self.point - 1),
        }
    }
}

fn length(text: &str) -> i32 {
    i32::try_from(text.len()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_standard_library_writes_them() {
        let numbers = [0.0, -0.0, 1.0, -1.5, 10.0, 120.5, 0.1, 1e-7, 1.5e-7, 1e15, 1e16, 1e17, 1.25e21, 1e300, 5e-324];
        for number in numbers.into_iter().chain([f64::MAX, f64::MIN_POSITIVE, 1.0 / 3.0]) {
            assert_eq!((plain(number), scientific(number)), (number.to_string(), format!("{number:e}")));
        }
        for number in [0.1_f32, 16_777_216.0, 1e-10, f32::MAX, f32::MIN_POSITIVE, -3.4e10] {
            assert_eq!((plain(number), scientific(number)), (number.to_string(), format!("{number:e}")));
        }
        assert_eq!([f64::INFINITY, f64::NEG_INFINITY, f64::NAN].map(plain), ["inf", "-inf", "NaN"]);
    }

    #[test]
    fn every_text_leads_back_to_its_number() {
        let mut state = 1_u64;
        for _ in 0..3000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let number = f64::from_bits(state);
            if number.is_finite() {
                for (text, standard) in
                    [(plain(number), number.to_string()), (scientific(number), format!("{number:e}"))]
                {
                    assert_eq!((text.parse(), text.len()), (Ok(number), standard.len()), "{text} {standard}");
                }
            }
        }
    }
}

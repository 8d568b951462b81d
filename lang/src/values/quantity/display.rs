//! Quantity to text: the canonical form that Kubernetes gives it.
//!
//! It differs from Kubernetes in one place. Beyond the largest suffix, Kubernetes prints the digits with no suffix at
//! all (`1000E` becomes `1`); here the digits are padded, so that the text has the value.

use std::fmt;

use super::{Format, Quantity};

const BINARY: [&str; 7] = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

const DECIMAL: [(i64, &str); 10] =
    [(18, "E"), (15, "P"), (12, "T"), (9, "G"), (6, "M"), (3, "k"), (0, ""), (-3, "m"), (-6, "u"), (-9, "n")];

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0");
        }
        if self.negative {
            f.write_str("-")?;
        }
        match self.format {
            Format::BinarySi => match self.whole_units().filter(|units| *units >= 1024) {
                Some(units) => binary(units, f),
                // A fraction, or less than the first suffix, reads better and exactly in decimal.
                None => self.decimal(Format::DecimalSi, f),
            },
            format => self.decimal(format, f),
        }
    }
}

impl Quantity {
    fn whole_units(self) -> Option<u128> {
        self.magnitude().checked_mul(10_u128.checked_pow(u32::try_from(self.exponent).ok()?)?)
    }

    fn decimal(self, format: Format, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exponent = i64::from(self.exponent);
        let third = exponent - exponent.rem_euclid(3);
        write!(f, "{}", self.magnitude())?;
        if format == Format::DecimalExponent {
            pad(exponent - third, f)?;
            return if third == 0 { Ok(()) } else { write!(f, "e{third}") };
        }
        let (power, suffix) = DECIMAL.into_iter().find(|(power, _)| *power <= third).unwrap_or((third, ""));
        pad(exponent - power, f)?;
        f.write_str(suffix)
    }
}

fn binary(units: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut units = units;
    let mut suffixes = BINARY.into_iter();
    let mut suffix = suffixes.next();
    while units.is_multiple_of(1024)
        && let Some(next) = suffixes.next()
    {
        units /= 1024;
        suffix = Some(next);
    }
    write!(f, "{units}{}", suffix.unwrap_or_default())
}

fn pad(zeros: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    (0..zeros).try_for_each(|_| f.write_str("0"))
}

//! Counts that may be percentages: `maxUnavailable: 25%`.

/// An `IntOrString` field.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IntOrPercent<'t> {
    /// A count.
    Int(i64),
    /// A string, which should be a percentage such as `25%`.
    Text(&'t str),
}

/// What becomes of a part of one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rounding {
    /// The next higher count: disruption budgets, `maxSurge`.
    Up,
    /// The next lower count: `maxUnavailable` of a rollout.
    Down,
}

impl IntOrPercent<'_> {
    /// The count out of `total`, as `intstr.GetScaledValueFromIntOrPercent` computes it, but exactly. Missing where a
    /// string is no percentage or the result does not fit.
    ///
    /// ```
    /// use kubelaw::kubernetes::percent::{IntOrPercent, Rounding};
    ///
    /// assert_eq!(IntOrPercent::Text("25%").scaled(5, Rounding::Up), Some(2));
    /// assert_eq!(IntOrPercent::Text("25%").scaled(5, Rounding::Down), Some(1));
    /// assert_eq!(IntOrPercent::Int(3).scaled(5, Rounding::Up), Some(3));
    /// assert_eq!(IntOrPercent::Text("3").scaled(5, Rounding::Up), None);
    /// ```
    pub fn scaled(self, total: i64, rounding: Rounding) -> Option<i64> {
        let percent: i64 = match self {
            Self::Int(count) => return Some(count),
            Self::Text(text) => text.strip_suffix('%')?.parse().ok()?,
        };
        let product = i128::from(percent) * i128::from(total);
        let count = match rounding {
            Rounding::Down => product.div_euclid(100),
            Rounding::Up => -(-product).div_euclid(100),
        };
        i64::try_from(count).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_as_asked() {
        for (text, total, up, down) in [
            ("50%", 7, 4, 3),
            ("100%", 7, 7, 7),
            ("0%", 7, 0, 0),
            ("1%", 1, 1, 0),
            ("150%", 3, 5, 4),
            ("-50%", 3, -1, -2),
            ("+50%", 2, 1, 1),
            ("34%", 50, 17, 17),
        ] {
            assert_eq!(IntOrPercent::Text(text).scaled(total, Rounding::Up), Some(up), "{text} {total}");
            assert_eq!(IntOrPercent::Text(text).scaled(total, Rounding::Down), Some(down), "{text} {total}");
        }
        for text in ["", "%", "5", "5.5%", " 5%", "5 %", "5%%", "99999999999999999999%", "9223372036854775807%"] {
            assert_eq!(IntOrPercent::Text(text).scaled(1000, Rounding::Up), None, "{text}");
        }
    }
}

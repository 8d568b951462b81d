//! Waivers: findings that are known and accepted, by whom and why.

use super::finding::Location;

/// Which kinds of waiver count. At admission only waivers from the host count, whatever is set here, since the author of a
/// workload controls its annotations and comments.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Waivers {
    /// None.
    None,
    /// Waivers from the host: [`crate::EngineBuilder::waiver`].
    Config,
    /// Waivers from the host, annotations `kubelaw.dev/waive.RULE` and comments `# kubelaw:waive RULE -- reason`.
    #[default]
    All,
}

/// A waiver from the host. It covers the findings of a rule on the objects that match all its globs and labels.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Waiver {
    /// The rule, as `rule` or `pack/rule`.
    pub rule: String,
    /// A glob for the kind of the objects; any kind if absent.
    pub kind: Option<String>,
    /// A glob for the namespace; any namespace if absent.
    pub namespace: Option<String>,
    /// A glob for the name; any name if absent.
    pub name: Option<String>,
    /// Labels that the objects must have, each with a glob for its value.
    pub labels: Vec<(String, String)>,
    /// Why the finding is accepted. It is required: [`crate::EngineBuilder::build`] fails without one.
    pub reason: String,
    /// Who accepted it.
    pub owner: Option<String>,
    /// The first day on which the waiver no longer counts, such as `2026-12-31`.
    pub expires: Option<String>,
    /// Where the waiver was written, if it comes from a text.
    pub location: Option<Location>,
}

/// The start of the annotation that waives a rule; the rule's id follows.
pub(crate) const ANNOTATION: &str = "kubelaw.dev/waive.";
/// The same without a rule, which waives nothing.
pub(crate) const ANNOTATION_ALONE: &str = "kubelaw.dev/waive";
/// What a comment that speaks to kubelaw begins with, behind its `#`.
const COMMENT: &str = "kubelaw:";

/// What a comment waives: the rules, none where it is not written as it has to be, and the reason, if it gives one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Comment<'t> {
    pub(crate) rules: Vec<&'t str>,
    pub(crate) reason: Option<&'t str>,
}

/// Reads `# kubelaw:waive RULE[, RULE] -- reason`; none for other comments.
pub(crate) fn read_comment(text: &str) -> Option<Comment<'_>> {
    let content = text.trim_start_matches('#').trim();
    let rest = content.strip_prefix(COMMENT)?.trim_start().strip_prefix("waive")?;
    let (rules, reason) = rest.split_once("--").map_or((rest, None), |(rules, reason)| (rules, Some(reason.trim())));
    let rules = rules.split('#').next().unwrap_or_default();
    let mut rules: Vec<&str> = rules.split([',', ' ', '\t']).filter(|rule| !rule.is_empty()).collect();
    if reason.is_none() && !rest.contains(',') {
        // What follows the rule is most likely a reason without its dashes.
        rules.truncate(1);
    }
    if !rest.starts_with([' ', '\t']) {
        rules.clear();
    }
    Some(Comment { rules, reason: reason.filter(|r| !r.is_empty()) })
}

impl Waiver {
    /// What its parts are called where one is written.
    pub(crate) const KEYS: &[&str] = &["rule", "kind", "namespace", "name", "labels", "reason", "owner", "expires"];
}

/// Whether a text is a day such as `2026-12-31`.
pub(crate) fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        let is_plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u32>().ok().filter(|number| is_plain && *number > 0)
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    day <= last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_name_rules_and_a_reason() {
        let read = |text| read_comment(text).map(|c| (c.rules, c.reason));
        assert_eq!(
            read("# kubelaw:waive host-port -- the mesh needs it"),
            Some((vec!["host-port"], Some("the mesh needs it")))
        );
        assert_eq!(read("#kubelaw:waive a, p/b--x -- y"), Some((vec!["a", "p/b"], Some("x -- y"))));
        assert_eq!(read("# kubelaw:waive a"), Some((vec!["a"], None)));
        assert_eq!(read("# kubelaw:waive a because it must"), Some((vec!["a"], None)));
        assert_eq!(read("# kubelaw:waive a --  "), Some((vec!["a"], None)));
        assert_eq!(read("# kubelaw: waive a -- y"), Some((vec!["a"], Some("y"))));
        for none in ["# kubelaw:waive", "# kubelaw: waive  ", "# kubelaw:waive # later", "# kubelaw:waiver a"] {
            assert_eq!(read(none), Some((vec![], None)), "{none}");
        }
        assert_eq!(read("# kubelaw: kubernetes=1.33"), None);
    }

    #[test]
    fn days_have_one_form() {
        for text in ["2026-12-31", "2028-02-29", "2000-02-29"] {
            assert!(is_day(text), "{text}");
        }
        for text in [
            "2026-02-29",
            "2100-02-29",
            "2026-04-31",
            "0000-01-01",
            "2026-13-01",
            "2026-1-1",
            "31.12.2026",
            "2026-12-00",
            "",
            "2026-12-31T00:00:00Z",
        ] {
            assert!(!is_day(text), "{text}");
        }
    }
}

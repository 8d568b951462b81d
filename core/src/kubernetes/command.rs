//! The program that a container runs, and the flags it is given, as far as `command` and `args` tell.

use std::cmp::Reverse;

/// The last part of a path: `kube-apiserver` of `/usr/local/bin/kube-apiserver`.
pub(super) fn base_name(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// Where among the words of a command line the program is: behind what only starts it, such as the log runner of
/// Kubernetes' own images, `hyperkube` or the first process of a container, and behind the flags of that.
pub(super) fn program_at<'t>(words: impl IntoIterator<Item = &'t str>) -> usize {
    let mut words = words.into_iter();
    let starts_another = words.next().is_some_and(|word| {
        matches!(base_name(word), "go-runner" | "kube-log-runner" | "hyperkube" | "tini" | "dumb-init")
    });
    let program = if starts_another { words.position(|word| !word.starts_with('-')) } else { None };
    program.map_or(0, |at| at + 1)
}

/// Where a flag's value is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FlagValue<'t> {
    /// After `=` in the same word, which has this index.
    Inside(usize, &'t str),
    /// The whole word of this index.
    Word(usize),
    /// Nowhere: the flag alone, in the word of this index, means `true`.
    Bare(usize),
}

/// The flags among the words after the program: `--f=v`, `--f v`, or `--f` alone; one dash does as well. The last one
/// of a name wins. Words after `--` are no flags.
pub(super) fn flags<'t>(words: impl IntoIterator<Item = &'t str>) -> Vec<(&'t str, FlagValue<'t>)> {
    let mut found = Vec::new();
    let mut words = words.into_iter().enumerate().take_while(|(_, word)| *word != "--").peekable();
    while let Some((at, word)) = words.next() {
        let Some(flag) = flag_text(word) else { continue };
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name, FlagValue::Inside(at, value)),
            None => match words.next_if(|(_, next)| flag_text(next).is_none()) {
                Some((next, _)) => (flag, FlagValue::Word(next)),
                None => (flag, FlagValue::Bare(at)),
            },
        };
        found.push((name, at, value));
    }
    found.sort_unstable_by_key(|(name, at, _)| (*name, Reverse(*at)));
    found.dedup_by_key(|(name, ..)| *name);
    found.into_iter().map(|(name, _, value)| (name, value)).collect()
}

/// What follows the dashes of a flag. `-` alone is a file name and `-1` a number.
fn flag_text(word: &str) -> Option<&str> {
    let flag = word.strip_prefix("--").or_else(|| word.strip_prefix('-'))?;
    flag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_').then_some(flag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value<'t>(words: &[&'t str], name: &str) -> Option<FlagValue<'t>> {
        flags(words.iter().copied()).into_iter().find(|(flag, _)| *flag == name).map(|(_, value)| value)
    }

    #[test]
    fn takes_the_last_part_of_a_path() {
        assert_eq!(base_name("/usr/local/bin/etcd"), "etcd");
        assert_eq!(base_name("etcd"), "etcd");
        assert_eq!(base_name("bin/"), "bin");
        assert_eq!(base_name(""), "");
    }

    #[test]
    fn looks_behind_what_only_starts_a_program() {
        assert_eq!(program_at(["/go-runner", "--also-stdout", "--log-file=/a", "/bin/kube-apiserver", "--b", "c"]), 3);
        assert_eq!(program_at(["tini", "--", "etcd"]), 2);
        assert_eq!(program_at(["/hyperkube", "kubelet"]), 1);
        assert_eq!(program_at(["hyperkube"]), 0);
        assert_eq!(program_at(["kubelet", "tini", "etcd"]), 0);
        assert_eq!(program_at([]), 0);
    }

    #[test]
    fn reads_every_form_of_a_flag() {
        let words = ["--a=1", "--b", "2", "-c", "--d=", "-e=x=y", "--last"];
        assert_eq!(value(&words, "a"), Some(FlagValue::Inside(0, "1")));
        assert_eq!(value(&words, "b"), Some(FlagValue::Word(2)));
        assert_eq!(value(&words, "c"), Some(FlagValue::Bare(3)));
        assert_eq!(value(&words, "d"), Some(FlagValue::Inside(4, "")));
        assert_eq!(value(&words, "e"), Some(FlagValue::Inside(5, "x=y")));
        assert_eq!(value(&words, "last"), Some(FlagValue::Bare(6)));
        assert_eq!(value(&words, "2"), None);
    }

    #[test]
    fn the_last_of_a_name_wins() {
        assert_eq!(value(&["--a=1", "--a", "2"], "a"), Some(FlagValue::Word(2)));
        assert_eq!(value(&["--a", "2", "--a"], "a"), Some(FlagValue::Bare(2)));
    }

    #[test]
    fn a_number_or_a_lone_dash_is_a_value() {
        assert_eq!(value(&["--nice", "-5"], "nice"), Some(FlagValue::Word(1)));
        assert_eq!(value(&["--config", "-"], "config"), Some(FlagValue::Word(1)));
    }

    #[test]
    fn two_dashes_end_the_flags() {
        assert_eq!(value(&["--a=1", "--", "--b=2"], "b"), None);
        assert_eq!(value(&["--a", "--"], "a"), Some(FlagValue::Bare(0)));
    }
}

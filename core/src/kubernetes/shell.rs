//! What a shell comes to run: of `sh -c "mkdir /data; exec etcd --name=a"`, the words of `etcd`.

use super::command::base_name;
use std::mem::{replace, take};

/// Where among the words of a command line the script is that they hand to a shell.
pub(super) fn script_at(words: &[&str]) -> Option<usize> {
    let shell = base_name(words.first()?);
    let (mut at, mut is_script) = (1, false);
    while let Some(option) = words.get(at).filter(|word| word.starts_with(['-', '+'])) {
        let is_short = !option.starts_with("--");
        is_script |= is_short && option.contains('c');
        // `-o pipefail` has a value.
        at += if is_short && option.ends_with('o') { 2 } else { 1 };
    }
    (is_script && matches!(shell, "sh" | "bash" | "ash" | "dash" | "ksh" | "zsh")).then_some(at)
}

/// The words of the command that a script comes to: of the last one behind `exec`, or else of the first of the last
/// pipeline. Of quotes only those around a whole word are taken away.
pub(super) fn words(script: &str) -> Vec<&str> {
    let (mut chosen, mut command) = (Vec::new(), Vec::new());
    let (mut was_executed, mut executes, mut is_piped) = (false, false, false);
    let mut is_target = false;
    // The last command ends as well.
    for part in script.split_inclusive(separator()).chain(["\n"]) {
        let word = part.trim_end_matches(SEPARATORS);
        let end = part.get(word.len()..).unwrap_or_default();
        if matches!(word, "" | "\\") || word.starts_with('#') || take(&mut is_target) {
        } else if word.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['<', '>']) {
            is_target = word.ends_with(['<', '>']);
        } else if !command.is_empty() || !stands_before(word) {
            command.push(unquoted(word));
        } else {
            executes |= word == "exec";
        }
        if is_target || word == "\\" || !matches!(end, "\n" | ";" | "|" | "&") {
            continue;
        }
        if !command.is_empty() && (executes || !was_executed && !is_piped) {
            (chosen, was_executed) = (take(&mut command), was_executed || executes);
        }
        command.clear();
        (executes, is_piped) = (false, end == "|");
    }
    chosen
}

const SEPARATORS: [char; 6] = [' ', '\t', '\n', ';', '|', '&'];

/// Whether a character, asked for one after the other, separates words: not in quotes, comments or parentheses.
fn separator() -> impl FnMut(char) -> bool {
    let (mut quote, mut depth, mut previous) = (None, 0_i32, ' ');
    move |c| {
        let is_first = SEPARATORS.contains(&replace(&mut previous, c));
        if quote.is_some() {
            quote = quote.filter(|open| *open != c);
        } else if matches!(c, '"' | '\'' | '`') {
            quote = Some(c);
        } else if c == '#' && is_first {
            quote = Some('\n');
        } else {
            depth += i32::from(c == '(') - i32::from(c == ')');
        }
        quote.is_none() && depth <= 0 && SEPARATORS.contains(&c)
    }
}

/// Whether a word stands before the program, or where there is none: a variable's value, or a word of the shell.
fn stands_before(word: &str) -> bool {
    let variable = word.split_once('=').map(|(name, _)| name);
    variable.is_some_and(|name| !name.starts_with('-') && !name.contains('/'))
        || matches!(word, "exec" | "nohup" | "then" | "else" | "do" | "{" | "fi" | "done" | "esac" | "}" | "wait")
}

/// A text without the quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    let within = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    within('"').or_else(|| within('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(script: &str) -> String {
        words(script).join(" ")
    }

    #[test]
    fn finds_the_script_behind_the_options() {
        assert_eq!(script_at(&["/bin/sh", "-c", "etcd"]), Some(2));
        assert_eq!(script_at(&["bash", "-euo", "pipefail", "-c", "etcd", "a"]), Some(4));
        assert_eq!(script_at(&["bash", "--norc", "-ec", "--", "etcd"]), Some(4));
        assert_eq!(script_at(&["sh", "/start.sh", "-c", "etcd"]), None);
        assert_eq!(script_at(&["etcd", "-c", "a"]), None);
        assert_eq!(script_at(&[]), None);
    }

    #[test]
    fn runs_what_it_executes() {
        let kops = "mkfifo /tmp/pipe; (tee -a /var/log/a < /tmp/pipe & ) ; exec /usr/bin/etcd --a=b > /tmp/pipe 2>&1";
        assert_eq!(run(kops), "/usr/bin/etcd --a=b");
        assert_eq!(run("if [ -e /a ]; then exec etcd --a; fi\necho b"), "etcd --a");
        assert_eq!(run("NAME=a exec etcd --a & wait"), "etcd --a");
    }

    #[test]
    fn else_runs_the_first_of_the_last_pipeline() {
        assert_eq!(run("set -e\netcd \\\n  --a=b \\\n  --c 1>>/var/log/a 2>&1"), "etcd --a=b --c");
        assert_eq!(run("mkdir -p /a && etcd --a 2>&1 | tee /a/log"), "etcd --a");
        assert_eq!(run("# don't\netcd --a || exit 1 # --b; c"), "etcd --a");
        assert_eq!(run("etcd --a &\nwait"), "etcd --a");
        assert_eq!(run(" \n# nothing"), "");
    }

    #[test]
    fn keeps_what_is_in_quotes_and_parentheses() {
        assert_eq!(words("etcd --a=\"b; c\" '--d |' --e=$(hostname -i | head) --f=`a b`").len(), 5);
        assert_eq!(run("echo \"a ; b\"; etcd '--a' 'un"), "etcd --a 'un");
        assert_eq!(unquoted("'a'"), "a");
        assert_eq!(unquoted("\"a"), "\"a");
    }
}

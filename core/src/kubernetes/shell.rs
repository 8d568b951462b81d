//! What a shell comes to run: of `sh -c "mkdir /data; exec etcd --name=a"`, the words of `etcd`.

use super::command::base_name;
use std::mem::take;

/// A word of a command line, and where it stands: a whole text, or a part of one in a script.
#[derive(Clone, Copy)]
pub(super) struct Word<'t, P> {
    pub(super) text: &'t str,
    pub(super) place: P,
}

/// The script among the words of a command line that they hand to a shell.
pub(super) fn script<'t, P: Copy>(words: &[Word<'t, P>]) -> Option<Word<'t, P>> {
    let shell = base_name(words.first()?.text);
    let (mut at, mut is_script) = (1, false);
    while let Some([b'-' | b'+', option @ ..]) = words.get(at).map(|word| word.text.as_bytes()) {
        let is_short = option.first() != Some(&b'-');
        is_script |= is_short && option.contains(&b'c');
        // `-o pipefail` has a value.
        at += if is_short && option.ends_with(b"o") { 2 } else { 1 };
    }
    let is_shell = matches!(shell, "sh" | "bash" | "ash" | "dash" | "ksh" | "zsh");
    words.get(at).filter(|_| is_script && is_shell).copied()
}

/// The words of the command that a script comes to: of the last one behind `exec`, or else of the first of the last
/// pipeline. Of quotes only those around a whole word are taken away.
pub(super) fn words<P: Copy>(script: Word<'_, P>) -> Vec<Word<'_, P>> {
    // Those of the command that counts until now, and behind them those of the one at hand.
    let (mut words, mut counting) = (Vec::new(), 0);
    let (mut was_executed, mut executes, mut is_piped, mut is_target) = (false, false, false, false);
    let mut rest = Some(script.text);
    while let Some(text) = rest {
        let (word, end) = first_word(text);
        rest = end.and_then(|_| text.get(word.len() + 1..));
        let is_continued = word == "\\";
        if is_continued || word.is_empty() || word.starts_with('#') || take(&mut is_target) {
            // Nothing that a program is given.
        } else if matches!(word.bytes().find(|byte| !byte.is_ascii_digit()), Some(b'<' | b'>')) {
            is_target = matches!(word.as_bytes(), [.., b'<' | b'>']);
        } else if words.len() > counting || !stands_before(word) {
            words.push(Word { text: unquoted(word), ..script });
        } else {
            executes |= word == "exec";
        }
        if is_target || is_continued || matches!(end, Some(b' ' | b'\t')) {
            continue;
        }
        if words.len() > counting && (executes || !was_executed && !is_piped) {
            words.drain(..counting);
            counting = words.len();
            was_executed |= executes;
        }
        words.truncate(counting);
        (executes, is_piped) = (false, end == Some(b'|'));
    }
    words
}

/// The first word of a text, which may be empty or a comment, and the byte that ends it: none at the end of the text, which
/// closes what is open.
fn first_word(text: &str) -> (&str, Option<u8>) {
    let (mut open, mut depth) = (None, 0_u32);
    for (at, byte) in text.bytes().enumerate() {
        if let Some(end) = open {
            if byte == end {
                open = None;
            }
            // The line that ends a comment ends the word, too.
            if byte != end || end != b'\n' {
                continue;
            }
        }
        match byte {
            b'"' | b'\'' | b'`' => open = Some(byte),
            b'#' if at == 0 => open = Some(b'\n'),
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b' ' | b'\t' | b'\n' | b';' | b'|' | b'&' if depth == 0 => {
                return (text.get(..at).unwrap_or_default(), Some(byte));
            }
            _ => {}
        }
    }
    (text, None)
}

/// Whether a word stands before the program, or where there is none: a variable's value, or a word of the shell.
fn stands_before(word: &str) -> bool {
    let variable = word.split_once('=').map(|(name, _)| name);
    variable.is_some_and(|name| !name.starts_with('-') && !name.contains('/'))
        || "exec nohup then else do { fi done esac } wait".split(' ').any(|known| known == word)
}

/// A text without the quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    match text.as_bytes() {
        [b'"', .., b'"'] | [b'\'', .., b'\''] => text.get(1..text.len() - 1).unwrap_or(text),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<'t>(texts: &[&'t str]) -> Vec<Word<'t, ()>> {
        texts.iter().map(|text| Word { text, place: () }).collect()
    }

    fn handed(texts: &[&'static str]) -> Option<&'static str> {
        script(&line(texts)).map(|script| script.text)
    }

    fn run(script: &str) -> String {
        let words = words(Word { text: script, place: () });
        words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn finds_the_script_behind_the_options() {
        assert_eq!(handed(&["/bin/sh", "-c", "etcd"]), Some("etcd"));
        assert_eq!(handed(&["bash", "-euo", "pipefail", "-c", "etcd", "a"]), Some("etcd"));
        assert_eq!(handed(&["bash", "--norc", "-ec", "--", "etcd"]), Some("etcd"));
        assert_eq!(handed(&["sh", "/start.sh", "-c", "etcd"]), None);
        assert_eq!(handed(&["etcd", "-c", "a"]), None);
        assert_eq!(handed(&[]), None);
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
        assert_eq!(
            run("etcd --a=\"b; c\" '--d |' --e=$(hostname -i | head) --f=`a b` | tee"),
            "etcd --a=\"b; c\" --d | --e=$(hostname -i | head) --f=`a b`"
        );
        assert_eq!(run("echo \"a ; b\"; etcd '--a' 'un"), "etcd --a 'un");
        assert_eq!(unquoted("'a'"), "a");
        assert_eq!(unquoted("\"a"), "\"a");
    }
}

//! `check --fix` and `check --diff`: fixes written into files, or shown.

use super::secrets::{Found, Lines};
use crate::files::{Input, unwritten};
use crate::output;
use crate::sources;
use kubelaw::fix::{Applied, Fixed};
use kubelaw::render;
use similar::{DiffTag, TextDiff};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file with the text that it had before fixes.
pub(crate) struct Before {
    pub(crate) file: Input,
    pub(crate) text: Arc<str>,
}

/// Writes the texts that changed, each file at once or not at all, and says on standard error what was done.
pub(crate) fn write(before: &[Before], fixed: &Fixed) -> Result<(), String> {
    let mut written = 0;
    for (old, text) in changes(before, fixed) {
        match &old.file {
            Input::Standard | Input::Held(..) => output::print(text),
            Input::File(path) => replace(path, &old.text, text).map_err(|error| unwritten(path, &error))?,
        }
        written += 1;
    }
    output::complain(&summary(&fixed.applied, written, "fixed"));
    Ok(())
}

/// Shows what would change, in the form that `patch` and `git apply` take, without lines that hold secrets; `found` are those
/// that rules found, first in the texts before and last in those after.
pub(crate) fn show(before: &[Before], fixed: &Fixed, found: &[Found]) {
    let mut count = 0;
    for (old, text) in changes(before, fixed) {
        let name = from_here(&old.file);
        let (old_end, new_end) = (open_end(&old.text), open_end(text));
        let (lines, new) = (lines(&old.text, old_end.as_deref()), lines(text, new_end.as_deref()));
        let diff = TextDiff::configure().newline_terminated(true).diff_slices(&lines, &new);
        let [old_lines, new_lines] = [(&old.text, found.first()), (text, found.last())]
            .map(|(text, found)| Lines::of(text, &old.file.name(), found));
        let shows = Shows::by(&diff, &old_lines, &new_lines);
        if shows < Shows::Changed {
            let context = if shows == Shows::Nothing { CONTEXT } else { 0 };
            let mut unified = diff.unified_diff();
            unified.context_radius(context).header(&format!("a/{name}"), &format!("b/{name}"));
            output::print(&unified.to_string());
        }
        let note = match shows {
            Shows::Nothing => "",
            Shows::Around => {
                "lines around the changes hold secrets, so they are not shown; apply the changes by patch -p1 or git apply \
                 --unidiff-zero"
            }
            Shows::Changed => "lines that change hold secrets, so nothing is shown; --fix makes the changes",
        };
        if !note.is_empty() {
            output::complain(&format!("note: {}: {note}\n", name.trim_end()));
        }
        count += 1;
    }
    output::complain(&summary(&fixed.applied, count, "would be fixed"));
}

/// How many lines a diff shows around a change.
const CONTEXT: usize = 3;

/// The lines as `patch` counts them: a carriage return alone ends none. `end` stands for the last.
fn lines<'t>(text: &'t str, end: Option<&'t str>) -> Vec<&'t str> {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if let (Some(last), Some(end)) = (lines.last_mut(), end) {
        *last = end;
    }
    lines
}

/// The last line of a text as a diff shows it, where no line break ends it.
fn open_end(text: &str) -> Option<String> {
    let last = text.split_inclusive('\n').next_back().filter(|line| !line.ends_with('\n'))?;
    Some(format!("{last}\n\\ No newline at end of file\n"))
}

/// What of a diff holds secrets.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Shows {
    Nothing,
    /// A line around the changes.
    Around,
    /// A line that changes.
    Changed,
}

impl Shows {
    fn by(diff: &TextDiff<'_, '_, '_, str>, old: &Lines, new: &Lines) -> Self {
        let operations = diff.grouped_ops(CONTEXT).into_iter().flatten();
        let secret = operations.filter(|op| old.any_in(op.old_range()) || new.any_in(op.new_range()));
        let shown = secret.map(|op| if op.tag() == DiffTag::Equal { Self::Around } else { Self::Changed });
        shown.max().unwrap_or(Self::Nothing)
    }
}

/// The name of a file in a diff: from the working folder, as `git apply` and `patch -p1` look for it there, or from the
/// root of the file system (`patch -p1 -d /`) for what is outside; both refuse absolute names and `..`.
fn from_here(file: &Input) -> String {
    let Input::File(path) = file else { return file.name() };
    let (Ok(path), Ok(here)) = (fs::canonicalize(path), Path::new(".").canonicalize()) else { return file.name() };
    let name = sources::name(path.strip_prefix(&here).unwrap_or(&path)).trim_start_matches('/').to_owned();
    // A tab ends a name that has spaces.
    if name.contains(' ') { name + "\t" } else { name }
}

fn changes<'b>(before: &'b [Before], fixed: &'b Fixed) -> impl Iterator<Item = (&'b Before, &'b Arc<str>)> {
    let texts = fixed.texts.iter().map(|(_, text)| text);
    before.iter().zip(texts).filter(|(old, new)| old.text != **new)
}

/// How often which rule was cured: `3 findings in 2 files fixed: host-port (2), privileged-container`.
fn summary(applied: &[Applied], files: usize, done: &str) -> String {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for fix in applied {
        *rules.entry(&fix.rule).or_default() += 1;
    }
    if applied.is_empty() {
        return "there is nothing that can be fixed\n".to_owned();
    }
    let mut text = format!("{} in {} {done}: ", output::count(applied.len(), "finding"), output::count(files, "file"));
    for (number, (rule, times)) in rules.iter().enumerate() {
        let comma = if number > 0 { ", " } else { "" };
        let times = if *times > 1 { format!(" ({times})") } else { String::new() };
        let _ = write!(text, "{comma}{}{times}", render::escape(rule));
    }
    text + "\n"
}

/// Puts a text in the place of a file's, by way of a new file beside it, so that nobody ever sees half of it. What a
/// symbolic link points to is replaced, not the link; the file's owner and permissions stay. Who may not write into the
/// file may not replace it, and what somebody else wrote meanwhile is kept.
pub(crate) fn replace(path: &Path, old: &str, text: &str) -> std::io::Result<()> {
    let path = fs::canonicalize(path)?;
    let about = fs::OpenOptions::new().append(true).open(&path)?.metadata()?;
    let (temporary, mut file) = beside(&path)?;
    let done = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| keep_owner(&temporary, &about))
        .and_then(|()| fs::set_permissions(&temporary, about.permissions()))
        .and_then(|()| unchanged(&path, old))
        .and_then(|()| fs::rename(&temporary, &path));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    done
}

fn unchanged(path: &Path, old: &str) -> std::io::Result<()> {
    let is_same = fs::read(path)? == old.as_bytes();
    if is_same { Ok(()) } else { Err(std::io::Error::other("it was changed meanwhile; run the command again")) }
}

/// The file of somebody else stays theirs where root fixes it, as in a container.
#[cfg(unix)]
fn keep_owner(file: &Path, about: &fs::Metadata) -> std::io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let made = fs::metadata(file)?;
    if (made.uid(), made.gid()) == (about.uid(), about.gid()) {
        return Ok(());
    }
    match chown(file, Some(about.uid()), Some(about.gid())) {
        // Others than root cannot give files away.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
        done => done,
    }
}

#[cfg(not(unix))]
fn keep_owner(_file: &Path, _about: &fs::Metadata) -> std::io::Result<()> {
    Ok(())
}

/// A new file in the folder of another.
fn beside(path: &Path) -> std::io::Result<(PathBuf, fs::File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut number = std::process::id();
    loop {
        let temporary = path.with_file_name(format!(".{name}.{number}.kubelaw"));
        match fs::File::create_new(&temporary) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number = number.wrapping_add(1),
            made => return made.map(|file| (temporary, file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file alone in a folder.
    fn file(folder: &str, text: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("kubelaw-{}-{folder}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.yaml");
        fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn what_was_written_meanwhile_is_kept() {
        let path = file("meanwhile", "theirs");
        let told = replace(&path, "old", "new").unwrap_err().to_string();
        assert_eq!(told, "it was changed meanwhile; run the command again");
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        replace(&path, "theirs", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let folder = path.parent().unwrap();
        assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn the_owner_of_a_file_stays() {
        use std::os::unix::fs::{MetadataExt, chown};
        let path = file("owner", "old");
        let is_root = chown(&path, Some(65534), Some(65534)).is_ok();
        replace(&path, "old", "new").unwrap();
        assert!(!is_root || fs::metadata(&path).unwrap().uid() == 65534);
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}

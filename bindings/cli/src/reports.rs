//! The reports of a check: in which formats, and where each goes.

use crate::arguments::Check;
use crate::files::unwritten;
use crate::output;
use clap::ValueEnum;
use kubelaw::render::{Style, controls, github, gitlab, junit, markdown, sarif, text};
use kubelaw::{Engine, Report, RuleInfo, wire};
use std::path::{Path, PathBuf};

/// A SARIF file with more is refused where most of them go.
const MOST_RESULTS: usize = 25_000;

/// The formats of a report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Junit,
    Github,
    Gitlab,
    Markdown,
}

impl Format {
    /// Whether it has errors and warnings of the input: GitLab and JUnit know no warning.
    const fn tells_notices(self) -> bool {
        !matches!(self, Self::Gitlab | Self::Junit)
    }
}

/// What text shows before its summary.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// One line for each rule
    Rule,
    /// For each framework, its controls and whether each is met
    Control,
}

/// A format and the file it goes to; none for standard output.
#[derive(Clone)]
pub(crate) struct Target {
    format: Format,
    file: Option<PathBuf>,
}

impl Target {
    /// Reads `FORMAT` or `FORMAT=FILE`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (word, file) = text.split_once('=').map_or((text, None), |(word, file)| (word, Some(file)));
        let format = Format::from_str(word, false)
            .map_err(|_| "expected text, json, sarif, junit, github, gitlab or markdown".to_owned())?;
        match file {
            Some("") => Err("expected the name of a file behind `=`".to_owned()),
            file => Ok(Self { format, file: file.filter(|name| *name != "-").map(PathBuf::from) }),
        }
    }
}

/// Looks whether the reports that are asked for can be written side by side.
pub(crate) fn look(targets: &[Target], by: &[By]) -> Result<(), String> {
    if !by.is_empty() && !targets.is_empty() && targets.iter().all(|target| target.format != Format::Text) {
        return Err("--by is for text, which no --format asks for".to_owned());
    }
    for (number, target) in targets.iter().enumerate() {
        if targets.iter().skip(number + 1).any(|other| other.file == target.file) {
            return Err(target.file.as_deref().map_or_else(
                || {
                    "only one --format goes to standard output; name files for the others, as --format sarif=FILE"
                        .to_owned()
                },
                |file| format!("two reports go to {}", name(file)),
            ));
        }
    }
    Ok(())
}

/// Says on standard error what is wrong with the input.
pub(crate) fn complain(report: &Report) {
    output::complain(&text::notices(report, output::error_style()));
}

/// Writes a report in all formats that are asked for, text where none is. What is wrong with the input is told on
/// standard error unless standard output says it.
pub(crate) fn write(check: &Check, engine: &Engine, report: &Report) -> Result<(), String> {
    let rules: Vec<RuleInfo<'_>> = engine.rules().collect();
    let terminal = output::style(check.color);
    if check.format.is_empty() {
        output::print(&render(check, Format::Text, report, &rules, terminal));
    } else if !check.format.iter().any(|target| target.file.is_none() && target.format.tells_notices()) {
        complain(report);
    }
    let results = report.findings.len();
    if results > MOST_RESULTS && check.format.iter().any(|target| target.format == Format::Sarif) {
        output::complain(&format!(
            "note: GitHub takes at most {MOST_RESULTS} results of a SARIF file, and there are {results}: check fewer files at once, \
             or leave out what is known by --baseline\n"
        ));
    }
    for target in &check.format {
        match &target.file {
            None => output::print(&render(check, target.format, report, &rules, terminal)),
            Some(file) => {
                let text = render(check, target.format, report, &rules, Style::Plain);
                std::fs::write(file, text).map_err(|error| unwritten(file, &error))?;
            }
        }
    }
    Ok(())
}

fn name(file: &Path) -> String {
    crate::sources::name(file)
}

/// How to give the other objects that some rule has to know.
fn way_out(report: &Report) -> &'static str {
    if report.rules.iter().any(|rule| rule.why.as_deref() == Some("needs inventory")) {
        "  = help: give a folder or several files for all there is, or the other objects by --inventory; or say by --complete that this is all\n"
    } else {
        ""
    }
}

fn render(check: &Check, format: Format, report: &Report, rules: &[RuleInfo<'_>], style: Style) -> String {
    match format {
        Format::Json => wire::report(report) + "\n",
        Format::Sarif => sarif::report(report, rules),
        Format::Junit => junit::report(report),
        Format::Github => github::report(report),
        Format::Gitlab => gitlab::report(report),
        Format::Markdown => markdown::report(report),
        Format::Text => {
            let mut out = text::findings(report, style);
            for by in &check.by {
                out += &match by {
                    By::Rule => text::rules(report, style),
                    By::Control => controls::report(report, rules, style),
                };
                out.push('\n');
            }
            out + &text::summary(report, style) + way_out(report)
        }
    }
}

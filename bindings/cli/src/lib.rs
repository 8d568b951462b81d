//! The `kubelaw` command: manifests and law files from disk, reports to standard output.

mod arguments;
mod baseline;
mod command;
mod configuration;
mod files;
mod output;
mod peers;
mod progress;
mod reports;
mod sources;

use arguments::{Arguments, Basis, Command};
use clap::Parser;
pub use configuration::Excluded;
use configuration::Project;
use kubelaw::EngineBuilder;
use output::Outcome;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Runs the command with a process' arguments, the command's name first, and gives the exit status: 0 without findings,
/// 1 with, 2 if it could not run.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors: they go to standard output, all else to standard error.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(2);
        }
    };
    let done = match arguments.command {
        Command::Check(check) => command::check::run(&check),
        Command::Test(test) => command::test::run(&test),
        Command::List(list) => command::list::run(&list),
        Command::Explain(explain) => command::explain::run(&explain),
        Command::ConfigSchema => {
            output::print(&kubelaw::config::schema());
            Ok(Outcome::Clean)
        }
        Command::Completions(asked) => Ok(command::manual::completions(asked.shell)),
        Command::Man => command::manual::page(),
        Command::Fmt(format) => Ok(command::fmt::run(&format)),
    };
    let outcome = done.unwrap_or_else(|message| {
        output::error(&message);
        Outcome::Failed
    });
    if output::is_cut() { Outcome::Failed.status() } else { outcome.status() }
}

/// An engine of what a configuration file asks for, with what it names, and what folders are walked without. Who names law
/// files or packs otherwise means none but these.
pub fn project(file: &Path, names_rules: bool) -> Result<(EngineBuilder, Excluded), String> {
    let project = Project::read(file)?;
    let asked = if names_rules { &project.without_rules() } else { &project };
    Ok((asked.builder(&Basis::default())?, project.excluded()?))
}

/// What folders are walked without, by a configuration file.
pub fn excluded(file: &Path) -> Result<Excluded, String> {
    Project::read(file)?.excluded()
}

/// The text of a file, or why it cannot be read.
pub fn read(file: &Path) -> Result<String, String> {
    files::Input::File(file.to_owned()).read()
}

/// What the command comes upon in a folder.
#[derive(Debug)]
pub struct InFolder {
    /// The files that it reads.
    pub files: Vec<PathBuf>,
    /// Links to folders, which it does not follow.
    pub links: Vec<PathBuf>,
    /// What cannot be read, by name, and why.
    pub unread: Vec<(String, String)>,
}

/// What the command comes upon in a folder where it looks for files with one of the extensions.
#[must_use]
pub fn files_in(folder: &Path, extensions: &[&str], excluded: &Excluded) -> InFolder {
    let found = files::find(&[folder.to_owned()], extensions, excluded);
    let path = |file| if let files::Input::File(path) = file { Some(path) } else { None };
    InFolder { files: found.files.into_iter().filter_map(path).collect(), links: found.links, unread: found.errors }
}

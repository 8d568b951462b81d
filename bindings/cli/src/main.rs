//! The `kubelaw` command: manifests and law files from disk, reports to standard output.

mod arguments;
mod command;
mod files;
mod output;
mod progress;
mod sources;

use arguments::{Arguments, Command};
use clap::Parser;
use output::Outcome;
use std::process::ExitCode;

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Check(check) => command::check::run(&check),
        Command::Test(test) => command::test::run(&test),
        Command::List(list) => command::list::run(&list),
        Command::Explain(explain) => command::explain::run(&explain),
        Command::Fmt(format) => command::fmt::run(&format),
    };
    let outcome = done.unwrap_or_else(|message| {
        output::error(&message);
        Outcome::Failed
    });
    outcome.into()
}

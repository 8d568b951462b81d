//! `kubelaw completions` and `kubelaw man`: what shells and readers of manuals want to know, from the argument parser.

use crate::arguments::Arguments;
use crate::output::{self, Outcome};
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use std::io::Write;

/// Prints the completions of a shell.
pub(crate) fn completions(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "kubelaw", &mut script);
    output::print(&String::from_utf8_lossy(&script));
    Outcome::Clean
}

/// Prints the manual page: the command's, and behind it what those of its commands say.
pub(crate) fn page() -> Result<Outcome, String> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page).map_err(|e| e.to_string())?;
    for own in command.get_subcommands() {
        section(own, &mut page).map_err(|e| e.to_string())?;
    }
    output::print(&String::from_utf8_lossy(&page));
    Ok(Outcome::Clean)
}

/// Adds what a page says of one command.
fn section(command: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    writeln!(page, ".SH KUBELAW {}", command.get_name().to_uppercase())?;
    let man = Man::new(command.clone());
    man.render_description_section(page)?;
    man.render_options_section(page)
}

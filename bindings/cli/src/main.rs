//! The `kubelaw` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    kubelaw_cli::run(std::env::args_os()).into()
}

//! The formats of reports, and what hooks and shells get of the command, read back by programs that others wrote.

use crate::python::{environment, install, python};
use crate::run::{Problem, command, exists, root, run, target};
use crate::test::{Outcome, cargo_command};
use std::path::PathBuf;

/// What reads the formats, in versions that are known to work.
const READERS: [&str; 7] = [
    "pytest>=8,<10",
    "jsonschema>=4,<5",
    "junitparser>=4,<6",
    "markdown-it-py>=3,<5",
    "pyyaml>=6,<7",
    "pre-commit>=4,<5",
    "check-jsonschema>=0.33,<1",
];
/// The validator of SARIF that its authors make.
const SARIF: &str = "@microsoft/sarif-multitool@5.7.0";

/// Builds the command and reads its reports.
pub(crate) fn suite() -> Result<Outcome, Problem> {
    let tools = environment("venv")?;
    install(&tools, &READERS)?;
    run(cargo_command(&["build", "--quiet", "-p", "kubelaw-cli"]))?;
    let mut pytest = python(&tools, &["-m", "pytest", "-q", "-p", "no:cacheprovider"]);
    pytest.arg(root().join("bindings/cli/tests/formats")).env("KUBELAW_COMMAND", target().join("debug/kubelaw"));
    // Compiled Python would stand beside the sources.
    pytest.env("PYTHONDONTWRITEBYTECODE", "1");
    if let Some(validator) = sarif()? {
        pytest.env("KUBELAW_SARIF", validator);
    }
    run(pytest)?;
    Ok(Outcome::Passed)
}

/// The validator of SARIF, a program of its own that npm brings; none where it has no build for this machine.
fn sarif() -> Result<Option<PathBuf>, Problem> {
    let folder = target().join("tools/sarif");
    let program = folder.join("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) || !exists("npm", "--version") {
        return Ok(None);
    }
    if !program.exists() {
        std::fs::create_dir_all(&folder)?;
        let mut npm = command("npm", &["install", "--no-audit", "--no-fund", "--silent", "--prefix"]);
        npm.arg(&folder).arg(SARIF);
        run(npm)?;
        let mut executable = command("chmod", &["u+x"]);
        executable.arg(&program);
        run(executable)?;
    }
    Ok(Some(program))
}

//! `cargo xtask playground`: the page, served; and the suite that drives it in a browser.

use crate::run::{Problem, run};
use crate::test::Outcome;
use crate::tools::{chromium, node, npm_program};
use crate::wasm;

/// Builds what the page needs and serves it, until it is stopped.
pub(crate) fn serve() -> Result<(), Problem> {
    wasm::build()?;
    run(npm_program("vite", &["serve", "playground", "--open"])?)
}

/// The suite `browser`: the page built, and driven in Chromium by keyboard and mouse.
pub(crate) fn suite() -> Result<Outcome, Problem> {
    wasm::build()?;
    run(npm_program("vite", &["build", "playground", "--logLevel", "warn"])?)?;
    let mut tests = node(&["--test", "--test-reporter=spec", "playground/test/"])?;
    tests.env("KUBELAW_CHROMIUM", chromium()?);
    run(tests)?;
    Ok(Outcome::Passed)
}

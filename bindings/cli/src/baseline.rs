//! `check --baseline` and `--write-baseline`: findings that are accepted because they were there before.

use crate::files::unwritten;
use crate::output;
use crate::sources;
use kubelaw::Report;
use kubelaw::report::baseline::Baseline;
use std::path::Path;

/// Reads a baseline; one that accepts nothing where there is none.
pub(crate) fn read(file: Option<&Path>) -> Result<Baseline, String> {
    let Some(file) = file else { return Ok(Baseline::default()) };
    let text = sources::read(file)?;
    Baseline::read(&text).map_err(|error| format!("{}: {error}", sources::name(file)))
}

/// Says on standard error how many findings of a baseline were left out, and how many are there no longer.
pub(crate) fn tell(left_out: usize, gone: usize) {
    let mut line = format!("{} of the baseline left out", output::count(left_out, "finding"));
    if gone > 0 {
        line.push_str("; ");
        line.push_str(&output::count(gone, "finding"));
        line.push_str(" of it no longer there: --write-baseline brings it up to date");
    }
    output::complain(&(line + "\n"));
}

/// Writes the baseline that accepts all findings of a report.
pub(crate) fn write(file: &Path, report: &Report) -> Result<(), String> {
    let baseline = Baseline::of(report);
    std::fs::write(file, baseline.write()).map_err(|error| unwritten(file, &error))?;
    output::complain(&format!("{} written to {}\n", output::count(baseline.len(), "finding"), sources::name(file)));
    Ok(())
}

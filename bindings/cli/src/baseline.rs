//! `check --baseline` and `--write-baseline`: findings that are accepted because they were there before.

use crate::output;
use crate::sources;
use kubelaw::Report;
use kubelaw::report::baseline::Baseline;
use std::path::Path;

/// Takes the findings of a baseline out of a report, and says on standard error how many.
pub(crate) fn apply(file: &Path, report: &mut Report) -> Result<(), String> {
    let text = sources::read(file)?;
    let baseline = Baseline::read(&text).map_err(|error| format!("{}: {error}", sources::name(file)))?;
    let (accepted, gone) = baseline.apply(report);
    let mut line = format!("{} of the baseline left out", output::count(accepted.len(), "finding"));
    if gone > 0 {
        line.push_str("; ");
        line.push_str(&output::count(gone, "finding"));
        line.push_str(" of it no longer there: --write-baseline brings it up to date");
    }
    output::complain(&(line + "\n"));
    Ok(())
}

/// Writes the baseline that accepts all findings of a report.
pub(crate) fn write(file: &Path, report: &Report) -> Result<(), String> {
    let baseline = Baseline::of(report);
    std::fs::write(file, baseline.write())
        .map_err(|error| format!("{}: cannot be written: {error}", sources::name(file)))?;
    output::complain(&format!("{} written to {}\n", output::count(baseline.len(), "finding"), sources::name(file)));
    Ok(())
}

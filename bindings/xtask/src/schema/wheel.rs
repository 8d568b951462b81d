//! Getting the wheel and its files, with the Python that is here: no archive or network crate of our own.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the JSON schemas, from the wheel given or from the one that pip downloads.
pub(crate) fn unpacked(given: Option<PathBuf>, package: &str) -> Result<PathBuf, Box<dyn Error>> {
    let home = std::env::temp_dir().join(format!("kubelaw-schema-{}", std::process::id()));
    std::fs::create_dir_all(&home)?;
    let wheel = match given {
        Some(wheel) => wheel,
        None => download(package, &home)?,
    };
    python(&["-m", "zipfile", "-e"], &[&wheel, &home])?;
    Ok(home.join("kubernetes_validate/kubernetes-json-schema"))
}

fn download(package: &str, into: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", package, "--dest"];
    python(&pip, &[into])?;
    let wheels = std::fs::read_dir(into)?.filter_map(|entry| Some(entry.ok()?.path()));
    wheels
        .filter(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .max()
        .ok_or_else(|| "pip downloaded no wheel".into())
}

fn python(arguments: &[&str], paths: &[&Path]) -> Result<(), Box<dyn Error>> {
    let output = Command::new("python3").args(arguments).args(paths).output()?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(text.lines().last().unwrap_or("python3 failed").to_owned().into())
}

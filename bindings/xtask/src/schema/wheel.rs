//! Getting the wheel and its files, with the Python that is here: no archive or network crate of our own.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A wheel's files, in a temporary folder that goes with this value.
pub(crate) struct Unpacked {
    home: PathBuf,
}

impl Unpacked {
    /// Takes the wheel given, or the one that pip downloads.
    pub(crate) fn new(given: Option<PathBuf>, package: &str) -> Result<Self, Box<dyn Error>> {
        let unpacked = Self { home: std::env::temp_dir().join(format!("kubelaw-schema-{}", std::process::id())) };
        std::fs::create_dir_all(&unpacked.home)?;
        let wheel = match given {
            Some(wheel) => wheel,
            None => download(package, &unpacked.home)?,
        };
        python(&["-m", "zipfile", "-e"], &[&wheel, &unpacked.home])?;
        Ok(unpacked)
    }

    /// The text of all definitions of Kubernetes 1.`minor`.
    pub(crate) fn definitions(&self, minor: u8) -> Result<String, Box<dyn Error>> {
        let folder = self.home.join("kubernetes_validate/kubernetes-json-schema");
        let path = folder.join(format!("v1.{minor}.0-local/_definitions.json"));
        std::fs::read_to_string(&path).map_err(|problem| format!("{}: {problem}", path.display()).into())
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        // What stays behind is only a temporary folder; there is nobody to tell.
        let _ = std::fs::remove_dir_all(&self.home);
    }
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

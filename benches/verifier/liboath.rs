//! liboath, if it can be compiled here: a small C program of the loop its users write.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The program.
const SOURCE: &str = include_str!("liboath.c");

/// A compiled program in a folder of its own.
pub struct Liboath {
    program: PathBuf,
    _folder: TempDir,
}

/// Compiles it with the system's compiler; none if there is no compiler or no library.
pub fn build() -> Result<Option<Liboath>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let program = folder.path().join("liboath");
    let mut command = Command::new("cc");
    command.args(["-O2", "-x", "c", "-", "-o"]).arg(&program).arg("-loath");
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut compiler) = spawned else { return Ok(None) };
    if let Some(mut input) = compiler.stdin.take() {
        input.write_all(SOURCE.as_bytes())?;
    }
    let compiled = compiler.wait()?.success();
    Ok(compiled.then_some(Liboath { program, _folder: folder }))
}

impl Liboath {
    /// Codes a second of processor time.
    pub fn speed(&self, keys: usize, rounds: u32) -> Option<f64> {
        let ran = Command::new(&self.program).args([keys.to_string(), rounds.to_string()]).output().ok()?;
        String::from_utf8(ran.stdout).ok()?.split(' ').next()?.parse().ok()
    }
}

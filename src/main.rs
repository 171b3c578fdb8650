//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    guichet::runtime::harden();
    guichet::runtime::install_panic_hook();
    guichet::cli::run()
}

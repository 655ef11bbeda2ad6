//! The program: hands over to the library and exits with its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    sourcebook::cli::run(std::env::args_os())
}

//! The program: hands over to the library and exits with its code.

use std::process::ExitCode;

/// A preview runs for days and rebuilds thousands of times: this allocator gives back what it no longer needs, and is
/// faster where many small things are made by several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sourcebook::cli::run(std::env::args_os())
}

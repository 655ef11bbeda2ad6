//! The workflow that publishes a review on GitHub Pages: one text, with two ways to get at the program.

use crate::yaml::scalar;

/// Where workflows lie in a repository.
pub const PATH: &str = ".github/workflows/pages.yml";

/// The repository that the review lies in.
#[derive(Debug, Clone, Default)]
pub struct Repository {
    /// The branch whose pushes are published.
    pub branch: String,
    /// The review's folder below the top, with a slash at its end; empty at the top itself.
    pub folder: String,
}

/// Where this program was got, and a workflow gets it, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// crates.io, by its version.
    Registry,
    /// A commit of a repository that anybody reads.
    Commit {
        /// `https://host/path`.
        address: &'a str,
        /// All forty letters.
        name: &'a str,
    },
    /// A folder that others have no copy of; then crates.io is to have that version.
    Unknown,
}

impl Origin<'static> {
    /// That of this program, as build.rs found it.
    pub fn of_this_program() -> Self {
        match option_env!("SOURCEBOOK_ORIGIN") {
            Some("registry") => Origin::Registry,
            Some(place) => {
                place.split_once(' ').map_or(Origin::Unknown, |(address, name)| Origin::Commit { address, name })
            }
            None => Origin::Unknown,
        }
    }
}

const TEMPLATE: &str = include_str!("workflow.yml");

const INSTALL: &str = "      - uses: actions/cache@v4
        id: program
        with:
          path: ~/.cargo/bin/sourcebook
          key: sourcebook-%KEY%-${{ runner.os }}-${{ runner.arch }}
      - name: Install Sourcebook
        if: steps.program.outputs.cache-hit != 'true'
        run: |
          rustup toolchain install stable --profile minimal
          cargo +stable install sourcebook %FROM% --locked
";

const COMPILE: &str = "      - uses: actions/cache@v4
        with:
          path: |
            ~/.cargo/registry
            target
          key: pages-${{ runner.os }}-${{ hashFiles('Cargo.lock') }}
      - name: Compile Sourcebook
        run: |
          rustup toolchain install stable --profile minimal
          cargo +stable build --release --locked
";

/// With the program that the author has, for a review.
pub fn installed(repository: &Repository, origin: Origin) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let (key, from) = match origin {
        Origin::Commit { address, name } => (name, format!("--git {address} --rev {name}")),
        Origin::Registry | Origin::Unknown => (version, format!("--version {version}")),
    };
    let install = INSTALL.replace("%KEY%", key).replace("%FROM%", &from);
    fill(&install, "sourcebook", repository)
}

/// With the program compiled where it stands, for the repository of the program itself.
pub fn compiled(repository: &Repository) -> String {
    fill(COMPILE, "target/release/sourcebook", repository)
}

fn fill(install: &str, program: &str, repository: &Repository) -> String {
    let Repository { branch, folder } = repository;
    let root = match folder.trim_end_matches('/') {
        "" => String::new(),
        folder => format!(" --root '{}'", folder.replace('\'', "'\\''")),
    };
    TEMPLATE
        .replace("%INSTALL%\n", install)
        .replace("%PROGRAM%", program)
        // A plus repeats in patterns of branches.
        .replace("%BRANCH%", &scalar(&branch.replace('+', "\\+")))
        .replace("%SITE%", &scalar(&format!("{folder}public")))
        .replace("%ROOT%", &root)
}

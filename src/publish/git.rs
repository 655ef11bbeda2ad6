//! git, the program: found once by an absolute path outside the review, called with hooks and monitors off.
//!
//! No shell and no option from data: names stand behind `--` or within `refs/heads/`, paths in files and in the
//! environment. What signs the author in (helpers, keys, prompts) is left as it is set up.
#![allow(clippy::disallowed_methods, reason = "the room that starts git")]

use super::Stop;
use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

/// The oldest git that has all that is asked of it (`fetch --no-write-fetch-head`).
const OLDEST: (u32, u32) = (2, 29);

/// Settings of the repository that would run programs of its own, change its folders, or send more than was asked.
const SETTINGS: &[&str] = &[
    if cfg!(windows) { "core.hooksPath=NUL" } else { "core.hooksPath=/dev/null" },
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.splitIndex=false",
    "core.sparseCheckout=false",
    "protocol.ext.allow=never",
    "maintenance.auto=false",
    "gc.auto=0",
];

/// Variables by which a hook or an alias that runs this program would turn git to another repository.
const OTHERS: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// git, in a folder.
#[derive(Debug, Clone)]
pub struct Git {
    program: PathBuf,
    folder: PathBuf,
    environment: Vec<(&'static str, OsString)>,
}

/// What came of a call.
#[derive(Debug)]
pub struct Said {
    /// Whether it exited with 0.
    pub is_ok: bool,
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error, fit to be shown.
    pub err: String,
}

impl Git {
    /// The git on `PATH`, for a review; one that lies in the review's repository is not trusted.
    pub fn find(root: &Path) -> Result<Self, Stop> {
        let program = on_path(&fence(root)).ok_or_else(|| {
            Stop::environment(
                "there is no git on `PATH`, outside this repository",
                "install it from https://git-scm.com",
            )
        })?;
        let git = Self { program, folder: root.to_owned(), environment: Vec::new() };
        let said = git.text(&["version"], "say its version")?;
        match version(&said) {
            Some(version) if version >= OLDEST => Ok(git),
            _ => Err(Stop::environment(
                format!("`{}` is {said}", git.program.display()),
                format!("version {}.{} or a later one is needed", OLDEST.0, OLDEST.1),
            )),
        }
    }

    /// The same git in another folder, with these variables.
    pub fn within(&self, folder: &Path, environment: &[(&'static str, &Path)]) -> Self {
        let environment = environment.iter().map(|(name, value)| (*name, value.as_os_str().to_owned()));
        Self { program: self.program.clone(), folder: folder.to_owned(), environment: environment.collect() }
    }

    /// Runs it to its end, whatever comes of it.
    pub fn ask(&self, arguments: &[&str]) -> Result<Said, Stop> {
        self.feed(arguments, b"")
    }

    /// Runs it to its end with this on its standard input.
    pub fn feed(&self, arguments: &[&str], input: &[u8]) -> Result<Said, Stop> {
        let failed = |error: std::io::Error| Stop::Environment(format!("git cannot be run: {error}"));
        let mut child = self.command(arguments, input).spawn().map_err(failed)?;
        let pipe = child.stdin.take();
        // Written beside the reading: each side of a pipe may wait for the other.
        let output = thread::scope(|scope| {
            scope.spawn(move || pipe.map(|mut pipe| pipe.write_all(input)));
            child.wait_with_output()
        });
        let Output { status, stdout, stderr } = output.map_err(failed)?;
        Ok(Said { is_ok: status.success(), out: stdout, err: tidy(&String::from_utf8_lossy(&stderr)) })
    }

    /// Its standard output; what it was to do stands in the message where it fails.
    pub fn run(&self, arguments: &[&str], what: &str) -> Result<Vec<u8>, Stop> {
        self.feed_and_run(arguments, b"", what)
    }

    /// The same with this on its standard input.
    pub fn feed_and_run(&self, arguments: &[&str], input: &[u8], what: &str) -> Result<Vec<u8>, Stop> {
        let said = self.feed(arguments, input)?;
        if said.is_ok { Ok(said.out) } else { Err(said.failure(what)) }
    }

    /// Its standard output as text, trimmed.
    pub fn text(&self, arguments: &[&str], what: &str) -> Result<String, Stop> {
        let out = self.run(arguments, what)?;
        Ok(String::from_utf8_lossy(&out).trim().to_owned())
    }

    fn command(&self, arguments: &[&str], input: &[u8]) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder);
        for name in OTHERS {
            command.env_remove(name);
        }
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_REPLACE_OBJECTS", "1").env("LC_ALL", "C");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.arg("--no-pager").arg("--literal-pathspecs");
        command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        command.args(arguments);
        command.stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

impl Said {
    /// What stopped git, in its own words, with advice for the usual reasons.
    pub fn failure(&self, what: &str) -> Stop {
        let message = format!("git could not {what}: {}", self.err);
        match advice(&self.err) {
            Some(hint) => Stop::environment(message, hint),
            None => Stop::Environment(message),
        }
    }
}

/// What is to be done about a failure of a remote.
fn advice(err: &str) -> Option<&'static str> {
    const KNOWN: &[(&[&str], &str)] = &[
        (
            &[
                "could not read Username",
                "Authentication failed",
                "Permission denied",
                "error: 403",
                "terminal prompts",
            ],
            "git has to be able to push to this remote: sign in as for `git push`, by a key or a credential helper",
        ),
        (
            &["Could not resolve host", "Connection refused", "Connection timed out", "Network is unreachable"],
            "is the network there? nothing was changed, so that it can be tried again",
        ),
        (
            &["does not appear to be a git repository", "epository not found", "does not exist"],
            "`git remote -v` names the remotes and where they lead",
        ),
    ];
    let found = KNOWN.iter().find(|(words, _)| words.iter().any(|word| err.contains(word)));
    found.map(|(_, hint)| *hint)
}

/// The folder that no program is taken from: the top of the review's repository.
fn fence(root: &Path) -> PathBuf {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let top = root.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    top.unwrap_or(root)
}

fn on_path(fence: &Path) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let name = if cfg!(windows) { "git.exe" } else { "git" };
    let is_outside = |path: &Path| path.canonicalize().is_ok_and(|real| !real.starts_with(fence));
    let folders = env::split_paths(&path).filter(|folder| folder.is_absolute() && is_outside(folder));
    let mut programs = folders.map(|folder| folder.join(name));
    programs.find(|program| is_program(program) && is_outside(program))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// `git version 2.47.3.windows.1` as 2 and 47.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.strip_prefix("git version ")?.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

/// What git said without its own hints, credentials, and anything that a terminal would obey; the first twenty lines.
fn tidy(said: &str) -> String {
    let lines = said.lines().map(|line| line.trim_start_matches("fatal: ").trim_end());
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("hint: "));
    let plain = |line: &str| line.chars().filter(|c| !c.is_control() || *c == '\t').collect::<String>();
    lines.take(20).map(|line| without_credentials(&plain(line))).collect::<Vec<_>>().join("\n")
}

/// A text whose addresses name no user and no password.
pub fn without_credentials(text: &str) -> String {
    let mut parts = text.split("://");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let host = part.find(|c: char| c == '/' || c == '\'' || c.is_whitespace()).unwrap_or(part.len());
        let start = part[..host].rfind('@').map_or(0, |at| at + 1);
        out.push_str("://");
        out.push_str(&part[start..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert_eq!(version("git version 2.47.3"), Some((2, 47)));
        assert_eq!(version("git version 2.9.5.windows.1"), Some((2, 9)));
        assert!(version("git version 2.9.5") < Some(OLDEST) && version("git version 10.0") > Some(OLDEST));
        assert_eq!(version("something else"), None);
    }

    #[test]
    fn what_git_says_is_fit_to_be_shown() {
        let said = "fatal: unable to access 'https://ann:s3cret@example.org/r.git/': \u{1b}[31mno\n\nhint: do this\n";
        assert_eq!(tidy(said), "unable to access 'https://example.org/r.git/': [31mno");
        assert_eq!(without_credentials("ssh://git@a.org:22/b@c and x@y"), "ssh://a.org:22/b@c and x@y");
        assert_eq!(tidy(&"line\n".repeat(1000)).lines().count(), 20);
    }

    #[test]
    fn no_program_is_taken_from_the_repository() {
        let review = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(review.path().join(".git")).unwrap();
        std::fs::create_dir_all(review.path().join("a/review")).unwrap();
        let top = review.path().canonicalize().unwrap();
        assert_eq!(fence(&review.path().join("a/review")), top);
        assert!(on_path(&top).is_some_and(|program| program.is_absolute()));
        assert_eq!(on_path(Path::new("/")).filter(|_| cfg!(unix)), None);
    }
}

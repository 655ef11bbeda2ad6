//! The repository that the review lies in, as the author left it: nothing here writes.

use super::Stop;
use super::git::{Git, without_credentials};
use crate::diagnostics::did_you_mean;
use std::path::{Path, PathBuf};

/// A repository with a work tree that holds the review.
#[derive(Debug)]
pub struct Repository {
    /// git, in the review's folder.
    pub git: Git,
    /// Where its data lie; of a work tree of its own or a submodule, those of that.
    pub git_dir: PathBuf,
    /// The review's folder as seen from the top: empty, or ended by a slash.
    pub prefix: String,
    /// Whether it has no more than the last commits.
    pub is_shallow: bool,
    /// The last commit; none before the first.
    pub head: Option<String>,
    /// The branch that is checked out; none where it is a bare commit.
    pub current: Option<String>,
}

impl Repository {
    /// The repository of a review.
    pub fn open(root: &Path) -> Result<Self, Stop> {
        let git = Git::find(root)?;
        let said = git.ask(&[
            "rev-parse",
            "--is-inside-work-tree",
            "--is-shallow-repository",
            "--show-prefix",
            "--absolute-git-dir",
        ])?;
        if !said.is_ok && said.err.contains("not a git repository") {
            return Err(Stop::environment(
                "this review is in no git repository",
                "`git init`, commit the review, and name where it is kept: `git remote add origin ADDRESS`",
            ));
        }
        if !said.is_ok {
            return Err(said.failure("read the repository"));
        }
        let lines: Vec<&[u8]> = said.out.trim_ascii_end().splitn(4, |byte| *byte == b'\n').collect();
        let [b"true", shallow, prefix, git_dir] = lines[..] else {
            let message = "this review is not in the work tree of its git repository";
            return Err(Stop::environment(message, "publish from a clone that has its files checked out"));
        };
        let head = git.ask(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?;
        let current = git.ask(&["symbolic-ref", "--quiet", "HEAD"])?;
        let line = |said: super::git::Said| said.is_ok.then(|| String::from_utf8_lossy(&said.out).trim().to_owned());
        Ok(Self {
            git_dir: path(git_dir),
            prefix: String::from_utf8_lossy(prefix).into_owned(),
            is_shallow: shallow == b"true",
            head: line(head),
            current: line(current).and_then(|name| Some(name.strip_prefix("refs/heads/")?.to_owned())),
            git,
        })
    }

    /// Where a remote leads, when it is pushed to and when it is fetched from.
    pub fn remote(&self, name: &str) -> Result<(String, String), Stop> {
        let names = self.git.text(&["remote"], "list the remotes")?;
        if name.starts_with('-') || !names.lines().any(|known| known == name) {
            let known: Vec<&str> = names.lines().collect();
            let hint = match (did_you_mean(name, known.iter().copied()), known.is_empty()) {
                (Some(hint), _) => hint,
                (None, true) => "`git remote add origin ADDRESS`, such as `git@github.com:ann/review.git`".to_owned(),
                (None, false) => format!("it has `{}`", known.join("`, `")),
            };
            let shown = without_credentials(name);
            return Err(Stop::environment(format!("this repository has no remote `{shown}`"), hint));
        }
        let url = |arguments: &[&str]| {
            let said = self.git.text(arguments, "find where the remote leads")?;
            Ok(said.lines().next().unwrap_or_default().to_owned())
        };
        Ok((url(&["remote", "get-url", "--push", "--", name])?, url(&["remote", "get-url", "--", name])?))
    }

    /// Refuses what git would not take as the name of a branch.
    pub fn check_branch(&self, name: &str) -> Result<(), Stop> {
        let is_name = !name.starts_with('-') && !name.starts_with("refs/") && name != "HEAD";
        match is_name && self.git.ask(&["check-ref-format", &format!("refs/heads/{name}")])?.is_ok {
            true => Ok(()),
            false => Err(Stop::environment(format!("`{name}` is no name of a branch"), "such as `gh-pages`")),
        }
    }

    /// The files below these paths of the review that differ from the last commit, seen from the review; each with
    /// whether git has it at all.
    pub fn changes(&self, paths: &[&str]) -> Result<Vec<(String, bool)>, Stop> {
        let options =
            ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignored=traditional", "--"];
        let out = self.git.run(&[&options, paths].concat(), "compare the review with the last commit")?;
        let entries = String::from_utf8_lossy(&out).into_owned();
        let changes = entries.split('\0').filter_map(|entry| {
            let (state, path) = (entry.get(..2)?, entry.get(3..)?);
            let path = path.strip_prefix(&self.prefix).unwrap_or(path);
            Some((path.to_owned(), !["??", "!!"].contains(&state)))
        });
        Ok(changes.collect())
    }

    /// Whether a commit is among those that lead to the last one.
    pub fn holds(&self, commit: &str) -> Result<bool, Stop> {
        let Some(head) = &self.head else { return Ok(false) };
        Ok(self.git.ask(&["merge-base", "--is-ancestor", commit, head])?.is_ok)
    }
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

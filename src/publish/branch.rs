//! The branch of the site on the remote: its tip as it was seen, whether that is ours, and the files it holds.
//!
//! A commit is ours when its last lines name its own tree: one that was amended, merged or made by another is not.

use super::Stop;
use super::git::Git;
use super::repository::Repository;
use std::collections::BTreeMap;

/// The line of our commits that names their tree.
pub const TRAILER: &str = "Sourcebook-Tree: ";

/// What a remote says of a branch.
#[derive(Debug, PartialEq, Eq)]
pub struct Tip {
    /// The last commit; none where the branch does not exist.
    pub commit: Option<String>,
    /// Whether it is the branch that a clone checks out.
    pub is_default: bool,
}

/// The files of a commit by path: mode and blob.
pub type Files = BTreeMap<String, (String, String)>;

/// Asks the remote for the tip of a branch.
pub fn tip(git: &Git, source: &str, branch: &str) -> Result<Tip, Stop> {
    let branch = format!("refs/heads/{branch}");
    let arguments = ["ls-remote", "--symref", "--", source, "HEAD", &branch];
    let out = git.run(&arguments, "reach the remote")?;
    let said = String::from_utf8_lossy(&out).into_owned();
    let values = |name: &str| {
        let lines = said.lines().filter_map(|line| line.split_once('\t'));
        lines.filter(|(_, named)| *named == name).map(|(value, _)| value.to_owned()).collect::<Vec<_>>()
    };
    let is_id = |value: &String| value.len() >= 40 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_default = values("HEAD").iter().any(|value| value.strip_prefix("ref: ") == Some(&branch));
    Ok(Tip { commit: values(&branch).into_iter().find(is_id), is_default })
}

/// Makes sure that a commit of a branch is at hand. It becomes no ref: git tidies it away one day, if nothing comes of it.
pub fn fetch(repository: &Repository, source: &str, branch: &str, commit: &str) -> Result<(), Stop> {
    let is_here = || Ok::<bool, Stop>(repository.git.ask(&["cat-file", "-e", &format!("{commit}^{{tree}}")])?.is_ok);
    if is_here()? {
        return Ok(());
    }
    let branch = format!("refs/heads/{branch}");
    let mut arguments =
        vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", "--no-recurse-submodules"];
    // A whole clone must not be made a shallow one.
    arguments.extend(repository.is_shallow.then_some("--depth=1"));
    arguments.extend(["--", source, &branch]);
    repository.git.run(&arguments, "fetch the branch")?;
    if is_here()? { Ok(()) } else { Err(Stop::raced()) }
}

/// Whether a commit was made by this program, and nothing done to it since.
pub fn is_ours(git: &Git, commit: &str) -> Result<bool, Stop> {
    let text = git.text(&["cat-file", "commit", commit], "read the branch")?;
    let (head, message) = text.split_once("\n\n").unwrap_or((&text, ""));
    let tree = head.lines().find_map(|line| line.strip_prefix("tree "));
    let last = message.trim_end().rsplit("\n\n").next().unwrap_or_default();
    let named = last.lines().find_map(|line| line.strip_prefix(TRAILER));
    Ok(tree.is_some() && tree == named)
}

/// The files of a commit.
pub fn files(git: &Git, commit: &str) -> Result<Files, Stop> {
    let out = git.run(&["ls-tree", "-r", "-z", "--full-tree", commit], "read the branch")?;
    let text = String::from_utf8_lossy(&out).into_owned();
    let file = |entry: &str| {
        let (data, path) = entry.split_once('\t')?;
        let mut data = data.split(' ');
        let (mode, blob) = (data.next()?, data.nth(1)?);
        Some((path.to_owned(), (mode.to_owned(), blob.to_owned())))
    };
    Ok(text.split('\0').filter_map(file).collect())
}

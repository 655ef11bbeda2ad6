//! The site as one commit on a branch that a host serves, made by git's plumbing and pushed as the author would.
//!
//! The work tree, its index and the branches of the author are never touched; what was not asked for is refused before
//! anything is sent. A push that fails leaves nothing but objects that no branch leads to.

use crate::config::PublishConfig;
use crate::project::{Project, is_noise};
use crate::site::Site;
use std::collections::BTreeSet;
use std::path::Path;

pub mod address;
mod branch;
mod git;
mod plan;
mod repository;
pub mod scan;
mod tree;

pub use plan::Plan;
use repository::Repository;
use tree::Blob;

/// What the review is read from, for the comparison with the last commit.
const INPUTS: &[&str] = &["sourcebook.yaml", "content", "bibliography", "themes"];

/// Why nothing is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// Something in the review speaks against it.
    Review(String),
    /// git, the repository, the remote or its branch does.
    Environment(String),
}

impl Stop {
    fn environment(message: impl Into<String>, hint: impl AsRef<str>) -> Self {
        Self::Environment(format!("{}\nhint: {}", message.into(), hint.as_ref()))
    }

    fn review(message: impl Into<String>, hint: impl AsRef<str>) -> Self {
        Self::Review(format!("{}\nhint: {}", message.into(), hint.as_ref()))
    }

    fn raced() -> Self {
        Self::environment("the branch was changed by somebody else meanwhile; nothing was published", "run it again")
    }
}

/// What becomes of a branch whose last commit is not ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// It is left alone.
    Refuse,
    /// The site is put on top of it.
    Adopt,
}

/// Where a site is published.
#[derive(Debug)]
pub struct Destination {
    repository: Repository,
    /// The name of the remote.
    pub remote: String,
    /// The branch that holds the site.
    pub branch: String,
    /// Where the remote leads when it is pushed to.
    url: String,
    /// What the remote is read by: its name, or its address for pushing where that is another one.
    source: String,
}

impl Destination {
    /// Remote and branch of a review: those asked for, else those of the configuration, else `origin` and `gh-pages`.
    pub fn find(root: &Path, config: &PublishConfig, remote: Option<&str>, branch: Option<&str>) -> Result<Self, Stop> {
        let repository = Repository::open(root)?;
        let remote = remote.or(config.remote.as_deref()).unwrap_or("origin").to_owned();
        let branch = branch.or(config.branch.as_deref()).unwrap_or("gh-pages").to_owned();
        repository.check_branch(&branch)?;
        let (url, fetched) = repository.remote(&remote)?;
        let source = if url == fetched { remote.clone() } else { url.clone() };
        if repository.current.as_ref() == Some(&branch) {
            return Err(holds_the_review(&branch));
        }
        Ok(Self { repository, remote, branch, url, source })
    }

    /// Where the site will stand, as far as the remote tells.
    pub fn address(&self) -> Option<String> {
        address::of_remote(&self.url)
    }

    /// Whether the remote is at GitHub.
    pub fn is_github(&self) -> bool {
        address::is_github(&self.url)
    }

    /// The last commit of the review; a review that differs from it is refused.
    pub fn check_committed(&self, project: &Project) -> Result<Option<String>, Stop> {
        let inputs = inputs(project);
        let named = project.bibliography.iter().map(|file| &*file.path);
        let paths: BTreeSet<&str> = INPUTS.iter().copied().chain(named).collect();
        let changes = self.repository.changes(&paths.into_iter().collect::<Vec<_>>())?;
        // What git does not have matters only if it is read; what it has may also be gone. Settings of an editor never do.
        let is_hidden = |path: &str| path.split('/').any(|part| is_noise(Path::new(part)));
        let differ = changes.into_iter().filter(|(path, is_known)| *is_known || inputs.contains(path));
        let differ = differ.filter(|(path, _)| !is_hidden(path));
        let differ: Vec<String> = differ.map(|(path, _)| path).collect();
        if differ.is_empty() {
            return Ok(self.repository.head.clone());
        }
        let what = match self.repository.head {
            Some(_) => "the review differs from its last commit",
            None => "nothing of the review is committed yet",
        };
        let message = format!("{what}:\n{}", first(differ.into_iter(), 10));
        Err(Stop::review(message, "commit it, or publish it as it is with `--allow-dirty`"))
    }

    /// Compares the site with the branch on the remote. Nothing is changed.
    pub fn plan(&self, site: &Site, foreign: Foreign) -> Result<Plan, Stop> {
        let git = &self.repository.git;
        let tip = branch::tip(git, &self.source, &self.branch)?;
        let old = match &tip.commit {
            None => branch::Files::new(),
            Some(commit) => {
                branch::fetch(&self.repository, &self.source, &self.branch, commit)?;
                let old = branch::files(git, commit)?;
                self.check_branch(commit, tip.is_default, &old, foreign)?;
                old
            }
        };
        let blobs = tree::blobs(&self.repository, site.files.values().map(|bytes| &**bytes), Blob::Named)?;
        Ok(Plan::new(tip.commit, site.files.keys().cloned().zip(blobs).collect(), &old))
    }

    /// Refuses a branch with the work of another; one with the review itself in any case.
    fn check_branch(&self, commit: &str, is_default: bool, old: &branch::Files, foreign: Foreign) -> Result<(), Stop> {
        if branch::is_ours(&self.repository.git, commit)? {
            return Ok(());
        }
        let (branch, remote) = (&self.branch, &self.remote);
        if self.repository.holds(commit)? {
            return Err(holds_the_review(branch));
        }
        if is_default {
            let message =
                format!("`{branch}` is the branch that clones of `{remote}` check out, and its files are not ours");
            let hint = "name another with `--branch`, or make another one the default branch of the remote first";
            return Err(Stop::environment(message, hint));
        }
        if foreign == Foreign::Adopt {
            return Ok(());
        }
        let message = format!("the last commit of `{branch}` on `{remote}` was not made by `sourcebook publish`");
        let domain = match old.contains_key("CNAME") {
            true => "; its file `CNAME` stays with the domain in `publish: {domain: ...}` of `sourcebook.yaml`",
            false => "",
        };
        let hint = format!(
            "`--adopt` puts the site on top of it, in place of its files{domain}; or name another branch with `--branch`"
        );
        Err(Stop::environment(message, hint))
    }

    /// Makes the commit, which names the one that the review was read `from`, and pushes it; gives its name.
    pub fn publish(&self, site: &Site, plan: &Plan, from: Option<&str>) -> Result<String, Stop> {
        let commit = tree::commit(&self.repository, site, plan, from)?;
        let reference = format!("refs/heads/{}", self.branch);
        let seen = plan.seen.as_deref().unwrap_or_default();
        let (lease, refspec) = (format!("--force-with-lease={reference}:{seen}"), format!("{commit}:{reference}"));
        let options = ["push", "--quiet", "--no-verify", "--no-follow-tags", "--recurse-submodules=no"];
        let said = self.repository.git.ask(&[&options[..], &[&lease, "--", &self.remote, &refspec]].concat())?;
        if said.is_ok {
            return Ok(commit);
        }
        // The branch itself tells what became of it: the words differ by host and version.
        match branch::tip(&self.repository.git, &self.source, &self.branch) {
            Ok(tip) if tip.commit.as_ref() == Some(&commit) => Ok(commit),
            Ok(tip) if tip.commit != plan.seen => Err(Stop::raced()),
            _ => Err(said.failure("push, and nothing was published")),
        }
    }
}

fn holds_the_review(branch: &str) -> Stop {
    let message = format!("`{branch}` is a branch of the review itself, and a site would take the place of its files");
    Stop::environment(message, "name another with `--branch`, such as `gh-pages`")
}

/// The files that a review was read from, by path.
fn inputs(project: &Project) -> BTreeSet<String> {
    let theme = project.config.theme.as_ref().map(|(name, _)| name);
    let assets =
        theme.into_iter().flat_map(|name| project.theme.keys().map(move |path| format!("themes/{name}/{path}")));
    let others = project.assets.keys().chain(project.shelf.keys()).cloned();
    project.understood().map(|(path, _)| path).chain(assets).chain(others).collect()
}

/// Refuses a site that holds what looks like a key.
pub fn check_secrets(site: &Site, project: &Project) -> Result<(), Stop> {
    let secrets = scan::secrets(site, &project.config.publish.not_secret);
    if secrets.is_empty() {
        return Ok(());
    }
    // Only what is shown is looked for in the review.
    let shown = secrets.iter().map(|secret| shown(secret, project));
    let message = format!("the site would make secrets public:\n{}", first(shown, 10));
    let hint = "take it out of the review, and renew it if it was ever public; if it is none, name the file of the site in \
                `publish: {not-secret: [...]}` of `sourcebook.yaml`";
    Err(Stop::review(message, hint))
}

/// Where a secret stands, in the site and in the review, with no more of it than how it begins.
fn shown(secret: &scan::Secret, project: &Project) -> String {
    let scan::Secret { path, line, kind, text, beginning } = secret;
    let Some(line) = line else { return format!("{path}: {kind}") };
    let texts = project.notes.iter().chain(&project.bibliography).chain(&project.config_file);
    let mut places = texts.filter_map(|file| {
        let at = file.text.find(text.as_str())?;
        Some(file.span(at..at).to_string())
    });
    let from = places.next().map(|place| format!(", from {place}")).unwrap_or_default();
    format!("{path}:{line}: {kind}, `{beginning}...`{from}")
}

/// The first items of a list, a line each, and how many there are besides.
pub fn first(items: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let rest = items.len().saturating_sub(most);
    let more = (rest > 0).then(|| format!("  and {rest} more"));
    items.take(most).map(|item| format!("  {item}")).chain(more).collect::<Vec<_>>().join("\n")
}

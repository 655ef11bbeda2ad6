//! A review in a git repository with a bare one as its remote, both gone with their end.

use crate::support::program::command;
use crate::support::{Case, Review};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A review that is committed and pushed to `main` of `origin`.
pub struct Repositories {
    pub review: Review,
    beside: TempDir,
}

impl Repositories {
    pub fn of(review: Review) -> Self {
        let repositories = Self { review, beside: tempfile::tempdir().unwrap() };
        let settings = "[user]\nname = Ann\nemail = ann@example.org\n[init]\ndefaultBranch = main\n[ssh]\nvariant = simple\n[protocol \"file\"]\nallow = always\n";
        fs::write(repositories.settings(), settings).unwrap();
        fs::create_dir(repositories.remote()).unwrap();
        repositories.git_in(&repositories.remote(), &["init", "--quiet", "--bare"]);
        repositories.git(&["init", "--quiet"]);
        repositories.git(&["remote", "add", "origin", repositories.remote().to_str().unwrap()]);
        repositories.commit();
        repositories.git(&["push", "--quiet", "origin", "main"]);
        repositories
    }

    pub fn new() -> Self {
        Self::of(Review::small())
    }

    pub fn of_case(case: &Case) -> Self {
        Self::of(case.review())
    }

    /// A folder for what else a test needs.
    pub fn beside(&self) -> &Path {
        self.beside.path()
    }

    /// The bare repository, in a folder whose name has spaces.
    pub fn remote(&self) -> PathBuf {
        self.beside.path().join("the remote.git")
    }

    fn settings(&self) -> PathBuf {
        self.beside.path().join("gitconfig")
    }

    /// Nothing of this machine's settings of git, and nothing of a hook that runs the tests.
    pub fn alone(&self, command: &mut Command) {
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("GIT_")) {
                command.env_remove(name);
            }
        }
        command.env("GIT_CONFIG_GLOBAL", self.settings()).env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    }

    pub fn git_output(&self, folder: &Path, arguments: &[&str]) -> Output {
        let mut git = Command::new("git");
        self.alone(&mut git);
        git.current_dir(folder).args(arguments).output().unwrap()
    }

    pub fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let output = self.git_output(folder, arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        self.git_in(self.review.root(), arguments)
    }

    /// Commits everything in the review.
    pub fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "Write"]);
    }

    /// `sourcebook publish`, not run yet.
    pub fn publishing(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut program = command(folder);
        self.alone(&mut program);
        program.arg("publish").args(arguments);
        program
    }

    pub fn publish(&self, arguments: &[&str]) -> Output {
        self.publishing(self.review.root(), arguments).output().unwrap()
    }

    /// The last commit of a branch of the remote.
    pub fn tip(&self, branch: &str) -> Option<String> {
        let output = self.git_output(&self.remote(), &["rev-parse", "--verify", "--quiet", branch]);
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
    }

    /// The files of a branch of the remote, by path, as a clone has them.
    pub fn clone_of(&self, branch: &str, name: &str) -> PathBuf {
        let folder = self.beside().join(name);
        let (remote, to) = (self.remote(), folder.clone());
        self.git(&["clone", "--quiet", "--branch", branch, remote.to_str().unwrap(), to.to_str().unwrap()]);
        folder
    }

    /// A command that answers as a host on the network does, from the bare repository.
    pub fn ssh(&self) -> String {
        let (program, remote) = (self.beside().join("ssh"), self.remote());
        let script = format!(
            "case \"$*\" in\n*upload-pack*) exec git upload-pack '{0}';;\n*receive-pack*) exec git receive-pack '{0}';;\nesac",
            remote.display()
        );
        executable(&program, &script);
        format!("'{}'", program.display())
    }

    pub fn hook(&self, repository: &Path, name: &str, script: &str) {
        executable(&repository.join("hooks").join(name), script);
    }
}

/// Writes a script that can be run.
pub fn executable(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}

//! Publishing to a bare repository: what is sent, what is refused, and what is left alone.
//!
//! A fixture in `tests/fixtures/publish/` holds a review, which is committed and pushed to `main` of a bare repository,
//! and `commands`: `sourcebook` and `git` in the review, `append FILE TEXT`, `remove FILE`. What came of each is
//! expected, names of commits replaced. The rest needs programs, several repositories or threads.

use crate::support::program::{stderr, stdout};
use crate::support::{Review, cases, repository};
use repositories::{Repositories, executable};
use sourcebook::config::{self, PublishConfig};
use sourcebook::diagnostics::TextFile;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

mod journey;
mod repositories;
mod served;

#[test]
fn each_case_says_what_it_should() {
    let failures: Vec<String> = cases("publish")
        .iter()
        .filter_map(|case| {
            let repositories = Repositories::of_case(case);
            let said: String = case.files["commands"].lines().map(|line| transcript(&repositories, line)).collect();
            case.check(&said).err()
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A command and what came of it.
fn transcript(repositories: &Repositories, line: &str) -> String {
    let root = repositories.review.root();
    let (program, rest) = line.split_once(' ').unwrap();
    let arguments: Vec<&str> = rest.split(' ').collect();
    let output = match program {
        "append" => {
            let (path, text) = rest.split_once(' ').unwrap();
            let old = fs::read_to_string(root.join(path)).unwrap_or_default();
            repositories.review.write(path, format!("{old}{text}\n").as_bytes());
            return format!("$ {line}\n\n");
        }
        "remove" => {
            repositories.review.remove(rest);
            return format!("$ {line}\n\n");
        }
        "git" => repositories.git_output(root, &arguments),
        "sourcebook" => repositories.publishing(root, &arguments[1..]).output().unwrap(),
        other => panic!("{other}"),
    };
    let stream = |name: &str, text: String| match text.trim_end() {
        "" => String::new(),
        text => format!("{name}:\n{}\n", lasting(text, repositories)),
    };
    let code = output.status.code().unwrap();
    format!("$ {line}\nexit code {code}\n{}{}\n", stream("stdout", stdout(&output)), stream("stderr", stderr(&output)))
}

/// A text with what differs from run to run replaced.
fn lasting(text: &str, repositories: &Repositories) -> String {
    let text = text.replace(repositories.remote().to_str().unwrap(), "REMOTE");
    let text = long_lists_shortened(&text).replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let is_id = |word: &str| word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let named = words.map(|word| {
        let plain = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if is_id(plain) { word.replace(plain, "COMMIT") } else { word.to_owned() }
    });
    named.collect()
}

/// A list that was cut off has all files of a site, which grow with the program: what matters is that they are there.
fn long_lists_shortened(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("  and ") {
            let start = out.iter().rposition(|line| !line.starts_with("  ")).unwrap();
            out.truncate(start + 1);
            let number = |word: &str| if word.parse::<usize>().is_ok() { "N".to_owned() } else { word.to_owned() };
            out[start] = out[start].split(' ').map(number).collect::<Vec<_>>().join(" ");
            out.push("  ...".to_owned());
        } else {
            out.push(line.to_owned());
        }
    }
    out.join("\n")
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// Publishes, and fails where that fails.
fn published(repositories: &Repositories, arguments: &[&str]) -> String {
    let output = repositories.publish(arguments);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output)
}

/// All that must stay as it is: the index with its time, the branches, the work tree.
fn state(repositories: &Repositories) -> (Vec<u8>, std::time::SystemTime, String, String, Vec<PathBuf>) {
    let root = repositories.review.root();
    let index = root.join(".git/index");
    let branches = repositories.git(&["for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags"]);
    let names = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let names = names.filter(|path| {
        !path.components().any(|part| ["objects", "refs", "logs"].iter().any(|name| part.as_os_str() == *name))
    });
    let head = fs::read_to_string(root.join(".git/HEAD")).unwrap();
    (fs::read(&index).unwrap(), index.metadata().unwrap().modified().unwrap(), branches, head, names.collect())
}

#[test]
fn nothing_of_the_author_is_touched() {
    let repositories = Repositories::new();
    repositories.git(&["branch", "gh-pages"]);
    // A file touched since: a careless look would renew the index.
    repositories
        .review
        .write("content/index.md", &fs::read(repositories.review.root().join("content/index.md")).unwrap());
    let before = state(&repositories);
    published(&repositories, &["--dry-run"]);
    assert_eq!(state(&repositories), before);
    published(&repositories, &[]);
    assert_eq!(state(&repositories), before);
}

#[test]
fn a_dry_run_adds_no_object() {
    let repositories = Repositories::new();
    let before = repositories.git(&["count-objects", "--verbose"]);
    published(&repositories, &["--dry-run"]);
    assert_eq!((repositories.git(&["count-objects", "--verbose"]), repositories.tip("gh-pages")), (before, None));
}

#[test]
fn no_attribute_and_no_setting_changes_a_byte() {
    let repositories = Repositories::new();
    repositories.review.write(".gitattributes", b"* text eol=crlf ident filter=break\n");
    repositories.review.write("content/data.txt", b"one\r\ntwo\n$Id$\n");
    repositories.commit();
    repositories.git(&["config", "core.autocrlf", "true"]);
    repositories.git(&["config", "filter.break.clean", "tr a-z b-za"]);
    published(&repositories, &["--allow-dirty"]);
    let blob = repositories.git_output(&repositories.remote(), &["cat-file", "blob", "gh-pages:data.txt"]);
    assert_eq!(String::from_utf8_lossy(&blob.stdout), "one\r\ntwo\n$Id$\n");
}

#[cfg(unix)]
#[test]
fn no_program_of_the_repository_is_run() {
    let repositories = Repositories::new();
    let root = repositories.review.root().to_owned();
    let ran = repositories.beside().join("ran");
    let script = format!("echo \"$0\" >> '{}'; exit 1", ran.display());
    let names = [
        "pre-push",
        "pre-commit",
        "post-commit",
        "commit-msg",
        "reference-transaction",
        "post-index-change",
        "pre-auto-gc",
    ];
    // Git runs them when nothing keeps it: the test would see it.
    repositories.hook(&root.join(".git"), "pre-push", &script);
    assert!(!repositories.git_output(&root, &["push", "origin", "main:other"]).status.success() && ran.is_file());
    fs::remove_file(&ran).unwrap();
    for name in names {
        repositories.hook(&root.join(".git"), name, &script);
        repositories.hook(&root, name, &script);
    }
    let monitor = root.join("hooks/monitor");
    executable(&monitor, &script);
    repositories.git(&["-c", "core.hooksPath=/dev/null", "config", "core.fsmonitor", monitor.to_str().unwrap()]);
    // A git of the review's own, first on the path, and one where the program is run.
    executable(&root.join("bin/git"), &script);
    executable(&root.join("git"), &script);
    let mut path = std::ffi::OsString::from(format!(".:{0}/bin:{0}:", root.display()));
    path.push(std::env::var_os("PATH").unwrap());
    let output = repositories.publishing(&root, &["--allow-dirty"]).env("PATH", path).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(!ran.exists(), "{}", fs::read_to_string(&ran).unwrap());
    assert!(repositories.tip("gh-pages").is_some());
}

/// A folder with a git that first does something else when it is to push.
#[cfg(unix)]
fn slow_git(repositories: &Repositories, first: &str) -> std::ffi::OsString {
    let folder = repositories.beside().join("bin");
    let path = std::env::var_os("PATH").unwrap();
    let real = std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.is_file()).unwrap();
    let script =
        format!("real='{}'\ncase \" $* \" in *' push '*) {first};; esac\nexec \"$real\" \"$@\"", real.display());
    executable(&folder.join("git"), &script);
    std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&path))).unwrap()
}

#[cfg(unix)]
#[test]
fn somebody_who_publishes_meanwhile_wins() {
    for is_new in [true, false] {
        let repositories = Repositories::new();
        if !is_new {
            published(&repositories, &[]);
            repositories.review.write("content/about.md", b"About.\n");
            repositories.commit();
        }
        let meanwhile = format!(
            "$real -C '{0}' update-ref refs/heads/gh-pages $($real -C '{0}' -c user.name=Bo -c user.email=b@c commit-tree -m theirs main^{{tree}})",
            repositories.remote().display()
        );
        let path = slow_git(&repositories, &meanwhile);
        let output = repositories.publishing(repositories.review.root(), &[]).env("PATH", path).output().unwrap();
        assert_eq!(code(&output), 2, "{}", stderr(&output));
        assert!(stderr(&output).contains("somebody else") && stderr(&output).contains("hint: run it again"));
        assert_eq!(repositories.git_in(&repositories.remote(), &["log", "--format=%s", "gh-pages"]), "theirs");
    }
}

#[cfg(unix)]
#[test]
fn a_push_whose_answer_was_lost_has_still_published() {
    let repositories = Repositories::new();
    let path = slow_git(&repositories, "\"$real\" \"$@\"; exit 1");
    let output = repositories.publishing(repositories.review.root(), &[]).env("PATH", path).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(repositories.tip("gh-pages").is_some());
}

#[test]
fn several_at_once_leave_one_whole_site() {
    let repositories = Repositories::new();
    let roots: Vec<PathBuf> = (0..4)
        .map(|number| match number % 2 {
            0 => repositories.review.root().to_owned(),
            _ => repositories.clone_of("main", &format!("clone {number}")),
        })
        .collect();
    let outputs: Vec<Output> = std::thread::scope(|scope| {
        let publish = |root: &PathBuf| repositories.publishing(root, &[]).output().unwrap();
        let running: Vec<_> = roots.iter().map(|root| scope.spawn(move || publish(root))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for output in &outputs {
        let lost = stderr(output).contains("somebody else");
        assert!(code(output) == 0 || code(output) == 2 && lost, "{}{}", stdout(output), stderr(output));
    }
    assert!(outputs.iter().any(|output| code(output) == 0));
    assert_eq!(repositories.git_in(&repositories.remote(), &["rev-list", "--count", "gh-pages"]), "1");
    repositories.git_in(&repositories.remote(), &["fsck", "--strict"]);
    repositories.git(&["fsck", "--strict"]);
    assert!(published(&repositories, &[]).contains("nothing to publish"));
}

/// The files of a branch with their blobs.
fn listed(repositories: &Repositories, branch: &str) -> String {
    repositories.git_in(&repositories.remote(), &["ls-tree", "-r", branch])
}

#[test]
fn a_review_may_lie_in_any_work_tree() {
    let repositories = Repositories::new();
    published(&repositories, &[]);
    let expected = listed(&repositories, "gh-pages");
    let remote = repositories.remote();
    let remote = remote.to_str().unwrap();
    let beside = |name: &str| repositories.beside().join(name);
    let check = |root: &Path, branch: &str| {
        let output = repositories.publishing(root, &["--branch", branch]).output().unwrap();
        assert_eq!(code(&output), 0, "{branch}: {}", stderr(&output));
        assert_eq!(listed(&repositories, branch), expected, "{branch}");
    };

    repositories.git(&["worktree", "add", "--quiet", beside("work tree").to_str().unwrap(), "-b", "second"]);
    check(&beside("work tree"), "of-a-work-tree");

    let address = format!("file://{}", remote.replace(' ', "%20"));
    repositories.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        "--branch=main",
        &address,
        beside("shallow").to_str().unwrap(),
    ]);
    check(&beside("shallow"), "of-a-shallow-clone");
    let output = repositories.publishing(&beside("shallow"), &[]).output().unwrap();
    assert!(stdout(&output).contains("nothing to publish"), "the branch is fetched: {}", stderr(&output));

    fs::create_dir(beside("super")).unwrap();
    repositories.git_in(&beside("super"), &["init", "--quiet"]);
    repositories.git_in(&beside("super"), &["submodule", "--quiet", "add", remote, "a review"]);
    check(&beside("super/a review"), "of-a-submodule");

    let inner = Review::new([("README.md", "x")]);
    for (path, bytes) in files_of(repositories.review.root()) {
        inner.write(&format!("papers/a review/{path}"), &bytes);
    }
    let outer = Repositories::of(inner);
    let root = outer.review.root().join("papers/a review");
    let output = outer.publishing(&root, &[]).output().unwrap();
    assert_eq!((code(&output), listed(&outer, "gh-pages")), (0, expected), "{}", stderr(&output));
    outer.review.write("elsewhere.md", b"not of the review");
    outer.review.write("papers/a review/content/new.md", b"of the review");
    let said = stderr(&outer.publishing(&root, &[]).output().unwrap());
    assert!(said.contains("\n  content/new.md\nhint") && !said.contains("elsewhere"), "{said}");
}

/// The files of a folder by path, but for git's.
fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (path, fs::read(entry.path()).unwrap())
    });
    named.filter(|(path, _)| !path.starts_with(".git/")).collect()
}

#[test]
fn surroundings_in_which_nothing_can_be_published_are_named() {
    let repositories = Repositories::new();
    let root = repositories.review.root();
    let said = |command: &mut Command| {
        let output = command.output().unwrap();
        assert_eq!(code(&output), 2, "{}", stderr(&output));
        assert!(stderr(&output).contains("error: "), "{}", stderr(&output));
        stderr(&output)
    };
    assert!(said(repositories.publishing(root, &[]).env("PATH", "")).contains("there is no git on `PATH`"));
    let owned = said(repositories.publishing(root, &[]).env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"));
    assert!(owned.contains("dubious ownership") && owned.contains("safe.directory"), "{owned}");

    let alone = Review::small();
    let output = said(&mut repositories.publishing(alone.root(), &[]));
    assert!(output.contains("in no git repository") && output.contains("hint: `git init`"), "{output}");
    repositories.git_in(alone.root(), &["init", "--quiet"]);
    assert!(said(&mut repositories.publishing(alone.root(), &[])).contains("no remote `origin`"));
    let bare = Review::small();
    repositories.git_in(bare.root(), &["init", "--quiet", "--bare"]);
    assert!(said(&mut repositories.publishing(bare.root(), &[])).contains("not in the work tree"));

    repositories.git(&["remote", "set-url", "origin", "https://ann:s3cret@127.0.0.1:9/review.git"]);
    let output = said(&mut repositories.publishing(root, &[]));
    assert!(output.contains("could not reach the remote") && !output.contains("s3cret"), "{output}");
    repositories.git(&["remote", "set-url", "origin", "/nowhere/at all.git"]);
    assert!(said(&mut repositories.publishing(root, &[])).contains("`git remote -v`"));
}

#[test]
fn a_repository_before_its_first_commit_can_be_published_as_it_is() {
    let repositories = Repositories::new();
    let young = Review::small();
    repositories.git_in(young.root(), &["init", "--quiet"]);
    repositories.git_in(young.root(), &["remote", "add", "origin", repositories.remote().to_str().unwrap()]);
    let output = repositories.publishing(young.root(), &[]).output().unwrap();
    assert!(code(&output) == 1 && stderr(&output).contains("`--allow-dirty`"), "{}", stderr(&output));
    let output = repositories.publishing(young.root(), &["--allow-dirty"]).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

#[test]
fn the_default_branch_of_a_remote_is_ours_only_where_we_made_it() {
    let repositories = Repositories::new();
    let remote = repositories.remote();
    repositories.git_in(&remote, &["symbolic-ref", "HEAD", "refs/heads/gh-pages"]);
    // As with a remote that was empty: the first branch that is pushed is the default one.
    published(&repositories, &[]);
    repositories.review.write("content/about.md", b"About.\n");
    repositories.commit();
    published(&repositories, &[]);
    let other = repositories.clone_of("gh-pages", "other");
    repositories.git_in(&other, &["commit", "--quiet", "--allow-empty", "--message", "Theirs"]);
    repositories.git_in(&other, &["push", "--quiet", "origin", "gh-pages"]);
    let output = repositories.publish(&["--adopt"]);
    assert!(code(&output) == 2 && stderr(&output).contains("that clones of `origin` check out"), "{}", stderr(&output));
    assert_eq!(repositories.tip("gh-pages").unwrap(), repositories.git_in(&other, &["rev-parse", "HEAD"]));
}

#[cfg(unix)]
#[test]
fn the_address_at_github_is_found_and_the_author_signs_in_as_ever() {
    let repositories = Repositories::new();
    let remote = repositories.remote();
    repositories.git(&["config", "core.sshCommand", &repositories.ssh()]);
    repositories.git(&["remote", "set-url", "origin", "git@github.com:Ann/review.git"]);
    let output = repositories.publish(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).ends_with("\nhttps://ann.github.io/review/\n"), "{}", stdout(&output));
    assert!(stderr(&output).contains("once, on GitHub: Settings, Pages"), "{}", stderr(&output));
    let page = repositories.git_in(&remote, &["cat-file", "blob", "gh-pages:404.html"]);
    assert!(page.contains("\"https://ann.github.io/review/index.html\""));
    let again = repositories.publish(&["--quiet"]);
    assert_eq!((stdout(&again).as_str(), stderr(&again).as_str()), ("https://ann.github.io/review/\n", ""));
}

#[test]
fn a_remote_with_another_address_for_pushing_is_read_there() {
    let repositories = Repositories::new();
    let remote = repositories.remote();
    repositories.git(&["remote", "set-url", "--push", "origin", remote.to_str().unwrap()]);
    repositories.git(&["config", "remote.origin.url", "/nowhere.git"]);
    published(&repositories, &[]);
    assert!(published(&repositories, &[]).contains("nothing to publish"));
}

/// The text of the fenced blocks of this language, in order.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let parts = document.split("\n```").skip(1).step_by(2);
    parts.filter_map(|part| part.strip_prefix(&format!("{language}\n")).map(str::to_owned)).collect()
}

fn guide() -> String {
    fs::read_to_string(repository().join("docs/publishing.md")).unwrap()
}

#[cfg(unix)]
#[test]
fn every_command_of_the_guide_works_in_its_order() {
    let repositories = Repositories::new();
    fs::remove_dir_all(repositories.remote()).unwrap();
    repositories.git_in(repositories.beside(), &["init", "--quiet", "--bare", "the remote.git"]);
    fs::remove_dir_all(repositories.review.root().join(".git")).unwrap();
    let blocks = blocks(&guide(), "sh");
    let lines: Vec<&str> = blocks.iter().flat_map(|block| block.lines()).collect();
    assert!(lines.iter().filter(|line| line.starts_with("sourcebook publish")).count() > 4, "{lines:?}");
    let program = Path::new(env!("CARGO_BIN_EXE_sourcebook")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths(std::iter::once(program.to_owned()).chain(std::env::split_paths(&path))).unwrap();
    for line in lines {
        // The author writes something before each commit.
        let note = repositories.review.root().join("content/sources/barr2015.md");
        let written = fs::read_to_string(&note).unwrap();
        if line.starts_with("git commit --all") {
            fs::write(&note, written + "\nMore.\n").unwrap();
        }
        let mut shell = Command::new("sh");
        repositories.alone(&mut shell);
        shell.current_dir(repositories.review.root()).arg("-c").arg(line).env("PATH", &path);
        let output = shell.env("GIT_SSH_COMMAND", repositories.ssh()).output().unwrap();
        assert!(output.status.success(), "{line}: {}", stderr(&output));
        let published = line.starts_with("sourcebook");
        assert!(!published || stdout(&output).ends_with("\nhttps://ann.github.io/review/\n"), "{}", stdout(&output));
    }
    assert_eq!(repositories.git_in(&repositories.remote(), &["rev-list", "--count", "gh-pages"]), "2");
}

#[test]
fn every_setting_of_the_guide_is_understood() {
    let blocks = blocks(&guide(), "yaml");
    for block in &blocks {
        let parsed = config::parse(&TextFile::new("sourcebook.yaml", block));
        assert_eq!(parsed.diagnostics, [], "{block}");
        assert_ne!(parsed.value.publish, PublishConfig::default());
    }
    assert_eq!(blocks.len(), 2);
}

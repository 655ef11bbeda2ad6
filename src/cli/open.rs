//! The author's other programs: the browser that shows the preview, the editor that opens the place of an error.
//!
//! An editor with an address scheme of its own is reached by a link; another one is started here, by a vector of
//! arguments and never through a shell, in the form that its manual names.
#![allow(clippy::disallowed_methods, reason = "the room that starts the author's programs")]

use super::print_error;
use crate::server::{Editor, Place};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::{env, path, thread};

/// Editors with a scheme, under the names that authors know them by, and the form of the address.
const SCHEMES: &[(&[&str], &str)] = &[
    (&["vscode", "code"], "vscode://file{path}:{line}:{column}"),
    (&["vscode-insiders", "code-insiders"], "vscode-insiders://file{path}:{line}:{column}"),
    (&["vscodium", "codium"], "vscodium://file{path}:{line}:{column}"),
    (&["cursor"], "cursor://file{path}:{line}:{column}"),
    (&["windsurf"], "windsurf://file{path}:{line}:{column}"),
    (&["zed"], "zed://file{path}:{line}:{column}"),
    (&["textmate", "mate"], "txmt://open?url=file://{path}&line={line}&column={column}"),
];

/// Programs with windows, and what they take.
const PROGRAMS: &[(&[&str], &[&str])] = &[
    (&["code", "code-insiders", "codium", "cursor", "windsurf"], &["--goto", "{file}:{line}:{column}"]),
    (&["subl", "sublime_text", "zed", "zeditor"], &["{file}:{line}:{column}"]),
    (&["emacsclient"], &["--no-wait", "+{line}:{column}", "{file}"]),
    (&["emacs", "gedit", "pluma"], &["+{line}:{column}", "{file}"]),
    (&["gvim", "mvim", "bbedit"], &["+{line}", "{file}"]),
    (&["kate", "kwrite"], &["--line", "{line}", "--column", "{column}", "{file}"]),
    (&["geany", "mousepad"], &["--line={line}", "--column={column}", "{file}"]),
    (&["mate"], &["--line", "{line}:{column}", "{file}"]),
    (&["notepad++"], &["-n{line}", "-c{column}", "{file}"]),
    (JETBRAINS, &["--line", "{line}", "--column", "{column}", "{file}"]),
];

const JETBRAINS: &[&str] = &[
    "idea",
    "pycharm",
    "webstorm",
    "phpstorm",
    "rubymine",
    "clion",
    "goland",
    "rider",
    "rustrover",
    "datagrip",
    "dataspell",
];

/// Other names of programs.
const ALSO_KNOWN_AS: &[(&str, &str)] = &[("sublime", "subl"), ("intellij", "idea")];

/// Editors that need a terminal, which a browser does not have.
const IN_A_TERMINAL: &[&str] = &[
    "vi", "vim", "nvim", "view", "ex", "hx", "helix", "kak", "nano", "pico", "micro", "joe", "jed", "ne", "mg",
    "mcedit", "zile", "ed", "tilde",
];

/// The editor of this name or command; without one what `VISUAL` or `EDITOR` says, where that has windows, else VS Code.
pub fn editor(named: Option<&str>, root: &Path) -> Editor {
    let root = path::absolute(root).unwrap_or_else(|_| root.to_owned());
    if let Some(named) = named {
        return link(named, &root).unwrap_or_else(|| program(named, &root));
    }
    let set = ["VISUAL", "EDITOR"].iter().filter_map(|name| env::var_os(name)?.into_string().ok());
    match set.into_iter().find(|command| is_graphical(command)) {
        Some(command) => program(&command, &root),
        None => link("vscode", &root).unwrap_or_default(),
    }
}

fn link(name: &str, root: &Path) -> Option<Editor> {
    let (_, form) = SCHEMES.iter().find(|(names, _)| names.contains(&name))?;
    let root = root.to_owned();
    Some(Editor::Link(Arc::new(move |place| {
        let file = inside(&root, &place.path)?;
        Some(fill(form, place, &address(&file)?))
    })))
}

fn program(command: &str, root: &Path) -> Editor {
    let (program, mut arguments) = words(command);
    if needs_terminal(&program, &arguments) {
        return Editor::Copy;
    }
    let known = PROGRAMS.iter().find(|(names, _)| names.contains(&name(&program)));
    arguments.extend(known.map_or(&["{file}"][..], |(_, form)| form).iter().map(|form| (*form).to_owned()));
    let root = root.to_owned();
    Editor::Program(Arc::new(move |place| {
        let Some(file) = inside(&root, &place.path) else { return false };
        let Some(file) = file.to_str() else { return false };
        start(&program, arguments.iter().map(|form| fill(form, place, file)))
    }))
}

fn is_graphical(command: &str) -> bool {
    let (program, arguments) = words(command);
    PROGRAMS.iter().any(|(names, _)| names.contains(&name(&program))) && !needs_terminal(&program, &arguments)
}

fn needs_terminal(program: &str, arguments: &[String]) -> bool {
    let asks = |argument: &String| ["-nw", "-t", "-tty", "--tty", "--no-window-system"].contains(&argument.as_str());
    IN_A_TERMINAL.contains(&name(program)) || name(program).starts_with("emacs") && arguments.iter().any(asks)
}

/// A command as such variables hold it: a program, which may be a path with spaces, or a program and options.
fn words(command: &str) -> (String, Vec<String>) {
    if Path::new(command).is_file() {
        return (command.to_owned(), Vec::new());
    }
    let mut words = command.split_whitespace().map(str::to_owned);
    let program = words.next().unwrap_or_default();
    let other = ALSO_KNOWN_AS.iter().find(|(known, _)| *known == program);
    (other.map_or(program, |(_, name)| (*name).to_owned()), words.collect())
}

/// `code` of `/usr/bin/code` and `code.cmd`.
fn name(program: &str) -> &str {
    Path::new(program).file_stem().and_then(|name| name.to_str()).unwrap_or_default()
}

/// The file as it is reached from the root, if that is where it really lies.
fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let file = root.join(path);
    file.canonicalize().ok()?.starts_with(root.canonicalize().ok()?).then_some(file)
}

/// The path in an address: with a slash before it, encoded but for what paths are made of.
fn address(file: &Path) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let path = file.to_str()?.replace('\\', "/");
    let drive = path.find(":/").filter(|at| *at == 1).map(|_| path.split_at(2));
    let (drive, rest) = drive.unwrap_or(("", &path));
    let encoded = rest.bytes().map(|byte| if plain(byte) { char::from(byte).into() } else { format!("%{byte:02X}") });
    let slash = if drive.is_empty() { "" } else { "/" };
    Some(format!("{slash}{drive}{}", encoded.collect::<String>()))
}

/// A form with its gaps filled; what fills one is not looked into again.
fn fill(form: &str, place: &Place, file: &str) -> String {
    let mut filled = String::new();
    let mut rest = form;
    while let Some((before, (gap, after))) = rest.split_once('{').and_then(|(a, b)| Some((a, b.split_once('}')?))) {
        filled.push_str(before);
        match gap {
            "line" => filled.push_str(&place.line.to_string()),
            "column" => filled.push_str(&place.column.to_string()),
            _ => filled.push_str(file),
        }
        rest = after;
    }
    filled + rest
}

/// Starts a program with nothing of our streams; whether that could be done.
fn start(program: &str, arguments: impl Iterator<Item = String>) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    // Waited for, lest an ended program stay in the system's list.
    thread::spawn(move || child.wait());
    true
}

/// Shows an address in the author's browser, where there is one.
pub fn browser(address: &str) {
    let address = address.to_owned();
    // A browser for the terminal, or a slow one, must not hold up the preview.
    thread::spawn(move || {
        if let Err(error) = webbrowser::open(&address) {
            print_error(&format!("no browser can be opened: {error}"));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str) -> Place {
        Place { path: path.to_owned(), line: 12, column: 3 }
    }

    fn review() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("content")).unwrap();
        std::fs::write(root.path().join("content/a note #1.md"), "x").unwrap();
        root
    }

    fn linked(name: &str, root: &Path, path: &str) -> Option<String> {
        match editor(Some(name), root) {
            Editor::Link(link) => link(&place(path)),
            _ => panic!("{name} is no link"),
        }
    }

    #[test]
    fn an_editor_with_a_scheme_is_a_link_to_the_encoded_place() {
        let review = review();
        let root = review.path().to_str().unwrap();
        let link = |name| linked(name, review.path(), "content/a note #1.md").unwrap();
        assert_eq!(link("code"), format!("vscode://file{root}/content/a%20note%20%231.md:12:3"));
        assert_eq!(link("zed"), format!("zed://file{root}/content/a%20note%20%231.md:12:3"));
        let textmate = format!("txmt://open?url=file://{root}/content/a%20note%20%231.md&line=12&column=3");
        assert_eq!(link("textmate"), textmate);
        assert_eq!(address(Path::new("C:\\notes\\a.md")).unwrap(), "/C:/notes/a.md");
    }

    #[test]
    fn nothing_outside_the_review_is_opened() {
        let (review, other) = (review(), tempfile::NamedTempFile::new().unwrap());
        let outside = other.path().to_str().unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(other.path(), review.path().join("link.md")).unwrap();
        for path in [outside, "../", "content/../../x.md", "content/none.md", "link.md"] {
            assert_eq!(linked("vscode", review.path(), path), None, "{path}");
            let Editor::Program(start) = editor(Some("true"), review.path()) else { panic!() };
            assert!(!start(&place(path)), "{path}");
        }
    }

    #[test]
    fn a_program_gets_the_place_in_its_own_form() {
        let arguments = |command: &str| {
            let (program, mut all) = words(command);
            let form = PROGRAMS.iter().find(|(names, _)| names.contains(&name(&program))).map(|(_, form)| *form);
            all.extend(form.unwrap_or_default().iter().map(|form| fill(form, &place("x"), "/r/{line}.md")));
            all.join(" ")
        };
        assert_eq!(arguments("/usr/bin/code --wait"), "--wait --goto /r/{line}.md:12:3");
        assert_eq!(arguments("sublime"), "/r/{line}.md:12:3");
        assert_eq!(arguments("emacsclient -c"), "-c --no-wait +12:3 /r/{line}.md");
        assert_eq!(arguments("gvim"), "+12 /r/{line}.md");
        assert_eq!(arguments("kate"), "--line 12 --column 3 /r/{line}.md");
        assert_eq!(arguments("pycharm"), "--line 12 --column 3 /r/{line}.md");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_is_started_without_a_shell() {
        let (review, said) = (review(), tempfile::NamedTempFile::new().unwrap());
        let script = review.path().join("my editor");
        std::fs::write(&script, format!("#!/bin/sh\nprintf '%s' \"$1\" > {}\n", said.path().display())).unwrap();
        std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        std::fs::write(review.path().join("content/$(touch x);.md"), "x").unwrap();
        let Editor::Program(start) = editor(script.to_str(), review.path()) else { panic!() };
        assert!(start(&place("content/$(touch x);.md")));
        let expected = review.path().join("content/$(touch x);.md");
        let done = (0..400).any(|_| {
            thread::sleep(std::time::Duration::from_millis(25));
            std::fs::read_to_string(said.path()).unwrap() == expected.to_str().unwrap()
        });
        assert!(done && !review.path().join("x").exists());
        let Editor::Program(missing) = editor(Some("no-such-editor-anywhere"), review.path()) else { panic!() };
        assert!(!missing(&place("content/a note #1.md")));
    }

    #[test]
    fn terminal_editors_are_not_started() {
        for name in ["vim", "nano", "/usr/bin/nvim -R", "hx", "emacs -nw", "emacsclient -t"] {
            assert!(matches!(editor(Some(name), Path::new(".")), Editor::Copy), "{name}");
            assert!(!is_graphical(name), "{name}");
        }
        assert!(is_graphical("code --wait") && is_graphical("emacs") && !is_graphical("unheard-of"));
    }
}

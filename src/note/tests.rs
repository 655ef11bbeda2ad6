use super::*;
use crate::diagnostics::Diagnostic;
use pulldown_cmark::{CodeBlockKind, Tag};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What takes so long does not end: far above the noise of any machine.
const HANG: std::time::Duration = std::time::Duration::from_secs(120);

mod snapshot;

use snapshot::{body, snapshot};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/note")
}

fn parsed(path: &str, text: &str) -> Checked<Note> {
    parse(&TextFile::new(path, text), "en")
}

/// Every `NAME.md` is read and compared with `NAME.txt`; names that begin with `source-` are notes on sources.
#[test]
fn fixtures_read_as_expected() {
    let folder = fixtures();
    let entries = std::fs::read_dir(&folder).expect("the folder of fixtures");
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path())).collect::<Vec<_>>();
    paths.sort();
    let mut wrong = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let place = if name.starts_with("source-") { format!("content/sources/{name}") } else { name.to_owned() };
        let text = std::fs::read_to_string(path).expect("a fixture");
        let found = snapshot(&parsed(&place, &text));
        let expected = path.with_extension("txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &found).expect("a fixture to write");
        }
        if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{name}:\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The cases of pandoc's syntax: a line of Markdown, below it after `=>` what is read; after `why:` how it differs from pandoc.
#[test]
fn pandoc_citations_read_as_expected() {
    let path = fixtures().join("pandoc-citations.cases");
    let cases = std::fs::read_to_string(&path).expect("the cases");
    let (mut input, mut wrong, mut blessed) = (String::new(), Vec::new(), String::new());
    for line in cases.lines() {
        let mut line = line.to_owned();
        if let Some(expected) = line.trim_start().strip_prefix("=>") {
            let checked = parsed("page.md", &input);
            let found = body(&checked.value).replace("<paragraph>", "").replace("</paragraph>", "");
            let found = found.trim_end();
            if found != expected.trim_start() {
                wrong.push(format!("{input}\n  expected {expected}\n  found    {found}"));
            }
            line = format!("    => {found}");
        } else if !line.starts_with([' ', '#']) || line.starts_with("## ") {
            input = line.clone();
        }
        blessed.push_str(&line);
        blessed.push('\n');
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, blessed).expect("the cases to write");
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// Whatever the text, reading ends, and every place is a piece of the file.
#[test]
fn any_text_is_read() {
    let alphabet = "[]@;,-{}#*_`$|()!^:\\ a1\n<>~\"'.pé§%&=+/“”‘’页\u{fff9}\u{fffb}".chars().collect::<Vec<_>>();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..20_000 {
        let length = random() % 40;
        let text = (0..length).map(|_| alphabet[(random() % alphabet.len() as u64) as usize]).collect::<String>();
        let text = match random() % 8 {
            0 => format!("---\n{text}\n---\n{text}"),
            1 => format!("---\nnocite: |\n  {text}\nlang: {text}\n---\n{text}"),
            _ => text,
        };
        let checked = parsed("content/sources/a.md", &text);
        for cluster in &checked.value.summary.citations {
            assert!(!cluster.items.is_empty(), "{text:?}");
            assert!(cluster.span.text().contains('@'), "{text:?} {:?}", cluster.span.text());
            for item in &cluster.items {
                assert_eq!(item.span.text(), item.key, "{text:?}");
            }
        }
        for found in &checked.diagnostics {
            let span = found.span.as_ref().expect("a place");
            assert!(text.get(span.range()).is_some(), "{text:?} {found:?}");
        }
    }
}

#[test]
fn large_texts_are_read_in_time() {
    let many = [
        "[",
        "@",
        "[@",
        "[@a",
        "[@a;",
        "@a [",
        "@a [@a ",
        "[^",
        "[^[@a",
        "@{",
        "@{a",
        "[@a, {",
        "[@a, (",
        "@a--",
        "*[@a* ",
        "[p. 3",
        "{",
        "}[",
        "a@a ",
        "[@a] ",
        "@a [p. 3] ",
        "[[@a]] ",
        "http://@a ",
        "[@a, p. 3, 4; ",
        "“",
        "“[@a; ",
        "‘@a “[",
        "*[“@a ",
        "[@a] \"",
        "*@a _[",
        "@a [p. 3; @b] [",
        "p. iv, ",
        "@a [33页, ",
        "`",
        "$",
        "[x](",
        "![[",
        "# a\n",
        "[^a]\n\n",
        "- ",
        "> ",
        "==",
        "==a ",
        "a== ",
        "==*a ",
        "#a ",
        "a:: ",
        "a:: b\n",
        "[a:: b",
        "(a:: b) ",
        "> [!x] ",
        "> [!x]\n\n",
        "::: {#a}\n",
        ":::\n",
        "^a\n\n",
        "a ^b\n\n",
        "- a ^b\n",
        "![[a]]\n",
        "x^[a] ",
        "%% ",
    ];
    let length = if cfg!(debug_assertions) { 15_000 } else { 100_000 };
    for unit in many {
        let open = unit.repeat(length / unit.len());
        let closed = ["]", "”’ ", "* ]"].map(|close| format!("{open}{}", close.repeat(length / 4)));
        let nocite = format!("---\nnocite: |\n  {}\n---\n", unit.repeat(4000 / unit.len()));
        for text in closed.into_iter().chain([open, nocite]) {
            let start = std::time::Instant::now();
            let _ = parsed("content/sources/a.md", &text);
            let time = start.elapsed();
            assert!(time < HANG, "{unit:?} {} took {time:?}", text.len());
        }
    }
}

#[test]
fn formulas_are_escaped() {
    let mathml = |latex: &str| maths::mathml(latex, pulldown_latex::config::DisplayMode::Inline);
    for latex in ["a<b", "a\\&b>c", "\\text{a & <b>}", "\\not<", "\\mathrm{<}", "a\"<'"] {
        let written = mathml(latex).expect("a formula");
        let parts = written.split('<').skip(1).all(|part| part.starts_with(['/', 'm']));
        assert!(parts && !written.contains("&<"), "{latex} {written}");
    }
    for latex in ["\\operatorname{<img src=x onerror=alert(1)>}", "\\operatorname{a&b}", "\\frac", "\\nosuch{x}", "{"] {
        assert!(mathml(latex).is_err(), "{latex}");
    }
}

/// The parser of formulas descends; no formula may exhaust the stack or take long.
#[test]
fn formulas_are_shallow() {
    let units = [
        "{",
        "\\sqrt ",
        "\\frac",
        "\\left(",
        "\\begin{matrix}",
        "^",
        "_",
        "x_{",
        "\\text{",
        "\\not",
        "\\sqrt[",
        "\\hat ",
        "&",
        "\\\\",
        "'",
        "\\def\\a{\\a\\a}\\a",
        "\\def\\a{}",
        "{}",
        "%\n",
        "x%\n",
        "{%}\n",
        "\\def\\a{\\sqrt}\\a",
        "\\text{%}\n",
        "\\relax{}",
        "\\displaystyle x",
        "\\limits",
        "x^2",
        "\\begin{array}{c}",
        "\\'",
        "\\sqrt^",
    ];
    for unit in units {
        for close in ["", "}", " x", "\\right)", "]", "\\end{matrix}"] {
            let long = format!("{}{}", unit.repeat(16_000 / unit.len()), close.repeat(10));
            let allowed = format!("{}x{}", unit.repeat(55), close.repeat(55));
            for latex in [long, allowed] {
                let start = std::time::Instant::now();
                let _ = maths::mathml(&latex, pulldown_latex::config::DisplayMode::Block);
                assert!(start.elapsed() < HANG, "{unit} {close}");
            }
        }
    }
}

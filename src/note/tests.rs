use super::*;
use crate::diagnostics::Diagnostic;
use pulldown_cmark::{CodeBlockKind, Tag};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What takes so long does not end: far above the noise of any machine.
const HANG: std::time::Duration = std::time::Duration::from_secs(120);

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/note")
}

fn parsed(path: &str, text: &str) -> Checked<Note> {
    parse(&TextFile::new(path, text), "en")
}

fn runs(runs: &[Run]) -> String {
    let mark = |run: &Run| match (run.emphasis, run.strong, run.code) {
        (false, false, false) => "",
        (true, false, false) => "*",
        (false, true, false) => "**",
        (true, true, false) => "***",
        (_, _, true) => "`",
    };
    runs.iter().map(|run| format!("{0}{1}{0}", mark(run), run.text)).collect()
}

fn item(item: &CiteItem) -> String {
    let mode = match item.mode {
        CiteMode::NormalCitation => "",
        CiteMode::AuthorInText => "in-text ",
        CiteMode::SuppressAuthor => "no-author ",
    };
    let mut text = format!("{mode}{}", item.key);
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = write!(text, " {name}={value:?}");
        }
    };
    add("before", &runs(&item.prefix));
    if let Some(locator) = &item.locator {
        add(&locator.label, &locator.value);
    }
    add("after", &runs(&item.suffix));
    text
}

fn cluster(cluster: &Cluster) -> String {
    let items = cluster.items.iter().map(item).collect::<Vec<_>>();
    format!("{{{}}}", items.join("; "))
}

fn start(tag: &Tag<'_>) -> String {
    let name = format!("{tag:?}");
    let name = name.split(['(', ' ']).next().unwrap_or_default().to_lowercase();
    match tag {
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => format!("<codeblock {info}>"),
        Tag::BlockQuote(Some(kind)) => format!("<blockquote {kind:?}>"),
        Tag::FootnoteDefinition(label) => format!("<footnote {label}>"),
        _ => format!("<{name}>"),
    }
}

fn end(tag: TagEnd) -> String {
    let name = format!("{tag:?}");
    format!("</{}>", name.split(['(', ' ']).next().unwrap_or_default().to_lowercase())
}

/// A body in one string, blocks on lines of their own.
fn body(note: &Note) -> String {
    let mut text = String::new();
    for piece in &note.body {
        let part = match piece {
            Piece::Event(Event::Text(content)) => content.to_string(),
            Piece::Event(Event::Code(content)) => format!("`{content}`"),
            Piece::Event(Event::SoftBreak) => "⏎".to_owned(),
            Piece::Event(Event::Start(tag)) => start(tag),
            Piece::Event(Event::End(tag)) => end(*tag),
            Piece::Event(Event::Html(html) | Event::InlineHtml(html)) => format!("<html {html:?}>"),
            Piece::Event(Event::FootnoteReference(label)) => format!("<mark {label}>"),
            Piece::Event(other) => format!("<{other:?}>"),
            Piece::Citation(number) => cluster(&note.summary.citations[*number]),
            Piece::OwnLocator(number) => format!("{{own {}}}", note.summary.own_locators[*number].text),
            Piece::HeadingStart(number) => format!("<heading {number}>"),
            Piece::HeadingEnd(_) => "</heading>".to_owned(),
            Piece::LinkStart(number) => format!("<link {}>", note.summary.links[*number].target),
            Piece::LinkEnd => "</link>".to_owned(),
            Piece::ImageStart(number) => format!("<image {}>", note.summary.links[*number].target),
            Piece::ImageEnd => "</image>".to_owned(),
            Piece::Maths(mathml) => mathml.clone(),
            Piece::HighlightStart => "<mark>".to_owned(),
            Piece::HighlightEnd => "</mark>".to_owned(),
            Piece::Tag(number) => format!("{{#{}}}", note.summary.inline_tags[*number].word),
            Piece::Anchor(number) => format!("{{^{}}}", note.summary.block_ids[*number]),
            Piece::CalloutStart(Callout { kind, fold, titled }) => format!("<callout {kind} {fold:?} {titled}>"),
            Piece::CalloutTitleEnd => "</title>".to_owned(),
            Piece::CalloutEnd => "</callout>\n".to_owned(),
            Piece::Embed(number) => format!("<embed {}>\n", note.summary.links[*number].target),
            Piece::FieldName(name) => format!("{{field {name}}}"),
            Piece::FieldValue(value) => format!("{{value {value}}}"),
            Piece::DivStart(Attributes { id, classes }) => format!("<div #{id} .{}>", classes.join(".")),
            Piece::DivEnd => "</div>\n".to_owned(),
            Piece::References => "<references>\n".to_owned(),
            Piece::Quotation(part, number) => format!("<{part:?} of quotation {number}>"),
            Piece::Block(_) => "<block>\n".to_owned(),
        };
        text.push_str(&part);
        if ["</paragraph>", "</heading>", "</item>", "</tablerow>", "</codeblock>"].contains(&part.as_str()) {
            text.push('\n');
        }
    }
    text
}

fn diagnostic(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = span.line_column();
        format!("{line}:{column} {:?} ", span.text())
    });
    let hint = diagnostic.hint.as_ref().map_or_else(String::new, |hint| format!(" (hint: {hint})"));
    format!("{}[{}] {place}{}{hint}", diagnostic.severity.name(), diagnostic.code.name(), diagnostic.message)
}

/// The fields that differ from the default, one on a line.
fn front(front: &FrontMatter) -> String {
    let FrontMatter { citekey, aliases, doi, title, description, lang, date, draft, tags, .. } = front;
    let FrontMatter { findings, status, read, fields, abstracts, nocite, .. } = front;
    let lines = [
        ("citekey", format!("{citekey:?}")),
        ("aliases", format!("{aliases:?}")),
        ("doi", format!("{doi:?}")),
        ("title", format!("{title:?}")),
        ("description", format!("{description:?}")),
        ("lang", format!("{lang:?}")),
        ("date", format!("{date:?}")),
        ("draft", format!("{draft:?}")),
        ("tags", format!("{tags:?}")),
        ("findings", findings.iter().map(|finding| format!("\n  {finding:?}")).collect()),
        ("status", format!("{status:?}")),
        ("read", format!("{read:?}")),
        ("fields", format!("{:?}", fields.iter().map(|field| (&field.name, &field.value)).collect::<Vec<_>>())),
        ("abstracts", format!("{abstracts:?}")),
        ("nocite", format!("{nocite:?}")),
    ];
    let filled = lines.iter().filter(|(_, value)| !["None", "[]", "false", ""].contains(&value.as_str()));
    filled.map(|(name, value)| format!("{name}: {value}\n")).collect()
}

fn snapshot(checked: &Checked<Note>) -> String {
    let note = &checked.value;
    let summary = &note.summary;
    let mut text = String::new();
    let mut section = |name: &str, content: String| {
        if !content.trim().is_empty() {
            let _ = writeln!(text, "== {name}\n{}", content.trim_end());
        }
    };
    section("front", front(&summary.front));
    section("title", summary.heading_title.clone().unwrap_or_default());
    section("excerpt", summary.excerpt.clone());
    section("body", body(note));
    let headings = summary.headings.iter().map(|heading| {
        let Heading { level, id, text, classes, says, span } = heading;
        let says = says.iter().map(|said| format!("  says {:?} {}\n", said.text, said.at));
        format!("{level} #{id} {text:?} {} {span}\n{}", classes.join("."), says.collect::<String>())
    });
    section("headings", headings.collect());
    section(
        "tags",
        summary
            .inline_tags
            .iter()
            .map(|tag| {
                let says = tag.says.as_ref().map_or_else(String::new, |said| format!(" {:?} {}", said.text, said.at));
                format!("{:?} #{} {}{says}\n", tag.heading, tag.word, tag.span)
            })
            .collect(),
    );
    let links = summary
        .links
        .iter()
        .map(|link| format!("{:?} {:?} {} {:?}\n", link.kind, link.target, link.span, link.span.text()));
    section("links", links.collect());
    let places = summary.citations.iter().enumerate().map(|(number, cluster)| {
        let keys = cluster.items.iter().map(|item| format!("{}@{}", item.span.text(), item.span)).collect::<Vec<_>>();
        format!("{number} {} {:?} {}\n", cluster.span, cluster.span.text(), keys.join(" "))
    });
    section("citations", places.collect());
    let passages = summary.passages.iter().map(|passage| {
        let parts = passage.parts.iter().map(|part| match part {
            PassagePart::Text(text) => text.clone(),
            PassagePart::Citation(number) => format!("{{{number}}}"),
        });
        format!("{:?} {}\n", passage.heading, parts.collect::<String>())
    });
    section("passages", passages.collect());
    let quotations = summary.quotations.iter().map(|quotation| {
        let Quotation { text, from, heading, tags, block_id, fold, titled } = quotation;
        format!("{text:?} {from:?} heading {heading:?} tags {tags:?} name {block_id:?} {fold:?} {titled}\n")
    });
    section("quotations", quotations.collect());
    section("diagnostics", checked.diagnostics.iter().map(|found| diagnostic(found) + "\n").collect());
    text
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

//! Hostile reviews: whatever notes and references hold, pages run nothing of it and files stay in the site.
//!
//! Every page is read as a browser reads it. What the theme itself brings (its scripts, its style) is
//! known from a harmless review; anything more that runs has come from the input.

use crate::support::html::{Tag, main_of, tags, text};
use crate::support::program::run;
use crate::support::{Review, build, page, shown};
use serde_json::json;
use sourcebook::Built;
use std::collections::BTreeSet;

/// Pieces that would run if they came through anywhere.
const BOMBS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "</title></style></textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "--><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "{{ site.title }}{% raw %}",
];

/// Fields of a reference that reach a page in one way or another.
const FIELDS: &[&str] = &[
    "title",
    "subtitle",
    "shorttitle",
    "booktitle",
    "journaltitle",
    "series",
    "publisher",
    "location",
    "edition",
    "volume",
    "number",
    "pages",
    "pagetotal",
    "doi",
    "url",
    "isbn",
    "issn",
    "eprint",
    "eprinttype",
    "note",
    "addendum",
    "annotation",
    "abstract",
    "keywords",
    "langid",
    "language",
    "file",
    "howpublished",
    "institution",
    "type",
    "eventtitle",
    "venue",
    "origdate",
    "urldate",
    "pubstate",
    "chapter",
    "titleaddon",
    "library",
    "shorthand",
];

/// Keys that are names of other things to a file system or to a browser.
fn hostile_keys() -> Vec<String> {
    let plain = ["../../etc/passwd", "..", "C:\\x", "CON", "nul", "a/b", "<script>alert(1)</script>", "index", ".git"];
    let odd =
        ["\"onclick=alert(1)", "a b", "ключ", "%2e%2e%2f", "a?b#c", "café", "cafe\u{301}", "Smith2020", "smith2020"];
    let long = "x".repeat(5000);
    plain.into_iter().chain(odd).map(str::to_owned).chain([long]).collect()
}

/// A Hayagriva file of works with these keys.
fn library(keys: &[String]) -> String {
    let entry = |(at, key): (usize, &String)| {
        format!("? {}\n: type: book\n  title: Work {at}\n  author: Auth{at}, A.\n  date: 2000\n", json!(key))
    };
    keys.iter().enumerate().map(entry).collect()
}

/// What is wrong with a page for those who open it.
fn dangers(html: &str) -> Vec<String> {
    let allowed = ["try{document.documentElement.dataset.theme=localStorage.theme||\"\"}catch{}", ""];
    let mut dangers = Vec::new();
    for script in html.split("<script").skip(1).filter(|script| !is_data(script)) {
        let body = script.split_once('>').and_then(|(_, rest)| rest.split_once("</script>")).map(|(body, _)| body);
        if !allowed.contains(&body.unwrap_or("not closed")) {
            dangers.push(format!("a script: {body:?}"));
        }
    }
    dangers.extend(tags(html).iter().flat_map(dangers_of_tag));
    dangers
}

/// Whether a script is JSON that no browser runs, and that cannot end its element.
fn is_data(script: &str) -> bool {
    let json = script.strip_prefix(" type=\"application/ld+json\">").and_then(|rest| rest.split_once("</script>"));
    json.is_some_and(|(json, _)| !json.contains('<') && serde_json::from_str::<serde_json::Value>(json).is_ok())
}

fn dangers_of_tag(tag: &Tag) -> Vec<String> {
    let mut dangers = Vec::new();
    if ["iframe", "object", "embed", "base", "form"].contains(&tag.name.as_str()) && !tag.has_class("tools") {
        dangers.push(format!("an element: {tag:?}"));
    }
    if tag.name == "script" && tag.get("src").is_some_and(|src| !is_asset(src)) {
        dangers.push(format!("a script from elsewhere: {tag:?}"));
    }
    for (name, value) in &tag.attributes {
        let address: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let scheme = address.split([':', '/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        let runs = address.contains(':') && ["javascript", "vbscript", "data"].contains(&scheme.as_str());
        let is_address = ["href", "src", "action", "formaction", "xlink:href", "poster"].contains(&name.as_str());
        if name.starts_with("on") || is_address && runs && value != "data:," {
            dangers.push(format!("an attribute: {name}={value:?} of {}", tag.name));
        }
    }
    dangers
}

fn is_asset(address: &str) -> bool {
    let name = address.trim_start_matches("../");
    name.starts_with("assets/") && !name.contains("..")
}

/// No page is dangerous, and every file has a name that is safe everywhere.
fn assert_safe(built: &Built) {
    for path in built.site.files.keys() {
        let safe = |part: &str| {
            !part.is_empty()
                && part.len() < 90
                && !part.trim_matches('.').is_empty()
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
                && !["con", "nul", "aux", "prn", ".git"]
                    .contains(&part.split('.').next().unwrap_or(part).to_lowercase().as_str())
        };
        assert!(path.split('/').all(safe), "{path}");
        if path.ends_with(".html") {
            let dangers = dangers(&page(built, path));
            assert!(dangers.is_empty(), "{path}: {dangers:#?}");
        }
        if path.ends_with(".card.js") {
            assert_card_is_safe(path, &page(built, path));
        }
    }
    let folded: BTreeSet<String> = built.site.files.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(folded.len(), built.site.files.len(), "two files differ only in case");
}

/// A card is a script with one call: two texts. The second becomes HTML on a page.
fn assert_card_is_safe(path: &str, script: &str) {
    assert!(!script.contains('<'), "{path}: {script}");
    let arguments = script.trim().strip_prefix("sourcebook.card(").and_then(|rest| rest.strip_suffix(");"));
    let list = format!("[{}]", arguments.unwrap_or_else(|| panic!("{path}: {script}")));
    let texts: Vec<String> = serde_json::from_str(&list).unwrap_or_else(|error| panic!("{path}: {error}: {script}"));
    let dangers = dangers(&texts[1]);
    assert!(texts.len() == 2 && dangers.is_empty(), "{path}: {dangers:#?}");
}

#[test]
fn the_scanner_sees_what_runs() {
    let theme = Review::small().build();
    assert_safe(&theme);
    for danger in [
        "<script>alert(1)</script>",
        "<p title=''onclick=x>",
        "<img src=x\nOnError=x>",
        "<a href=' java&#10;script&colon;x'>",
        "<a href='data:text/html,x'>",
        "<script src=//evil.example/x.js></script>",
        "<iframe src=x>",
        "<svg/onload=x>",
    ] {
        assert!(!dangers(danger).is_empty(), "{danger}");
    }
    assert!(dangers("&lt;script&gt; <a href='x' title='onclick=x'>javascript:x</a>").is_empty());
}

#[test]
fn hostile_keys_make_safe_names() {
    let review = Review::small();
    let keys = hostile_keys();
    review.write("bibliography/odd.yaml", library(&keys).as_bytes());
    let built = review.build();
    assert_eq!(built.counts.sources, keys.len() + 1, "{}", shown(&built.diagnostics));
    assert_safe(&built);
    let sources = built.site.files.keys().filter(|path| path.starts_with("sources/") && path.ends_with(".html"));
    assert_eq!(sources.count(), keys.len() + 2, "a page each, and the index");
    let written = run(review.root(), &["build", "--quiet"]);
    assert!(written.status.code().is_some_and(|code| code < 2));
    let outside: Vec<_> = std::fs::read_dir(review.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(outside.len(), 3, "{outside:?}");
}

#[test]
fn hostile_keys_can_be_cited() {
    let review = Review::small();
    let keys = hostile_keys();
    review.write("bibliography/odd.yaml", library(&keys).as_bytes());
    let braced: String =
        keys.iter().filter(|key| !key.contains(['{', '}'])).map(|key| format!("See [@{{{key}}}].\n\n")).collect();
    review.write("content/cited.md", braced.as_bytes());
    assert_safe(&review.build());
}

#[test]
fn bibtex_keys_make_safe_names() {
    let review = Review::small();
    let keys = ["../../etc/passwd", "C:\\x", "CON", "a/b", "<script>", "a'b", "Barr2015", "BARR2015", "x:y", "a+b"];
    let entries =
        keys.iter().map(|key| format!("@book{{{key}, title = {{T}}, author = {{Writer, W.}}, date = {{2001}}}}\n"));
    review.write("bibliography/odd.bib", entries.collect::<String>().as_bytes());
    let built = review.build();
    assert_safe(&built);
    assert!(built.counts.sources >= keys.len(), "{}", shown(&built.diagnostics));
}

#[test]
fn every_field_of_a_reference_is_text() {
    for style in ["apa", "ieee", "chicago-notes"] {
        let review = Review::small();
        review.write("sourcebook.yaml", format!("style: {style}\n").as_bytes());
        let mut bib = String::new();
        let mut cited = String::new();
        for (at, bomb) in BOMBS.iter().enumerate() {
            for (kind, name) in
                [("book", "b"), ("article", "a"), ("online", "o"), ("incollection", "c"), ("thesis", "t")]
            {
                let bomb = bomb.replace('%', "\\%").replace("{{", "(").replace("}}", ")").replace(['{', '}'], "");
                let fields: String = FIELDS.iter().map(|field| format!("  {field} = {{{bomb}}},\n")).collect();
                bib.push_str(&format!(
                    "@{kind}{{{name}{at},\n  author = {{{{{bomb}}} and Family, {bomb}}},\n  editor = {{{bomb}, Given}},\n  date = {{2001}},\n{fields}}}\n"
                ));
                cited.push_str(&format!("See @{name}{at} [p. 3] and [@{name}{at}].\n\n"));
            }
        }
        review.write("bibliography/hostile.bib", bib.as_bytes());
        review.write("content/cited.md", cited.as_bytes());
        let built = review.build();
        assert_eq!(built.counts.sources, 1 + BOMBS.len() * 5, "{}", shown(&built.diagnostics));
        assert_safe(&built);
        assert!(
            text(&page(&built, "references/index.html")).to_lowercase().contains("<script>alert(1)</script>"),
            "{style}: it is shown as text"
        );
    }
}

#[test]
fn signs_that_tex_makes_are_text() {
    let review = Review::small();
    let bib = "@book{tex, author = {A {\\textless}script{\\textgreater}alert(1){\\textless}/script{\\textgreater}},\n  \
        title = {\\textless script\\textgreater alert(1)\\textless/script\\textgreater},\n  publisher = {{<}script{>}alert(1){<}/script{>}},\n  \
        url = {java\\textcolon script:alert(1)}, doi = {10.1/{\"}{>}{<}img onerror=x{>}}, date = {2001}}\n\
        @online{math, title = {$<$script$>$alert(1)$<$/script$>$}, author = {B, C}, url = {javascript:alert(1)}, date = {2001}}\n";
    review.write("bibliography/tex.bib", bib.as_bytes());
    review.write("content/cited.md", b"@tex and @math\n");
    let built = review.build();
    assert_eq!(built.counts.sources, 3, "{}", shown(&built.diagnostics));
    assert_safe(&built);
    assert!(text(&page(&built, "sources/tex.html")).contains("<script>"));
}

#[test]
fn every_field_of_a_hayagriva_entry_is_text() {
    let review = Review::small();
    let mut yaml = String::new();
    for (at, bomb) in BOMBS.iter().enumerate() {
        let bomb = json!(bomb);
        yaml.push_str(&format!(
            "w{at}:\n  type: article\n  title: {bomb}\n  author: [{bomb}]\n  date: 2001\n  publisher: {bomb}\n  note: {bomb}\n  \
             serial-number: {{doi: {bomb}, isbn: {bomb}}}\n  parent: {{type: periodical, title: {bomb}}}\n"
        ));
    }
    review.write("bibliography/hostile.yaml", yaml.as_bytes());
    let built = review.build();
    assert!(built.counts.sources > BOMBS.len() / 2, "{}", shown(&built.diagnostics));
    assert_safe(&built);
}

#[test]
fn everything_a_note_says_of_itself_is_text() {
    let review = Review::small();
    for (at, bomb) in BOMBS.iter().enumerate() {
        let quoted = json!(bomb);
        let front = format!(
            "---\ntitle: {quoted}\ndescription: {quoted}\nlang: {quoted}\ndate: {quoted}\nabstract: {{en: {quoted}, ru: {quoted}}}\n\
             tags: [{quoted}]\nfindings: {{tradition: {{weight: central, finding: {quoted}, at: {quoted}}}}}\nstatus: {quoted}\n\
             read: {quoted}\naliases: [{quoted}]\nfields: {{{quoted}: {quoted}}}\n---\nText @barr2015.\n"
        );
        for path in
            [format!("content/page{at}.md"), "content/sources/barr2015.md".to_owned(), "content/index.md".to_owned()]
        {
            review.write(&path, front.as_bytes());
        }
        assert_safe(&review.build());
    }
}

#[test]
fn everything_the_configuration_says_is_text() {
    for bomb in BOMBS {
        let quoted = json!(bomb);
        let review = Review::small();
        let yaml = format!(
            "title: {quoted}\ndescription: {quoted}\nauthors: [{{name: {quoted}, orcid: {quoted}, affiliation: {quoted}}}]\n\
             license: {quoted}\nlanguage: {quoted}\naccent: {quoted}\nbase-url: {quoted}\ntags: {{tradition: {{label: {quoted}, group: {quoted}}}}}\n\
             navigation: {{{quoted}: {quoted}}}\n"
        );
        review.write("sourcebook.yaml", yaml.as_bytes());
        assert_safe(&review.build());
        let doi = json!(format!("10.1/{bomb}"));
        let cff = format!(
            "title: {quoted}\nauthors: [{{name: {quoted}}}, {{family-names: {quoted}, given-names: {quoted}}}]\ndoi: {doi}\nurl: {quoted}\nversion: {quoted}\n"
        );
        review.write("CITATION.cff", cff.as_bytes());
        assert_safe(&review.build());
    }
}

#[test]
fn everything_in_a_markdown_text_is_text() {
    let review = Review::small();
    for (at, bomb) in BOMBS.iter().enumerate() {
        let markdown = format!(
            "# {bomb}\n\n## Heading {bomb} {{#x{bomb}}}\n\n```{bomb}\ncode {bomb}\n```\n\n```rust onclick=x\n{bomb}\n```\n\n\
             [link](x \"{bomb}\") [link](<{bomb}>) [link](javascript:alert(1)) [link](JaVaScRiPt&colon;alert(1)) [link](java&#10;script:x)\n\n\
             ![{bomb}](figure.svg \"{bomb}\") ![x](javascript:alert(1)) ![x](data:image/svg+xml,<svg/onload=alert(1)>)\n\n\
             <javascript:alert(1)> <data:text/html,x>\n\n[^{bomb}]: A footnote {bomb}\n\nA note[^{bomb}]. [[{bomb}]] [[{bomb}|{bomb}]] ![[{bomb}]]\n\n\
             > [!note] {bomb}\n> {bomb}\n\n`{bomb}` $<script>alert(1)</script>$ $${bomb}$$\n\n[see {bomb} @barr2015, p. {bomb}; @{{{bomb}}}]\n\n\
             | {bomb} | b |\n|---|---|\n| {bomb} | c |\n\n#{bomb} ^{bomb}\n\n[ref]: javascript:alert(1) \"{bomb}\"\n[ref]\n\n{bomb}\n: {bomb}\n"
        );
        review.write(&format!("content/page{at}.md"), markdown.as_bytes());
        review.write("content/sources/barr2015.md", markdown.as_bytes());
    }
    assert_safe(&review.build());
}

#[test]
fn odd_languages_do_not_stop_a_build() {
    for language in ["", "-", "_", "x", "en-", "language", "zz-ZZ", &"a-".repeat(1000)] {
        let review = Review::small();
        review.write("sourcebook.yaml", format!("language: {}\n", json!(language)).as_bytes());
        assert!(review.build().site.files.contains_key("index.html"), "{language}");
    }
}

/// Raw HTML as it may stand in a note: harmless, then harmful.
const RAW: &str = "Within <kbd>Ctrl</kbd> and <b onclick=\"x()\">bold</b> and <a href=\"javascript:x\">a</a> <img src=x onerror=x>\n\n\
    <details><summary>More</summary>Text</details>\n\n<script>alert(1)</script>\n\n<iframe src=\"https://evil.example\"></iframe>\n\n\
    <p style=\"position:fixed\" onmouseover=\"x()\">over</p>\n\n<svg><script>alert(1)</script></svg>\n\n\
    <math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>\n\n<form action=x><input></form>\n\n<b>never closed\n\n</article></main></body>after\n";

fn raw(policy: &str) -> Built {
    let review = Review::small();
    review.write("sourcebook.yaml", format!("html: {policy}\n").as_bytes());
    review.write("content/raw.md", RAW.as_bytes());
    review.build()
}

#[test]
fn sanitised_html_keeps_only_what_marks_up_text() {
    let built = raw("sanitise");
    assert_safe(&built);
    let html = page(&built, "raw.html");
    let main = main_of(&html);
    let kept: Vec<String> = tags(main).into_iter().map(|tag| tag.name).collect();
    for name in ["kbd", "details", "summary", "b"] {
        assert!(kept.iter().any(|kept| kept == name), "{name}");
    }
    assert!(text(main).contains("after"), "end tags of the page itself do nothing");
    assert!(shown(&built.diagnostics).contains("[html-removed]"));
}

#[test]
fn escaped_html_is_shown() {
    let built = raw("escape");
    assert_safe(&built);
    let shown = text(main_of(&page(&built, "raw.html")));
    assert!(shown.contains("<kbd>Ctrl</kbd>") && shown.contains("<script>alert(1)</script>"), "{shown}");
}

#[test]
fn trusted_html_passes() {
    let html = page(&raw("trust"), "raw.html");
    assert!(html.contains("<script>alert(1)</script>") && html.contains("<b onclick=\"x()\">"));
}

#[test]
fn trust_in_notes_is_no_trust_in_references() {
    let review = Review::small();
    review.write("sourcebook.yaml", b"html: trust\n");
    review.write(
        "bibliography/x.bib",
        b"@book{x, title = {<script>alert(1)</script>}, author = {<b onclick=x>, A.}, date = {2001}}\n",
    );
    review.write("content/cited.md", b"As @x [<script>].\n");
    assert_safe(&review.build());
}

#[test]
fn files_beside_the_notes_stay_in_the_site() {
    let review = Review::small();
    for path in [
        "content/figure one.svg",
        "content/CON.txt",
        "content/index.html",
        "content/assets/site.js",
        "content/404.html",
    ] {
        review.write(path, b"stranger");
    }
    let built = review.build();
    for path in ["index.html", "assets/site.js", "404.html"] {
        assert_ne!(page(&built, path), "stranger", "{path}");
    }
    assert_eq!(page(&built, "figure one.svg"), "stranger");
    assert_eq!(shown(&built.diagnostics).matches("[name-collision]").count(), 3, "{}", shown(&built.diagnostics));
}

#[test]
fn hidden_files_are_not_read() {
    let review = Review::small();
    for path in [
        "content/.env",
        "content/.git/config",
        "content/.obsidian/a.md",
        "bibliography/.hidden.bib",
        "content/.draft.md",
    ] {
        review.write(path, b"SECRET @nobody");
    }
    let built = review.build();
    assert_eq!(shown(&built.diagnostics), "");
    for (path, bytes) in &built.site.files {
        assert!(!String::from_utf8_lossy(bytes).contains("SECRET"), "{path}");
    }
    assert_eq!(
        built.site.files.keys().collect::<Vec<_>>(),
        Review::small().build().site.files.keys().collect::<Vec<_>>()
    );
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_not_read() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.md"), "SECRET").unwrap();
    std::fs::write(outside.path().join("secret.bib"), "@book{secret, title = {SECRET}}").unwrap();
    let review = Review::small();
    let link = |from: &str, to: &str| symlink(outside.path().join(from), review.root().join(to)).unwrap();
    link("secret.md", "content/linked.md");
    link("secret.md", "content/linked.png");
    link("", "content/folder");
    link("secret.bib", "bibliography/linked.bib");
    symlink(review.root(), review.root().join("content/around")).unwrap();
    let built = review.build();
    for (path, bytes) in &built.site.files {
        assert!(!String::from_utf8_lossy(bytes).contains("SECRET"), "{path}");
    }
    assert_eq!(built.counts.sources, 1);
    let said = shown(&built.diagnostics);
    for path in
        ["content/linked.md", "content/linked.png", "content/folder", "content/around", "bibliography/linked.bib"]
    {
        assert!(said.contains(&format!("`{path}` is left out")), "{path}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn whole_folders_that_are_links_are_not_read() {
    let outside = tempfile::tempdir().unwrap();
    for path in ["templates/404.html", "secret.md", "secret.bib", "secret.csl"] {
        std::fs::create_dir_all(outside.path().join(path).parent().unwrap()).unwrap();
        std::fs::write(outside.path().join(path), "SECRET").unwrap();
    }
    let review =
        Review::new([("sourcebook.yaml", "theme: own\nstyle: ../secret.csl\nbibliography: [../secret.bib]\n")]);
    std::fs::create_dir(review.root().join("themes")).unwrap();
    for folder in ["content", "bibliography", "themes/own"] {
        std::os::unix::fs::symlink(outside.path(), review.root().join(folder)).unwrap();
    }
    let built = review.build();
    for (path, bytes) in &built.site.files {
        assert!(!String::from_utf8_lossy(bytes).contains("SECRET"), "{path}");
    }
    assert!(!shown(&built.diagnostics).contains("SECRET"));
}

#[cfg(unix)]
#[test]
fn pipes_are_not_read() {
    let review = Review::small();
    for path in ["content/pipe.md", "bibliography/pipe.bib", "sourcebook.yaml"] {
        let made = std::process::Command::new("mkfifo").arg(review.root().join(path)).status().unwrap();
        assert!(made.success());
    }
    let built = review.build();
    let said = shown(&built.diagnostics);
    for path in ["content/pipe.md", "bibliography/pipe.bib", "sourcebook.yaml"] {
        assert!(said.contains(&format!("`{path}`")), "{path}: {said}");
    }
    assert!(built.site.files.contains_key("index.html"));
}

#[test]
fn deep_and_endless_input_comes_to_an_end() {
    let deep = |open: &str, close: &str| open.repeat(20_000) + "x" + &close.repeat(20_000);
    let yaml_bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned()
        + &(b'b'..=b'j')
            .map(|c| format!("{0}: &{0} [{1}]\n", c as char, vec![format!("*{}", (c - 1) as char); 9].join(",")))
            .collect::<String>();
    let cases: Vec<(&str, String)> = vec![
        ("content/a.md", format!("---\ntitle: {}\n---\nText\n", deep("[", "]"))),
        ("content/a.md", format!("---\n{yaml_bomb}---\nText\n")),
        ("content/a.md", deep("[", "]")),
        ("content/a.md", "[@barr2015, ".repeat(100) + &"]".repeat(100)),
        ("content/a.md", deep("> ", "")),
        ("content/a.md", deep("*a ", "")),
        ("content/a.md", deep("![[", "")),
        ("content/a.md", deep("<b>", "")),
        ("content/a.md", deep("[^a]", "") + "\n\n[^a]: [^a]\n"),
        ("content/a.md", format!("${}$", deep("{", "}"))),
        ("content/a.md", deep("[@{", "")),
        ("sourcebook.yaml", format!("tags: {}\n", deep("{a: ", "}"))),
        ("sourcebook.yaml", yaml_bomb.clone()),
        ("bibliography/b.bib", format!("@book{{deep, title = {}}}\n", deep("{", "}"))),
        ("bibliography/b.bib", format!("@book{{deep, title = {{{}}}}}\n", deep("\\textbf{", "}"))),
        (
            "bibliography/b.bib",
            "@string{a = a # a}\n@book{s, title = a}\n@book{c, crossref = {c}, xdata = {c}}\n".to_owned(),
        ),
        (
            "bibliography/b.bib",
            (0..26).map(|n| format!("@string{{s{} = s{n} # s{n}}}\n", n + 1)).collect::<String>()
                + "@string{s0 = \"xx\"}\n@book{s, title = s26}\n",
        ),
        ("bibliography/b.yaml", format!("a:\n  type: book\n  title: {}\n", deep("[", "]"))),
        ("bibliography/b.yaml", yaml_bomb),
    ];
    for (path, text) in cases {
        let review = Review::small();
        review.write(path, text.as_bytes());
        let built = build(&review.load());
        assert!(built.site.files.contains_key("index.html"), "{path}: {}", &text[..40]);
        assert_safe(&built);
    }
}

/// Works of the same thousands of people, told apart by none of them.
#[test]
fn crowds_of_authors_come_to_an_end() {
    let work = |at: usize, differ: &dyn Fn(usize) -> bool| {
        let given = |name: usize| if differ(name) { format!("Given{at}") } else { "Given".to_owned() };
        let names: Vec<String> = (0..2_000).map(|name| format!("Family{name}, {}", given(name))).collect();
        format!("@book{{work{at}, author = {{{}}}, title = {{Title {at}}}, date = {{2020}}}}\n", names.join(" and "))
    };
    let last = |name: usize| name == 1_999;
    let all_but_first = |name: usize| name > 0;
    for differ in [&last as &dyn Fn(usize) -> bool, &all_but_first] {
        let review = Review::small();
        let works: String = (0..4).map(|at| work(at, differ)).collect();
        review.write("bibliography/b.bib", works.as_bytes());
        review.write("content/essays/crowds.md", b"Said by [@work0; @work1; @work2; @work3].\n");
        let built = build(&review.load());
        let shown = text(main_of(&page(&built, "essays/crowds.html")));
        assert!(shown.contains("2020a") && shown.contains("2020d"), "{shown}");
    }
}

use super::*;

fn document(text: &str) -> Document {
    let file = TextFile::new("a.yaml", text);
    let length = text.len();
    Document::parse(&file, 0..length, 1 << 16).unwrap_or_else(|error| panic!("{}", error.message))
}

fn error(text: &str) -> (String, String) {
    let file = TextFile::new("a.yaml", text);
    let error = Document::parse(&file, 0..text.len(), 1 << 16).expect_err("an error");
    (error.message.clone(), file.span(error.range).to_string())
}

const SAMPLE: &str = "\
title: \"Ein Titel: schön\" # comment
tags: [soft-power, 'a, b', {x: 1, y: [p, q]}]
list:
- one
-   two: 2
    three: >-
      folded: text
      more

    four: 4
  # comment
-
\"quoted key\" : |
  a: b
empty:
findings:
  tradition: {weight: central, finding: \"The [past]\", at: \"p. 194\"}
  ключ: \"Also\"
last: plain
  goes on
";

#[test]
fn every_key_has_its_place() {
    let document = document(SAMPLE);
    let place = |path: &[&str]| document.place(path).map(|span| format!("{span} {}", span.text())).unwrap_or_default();
    let value = |path: &[&str]| document.value_place(path).map(|span| span.text().to_owned()).unwrap_or_default();
    assert_eq!(place(&["title"]), "a.yaml:1:1 title");
    assert_eq!(value(&["title"]), "\"Ein Titel: schön\"");
    assert_eq!(value(&["tags", "1"]), "'a, b'");
    assert_eq!(place(&["tags", "2", "y"]), "a.yaml:2:35 y");
    assert_eq!(value(&["tags", "2", "y", "1"]), "q");
    assert_eq!(place(&["list", "0"]), "a.yaml:4:3 one");
    assert_eq!(place(&["list", "1", "three"]), "a.yaml:6:5 three");
    assert_eq!(value(&["list", "1", "four"]), "4");
    assert_eq!(place(&["list", "2"]), "a.yaml:12:1 -");
    assert_eq!(value(&["quoted key"]), "|\n  a: b");
    assert_eq!(value(&["empty"]), "empty");
    assert_eq!(value(&["findings", "tradition", "at"]), "\"p. 194\"");
    assert_eq!(place(&["findings", "ключ"]), "a.yaml:18:3 ключ");
    assert_eq!(value(&["last"]), "plain\n  goes on");
    assert_eq!(document.place(&["none"]), None);
    assert_eq!(document.get(&["list", "1", "three"]).and_then(Value::as_str), Some("folded: text more"));
}

#[test]
fn errors_stand_where_they_are() {
    assert_eq!(error("é: b: c"), ("mapping values are not allowed in this context".into(), "a.yaml:1:5".into()));
    assert_eq!(error("a: 1\nb: 2\na: 3"), ("the key `a` is given twice".into(), "a.yaml:3:1".into()));
    assert_eq!(error("a:\n\tb: 1").1, "a.yaml:2:1");
    assert_eq!(error("a: @b").1, "a.yaml:1:4");
    assert_eq!(error(&"[".repeat(20_000)).1, "a.yaml:1:65");
    assert!(error(&"- ".repeat(20_000)).0.contains("64 deep"));
    assert!(error(&format!("[{}", "\"]\", [".repeat(9_000))).0.contains("64 deep"));
    assert!(error(&"a".repeat(70_000)).0.contains("KiB"));
}

#[test]
fn values_are_read_by_type() {
    let document = document(
        "year: 2010.10\ndate: 2025-04-09\nyes: yes\ntags: 'a,  b'\nlist: [x, 7, [y]]\nbad: {a: 1}\nmap: {b: 1, 2: c}\nno:\n",
    );
    let mut reader = Reader::new(&document, Code::BadConfiguration);
    assert_eq!(reader.string(&["year"]).as_deref(), Some("2010.10"));
    assert_eq!(reader.string(&["date"]).as_deref(), Some("2025-04-09"));
    assert_eq!(reader.string(&["no"]), None);
    assert_eq!(reader.bool(&["yes"]), Some(true));
    let tags = reader.strings(&["tags"], Split::Commas).unwrap_or_default();
    assert_eq!(format!("{tags:?}"), r#"[("a", a.yaml:4:8), ("b", a.yaml:4:12)]"#);
    assert_eq!(reader.strings(&["list"], Split::Never).map(|list| list.len()), Some(2));
    assert_eq!(reader.string(&["bad"]), None);
    assert_eq!(reader.bool(&["date"]), None);
    let keys = reader.mapping(&["map"]).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(keys, ["b", "2"]);
    let said = reader.into_diagnostics().iter().map(|d| format!("{:?} {}", d.span, d.message)).collect::<Vec<_>>();
    assert_eq!(
        said,
        [
            "Some(a.yaml:5:14) `list.2` should be a text and is a list",
            "Some(a.yaml:6:6) `bad` should be a text and is a mapping",
            "Some(a.yaml:2:7) `date` should be `true` or `false` and is a text",
        ]
    );
}

#[test]
fn nothing_is_a_document_too() {
    assert!(document("").value().is_null());
    assert!(document("# only a comment\n").value().is_null());
}

#[test]
fn any_text_is_scanned() {
    let alphabet = b"[]{}:,-#'\"|> \n\ta1&!*?%";
    let mut state = 0x9E37_79B9_u32;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..state % 24 {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            text.push(char::from(alphabet[state as usize % alphabet.len()]));
        }
        state = state.wrapping_mul(747_796_405).wrapping_add(1);
        let file = TextFile::new("a.yaml", &text);
        let _ = Document::parse(&file, 0..text.len(), 1 << 16);
    }
}

#[test]
fn what_is_written_reads_as_the_same_text() {
    for text in [
        "A review",
        "no",
        "Null",
        "12",
        "1.5",
        "a: b",
        "# x",
        "",
        " x",
        "x ",
        "a\"b\\c",
        "é\n—",
        "- x",
        "*.pdf",
        "true",
        "~",
        "Ключ – да",
    ] {
        let read: Value = serde_yaml::from_str(&scalar(text)).unwrap();
        assert_eq!(read.as_str(), Some(text), "{}", scalar(text));
    }
    assert_eq!(scalar("My Library.bib"), "My Library.bib");
}

/// What is said of texts that are no YAML, and where.
#[test]
fn the_slips_of_authors_are_named() {
    let error = |text: &str| {
        let file = TextFile::new("a.yaml", text);
        let error = Document::parse(&file, 0..text.len(), 1 << 16).expect_err(text);
        let place = file.span(error.range.clone()).to_string();
        format!("{} {} ({})", place.trim_start_matches("a.yaml:"), error.message, error.hint.unwrap_or_default())
    };
    let unclosed =
        |place: &str, open: char, close: char| format!("{place} a `{open}` is never closed (close it with `{close}`)");
    for (text, said) in [
        ("tags: [a, b\ntitle: x\ndate: 2020\n", unclosed("1:7", '[', ']')),
        ("tags: [a, b\ntitle: x\n", unclosed("1:7", '[', ']')),
        ("x: y\nfindings: {a: b\ntitle: x\n", unclosed("2:11", '{', '}')),
        ("title: \"Old Wine\ntags: \"x\"\nfoo: y\n", unclosed("1:8", '"', '"')),
        ("title: \"Old Wine\ntags: x\n", unclosed("1:8", '"', '"')),
        ("- 'a\n- b\n", unclosed("1:3", '\'', '\'')),
        ("tags:\n\t- a\n", "2:1 this line is indented with a tab (indent with spaces; YAML allows no tabs)".to_owned()),
        (
            "a: b: c\n",
            "1:5 mapping values are not allowed in this context (put a value that holds `: ` in quotes)".to_owned(),
        ),
        (
            "tags:\n  power:\n    label: \"Soft\"\n  tradition:\nlabel: \"Tradition\"\n  control: x\n",
            "5:1 this line begins further left than those around it (begin it with 2 spaces)".to_owned(),
        ),
        (
            "findings:\n  power:\n    finding: x\n  tradition:\nfinding: \"It is old.\"\n    at: p. 3\n",
            "5:1 this line begins further left than those around it (begin it with 4 spaces)".to_owned(),
        ),
        (
            "title: \"x\"\n status: read\n",
            "2:2 this line begins further right than those around it (begin it at the left margin)".to_owned(),
        ),
        (
            "title: x\n status: read\n",
            "2:2 this line begins further right than those around it (begin it at the left margin)".to_owned(),
        ),
        (
            "a:\n    b: c\n  d: e\n",
            "3:3 this line begins further left than those around it (begin it with 4 spaces)".to_owned(),
        ),
        (
            "abstract: some text\nthat goes on here\ndate: 2020\n",
            "2:1 this line has no key (write `key: value`, or indent it if it goes on with the line above)".to_owned(),
        ),
        (
            "title: \"Old \"Wine\" x\"\n",
            "1:14 did not find expected key, while parsing a block mapping (the value ends at its second quotation \
             mark: write `\\\"` for those within it)"
                .to_owned(),
        ),
        (
            "title: 'It's so'\n",
            "1:12 did not find expected key, while parsing a block mapping (the value ends at its second `'`: write \
             `''` for those within it)"
                .to_owned(),
        ),
        (
            "title: [Old] Wine\n",
            "1:14 did not find expected key, while parsing a block mapping (put the value in quotes)".to_owned(),
        ),
        ("title: @x\n", "1:8 found character that cannot start any token, while scanning for the next token (put the value in quotes)".to_owned()),
    ] {
        assert_eq!(error(text), said, "{text}");
    }
}

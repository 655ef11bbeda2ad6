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

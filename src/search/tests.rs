//! Words, and the files that they end in.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    fold::words(&text.nfc().collect::<String>(), |word| words.push(word.to_owned()));
    words
}

#[test]
fn texts_are_cut_into_the_words_of_the_cases() {
    let cases = include_str!("../../tests/fixtures/search/words.txt");
    for line in cases.lines().filter(|line| !line.starts_with('#')) {
        let (text, expected) = line.split_once("=>").unwrap();
        assert_eq!(words_of(text).join(" "), expected.trim(), "{text}");
    }
}

#[test]
fn folding_by_characters_is_folding_of_the_whole() {
    // Of Han characters and Hangul syllables only some.
    let taken = |c: &u32| !matches!(c, 0x3400..0xA000 | 0xAC00..0xD7A4 | 0x2_0000..) || c.is_multiple_of(97);
    let letters = (0..0x4_0000).filter(taken).filter_map(char::from_u32).filter(|c| fold::is_letter(*c));
    for c in letters {
        for text in [format!("{c}"), format!("Aé{c}e\u{301}й"), format!("и\u{306}{c}\u{323}\u{301}{c}\u{11A8}")] {
            let mut folded = [String::new(), String::new()];
            fold::fold(&text, &mut folded[0]);
            fold::fold_composed(&text, &mut folded[1]);
            assert_eq!(folded[0], folded[1], "{text:?}");
            assert!(!folded[0].contains(['"', '\\', '<', '\u{2028}', '\u{2029}']), "{text:?} needs to be escaped");
        }
    }
}

fn entry(kind: Kind, path: &str, title: &str, text: &str) -> Entry {
    let mut section = Section { anchor: "one".into(), heading: "One".into(), text: String::new() };
    section.add(text);
    let (path, title, language) = (path.into(), title.into(), String::new());
    Entry { kind, path, title, language, names: vec!["Key".into()], sections: Arc::new(vec![section]) }
}

fn made(entries: Vec<Entry>, documents: usize) -> Vec<(String, String)> {
    let files = files(entries, documents, &EntryMemo::default());
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes.to_vec()).unwrap())).collect()
}

#[test]
fn documents_have_a_file_each_and_all_else_shares_some() {
    let sources = (0..40).map(|n| entry(Kind::Source, &format!("sources/{n}.html"), "A", "a"));
    let entries: Vec<Entry> = std::iter::once(entry(Kind::Page, "index.html", "Home", "Text")).chain(sources).collect();
    let files = made(entries, 1);
    let paths: Vec<&str> = files.iter().map(|(path, _)| &**path).collect();
    let texts = ["texts/0", "texts/1", "texts/2", "words/0", "index"].map(|name| format!("assets/search/{name}.js"));
    assert_eq!(paths, texts);
    assert_eq!(files[0].1, "sourcebook.found([\"index.html\",\"Home\",[\"Key\"],[[\"one\",\"One\",\"Text\"]]]);\n");
    let index: serde_json::Value = serde_json::from_str(handed(&files[4].1)).unwrap();
    assert_eq!(index["kinds"], format!("0{}", "2".repeat(40)));
    assert_eq!([&index["block"], &index["documents"], &index["words"]], [32, 1, 1]);
    let version = index["version"].as_str().unwrap();
    assert!(files[3].1.ends_with(&format!(",\"{version}\");\n")), "{}", files[3].1);
}

/// What a script hands over.
fn handed(script: &str) -> &str {
    let data = script.strip_prefix("sourcebook.found(").and_then(|text| text.strip_suffix(");\n")).unwrap();
    // Files of words say which numbers they mean, too.
    data.split_once("},\"").map_or(data, |(words, _)| &data[..=words.len()])
}

#[test]
fn the_numbering_changes_with_the_entries_and_not_with_their_texts() {
    let numbering = |entries: &[(&str, &str)]| {
        let entries = entries.iter().map(|(path, text)| entry(Kind::Page, path, "A", text)).collect();
        let files = made(entries, 2);
        let index: serde_json::Value = serde_json::from_str(handed(&files.last().unwrap().1)).unwrap();
        ["version", "texts"].map(|name| index[name].as_str().unwrap().to_owned())
    };
    let [version, texts] = numbering(&[("a.html", "One"), ("b.html", "two")]);
    assert_eq!(texts.len(), 6, "three characters for each file of texts");
    assert_eq!(numbering(&[("a.html", "More"), ("b.html", "than that")]), [version.clone(), texts.clone()]);
    let [swapped, checks] = numbering(&[("b.html", "two"), ("a.html", "One")]);
    assert_ne!(swapped, version);
    assert_eq!(checks, [&texts[3..], &texts[..3]].concat());
}

#[test]
fn an_entry_says_its_language() {
    let mut entry = entry(Kind::Source, "a.html", "A", "a");
    entry.language = "zh".into();
    assert!(made(vec![entry], 0)[0].1.ends_with("[[\"one\",\"One\",\"a\"]],\"zh\"]);\n"));
}

#[test]
fn a_line_has_the_places_of_a_word() {
    // In the names the title stands at 0, in the text the heading at 0, the first sentence at 32, the second at 64.
    let text = "Soft, soft powers. Power";
    let entries = vec![entry(Kind::Page, "a.html", "Soft", text), entry(Kind::Page, "b.html", "b", "power")];
    let words = &made(entries, 2)[2].1;
    // Twice in the text and once in the names of the first; there at 0, here at 32 and 33.
    assert!(words.contains("\"soft\":\"AFBAgBB\""), "{words}");
    // Once in the text of the first, at 64, and of the next, at 32.
    assert!(words.contains("\"power\":\"ACgCBCgB\""), "{words}");
}

#[test]
fn nothing_in_a_text_can_end_its_script() {
    let files = made(vec![entry(Kind::Note, "a.html", "</script>", "a\u{2028}b </script> \"quoted\" \\")], 1);
    assert!(!files.iter().any(|(_, text)| text.contains(['<', '\u{2028}'])), "{files:?}");
    assert!(files[0].1.contains("a b \\u003c/script>") && !files[0].1.contains("Key"), "{}", files[0].1);
}

#[test]
fn many_words_are_spread_over_files() {
    let text: String = (0..20_000).map(|n| format!("w{n} ")).collect();
    let files = made(vec![entry(Kind::Page, "a.html", "A", &text)], 1);
    let words: Vec<&String> = files.iter().filter(|(path, _)| path.contains("words/")).map(|(_, text)| text).collect();
    assert!((8..=32).contains(&words.len()), "{}", words.len());
    let with = words.iter().filter(|words| words.contains("\"w12")).count();
    assert_eq!(with, 1, "words that begin alike are together");
}

#[test]
fn a_changed_sentence_changes_the_lines_of_its_words() {
    let lines = |sentence: &str| -> BTreeMap<String, String> {
        let others = "Prof. A. Smith et al. stand here (p. 4). As do others.";
        let files = made(vec![entry(Kind::Page, "a.html", "A", &format!("{sentence} {others}"))], 1);
        serde_json::from_str(handed(&files[1].1)).unwrap()
    };
    let (before, after) = (lines("Some words."), lines("Some more of them."));
    let words = before.keys().chain(after.keys()).collect::<BTreeSet<_>>();
    let changed: Vec<_> = words.into_iter().filter(|word| before.get(*word) != after.get(*word)).collect();
    assert_eq!(changed, ["more", "of", "them", "words"]);
    // From one word to the next within a sentence, and none from there to the next sentence.
    let place = |word: &str| before[word].chars().skip(2).collect::<String>();
    assert_eq!([place("smith"), place("et"), place("as")], ["hD", "iD", "gE"]);
}

#[test]
fn blocks_are_brought_into_one_form() {
    let mut section = Section::default();
    section.add("  one\n two ");
    section.add(" \n");
    section.add("e\u{301}");
    section.add("as it is");
    section.add("two  spaces\u{a0}one ");
    assert_eq!(section.text, "one two\né\nas it is\ntwo spaces one");
}

//! The evidence table: the page, the files beside it, the fenced block, and that all pages tell the same of a source.

use crate::matrix::{changed, notes, read_csv, review};
use crate::support::html::{inner, tags, text};
use crate::support::{Review, page, shown};
use sourcebook::Built;
use std::collections::BTreeSet;

const EVIDENCE: &str = "evidence/index.html";
const DECLARED: &str = "title: Three\nfields:\n  method: {label: {en: Method, ru: Метод}}\n  sample-size: {label: Sample, unit: people}\n  region:\n";

fn three() -> Review {
    review(
        DECLARED,
        &notes(&[
            ("late", "2020", "fields: {Method: survey, sample_size: 9, region: \"=1+1\"}\n"),
            ("early", "1990", "tags: [power]\nfields: {method: \"archives | letters\", sample size: 1200}\n"),
            ("undated", "", "fields: {sample-size: 85}\n"),
            ("bare", "2000", "status: read\n"),
            ("unread", "2001", "-"),
        ]),
    )
}

/// The rows of the table on a page, its cells as text; where nothing is said, the word for it.
fn table(built: &Built, path: &str) -> Vec<Vec<String>> {
    let html = page(built, path);
    let html = html.split("class=\"fields").nth(1).unwrap_or_default().split("</table>").next().unwrap();
    let spoken = |cell: &str| match tags(cell).iter().find_map(|tag| tag.get("aria-label").map(str::to_owned)) {
        Some(word) => format!("({word})"),
        None => text(cell),
    };
    let row = |row: &str| -> Vec<String> {
        let row = row.replace("<th", "<td").replace("</th>", "</td>");
        inner(&row, "td").into_iter().map(spoken).collect()
    };
    inner(html, "tr").into_iter().map(row).collect()
}

#[test]
fn rows_are_sources_with_a_note_and_columns_the_declared_fields() {
    let built = three().build();
    assert_eq!(shown(&built.diagnostics), "");
    let none = "(nothing said)";
    assert_eq!(
        table(&built, EVIDENCE),
        [
            vec!["Source", "Date", "Method", "Sample people", "Region"],
            vec!["Authorearly", "1990", "archives | letters", "1200", none],
            vec!["Authorbare", "2000", none, none, none],
            vec!["Authorlate", "2020", "survey", "9", "=1+1"],
            vec!["Authorundated", "n.d.", none, "85", none],
            vec!["Filled", "2 of 4", "3 of 4", "1 of 4"],
        ]
    );
    let html = page(&built, EVIDENCE);
    assert!(tags(&html).iter().filter(|tag| tag.name == "th").all(|tag| tag.get("scope").is_some()));
    let missing = text(&html[html.find("id=\"missing\"").unwrap()..]);
    assert!(
        missing.contains("Method\nAuthorbare 2000, Authorundated n.d.\nSample\nAuthorbare 2000\nRegion\n"),
        "{missing}"
    );
    assert!(page(&built, "index.html").contains("href=\"evidence/index.html\""));
}

#[test]
fn labels_are_in_the_language_of_the_review_on_the_page_of_a_source_too() {
    let review = three();
    review.write("sourcebook.yaml", format!("language: ru\n{DECLARED}").as_bytes());
    let built = review.build();
    assert_eq!(table(&built, EVIDENCE)[0], ["Источник", "Дата", "Метод", "Sample people", "Region"]);
    let record = text(&page(&built, "sources/early.html"));
    assert!(record.contains("Метод\narchives | letters\nSample\n1200 people"), "{record}");
}

#[test]
fn the_files_have_the_whole_of_it_and_no_cell_is_a_formula() {
    let built = three().build();
    let rows = read_csv(&page(&built, "evidence/evidence.csv"));
    assert_eq!(rows[0], ["Key", "Authors", "Date", "Title", "Method", "Sample (people)", "Region"]);
    assert_eq!(rows[1], ["early", "Authorearly, Ann", "1990", "On early", "archives | letters", "1200", ""]);
    assert_eq!(rows[3][4..], ["survey", "9", "'=1+1"]);
    assert_eq!(rows.len(), 5);
    let markdown = page(&built, "evidence/evidence.md");
    assert!(markdown.starts_with("| Source | Method | Sample (people) | Region |\n|---|---|---|---|\n"), "{markdown}");
    assert!(markdown.contains("| Authorearly 1990 | archives \\| letters | 1200 |  |\n"), "{markdown}");
}

#[test]
fn fields_in_the_text_fill_columns_and_front_matter_wins() {
    let review = three();
    let note = "---\nfields: {method: survey}\n---\nA claim.\n\nMethod:: interviews\n\nIn [region:: Asia].\n";
    review.write("content/sources/bare.md", note.as_bytes());
    let built = review.build();
    assert_eq!(table(&built, EVIDENCE)[2], ["Authorbare", "2000", "survey", "(nothing said)", "Asia"]);
}

#[test]
fn without_a_declaration_the_fields_of_several_notes_are_columns() {
    let review = three();
    review.write("sourcebook.yaml", b"title: None\n");
    review.write("content/sources/bare.md", b"A claim.\n\nonly-here:: x\n");
    let built = review.build();
    assert_eq!(table(&built, EVIDENCE)[0], ["Source", "Date", "Method", "Sample size"]);
    let home = page(&built, "index.html");
    let (head, foot) = home.split_once("<main").unwrap();
    assert!(!head.contains(EVIDENCE) && foot.contains(EVIDENCE));
}

#[test]
fn without_fields_there_is_no_table_and_no_link_to_one() {
    let built = review("title: None\n", &notes(&[("a", "2001", "status: read\n")])).build();
    let html = page(&built, EVIDENCE);
    assert!(!html.contains("<table") && text(&html).contains("No note fills a field yet."));
    assert!(!page(&built, "index.html").contains(EVIDENCE));
    assert_eq!(read_csv(&page(&built, "evidence/evidence.csv")), [["Key", "Authors", "Date", "Title"]]);
}

#[test]
fn a_field_changes_where_it_is_told_and_nowhere_else() {
    let note = |value: &str| format!("---\nfields: {{method: {value}, sample-size: 9}}\n---\nA claim.\n");
    let review = three();
    review.write("content/method.md", b"# Method\n\n```evidence\ncolumns: method\n```\n");
    review.write("content/sources/late.md", note("First").as_bytes());
    let first = review.build();
    review.write("content/sources/late.md", note("Second").as_bytes());
    let second = review.build();
    let told =
        ["evidence/index.html", "evidence/evidence.csv", "evidence/evidence.md", "sources/late.html", "method.html"];
    assert_eq!(changed(&first, &second), BTreeSet::from(told));
    for path in told {
        assert!(page(&first, path).contains("First") && page(&second, path).contains("Second"), "{path}");
    }
}

/// The rows of a block with these lines.
fn block(lines: &str) -> (Vec<String>, String) {
    let review = three();
    review.write("content/method.md", format!("# Method\n\nBefore.\n\n```evidence\n{lines}```\n\nAfter.\n").as_bytes());
    let built = review.build();
    let html = page(&built, "method.html");
    assert!(html.contains("Before.") && html.contains("After."));
    let rows = table(&built, "method.html");
    let names = rows.iter().skip(1).map(|row| row[0].trim_start_matches("Author").to_owned());
    (names.collect(), shown(&built.diagnostics))
}

#[test]
fn a_block_shows_a_part_of_the_table_in_an_order() {
    assert_eq!(block("rows: late, @early\n"), (vec!["late".into(), "early".into(), "Filled".into()], String::new()));
    assert_eq!(block("tag: power\n").0, ["early", "Filled"]);
    assert_eq!(block("order: name\n").0, ["bare", "early", "late", "undated", "Filled"]);
    // By number, and what says nothing last.
    assert_eq!(block("order: sample-size\n").0, ["late", "undated", "early", "bare", "Filled"]);
    assert_eq!(block("order: method\n").0, ["early", "late", "bare", "undated", "Filled"]);
    let (rows, problems) = block("columns: methods\n");
    assert!(rows.is_empty() && problems.contains("did you mean `method`?"), "{problems}");
}

#[test]
fn many_long_values_are_cut_on_the_page_and_whole_in_the_files() {
    let long = "слово ".repeat(60);
    let note = |at: usize| (format!("k{at}"), "2000".to_owned(), format!("fields: {{method: \"{at} {long}\"}}\n"));
    let built = review("title: Many\n", &(0..1_600).map(note).collect::<Vec<_>>()).build();
    let built_page = page(&built, EVIDENCE);
    assert!(text(&built_page).contains("Not shown, and in the files: 100 sources."));
    assert!(text(&built_page).contains("Long values are cut here"));
    let rows = table(&built, EVIDENCE);
    assert_eq!(rows.len(), 1_502);
    assert!(rows[1][2].ends_with('…') && rows[1][2].chars().count() < 90, "{:?}", rows[1]);
    let rows = read_csv(&page(&built, "evidence/evidence.csv"));
    assert!(rows.len() == 1_601 && rows[1][4].ends_with("слово"));
}

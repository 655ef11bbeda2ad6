//! The synthesis matrix: the page, the files beside it, and that all pages tell the same findings.

use crate::support::html::{Tag, inner, main_of, tags, text};
use crate::support::site::Pages;
use crate::support::{Review, build, cases, page, repository, shown};
use sourcebook::{Built, project};
use std::collections::BTreeSet;
use std::fmt::Write;

const MATRIX: &str = "matrix/index.html";

/// A review of these notes, `(key, year, front matter)`, its tags as configured; a year may be empty.
pub fn review(configuration: &str, notes: &[(String, String, String)]) -> Review {
    let mut bibliography = String::new();
    let review = Review::new([("sourcebook.yaml", configuration), ("content/index.md", "# A review\n\nText.\n")]);
    for (key, year, front) in notes {
        let date = if year.is_empty() { String::new() } else { format!("  date = {{{year}}},\n") };
        let _ = write!(
            bibliography,
            "@book{{{key},\n  author = {{Author{key}, Ann}},\n  title = {{On {key}}},\n{date}}}\n"
        );
        if front != "-" {
            review.write(&format!("content/sources/{key}.md"), format!("---\n{front}---\nA claim.\n").as_bytes());
        }
    }
    review.write("bibliography/references.bib", bibliography.as_bytes());
    review
}

pub fn notes(notes: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    notes.iter().map(|(key, year, front)| ((*key).to_owned(), (*year).to_owned(), (*front).to_owned())).collect()
}

/// `n` notes of which each carries one of `tags` tags.
fn many(n: usize, tags: usize) -> Vec<(String, String, String)> {
    let note = |at: usize| (format!("k{at}"), format!("{}", 1980 + at % 40), format!("tags: [tag-{}]\n", at % tags));
    (0..n).map(note).collect()
}

/// The rows of the table, its cells as text; a ball is its word.
fn table(built: &Built) -> Vec<Vec<String>> {
    let html = page(built, MATRIX);
    let spoken = |cell: &str| {
        let ball = tags(cell).iter().find_map(|tag| tag.get("aria-label").map(str::to_owned)).unwrap_or_default();
        format!("{ball} {}", text(cell)).trim().to_owned()
    };
    let row = |row: &str| -> Vec<String> {
        let row = row.replace("<th", "<td").replace("</th>", "</td>");
        inner(&row, "td").into_iter().map(spoken).collect()
    };
    inner(&html, "tr").into_iter().map(row).collect()
}

/// The gaps by their headings.
fn gaps(built: &Built) -> String {
    let html = page(built, MATRIX);
    let start = html.find("id=\"gaps\"").map_or("", |at| &html[at..]);
    text(&format!("<p {}", start.split("</section>").next().unwrap()))
}

/// What RFC 4180 says a CSV file is, the byte order mark aside.
pub fn read_csv(file: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = file.strip_prefix('\u{feff}').expect("a byte order mark").chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    assert!(!quoted && cell.is_empty() && row.is_empty(), "the last line ends");
    rows
}

/// Each case names pages and files, and expects their text, of pages the balls and the places in sources they lead to, too.
#[test]
fn pages_say_what_the_cases_expect() {
    let mut failures = Vec::new();
    for case in cases("matrix") {
        let built = case.review().build();
        let mut said = String::new();
        for path in case.files["pages"].lines() {
            let file = page(&built, path);
            let _ = match path.ends_with(".html") {
                true => writeln!(said, "== {path}\n{}{}\n", evidence(main_of(&file)), text(main_of(&file))),
                false => writeln!(said, "== {path}\n{}", file.replace(['\r', '\u{feff}'], "")),
            };
        }
        said += &shown(&built.diagnostics);
        failures.extend(case.check(&said).err());
        let broken = Pages::of(&built).broken();
        assert!(broken.is_empty(), "{}: {broken:#?}", case.name);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The balls of a page, and the places in notes on sources that it leads to, in their order.
fn evidence(html: &str) -> String {
    let shown = |tag: Tag| match tag.get("href") {
        Some(href) if href.contains("#") => Some(format!("-> {href}\n")),
        _ if tag.has_class("b") => Some(format!("({})\n", tag.get("aria-label")?)),
        _ => None,
    };
    tags(html).into_iter().filter_map(shown).collect()
}

const THREE: &str =
    "title: Three\ntags:\n  power: Power\n  culture: {label: {en: Culture, ru: Культура}}\n  nobody: Nobody\n";

fn three() -> Review {
    let findings =
        "tags: [culture]\nfindings:\n  power: {weight: central, finding: \"Soft, not \\\"hard\\\" | old\", at: p. 3}\n";
    review(
        THREE,
        &notes(&[
            ("late", "2020", "tags: [culture]\n"),
            ("early", "1990", findings),
            ("undated", "", "findings:\n  culture: {weight: discussed, finding: \"=1+1\"}\n"),
            ("plain", "2000", "status: read\n"),
            ("unread", "2001", "-"),
        ]),
    )
}

#[test]
fn rows_are_sources_by_year_and_columns_tags_in_the_order_of_the_site() {
    let built = three().build();
    let rows = table(&built);
    assert_eq!(rows[0], ["", "Power", "Culture", "Nobody"]);
    assert_eq!(rows[1], ["Authorearly 1990", "central: Soft, not \"hard\" | old p. 3", "mentioned", ""]);
    assert_eq!(rows[2], ["Authorlate 2020", "", "mentioned", ""]);
    assert_eq!(rows[3], ["Authorundated n.d.", "", "discussed: =1+1", ""]);
    assert_eq!(rows[4], ["Sources", "1", "3", "0"]);
    assert_eq!(rows.len(), 5);
    let html = page(&built, MATRIX);
    assert!(text(&html).contains("3 sources, 3 themes"));
    assert_eq!(inner(&html, "caption").len(), 1);
    assert!(tags(&html).iter().filter(|tag| tag.name == "th").all(|tag| tag.get("scope").is_some()));
    assert!(html[html.find("id=\"unread\"").unwrap()..].contains("Authorunread 2001"));
}

#[test]
fn what_nobody_has_said_is_listed() {
    let gaps = gaps(&three().build());
    let expected = "Gaps\nThemes of no source\nNobody\nThemes of one source\nPower: Authorearly 1990\n\
                    Themes never central\nCulture\nNotes without themes\nAuthorplain 2000";
    assert!(gaps.ends_with(expected), "{gaps}");
}

#[test]
fn pairs_that_no_source_joins_are_listed_once() {
    let review = review(
        "title: Pairs\n",
        &notes(&[
            ("a", "2001", "tags: [one, two]\n"),
            ("b", "2002", "tags: [two, three]\n"),
            ("c", "2003", "tags: [four]\n"),
        ]),
    );
    let gaps = gaps(&review.build());
    assert!(gaps.ends_with("Themes that no source joins\nFour: One, Three, Two\nOne: Three"), "{gaps}");
}

#[test]
fn a_tag_above_others_has_their_sources() {
    let found = "findings: {method/survey: {weight: central, finding: It asks}}\ntags: [power]\n";
    let review = review(
        "title: Nested\n",
        &notes(&[
            ("a", "2001", found),
            ("b", "2002", "tags: [method/interview]\n"),
            ("c", "2003", "tags: [method, place/north]\n"),
            ("d", "2004", "tags: [place/south/pole, power]\n"),
        ]),
    );
    review.write("content/tags/place.md", b"Where it was.\n");
    let built = review.build();
    assert_eq!(table(&built)[0][1..], ["Interview", "Method", "North", "Pole", "Power", "Survey"]);
    let expected = "Gaps\nThemes of one source\nInterview: Authorb 2002\nNorth: Authorc 2003\nPole: Authord 2004\n\
                    Survey: Authora 2001\nThemes never central\nInterview\nNorth\nPlace\nPole\nPower\n\
                    Themes that no source joins\nInterview: North, Pole, Power, Survey\nMethod: Pole\n\
                    North: Pole, Power, Survey\nPole: Survey";
    let gaps = gaps(&built);
    assert_eq!(gaps, expected);
}

#[test]
fn cells_lead_to_the_heading_that_is_the_evidence() {
    let built = build(&project::load(&repository()));
    let pages = Pages::of(&built);
    let cells = pages.tags[MATRIX].iter().filter(|tag| tag.get("data-t").is_some());
    let led: Vec<(String, String)> = cells.map(|tag| pages.follow(MATRIX, tag.get("href").unwrap()).unwrap()).collect();
    assert!(led.len() > 20 && led.iter().all(|(page, _)| page.starts_with("sources/")), "{led:?}");
    assert!(led.iter().filter(|(_, anchor)| !anchor.is_empty()).count() >= 10, "{led:?}");
}

#[test]
fn the_csv_reads_back_and_no_cell_is_a_formula() {
    let built = three().build();
    let rows = read_csv(&page(&built, "matrix/matrix.csv"));
    assert_eq!(rows[0], ["Key", "Authors", "Date", "Title", "Power", "Culture", "Nobody"]);
    assert_eq!(
        rows[1],
        ["early", "Authorearly, Ann", "1990", "On early", "central: Soft, not \"hard\" | old (p. 3)", "mentioned", ""]
    );
    assert_eq!(rows[3], ["undated", "Authorundated, Ann", "n.d.", "On undated", "", "discussed: =1+1", ""]);
    assert_eq!(rows.len(), 4);
}

#[test]
fn the_pipe_table_has_the_same_cells() {
    let table = page(&three().build(), "matrix/matrix.md");
    let expected = "| Source | Power | Culture | Nobody |\n|---|---|---|---|\n\
                    | Authorearly 1990 | central: Soft, not \"hard\" \\| old (p. 3) | mentioned |  |\n\
                    | Authorlate 2020 |  | mentioned |  |\n\
                    | Authorundated n.d. |  | discussed: =1+1 |  |\n";
    assert_eq!(table, expected);
}

#[test]
fn without_findings_there_is_no_table_and_no_link_to_one() {
    let review = review("title: None\n", &notes(&[("a", "2001", "status: read\n"), ("b", "2002", "-")]));
    let built = review.build();
    let html = page(&built, MATRIX);
    assert!(!html.contains("<table") && text(&html).contains("No note says anything under a theme yet."));
    assert!(text(&html).contains("Authora 2001") && text(&html).contains("Authorb 2002"));
    assert!(!page(&built, "index.html").contains(MATRIX));
    assert!(page(&three().build(), "index.html").contains(MATRIX));
    assert_eq!(read_csv(&page(&built, "matrix/matrix.csv")), [["Key", "Authors", "Date", "Title"]]);
}

#[test]
fn one_tag_is_a_matrix_too() {
    let built = review("title: One\n", &many(2, 1)).build();
    assert_eq!(table(&built)[1], ["Authork0 1980", "mentioned"]);
    assert!(!gaps(&built).contains("joins"));
}

#[test]
fn sixty_tags_fit() {
    let built = review("title: Sixty\n", &many(120, 60)).build();
    assert_eq!(shown(&built.diagnostics), "");
    let html = page(&built, MATRIX);
    assert_eq!(table(&built)[0].len(), 61);
    assert!(html.contains("class=\"scroll deep\"") && html.contains("and 1710 more"), "{}", gaps(&built));
}

#[test]
fn labels_of_any_script_stand_in_their_columns() {
    let configuration = "title: Scripts\nlanguage: ru\ntags:\n  a: {label: {ru: Мягкая сила}}\n  b: {label: 软实力}\n  c: {label: القوة الناعمة}\n";
    let built = review(configuration, &notes(&[("k", "2001", "tags: [a, b, c]\n")])).build();
    assert_eq!(table(&built)[0], ["", "Мягкая сила", "软实力", "القوة الناعمة"]);
    assert_eq!(table(&built)[1][1], "упоминается");
    assert_eq!(read_csv(&page(&built, "matrix/matrix.csv"))[0][4..], ["Мягкая сила", "软实力", "القوة الناعمة"]);
    assert!(page(&built, "matrix/matrix.md").starts_with("| Источник | Мягкая сила | 软实力 | القوة الناعمة |\n"));
}

#[test]
fn above_two_hundred_sources_cells_are_marks() {
    let mut notes = many(250, 12);
    notes[0].2 = "findings:\n  tag-0: {weight: central, finding: Said at length}\n".to_owned();
    let built = review("title: Many\n", &notes).build();
    let html = page(&built, MATRIX);
    assert!(html.contains("class=\"matrix marks\"") && !html.contains("v-text"));
    assert!(!html.contains("Said at length") && html.contains("aria-label=\"central\""));
    assert!(page(&built, "matrix/matrix.csv").contains("central: Said at length"));
    assert_eq!(table(&built).len(), 252);
}

#[test]
fn above_two_thousand_sources_rows_are_decades() {
    let mut notes = many(2_001, 120);
    notes[5].1 = String::new();
    let built = review("title: Very many\n", &notes).build();
    let rows = table(&built);
    let decades: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(decades[1..4], ["1980–1989 500 sources", "1990–1999 500 sources", "2000–2009 500 sources"]);
    assert_eq!(decades.last(), Some(&"n.d. 1 source"));
    assert!(text(&page(&built, MATRIX)).contains("Not shown, and in the files: 20 themes."));
    assert_eq!(read_csv(&page(&built, "matrix/matrix.csv")).len(), 2_002);
}

#[test]
fn a_finding_changes_where_it_is_told_and_nowhere_else() {
    let path = "content/sources/early.md";
    let note = |finding: &str, weight: &str| {
        format!(
            "---\ndate: 2024-05-01\ntags: [culture]\nrelations: {{extends: late}}\n\
             findings:\n  power: {{weight: {weight}, finding: {finding}, at: p. 3}}\n---\nA claim on @late.\n"
        )
    };
    let review = three();
    review.write("sourcebook.yaml", format!("{THREE}base-url: https://example.org/\nprogress: true\n").as_bytes());
    review.write("content/index.md", b"# A review\n\nOn power, see @early [p. 3] and @late.\n");
    review.write("content/method.md", b"# Method\n\n```matrix\nrows: early\n```\n");
    review.write(path, note("First", "central").as_bytes());
    let first = review.build();
    for path in ["atom.xml", "sitemap.xml", "map/relations.csv", "progress/index.html", "sources/early.card.js"] {
        assert!(first.site.files.contains_key(path), "{path} is compared, too");
    }
    review.write(path, note("Second", "central").as_bytes());
    let second = review.build();
    let told = [
        "matrix/index.html",
        "matrix/matrix.csv",
        "matrix/matrix.md",
        "method.html",
        "sources/early.html",
        "tags/power.html",
    ];
    // A finding is found by its words: in the text of its note, and in the one file that so few words need.
    let found = ["assets/search/texts/2.js", "assets/search/words/0.js"];
    assert_eq!(changed(&first, &second), told.into_iter().chain(found).collect());
    for path in told {
        assert!(page(&first, path).contains("First") && page(&second, path).contains("Second"), "{path}");
    }
    // Lists, cards and the home page show the ball.
    review.write(path, note("Second", "mentioned").as_bytes());
    let lists = ["index.html", "sources/early.card.js", "sources/index.html", "timeline/index.html"];
    let others = ["annotated/culture.html", "annotated/index.html", "annotated/power.html"];
    let lists = lists.into_iter().chain(others).chain(["authors/authorearly-ann.html"]);
    assert_eq!(changed(&second, &review.build()), BTreeSet::from_iter(told.into_iter().chain(lists)));
}

/// The files of two sites that are not the same in both, those that one has alone among them.
pub fn changed<'a>(before: &'a Built, after: &'a Built) -> BTreeSet<&'a str> {
    let paths = before.site.files.keys().chain(after.site.files.keys());
    paths.filter(|path| before.site.files.get(*path) != after.site.files.get(*path)).map(String::as_str).collect()
}

/// The table of a block with these lines on the page of the review.
fn block(lines: &str) -> (String, String) {
    let review = three();
    review.write("content/method.md", format!("# Method\n\nBefore.\n\n```matrix\n{lines}```\n\nAfter.\n").as_bytes());
    let built = review.build();
    let html = page(&built, "method.html");
    assert!(html.contains("Before.") && html.contains("After."));
    (html, shown(&built.diagnostics))
}

/// The heads of a table, across and down.
fn heads(html: &str) -> String {
    text(&inner(html, "th").join("<br>")).replace('\n', ", ")
}

#[test]
fn a_block_shows_a_part_of_the_matrix_in_a_text() {
    let (html, problems) = block("rows: late, @early\ncolumns: culture, power\n");
    assert_eq!(problems, "");
    assert_eq!(inner(&html, "th").len(), 5, "{html}");
    let order = ["Culture", "Power", "Authorlate", "Authorearly"];
    let places: Vec<usize> = order.iter().map(|name| html.find(&format!("{name}</")).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(html.contains("href=\"sources/early.html\"") && html.contains("Soft, not") && !html.contains("<pre"));
}

#[test]
fn a_block_has_the_rows_of_a_tag_in_an_order() {
    let (html, problems) = block("tag: culture\norder: weight\n");
    assert_eq!(problems, "");
    let places = ["Authorearly", "Authorundated", "Authorlate"].map(|name| html.find(&format!("{name}</")).unwrap());
    assert!(places.is_sorted(), "{}", heads(&html));
    let (html, _) = block("order: name\n");
    let places = ["Authorearly", "Authorlate", "Authorundated"].map(|name| html.find(&format!("{name}</")).unwrap());
    assert!(places.is_sorted(), "{}", heads(&html));
}

#[test]
fn a_block_that_asks_for_nothing_that_there_is_says_so() {
    let (html, problems) = block("rows: nobody\n");
    assert!(html.contains("No source is what this table asks for.") && !html.contains("<pre"), "{html}");
    assert!(problems.contains("content/method.md:6:7") && problems.matches("error").count() == 1, "{problems}");
}

#[test]
fn a_block_has_the_rows_of_the_tags_below_its_tag() {
    let review = three();
    review.write("content/sources/early.md", b"---\ntags: [method/interview]\n---\nA claim.\n");
    review.write("content/tags/method.md", b"Methods.\n");
    for name in ["matrix", "evidence"] {
        review.write("content/method.md", format!("# Method\n\n```{name}\ntag: method\n```\n").as_bytes());
        let (built, shown) =
            (review.build(), |html: &str| html.contains("Authorearly") && !html.contains("Authorlate"));
        let html = page(&built, "method.html");
        let is_table = name == "matrix" && html.contains("<table") && shown(&html);
        assert!(is_table || name == "evidence" && html.contains("No source is what"), "{html}");
    }
}

#[test]
fn a_section_or_a_block_that_a_tag_names_is_the_finding() {
    let review = review(
        "title: One\ntags: {power: Power, culture: Culture, art: Art, song: Song, film: Film}\n",
        &notes(&[("a", "2001", "-")]),
    );
    let note = "---\ntags: [power, song]\nfindings: {culture: {weight: central}, film: Nothing yet}\n---\nA claim.\n\n\
        ## Power\n\nIt is offered to governments first [p. 152], not to peoples [@a]. More of it.\n\n\
        ## Culture\n\nAs @a has it, all is lent. The past comes first.\n\n## Film\n\nA sentence.\n\n## Song\n\n\
        ## Other\n\nPictures travel well #art\n";
    review.write("content/sources/a.md", note.as_bytes());
    let built = review.build();
    let rows = read_csv(&page(&built, "matrix/matrix.csv"));
    assert_eq!(
        rows[1][4..],
        [
            "discussed: It is offered to governments first, not to peoples. (p. 152)",
            "central: The past comes first.",
            "discussed: Pictures travel well",
            "mentioned",
            "discussed: Nothing yet",
        ]
    );
}

#[test]
fn a_source_that_is_left_out_is_in_no_table_and_under_no_theme() {
    let out = "tags: [power, alone]\nscreening: excluded\nfields: {method: survey}\n---\nOf #alone, see [[alone]].\n";
    let configuration = "title: Two\nfields: {method: Method}\n";
    let built = review(configuration, &notes(&[("a", "2001", "tags: [power]\n"), ("b", "2002", out)])).build();
    let keys = |path| read_csv(&page(&built, path)).into_iter().skip(1).map(|row| row[0].clone()).collect::<Vec<_>>();
    assert_eq!(keys("matrix/matrix.csv"), ["a"]);
    assert_eq!(keys("evidence/evidence.csv"), ["a"]);
    for path in ["tags/power.html", "annotated/index.html"] {
        let page = page(&built, path);
        assert!(page.contains("sources/a.html") && !page.contains("sources/b.html"), "{path}");
    }
    assert!(!built.site.files.contains_key("tags/alone.html"), "a theme of nothing");
    for path in ["sources/b.html", "sources/index.html"] {
        let page = page(&built, path);
        assert!(page.contains("Excluded.") && !page.contains("Note without themes"), "{path}");
    }
    assert!(!page(&built, MATRIX).contains("sources/b.html"), "no gap");
    assert!(page(&built, "references/index.html").contains("sources/b.html"));
}

use super::*;

fn said(chapters: &Chapters) -> String {
    let line = |entry: &Entry| {
        let kind = match entry.kind {
            Kind::Part => "part ",
            Kind::Appendix => "appendix ",
            Kind::Chapter => "",
        };
        let title = entry.title.as_ref().map(|title| format!("\"{title}\" ")).unwrap_or_default();
        format!("{}{kind}{title}{}\n", "  ".repeat(entry.depth), entry.path.as_deref().unwrap_or_default())
    };
    let lines: String = chapters.entries.iter().map(line).collect();
    lines.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn of(path: &str, text: &str, paths: &[&str]) -> String {
    let Checked { value, diagnostics } = read(&TextFile::new(path, text), paths);
    let problems: String = diagnostics.iter().map(|problem| format!("! {}\n", problem.message)).collect();
    format!("{}{}{problems}", if value.is_numbered { "numbered\n" } else { "" }, said(&value))
}

#[test]
fn a_book_of_quartos() {
    let text = "project: {type: book}\nbook:\n  chapters:\n    - index.qmd\n    - part: whole.qmd\n      chapters: [a.qmd, b.qmd]\n    - part: The rest\n      chapters:\n        - c.ipynb\n        - d.qmd\n  appendices: [e.qmd]\n";
    let paths = ["index.qmd", "whole.qmd", "a.qmd", "b.qmd", "d.qmd", "e.qmd"];
    let expected = "numbered\nindex.qmd\npart whole.qmd\n  a.qmd\n  b.qmd\npart \"The rest\"\n  d.qmd\nappendix e.qmd\n! `_quarto.yml` names `c.ipynb`, which is no text of this review\n";
    assert_eq!(of("_quarto.yml", text, &paths), expected);
}

#[test]
fn bookdown_by_list_and_by_name() {
    let paths =
        ["01-a.Rmd", "10-c.Rmd", "2-b.Rmd", "README.md", "_hidden.Rmd", "end/z.Rmd", "index.Rmd", "other/y.Rmd"];
    assert_eq!(of("_bookdown.yml", "rmd_files: [index.Rmd, 10-c.Rmd]\n", &paths), "numbered\nindex.Rmd\n10-c.Rmd\n");
    let by_name = of("_bookdown.yml", "rmd_subdir: [end]\n", &paths);
    assert_eq!(by_name, "numbered\nindex.Rmd\n01-a.Rmd\n2-b.Rmd\n10-c.Rmd\nend/z.Rmd\n");
}

#[test]
fn tables_of_contents_of_jupyter_book_and_myst() {
    let book = "format: jb-book\nroot: intro\nparts:\n- caption: One\n  numbered: true\n  chapters:\n  - file: a\n    sections:\n    - file: sub/b\n- caption: Two\n  chapters:\n  - glob: two/*\n";
    let paths = ["lectures/intro.md", "lectures/a.md", "lectures/sub/b.md", "lectures/two/x.md", "lectures/two/y.md"];
    let expected = "numbered\nlectures/intro.md\npart \"One\"\n  lectures/a.md\n    lectures/sub/b.md\npart \"Two\"\n  lectures/two/x.md\n  lectures/two/y.md\n";
    assert_eq!(of("lectures/_toc.yml", book, &paths), expected);
    let myst = "project:\n  toc:\n    - file: index.md\n    - title: More\n      children:\n        - file: a.md\n          title: First\n";
    assert_eq!(of("myst.yml", myst, &["index.md", "a.md"]), "index.md\npart \"More\"\n  \"First\" a.md\n");
}

#[test]
fn the_navigation_of_mkdocs() {
    let text = "site_name: x\nnav:\n  - Home: index.md\n  - About:\n    - about.md\n    - Licence: about/licence.md\n  - Web: https://example.org\n";
    let paths = ["docs/index.md", "docs/about.md", "docs/about/licence.md"];
    let expected = "\"Home\" docs/index.md\npart \"About\"\n  docs/about.md\n  \"Licence\" docs/about/licence.md\n";
    assert_eq!(of("mkdocs.yml", text, &paths), expected);
}

#[test]
fn the_summary_of_mdbook() {
    let text = "# Summary\n\n[Preface](preface.md)\n\n# Part one\n\n- [A](a.md)\n    - [B](sub/b.md)\n- [Draft]()\n- [Gone](gone.md)\n\n[End](end.md)\n";
    let paths = ["src/preface.md", "src/a.md", "src/sub/b.md", "src/end.md"];
    let expected = "\"Preface\" src/preface.md\npart \"Part one\"\n  \"A\" src/a.md\n    \"B\" src/sub/b.md\n  part \"Draft\"\n\"End\" src/end.md\n! `src/SUMMARY.md` names `gone.md`, which is no text of this review\n";
    assert_eq!(of("src/SUMMARY.md", text, &paths), expected);
}

#[test]
fn the_files_of_a_folder_by_their_numbers() {
    let paths = [
        "s/00_preface.md",
        "s/02_b.md",
        "s/10_c.md",
        "s/9_a.md",
        "s/app/README.md",
        "s/app/x.md",
        "s/zz/y.md",
        "t/other.md",
    ];
    let expected = "s/00_preface.md\ns/02_b.md\ns/9_a.md\ns/10_c.md\npart s/app/README.md\n  s/app/x.md\npart \"zz\"\n  s/zz/y.md\n";
    assert_eq!(said(&names::by_name("s/", &paths)), expected);
    assert!(is_numbered("a/01_intro.md") && is_numbered("3. Methods.md"));
    assert!(!is_numbered("2024-05-01.md") && !is_numbered("20240501 note.md") && !is_numbered("1984.md"));
}

#[test]
fn a_file_that_says_no_order_is_named() {
    assert_eq!(
        of("myst.yml", "project: {title: x}\n", &["a.md"]),
        "! `myst.yml` does not say in which order the texts are read\n"
    );
}

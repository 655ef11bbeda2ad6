//! The author's files over the built-in ones: templates, assets, words, colour and fonts.

use crate::support::html::{main_of, tags, text};
use crate::support::{Review, page, shown};
use sourcebook::Built;

/// The small review with this configuration and these files of `themes/own/`.
fn themed(configuration: &str, files: &[(&str, &str)]) -> Built {
    let review = Review::small();
    review.write("sourcebook.yaml", configuration.as_bytes());
    for (path, text) in files {
        review.write(&format!("themes/own/{path}"), text.as_bytes());
    }
    review.build()
}

fn own(files: &[(&str, &str)]) -> Built {
    themed("theme: own\n", files)
}

fn plain() -> Built {
    Review::small().build()
}

/// What the site holds at a path.
fn file(built: &Built, path: &str) -> Vec<u8> {
    built.site.files.get(path).unwrap_or_else(|| panic!("no {path}")).to_vec()
}

#[test]
fn a_template_of_the_same_path_wins() {
    let built = own(&[("templates/404.html", "<main>Lost: {{ page.path }} of {{ site.title }}</main>")]);
    assert_eq!(page(&built, "404.html"), "<main>Lost: 404.html of A review</main>");
    assert_eq!(page(&built, "index.html"), page(&plain(), "index.html"));
    assert_eq!(shown(&built.diagnostics), "");
}

#[test]
fn a_template_may_build_on_a_built_in_one() {
    let built =
        own(&[("templates/404.html", "{% extends \"base.html\" %}{% block main %}<p>Lost</p>{% endblock main %}")]);
    assert_eq!(text(main_of(&page(&built, "404.html"))), "Lost");
    assert!(page(&built, "404.html").contains("assets/style.css"));
}

#[test]
fn an_own_base_changes_every_page() {
    let base = "<title>{{ page.title }}</title>{% block head %}{% endblock head %}{% block main %}{% endblock main %}";
    let built = own(&[("templates/base.html", base)]);
    assert_eq!(shown(&built.diagnostics), "");
    let pages = built.site.files.keys().filter(|path| path.ends_with(".html"));
    assert!(pages.clone().count() > 4);
    for path in pages {
        assert!(page(&built, path).starts_with("<title>"), "{path}");
    }
}

#[test]
fn a_base_without_a_block_is_reported_as_one_problem() {
    let built = own(&[("templates/base.html", "<title>x</title>{% block main %}{% endblock main %}")]);
    let [problem] = built.diagnostics.as_slice() else { panic!("{}", shown(&built.diagnostics)) };
    assert!(problem.message.contains("`head`") && !problem.message.contains('\n'), "{}", problem.message);
    assert_eq!(page(&built, "index.html"), page(&plain(), "index.html"));
}

#[test]
fn an_asset_of_the_same_path_wins() {
    let built = own(&[("assets/style.css", "body { color: red }")]);
    assert_eq!(page(&built, "assets/style.css"), "body { color: red }");
    assert_eq!(file(&built, "assets/site.js"), file(&plain(), "assets/site.js"));
    assert_eq!(shown(&built.diagnostics), "");
}

#[test]
fn an_asset_more_is_served() {
    let built = own(&[("assets/images/logo.svg", "<svg/>"), ("README.md", "not for readers")]);
    assert_eq!(page(&built, "assets/images/logo.svg"), "<svg/>");
    let more: Vec<&String> = built.site.files.keys().filter(|path| !plain().site.files.contains_key(*path)).collect();
    assert_eq!(more, ["assets/images/logo.svg"]);
}

#[test]
fn the_theme_of_no_configuration_is_not_used() {
    let built = themed("", &[("assets/style.css", "body { color: red }")]);
    assert_eq!(file(&built, "assets/style.css"), file(&plain(), "assets/style.css"));
}

#[test]
fn a_theme_that_is_not_there_is_reported_at_its_name() {
    let built = themed("title: A\ntheme: onw\n", &[("assets/a.css", "")]);
    let said = shown(&built.diagnostics);
    assert!(
        said.contains("[unknown-theme]") && said.contains("sourcebook.yaml:2:8") && said.contains("`own`"),
        "{said}"
    );
    assert_eq!(file(&built, "assets/style.css"), file(&plain(), "assets/style.css"));
}

#[test]
fn a_template_that_cannot_be_read_gives_way_to_the_built_in_one() {
    let built = own(&[("templates/404.html", "<main>\n{% if %}\n</main>"), ("assets/style.css", "a {}")]);
    let said = shown(&built.diagnostics);
    assert!(said.contains("error[bad-template]") && said.contains("themes/own/templates/404.html:2:"), "{said}");
    assert_eq!(built.diagnostics.len(), 1, "{said}");
    assert_eq!(page(&built, "404.html"), page(&plain(), "404.html"));
    assert_eq!(page(&built, "assets/style.css"), "a {}", "the rest of the theme stays");
}

#[test]
fn a_template_that_fails_on_a_page_gives_way_to_the_built_in_one() {
    let built = own(&[("templates/404.html", "<main>\n{{ page.nothing.at.all }}\n</main>")]);
    let said = shown(&built.diagnostics);
    assert!(said.contains("error[bad-template]") && said.contains("themes/own/templates/404.html:2:"), "{said}");
    assert_eq!(page(&built, "404.html"), page(&plain(), "404.html"));
}

#[test]
fn one_broken_template_costs_no_other_of_the_theme() {
    let built = own(&[("templates/404.html", "{% if %}"), ("templates/tags.html", "<main>Own</main>")]);
    assert_eq!(page(&built, "404.html"), page(&plain(), "404.html"));
    assert_eq!(page(&built, "tags/index.html"), "<main>Own</main>");
}

#[test]
fn what_a_template_shows_is_escaped() {
    let review = Review::small();
    review.write("sourcebook.yaml", b"theme: own\ntitle: \"<b>A & B</b>\"\n");
    review.write("themes/own/templates/404.html", b"<main>{{ site.title }}</main>");
    assert_eq!(text(&page(&review.build(), "404.html")), "<b>A & B</b>");
    assert!(tags(&page(&review.build(), "404.html")).iter().all(|tag| tag.name != "b"));
}

#[test]
fn own_words_stand_in_the_place_of_the_built_in_ones() {
    let built = own(&[("words/en.yaml", "nav: {references: Works cited}\n")]);
    let home = page(&built, "index.html");
    assert_eq!(shown(&built.diagnostics), "");
    assert!(text(&home).contains("Works cited"));
    assert!(text(&home).contains("Skip to the text"), "words that are not given stay");
}

#[test]
fn words_of_a_language_without_any_can_be_given() {
    let built = themed("theme: own\nlanguage: de\n", &[("words/de.yaml", "skip: Zum Text\n")]);
    let home = page(&built, "index.html");
    assert!(text(&home).contains("Zum Text") && text(&home).contains("References"));
}

#[test]
fn words_that_cannot_be_read_are_reported_where_they_stand() {
    let built = own(&[("words/en.yaml", "skip: ok\nnav: [\n")]);
    let said = shown(&built.diagnostics);
    assert!(said.contains("error[bad-template]") && said.contains("themes/own/words/en.yaml:"), "{said}");
    assert_eq!(page(&built, "404.html"), page(&plain(), "404.html"), "the built-in words are used");
}

#[test]
fn system_fonts_leave_out_the_built_in_ones() {
    let built = themed("fonts: system\n", &[]);
    let fonts = |built: &Built| built.site.files.keys().filter(|path| path.contains("font")).count();
    assert!(fonts(&plain()) > 10);
    assert_eq!(fonts(&built), 0);
    for path in built.site.files.keys().filter(|path| path.ends_with(".html")) {
        let links = tags(&page(&built, path)).into_iter().filter(|tag| tag.name == "link");
        assert!(
            links.filter_map(|tag| tag.get("href").map(str::to_owned)).all(|href| !href.contains("font")),
            "{path}"
        );
    }
}

#[test]
fn the_accent_is_on_every_page() {
    let built = themed("accent: \"rgb(200 30 20)\"\n", &[]);
    for path in built.site.files.keys().filter(|path| path.ends_with(".html")) {
        assert!(page(&built, path).contains("--accent:rgb(200 30 20)"), "{path}");
    }
    assert!(!page(&plain(), "index.html").contains("--accent:"));
}

#[test]
fn an_accent_that_is_no_colour_is_left_out() {
    let built = themed("accent: \"red}</style><script>\"\n", &[]);
    assert!(shown(&built.diagnostics).contains("sourcebook.yaml:1:9"));
    assert_eq!(page(&built, "index.html"), page(&plain(), "index.html"));
}

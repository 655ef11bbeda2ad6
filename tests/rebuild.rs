//! A build that remembers the one before equals a build from scratch, byte for byte, after any edit.

use crate::support::author::{self, Author};
use crate::support::{Review, build, repository, shown};
use sourcebook::pace::Pace;
use sourcebook::{Built, Edition, Memory, Options, project};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What an edit does to the review.
enum Edit {
    Write(&'static str, &'static str),
    Rename(&'static str, &'static str),
    Remove(&'static str),
}
use Edit::{Remove, Rename, Write};

const NOTE: &str = "---\ntags: [tradition]\n---\nA claim.\n\n## Tradition\n\nMore [p. 7] than @lai2012.\n";
const TWO: &str = "@book{barr2015,\n  author = {Barr, Michael},\n  title = {Old Wine},\n  date = {2015},\n}\n\
    @article{lai2012, author = {Lai, Hongyi}, title = {Soft Power}, journaltitle = {Asia}, date = {2012}}\n";

/// A morning's work. Each of these changes the site or what is said of it.
const EDITS: &[(&str, Edit)] = &[
    ("an entry is added", Write("bibliography/references.bib", TWO)),
    ("the text of a note changes", Write("content/sources/barr2015.md", NOTE)),
    (
        "only its front matter changes",
        Write(
            "content/sources/barr2015.md",
            "---\ntags: [tradition, image]\nstatus: read\n---\nA claim.\n\n## Tradition\n\nMore [p. 7] than @lai2012.\n",
        ),
    ),
    (
        "an entry changes, cited on other pages",
        Write(
            "bibliography/references.bib",
            "@book{barr2015,\n  author = {Barr, Michael},\n  title = {New Wine},\n  date = {2016},\n}\n\
             @article{lai2012, author = {Lai, Hongyi}, title = {Soft Power}, journaltitle = {Asia}, date = {2012}}\n",
        ),
    ),
    (
        "an entry is broken",
        Write(
            "bibliography/references.bib",
            "@book{barr2015,\n  author = {Barr, Michael},\n  title = {New Wine},\n  date = {2016},\n}\n\
             @article{lai2012, author = {Lai, Hongyi}, title = {Soft Pow",
        ),
    ),
    ("it is mended", Write("bibliography/references.bib", TWO)),
    ("a page appears", Write("content/method.md", "# Method\n\nAs in [@lai2012, p. 4], see [[barr2015]].\n")),
    ("a note appears", Write("content/sources/lai2012.md", "---\ntags: [image]\n---\nLai on @barr2015.\n")),
    ("a note loses its name", Rename("content/sources/lai2012.md", "content/reading/lai.md")),
    ("a page is renamed", Rename("content/method.md", "content/how.md")),
    ("front matter is broken", Write("content/how.md", "---\ntitle: [\n---\n\nText @lai2012.\n")),
    ("and mended", Write("content/how.md", "---\ntitle: How\n---\n\nText @lai2012.\n")),
    ("the style changes", Write("sourcebook.yaml", "style: ieee\n")),
    ("the language changes", Write("sourcebook.yaml", "style: ieee\nlanguage: ru\n")),
    ("both change", Write("sourcebook.yaml", "style: chicago-notes\nlanguage: de\n")),
    ("a tag gets a label", Write("sourcebook.yaml", "tags: {image: Image abroad, tradition: Old things}\n")),
    ("the review says how to cite it", Write("CITATION.cff", "title: A review\nauthors: [{name: Us}]\n")),
    ("it says it otherwise", Write("CITATION.cff", "title: The review\nauthors: [{name: Us}]\n")),
    ("a theme is chosen", Write("sourcebook.yaml", "theme: own\n")),
    ("a template is overridden", Write("themes/own/templates/404.html", "<main>Nothing at {{ page.path }}</main>")),
    ("it changes", Write("themes/own/templates/404.html", "<main>Really nothing</main>")),
    ("it is broken", Write("themes/own/templates/404.html", "<main>{% if %}</main>")),
    ("it goes", Remove("themes/own/templates/404.html")),
    ("an asset is overridden", Write("themes/own/assets/style.css", "body { color: red }")),
    ("a picture appears", Write("content/figures/one.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")),
    ("it changes", Write("content/figures/one.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>")),
    ("it is deleted", Remove("content/reading/lai.md")),
    ("the page is deleted", Remove("content/how.md")),
    ("a key is misspelt", Write("content/index.md", "See @barr2051.\n")),
    ("it is mended", Write("content/index.md", "See @barr2015.\n")),
    ("a screening is named", Write("sourcebook.yaml", "screening: screening.csv\n")),
    ("its file appears", Write("screening.csv", "name,n\nrecords_screened,12\nnew_studies,2\n")),
    ("a number changes", Write("screening.csv", "name,n\nrecords_screened,13\nnew_studies,2\n")),
    ("a source is left out", Write("content/sources/barr2015.md", "---\nscreening: excluded\n---\nA claim.\n")),
    ("the progress is asked for", Write("sourcebook.yaml", "progress: true\n")),
    ("a source is read", Write("content/sources/barr2015.md", "---\nstatus: read\n---\nA claim.\n")),
];

#[test]
fn a_rebuild_equals_a_build() {
    let review = Review::small();
    let memory = Memory::default();
    let mut last = warm(&review, &memory);
    for (number, (name, edit)) in EDITS.iter().enumerate() {
        apply(&review, edit);
        let rebuilt = warm(&review, &memory);
        assert_same(&rebuilt, &review.build(), &format!("{number}: {name}"));
        let idle = rebuilt.site.files == last.site.files && rebuilt.diagnostics == last.diagnostics;
        assert!(!idle, "{number}: {name}: the edit changes nothing and so tests nothing");
        last = rebuilt;
    }
}

#[test]
fn going_back_gives_what_was() {
    let review = Review::small();
    let memory = Memory::default();
    let first = warm(&review, &memory);
    let before = std::fs::read(review.root().join("content/index.md")).unwrap();
    for text in ["# Other\n", "Something else, @nobody.\n"] {
        review.write("content/index.md", text.as_bytes());
        warm(&review, &memory);
    }
    review.write("content/index.md", &before);
    assert_same(&warm(&review, &memory), &first, "back");
}

/// The same file is a page without its reference, and a note with places of its own with it.
#[test]
fn a_note_that_joins_by_its_name_is_read_as_one() {
    let note = "---\ntags: [image]\n---\nSoft power [p. 4].\n\n> [!quote] p. 5\n> It is old.\n";
    let review = Review::small();
    let one = std::fs::read_to_string(review.root().join("bibliography/references.bib")).unwrap();
    let memory = Memory::default();
    review.write("content/reading/@lai2012.md", note.as_bytes());
    for (bibliography, is_on_source) in [(one.as_str(), false), (TWO, true), (&one, false), (TWO, true)] {
        review.write("bibliography/references.bib", bibliography.as_bytes());
        let rebuilt = warm(&review, &memory);
        assert_same(&rebuilt, &review.build(), "a reference comes and goes");
        let path = if is_on_source { "sources/lai2012.html" } else { "reading/lai2012.html" };
        let html = String::from_utf8(rebuilt.site.files[path].to_vec()).unwrap();
        assert_eq!(html.contains("<span class=\"loc\""), is_on_source, "{html}");
        assert_eq!(html.contains("<figure class=\"quote\""), is_on_source, "{html}");
        assert_eq!(html.contains("Soft power [p. 4]."), !is_on_source, "{html}");
    }
}

#[test]
fn drafts_are_not_remembered_as_pages() {
    let review = Review::small();
    let memory = Memory::default();
    review.write("content/draft.md", b"---\ndraft: true\n---\n# Draft\n\n@barr2015\n");
    for drafts in [true, false, true] {
        let options = Options { drafts, ..Options::default() };
        let rebuilt = sourcebook::build(&review.load(), &options, &memory);
        assert_same(&rebuilt, &sourcebook::build(&review.load(), &options, &Memory::default()), "drafts");
        assert_eq!(rebuilt.site.files.contains_key("draft.html"), drafts);
    }
}

/// How many random edits.
const RANDOM_EDITS: usize = 240;

#[test]
fn a_rebuild_equals_a_build_whatever_was_edited_and_given_up() {
    let review = Rc::new(Review::new([]));
    let seed = author::seed(5);
    let mut author = Author::new(&review, seed, 0);
    let memory = Memory::default();
    let (mut edits, mut given_up) = (0, 0);
    while edits < RANDOM_EDITS {
        let burst: Vec<String> = (0..=author.luck(5)).map(|_| author.edit()).collect();
        edits += burst.len();
        let when = format!("seed {seed}, edit {edits}, after {burst:#?}");
        if author.luck(2) == 0 {
            let after = author.luck(30);
            match stopped(&review, &memory, after) {
                None => given_up += 1,
                Some(built) => assert_same(&built, &review.build(), &when),
            }
            continue;
        }
        assert_same(&warm(&review, &memory), &review.build(), &when);
    }
    author.mend();
    assert_same(&warm(&review, &memory), &review.build(), &format!("seed {seed}, mended"));
    assert!(given_up > RANDOM_EDITS / 50, "{given_up} builds were given up: too few to test it");
}

/// A build that is no longer wanted when so many pages are there; the whole of it where it was faster.
fn stopped(review: &Review, memory: &Memory, after: usize) -> Option<Built> {
    let project = review.load();
    let edition = Edition::new(&project, &Options::default(), memory);
    let press = edition.press(memory);
    // What an open tab shows is made before the rest.
    press.page("index.html");
    let (pace, over) = (Pace::default(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while pace.progress().0 < after && !over.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            pace.stop();
        });
        let built = edition.finish(&press, memory, &pace);
        over.store(true, Ordering::Relaxed);
        built
    })
}

#[test]
fn building_twice_gives_the_same_bytes() {
    let project = project::load(&repository());
    assert_same(&build(&project), &build(&project), "our own review");
}

#[test]
fn a_page_in_the_middle_of_a_sentence_costs_no_other_page() {
    let review = Review::small();
    let before = review.build();
    review.write("content/index.md", b"---\ntitle: A review\n---\n\n## One {#one}\n\nAs @barr2015 [p. 3] says. And\n");
    let after = review.build();
    let changed: Vec<&String> = after
        .site
        .files
        .iter()
        .filter(|(path, bytes)| before.site.files.get(*path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, ["assets/search/texts/0.js", "assets/search/words/0.js", "index.html"]);
}

fn warm(review: &Review, memory: &Memory) -> Built {
    sourcebook::build(&review.load(), &Options::default(), memory)
}

fn apply(review: &Review, edit: &Edit) {
    match edit {
        Write(path, text) => review.write(path, text.as_bytes()),
        Remove(path) => review.remove(path),
        Rename(from, to) => {
            let bytes = std::fs::read(review.root().join(from)).unwrap();
            review.write(to, &bytes);
            review.remove(from);
        }
    }
}

/// The same files with the same bytes, the same said of them.
fn assert_same(a: &Built, b: &Built, when: &str) {
    let paths = |built: &Built| built.site.files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(a), paths(b), "{when}");
    let different: Vec<&String> =
        a.site.files.iter().filter(|(path, bytes)| b.site.files[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(different.is_empty(), "{when}: {different:?}");
    assert_eq!(shown(&a.diagnostics), shown(&b.diagnostics), "{when}");
    assert_eq!(a.counts, b.counts, "{when}");
}

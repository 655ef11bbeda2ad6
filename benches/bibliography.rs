//! How long a `.bib` file takes to read, beside the biblatex crate: its bare parse, which finds keys and the bytes of
//! values and no more, and its whole parse, which resolves macros and parents and splits TeX into chunks.
//!
//! Ours goes further than both: it ends in items of CSL, with dates, names and titles understood.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use divan::{Bencher, black_box, counter::BytesCount};
use sourcebook::bibliography;
use sourcebook::diagnostics::TextFile;

const ENTRIES: usize = 10_000;

fn main() {
    divan::main();
}

/// Entries of five types with the fields that a reference manager writes, their titles and names all different.
fn library() -> String {
    const WORDS: &[&str] =
        &["Wine", "Soft", "Power", "{NASA}", "of", "the", "in", "Studies", "{\\'E}tudes", "Method", "and"];
    const NAMES: &[&str] =
        &["Lai, Hongyi", "van der Berg, Jan", "{World Bank}", "M{\\\"u}ller, J. R.", "Barr, Michael"];
    let mut text = String::new();
    for at in 0..ENTRIES {
        let title: Vec<&str> = (0..9).map(|word| WORDS[(at / 7 + word * (at % 13 + 1)) % WORDS.len()]).collect();
        let authors: Vec<&str> = (0..at % 4 + 1).map(|name| NAMES[(at + name) % NAMES.len()]).collect();
        let (title, authors, year) = (title.join(" "), authors.join(" and "), 1950 + at % 75);
        let rest = match at % 5 {
            0 => "publisher = {A Press},\n  location = {London and New York},\n  isbn = {978-3-16-148410-0}",
            1 => {
                "booktitle = {The Book of {Parts}},\n  editor = {Ames, Ann},\n  pages = {12--34},\n  publisher = {A Press}"
            }
            2 => "type = {phdthesis},\n  institution = {A University},\n  url = {https://example.org/a_b}",
            3 => "url = {https://example.org/a},\n  urldate = {2024-05-06},\n  langid = {german}",
            _ => {
                "journaltitle = {Journal of Things},\n  volume = {12},\n  number = {3},\n  pages = {100--120},\n  doi = {10.1000/xyz}"
            }
        };
        let kind = ["book", "incollection", "thesis", "online", "article"][at % 5];
        text.push_str(&format!(
            "@{kind}{{key{at},\n  author = {{{authors}}},\n  title = {{{title}: {at} and More}},\n  date = {{{year}-03}},\n  \
             {rest},\n  keywords = {{one, two things}},\n  abstract = {{A text of some length -- two sentences, as these have. \
             It says what the work is about, and how it was done.}},\n}}\n"
        ));
    }
    text
}

#[divan::bench]
fn ours(bencher: Bencher) {
    let files = [TextFile::new("bibliography/library.bib", &library())];
    let read = bibliography::parse(&files, &[]);
    assert!(read.value.len() == ENTRIES && read.diagnostics.is_empty());
    bencher.counter(BytesCount::of_str(&*files[0].text)).bench(|| bibliography::parse(black_box(&files), &[]));
}

#[divan::bench]
fn biblatex_bare(bencher: Bencher) {
    let text = library();
    bencher.counter(BytesCount::of_str(&text)).bench(|| biblatex::RawBibliography::parse(black_box(&text)).unwrap());
}

#[divan::bench]
fn biblatex_whole(bencher: Bencher) {
    let text = library();
    bencher.counter(BytesCount::of_str(&text)).bench(|| biblatex::Bibliography::parse(black_box(&text)).unwrap());
}

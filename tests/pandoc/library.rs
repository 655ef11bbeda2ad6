//! A library of generated entries: every type, every kind of field, the same each time.

/// A sequence of numbers that look like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end as u64).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn some(&mut self, of: &[&str], separator: &str, most: usize) -> String {
        let count = self.below(most) + 1;
        (0..count).map(|_| self.one(of)).collect::<Vec<_>>().join(separator)
    }
}

const TYPES: &[&str] = &[
    "article",
    "article",
    "article",
    "book",
    "book",
    "book",
    "incollection",
    "incollection",
    "inproceedings",
    "inbook",
    "collection",
    "proceedings",
    "online",
    "report",
    "techreport",
    "thesis",
    "phdthesis",
    "mastersthesis",
    "manual",
    "booklet",
    "unpublished",
    "misc",
    "dataset",
    "software",
    "patent",
    "periodical",
    "reference",
    "inreference",
    "mvbook",
    "mvcollection",
    "bookinbook",
    "suppbook",
    "suppcollection",
    "suppperiodical",
    "review",
    "artwork",
    "audio",
    "image",
    "jurisdiction",
    "legislation",
    "legal",
    "letter",
    "movie",
    "music",
    "performance",
    "standard",
    "video",
    "electronic",
    "www",
    "conference",
    "commentary",
    "Article",
    "BOOK",
];

const NAMES: &[&str] = &[
    "Barr, Michael",
    "Lai, Hongyi",
    "Hongyi Lai",
    "Aristotle",
    "van Gogh, Vincent",
    "Vincent van Gogh",
    "de la Vall{\\'e}e Poussin, Charles",
    "von Neumann, John",
    "Smith, Jr., John",
    "King, III, Martin Luther",
    "{World Bank}",
    "{Barnes and Noble, Inc.}",
    "{Simon \\& Schuster}",
    "M{\\\"u}ller, J. R.",
    "Ha{\\v s}ek, Jaroslav",
    "{\\O}rsted, H. C.",
    "Fran{\\c c}ois Vi\\`ete",
    "d'Alembert, Jean",
    "al-Khwarizmi, Muhammad",
    "O'Brien, Flann",
    "Tolkien, J.R.R.",
    "J.~P. Morgan",
    "Sartre, Jean-Paul",
    "Beethoven, Ludwig van",
    "Иванов, Иван Иванович",
    "毛泽东",
    "family=Goethe, given=Johann Wolfgang, prefix=von, useprefix=true",
    "given=Hans, family=Harman",
    "Ma, Yo-Yo",
    "Garc{\\'i}a M\\'arquez, Gabriel",
    "Nguy{\\~\\^e}n, V{\\u{a}}n",
    "{Kim Il}, Sung",
    "Charles Louis Xavier Joseph de la Croix",
];

const WORDS: &[&str] = &[
    "Soft",
    "Power",
    "of",
    "the",
    "Culture",
    "and",
    "Diplomacy",
    "in",
    "China",
    "{NASA}",
    "{iPad}",
    "{the Whole Phrase}",
    "\\emph{Homo Sapiens}",
    "{\\em E. Coli}",
    "Studies",
    "{\\'E}tudes",
    "\\\"Uber",
    "Stra{\\ss}e",
    "H\\textsubscript{2}O",
    "5\\textsuperscript{th}",
    "``Quoted Words''",
    "\\enquote{Quoted}",
    "\\mkbibquote{A Work}",
    "\\mkbibemph{Another Work}",
    "R\\&D",
    "50\\%",
    "$x^2$",
    "$\\alpha$",
    "A--B",
    "mother-in-law",
    "Self-Report",
    "COVID-19",
    "U.S.",
    "it's",
    "World's",
    "(Parenthesis)",
    "\\textit{Italic Words}",
    "\\textbf{Bold}",
    "\\textsc{Small}",
    "2001",
    "is",
    "an",
    "e-Commerce",
    "a",
    "\\LaTeX{}",
    "{\\TeX}",
    "no.~5",
    "Method\\slash Theory",
    "\\ldots{}",
    "M\\'etodo",
    "\\textendash{}",
    "{D}ata",
    "Na{\\\"\\i}ve",
];

const DATES: &[&str] = &[
    "date = {2001}",
    "date = {2001-04}",
    "date = {2001-04-29}",
    "date = {2001/2003}",
    "date = {2001-04/2002-05}",
    "date = {2001/}",
    "date = {1723~}",
    "date = {-0044}",
    "date = {2001-21}",
    "date = {0987}",
    "date = {199X}",
    "date = {1723?}",
    "date = {2001-04-29T12:30:00}",
    "year = 2001",
    "year = {2001}, month = jan",
    "year = 1999, month = 12",
    "year = {2001}, month = {3}, day = {5}",
    "year = {1999/2000}",
    "year = {in press}",
    "year = {c. 1900}",
    "year = {1987--1989}",
    "year = 2001, month = {January}",
    "year = 2001, month = {5--6}",
    "year = 2001, month = \"10~\" # jan",
    "date = {/2001}",
    "year = 1850",
    "year = {1990}, month = dec",
    "date = {1999-12-31}",
    "date = {2020-02}",
    "year = {2020}",
];

const FIELDS: &[&str] = &[
    "volume = 12",
    "number = 3",
    "volume = {4}",
    "pages = {100--120}",
    "pages = {12-15, 20}",
    "pages = {e12}",
    "edition = 2",
    "edition = {Second}",
    "part = 2",
    "volumes = 3",
    "chapter = 4",
    "pagetotal = {300}",
    "series = {Lecture Notes in Things}",
    "series = 2",
    "publisher = {A Press}",
    "publisher = {A Press and {B and C}}",
    "publisher = press",
    "location = {London and New York}",
    "address = {Porto}",
    "institution = {A University}",
    "school = {A School}",
    "organization = {An Organisation}",
    "howpublished = {Slides}",
    "type = {mathesis}",
    "type = {phdthesis}",
    "type = {Working Paper}",
    "note = {A \\emph{note}.}",
    "addendum = {Added later}",
    "pubstate = {inpress}",
    "pubstate = {forthcoming}",
    "doi = {10.1000/xyz_1}",
    "isbn = {978-3-16-148410-0}",
    "issn = {1234-5678}",
    "url = {https://example.org/a_b%20c~d}",
    "url = {https://example.org}, urldate = {2024-05-06}",
    "eprint = {1234.5678}, eprinttype = {arxiv}",
    "eprint = {hep-th/9501001}, archiveprefix = {arXiv}",
    "eprint = {5678}, eprinttype = {jstor}",
    "keywords = {one, two things, {three, four}}",
    "abstract = {What it says -- in two sentences. It says {\\it this}.}",
    "annotation = {My \\textbf{view}}",
    "langid = {english}",
    "langid = {german}",
    "langid = {french}",
    "langid = {british}",
    "langid = {chinese}",
    "langid = {russian}",
    "language = {spanish}",
    "shorttitle = {A Short Title}",
    "subtitle = {The Sub Title}",
    "titleaddon = {An Addition}",
    "eventtitle = {The Meeting}, eventdate = {2009-01-01/2009-01-03}, venue = {Rome}",
    "origdate = {1867}",
    "origtitle = {The Old Title}",
    "origpublisher = {Old Press}, origlocation = {Old Town}",
    "library = {Shelf 3}",
    "version = {1.2}",
    "entrysubtype = {magazine}",
    "entrysubtype = {newspaper}",
    "issue = {Spring}",
    "issuetitle = {The Special Issue}",
    "shortjournal = {J. Th.}",
    "eid = {124106}",
    "maintitle = {The Complete Works}",
    "file = {:a.pdf:PDF}",
    "timestamp = {2020-01-01}",
    "pmid = {5}",
    "options = {useprefix=true}",
    "translator = {Ames, Ann}",
    "editor = {Ames, Ann and Bell, Bob}",
    "bookauthor = {Cole, Cy}",
    "editora = {Dunn, Dee}, editoratype = {compiler}",
    "crossref = {parent}",
    "xdata = {shared}",
    "crossref = {proceedings}",
];

const CONTAINERS: &[(&str, &str)] = &[
    ("article review suppperiodical", "journaltitle"),
    ("incollection inbook inproceedings conference inreference bookinbook suppbook suppcollection", "booktitle"),
];

/// So many entries, and those that they refer to.
pub fn generate(count: usize) -> String {
    let mut chance = Chance(2024);
    let mut text = String::from("@string{press = {The } # {Quiet Press}}\n@comment{generated}\n");
    for at in 0..count {
        text.push_str(&entry(at, &mut chance));
    }
    text + "@xdata{shared, publisher = {Shared Press}, location = {Shared Town}, pubstate = {submitted}}\n\
            @collection{parent, editor = {Parent, Pat}, title = {The Parent}, subtitle = {A Collection}, publisher = {Parent Press}, date = {1998}}\n\
            @proceedings{proceedings, title = {Proceedings of Things}, editor = {Proctor, Pru}, organization = {Society}, date = {1997}, venue = {Turin}}\n"
}

fn entry(at: usize, chance: &mut Chance) -> String {
    let kind = chance.one(TYPES);
    let mut fields: Vec<String> = vec![
        format!("author = {{{}}}", chance.some(NAMES, " and ", 4)),
        format!("title = {{{}}}", title(chance)),
        chance.one(DATES).to_owned(),
    ];
    let container = CONTAINERS.iter().find(|(kinds, _)| kinds.split(' ').any(|known| known.eq_ignore_ascii_case(kind)));
    if let Some((_, field)) = container {
        fields.push(format!("{field} = {{{}}}", title(chance)));
    }
    for _ in 0..chance.below(9) {
        fields.push(chance.one(FIELDS).to_owned());
    }
    let mut names: Vec<String> = Vec::new();
    fields.retain(|field| {
        let name = field.split([' ', '=']).next().unwrap().replace("address", "location");
        let fits = match name.as_str() {
            "maintitle" => matches!(kind, "book" | "collection" | "inbook" | "incollection"),
            "crossref" => kind.starts_with("in"),
            _ => true,
        };
        let new = fits && !names.contains(&name);
        names.push(name);
        new
    });
    format!("@{kind}{{key{at},\n  {},\n}}\n", fields.join(",\n  "))
}

fn title(chance: &mut Chance) -> String {
    let first = chance.some(WORDS, " ", 6);
    match chance.below(5) {
        0 => format!("{first}: {}", chance.some(WORDS, " ", 4)),
        1 => format!("{first}? {}", chance.some(WORDS, " ", 3)),
        _ => first,
    }
}

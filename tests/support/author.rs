//! An author at work: edits a review at random, the same way in every run of one seed, and knows how each file would be
//! if nothing were broken.

mod folders;
mod texts;

use super::Review;
use crate::fuzz::random::Random;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::rc::Rc;
use texts::{configuration, csl, entry, note};

const KEYS: &[&str] =
    &["barr2015", "lai2012", "liu2019", "qin2023", "winter2016", "wang1993", "nye1990", "cull2008", "edney2012"];
const TAGS: &[&str] = &["tradition", "image", "credibility", "party-theory"];
const LIBRARY: &str = "bibliography/references.bib";
const SECOND_LIBRARY: &str = "bibliography/more.bib";
const STYLE: &str = "bibliography/own.csl";
const CONFIGURATION: &str = "sourcebook.yaml";
const TEMPLATES: &[&str] = &["themes/own/templates/404.html", "themes/own/templates/tag.html"];
const ASSETS: &[&str] = &["themes/own/assets/style.css", "content/figures/one.svg", "content/figures/two words.svg"];
const HOME: &str = "content/index.md";

/// The styles and languages that a review may have.
pub const LOOKS: &[(&str, &str)] = &[
    ("apa", "en"),
    ("apa", "ru"),
    ("ieee", "en"),
    ("ieee", "de"),
    ("chicago-notes", "en"),
    ("chicago-notes", "ru"),
    ("own.csl", "en"),
    ("own.csl", "de"),
];

/// By so many notes a review may grow.
const MORE_NOTES: usize = 8;

/// The luck of an author: this one, or what `SOURCEBOOK_SEED` says.
pub fn seed(usual: u64) -> u64 {
    std::env::var("SOURCEBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(usual)
}

/// An author and one review.
pub struct Author {
    review: Rc<Review>,
    random: Random,
    /// How many more pages there are on the first day.
    first_pages: usize,
    /// How each file is to be, by path.
    whole: BTreeMap<String, String>,
    /// Those that are not so now: broken, empty, gone, a folder or a link instead.
    amiss: BTreeSet<String>,
    /// Counts what is made, so that no two texts are equal.
    made: usize,
}

impl Author {
    /// Begins a review in an empty folder, with so many pages beside the few that every one has.
    pub fn new(review: &Rc<Review>, seed: u64, first_pages: usize) -> Self {
        let random = Random(seed);
        let review = Rc::clone(review);
        let mut author = Self { review, random, first_pages, whole: BTreeMap::new(), amiss: BTreeSet::new(), made: 0 };
        author.begin_anew();
        author
    }

    /// Throws all away and begins with the files of the first day.
    pub fn begin_anew(&mut self) {
        for folder in ["content", "bibliography", "themes"] {
            // Some may not be there yet.
            let _ = fs::remove_dir_all(self.review.root().join(folder));
        }
        self.whole.clear();
        self.amiss.clear();
        let style = csl(", ");
        let entries: Vec<String> = KEYS.iter().map(|key| entry(key, 0)).collect();
        let files = [
            (HOME, note(0, "title: A review", "barr2015", "lai2012")),
            ("content/sources/barr2015.md", note(0, "tags: [tradition]", "liu2019", "qin2023")),
            ("content/sources/lai2012.md", note(0, "tags: [image]", "barr2015", "nye1990")),
            ("content/pages/method.md", note(0, "title: Method", "lai2012", "wang1993")),
            (LIBRARY, entries.concat()),
            (STYLE, style),
            (CONFIGURATION, configuration(0, "apa", "en")),
            (ASSETS[0], "body { color: black }\n".to_owned()),
        ];
        for (path, text) in files {
            self.review.write(path, text.as_bytes());
            self.whole.insert(path.to_owned(), text);
        }
        for number in 0..self.first_pages {
            let (one, other) = (KEYS[number % KEYS.len()], KEYS[number / 2 % KEYS.len()]);
            let text = note(number, &format!("title: Page {number}\ntags: [tradition, image]"), one, other);
            let path = format!("content/first/{}/page-{number}.md", number % 4);
            self.review.write(&path, text.as_bytes());
            self.whole.insert(path, text);
        }
    }

    /// Makes one edit; what it was.
    pub fn edit(&mut self) -> String {
        self.made += 1;
        let notes = self.notes().len();
        match self.random.below(40) {
            0..=9 => self.write_a_note(),
            10..=12 if notes < self.most_notes() => self.make_a_note(),
            10..=13 => self.delete_a_note(),
            14 | 15 => self.rename_a_note(),
            16 | 17 => self.spoil(&[]),
            18 | 19 => self.spoil(&[LIBRARY, CONFIGURATION, STYLE, TEMPLATES[0], TEMPLATES[1]]),
            20..=25 => self.mend_one(),
            26 | 27 => self.write_the_library(),
            28 | 29 => self.configure(),
            30 => self.write_a_template(),
            31 => self.remove_a_template(),
            32 => self.write_an_asset(),
            33 => self.write_the_style(),
            34 => self.rename_a_folder(),
            35 => self.delete_a_folder(),
            36 if notes < self.most_notes() => self.move_a_folder_in(),
            37 => self.check_out(),
            38 => self.leave_noise(),
            _ => self.replace_by_another_kind(),
        }
    }

    /// Makes notes until there are as many as there may be, and writes all of them anew.
    pub fn grow(&mut self) {
        while self.notes().len() < self.most_notes() {
            self.made += 1;
            self.make_a_note();
        }
        self.check_out();
    }

    /// Breaks all that can be broken.
    pub fn spoil_all(&mut self) {
        for path in self.whole.keys().cloned().collect::<Vec<_>>() {
            if !ASSETS.contains(&&*path) {
                self.spoil(&[&path]);
            }
        }
    }

    /// Mends all that is broken.
    pub fn mend(&mut self) {
        for path in self.amiss.clone() {
            self.mend_this(&path);
        }
    }

    /// A number below this one, of the author's own luck.
    pub fn luck(&mut self, below: usize) -> usize {
        self.random.below(below)
    }

    fn most_notes(&self) -> usize {
        self.first_pages + MORE_NOTES
    }

    fn notes(&self) -> Vec<String> {
        self.whole.keys().filter(|path| path.ends_with(".md") && *path != HOME).cloned().collect()
    }

    fn any(&mut self, among: &[String]) -> Option<String> {
        (!among.is_empty()).then(|| among[self.random.below(among.len())].clone())
    }

    fn any_text(&mut self, path: &str) -> String {
        let tags = format!("tags: [{}, {}]", self.random.pick(TAGS), self.random.pick(TAGS));
        let front = if path.contains("sources") { tags } else { format!("title: Page {}\n{tags}", self.made) };
        note(self.made, &front, self.random.pick(KEYS), self.random.pick(KEYS))
    }

    /// Saves as one of several editors does.
    fn save(&mut self, path: &str, text: &str) {
        self.clear(path);
        let full = self.review.root().join(path);
        match self.random.below(4) {
            0 => self.review.write(path, text.as_bytes()),
            1 => {
                self.review.write(path, &text.as_bytes()[..text.len() / 2]);
                self.review.write(path, text.as_bytes());
            }
            2 => {
                let beside = format!("{path}.tmp");
                self.review.write(&beside, text.as_bytes());
                fs::rename(self.review.root().join(beside), full).unwrap();
            }
            _ => {
                // A new file need not be there.
                let _ = fs::remove_file(full);
                self.review.write(path, text.as_bytes());
            }
        }
        self.whole.insert(path.to_owned(), text.to_owned());
    }

    /// Makes room for a file where something else has taken its place.
    fn clear(&mut self, path: &str) {
        if self.amiss.remove(path) {
            let full = self.review.root().join(path);
            match full.symlink_metadata() {
                Ok(data) if data.is_dir() => fs::remove_dir_all(full).unwrap(),
                Ok(data) if data.is_symlink() => fs::remove_file(full).unwrap(),
                _ => {}
            }
        }
    }

    fn mend_this(&mut self, path: &str) {
        let text = self.whole[path].clone();
        self.save(path, &text);
    }

    fn mend_one(&mut self) -> String {
        let amiss: Vec<String> = self.amiss.iter().cloned().collect();
        let Some(path) = self.any(&amiss) else { return self.write_a_note() };
        self.mend_this(&path);
        format!("{path} is mended")
    }

    fn write_a_note(&mut self) -> String {
        let mut notes = self.notes();
        notes.push(HOME.to_owned());
        let path = self.any(&notes).unwrap();
        let text = self.any_text(&path);
        self.save(&path, &text);
        format!("{path} is written")
    }

    fn make_a_note(&mut self) -> String {
        let free = KEYS.iter().map(|key| format!("content/sources/{key}.md"));
        let free: Vec<String> = free.filter(|path| !self.whole.contains_key(path)).collect();
        let path = match self.random.below(2) {
            0 => self.any(&free),
            _ => None,
        };
        let path = path.unwrap_or_else(|| format!("content/pages/page-{}.md", self.made));
        let text = self.any_text(&path);
        self.save(&path, &text);
        format!("{path} is made")
    }

    fn delete_a_note(&mut self) -> String {
        let notes = self.notes();
        let Some(path) = self.any(&notes) else { return self.make_a_note() };
        self.clear(&path);
        self.whole.remove(&path);
        // One that was amiss may be gone already.
        let _ = fs::remove_file(self.review.root().join(&path));
        format!("{path} is deleted")
    }

    fn rename_a_note(&mut self) -> String {
        let sound: Vec<String> = self.notes().into_iter().filter(|path| !self.amiss.contains(path)).collect();
        let Some(from) = self.any(&sound) else { return self.make_a_note() };
        let to = match (self.random.below(3), from.rsplit_once('/')) {
            (0, _) => format!("content/deep/er/note-{}.md", self.made),
            (1, Some((folder, name))) => format!("{folder}/{}", name.to_uppercase().replace(".MD", ".md")),
            _ => format!("content/note-{}.md", self.made),
        };
        if self.whole.contains_key(&to) {
            return self.write_a_note();
        }
        self.rename(&from, &to);
        let text = self.whole.remove(&from).unwrap();
        self.whole.insert(to.clone(), text);
        format!("{from} is renamed {to}")
    }

    fn rename(&self, from: &str, to: &str) {
        let to = self.review.root().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.review.root().join(from), to).unwrap();
    }

    /// Breaks a file: one of these, or any note.
    fn spoil(&mut self, among: &[&str]) -> String {
        let mut among: Vec<String> = among.iter().map(|path| (*path).to_owned()).collect();
        if among.is_empty() {
            among = self.notes();
        }
        among.retain(|path| self.whole.contains_key(path));
        let Some(path) = self.any(&among) else { return self.make_a_note() };
        self.clear(&path);
        self.made += 1;
        let whole = &self.whole[&path];
        let half = whole.floor_char_boundary(whole.len() / 2);
        let (how, text) = match (path.as_str(), self.random.below(3)) {
            (LIBRARY, 0) => ("empty", String::new()),
            (LIBRARY, 1) => ("gone", String::new()),
            (LIBRARY | STYLE, _) => ("half", whole[..half].to_owned()),
            (CONFIGURATION, _) => ("broken", "title: [\n".to_owned()),
            (path, 0) if path.ends_with(".html") => {
                ("broken when filled", "<main>{{ it.not.there }}</main>".to_owned())
            }
            (path, _) if path.ends_with(".html") => ("broken", "<main>{% if %}</main>".to_owned()),
            (_, 0) => ("broken", format!("---\ntitle: [\n---\n\nBroken {}.\n", self.made)),
            _ => ("broken", format!("---\ntitle: Broken\n\nBroken {}.\n", self.made)),
        };
        match how {
            // It may be gone already.
            "gone" => drop(fs::remove_file(self.review.root().join(&path))),
            _ => self.review.write(&path, text.as_bytes()),
        }
        self.amiss.insert(path.clone());
        format!("{path} is {how}")
    }

    fn write_the_library(&mut self) -> String {
        let path = if self.random.below(4) == 0 { SECOND_LIBRARY } else { LIBRARY };
        let mut text = String::new();
        for (at, key) in KEYS.iter().enumerate() {
            match self.random.below(6) {
                0 => {}
                1 => text.push_str(&entry(key, self.made)),
                _ if path == LIBRARY || at == 0 => text.push_str(&entry(key, 0)),
                _ => {}
            }
        }
        text.push_str(&entry(&format!("more{}", self.random.below(4)), self.made));
        self.save(path, &text);
        format!("{path} is written")
    }

    fn configure(&mut self) -> String {
        let look = LOOKS[self.random.below(LOOKS.len())];
        self.dress(look)
    }

    /// Gives the review a style and a language.
    pub fn dress(&mut self, (style, language): (&str, &str)) -> String {
        self.made += 1;
        self.save(CONFIGURATION, &configuration(self.made, style, language));
        format!("{CONFIGURATION} wants {style} and {language}")
    }

    fn write_a_template(&mut self) -> String {
        let path = self.random.pick(TEMPLATES);
        self.save(path, &format!("<main>{{{{ page.path }}}} {}</main>\n", self.made));
        format!("{path} is written")
    }

    fn remove_a_template(&mut self) -> String {
        let path = self.random.pick(TEMPLATES);
        self.clear(path);
        self.whole.remove(path);
        // There may be none.
        let _ = fs::remove_file(self.review.root().join(path));
        format!("{path} goes")
    }

    fn write_an_asset(&mut self) -> String {
        let path = self.random.pick(ASSETS);
        self.save(path, &format!("/* {} */\n", self.made));
        format!("{path} is written")
    }

    fn write_the_style(&mut self) -> String {
        let delimiter = self.random.pick(&[", ", "; ", ". ", " / "]);
        self.save(STYLE, &csl(delimiter));
        format!("{STYLE} has {delimiter:?}")
    }

    /// Every note differs at once, as after a change of branch.
    fn check_out(&mut self) -> String {
        let notes = self.notes();
        for path in &notes {
            let text = self.any_text(path);
            self.save(path, &text);
        }
        format!("{} notes are checked out", notes.len())
    }

    fn leave_noise(&mut self) -> String {
        let name = self.random.pick(&[".#index.md", "#index.md#", "index.md~", "4913", ".index.md.swp", "~$a.docx"]);
        self.review.write(&format!("content/{name}"), b"noise");
        self.review.write("public/index.html", b"output");
        format!("noise: {name}")
    }
}

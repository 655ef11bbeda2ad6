//! Keys that no bibliography has, one problem each, however often they are cited.

use crate::bibliography::Bibliography;
use crate::diagnostics::{Code, Diagnostic, Span, nearest};
use std::collections::{BTreeMap, HashMap};

/// For how many keys the nearest known one is looked for: each looks at all.
const SUGGESTED: usize = 100;

/// Where missing keys are cited, and the notes about them.
#[derive(Debug, Default)]
pub struct Missing {
    /// The files that an entry may be added to, as a hint names them.
    place: String,
    cited: BTreeMap<String, Vec<Span>>,
    /// The key, its place, and how the note says it.
    pub notes: Vec<(String, Span, &'static str)>,
}

impl Missing {
    /// Of a review whose configuration names these files of references, or none.
    pub fn new(named: Option<&[(String, Span)]>) -> Self {
        let place = match named {
            Some([(one, _)]) => format!("`{one}`"),
            Some([(first, _), (second, _)]) => format!("`{first}` or `{second}`"),
            Some([_, _, _, ..]) => "a file that `bibliography` in sourcebook.yaml names".to_owned(),
            Some([]) | None => "a file in `bibliography/`".to_owned(),
        };
        Self { place, ..Self::default() }
    }

    /// Takes down a citation.
    pub fn cited(&mut self, key: &str, place: &Span) {
        self.cited.entry(key.to_owned()).or_default().push(place.clone());
    }

    /// The problems. What the bibliography has reported already is left out.
    pub fn report(self, by_key: &HashMap<String, usize>, bibliography: &Bibliography) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let about: BTreeMap<&str, &Span> = self.notes.iter().map(|(key, place, _)| (key.as_str(), place)).collect();
        let none = HashMap::new();
        let unexplained = self.cited.iter().filter(|(key, _)| !bibliography.explains(key));
        for (count, (key, places)) in unexplained.enumerate() {
            let known = if count < SUGGESTED { by_key } else { &none };
            let otherwise =
                format!("add its entry to {}, or write `\\@` for an at sign that is no citation", self.place);
            problems.push(unknown_key(key, places, about.get(key.as_str()).copied(), hint(key, known, otherwise)));
        }
        let alone = |key: &str| !self.cited.contains_key(key) && !bibliography.explains(key);
        for (count, (key, place, how)) in self.notes.iter().filter(|(key, ..)| alone(key)).enumerate() {
            let message = format!("no bibliography has the key `{key}` that {how}");
            let known = if count < SUGGESTED { by_key } else { &none };
            let otherwise =
                format!("add its entry to {}, or name another key in the front matter: `citekey: KEY`", self.place);
            let hint = hint(key, known, otherwise);
            problems.push(Diagnostic::new(Code::NoteWithoutReference, message).at(place.clone()).hint(hint));
        }
        problems
    }
}

fn unknown_key(key: &str, places: &[Span], note: Option<&Span>, hint: String) -> Diagnostic {
    let times = match places.len() {
        0 | 1 => String::new(),
        times => format!(", cited {times} times"),
    };
    let mut problem =
        Diagnostic::new(Code::UnknownKey, format!("no bibliography has the key `{key}`{times}")).hint(hint);
    for place in places.iter().skip(1) {
        problem = problem.related(place.clone(), "cited here, too");
    }
    if let Some(note) = note {
        problem = problem.related(note.clone(), "the note on it");
    }
    match places.first() {
        Some(place) => problem.at(place.clone()),
        None => problem,
    }
}

fn hint(key: &str, by_key: &HashMap<String, usize>, otherwise: String) -> String {
    nearest(key, by_key.keys().map(String::as_str)).map_or(otherwise, |best| format!("did you mean `{best}`?"))
}

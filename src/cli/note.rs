//! `note`: notes for references that have none, from the author's template; what exists is never touched.
#![allow(clippy::disallowed_methods, reason = "the day is told to the template, not to a step")]

use super::init::make;
use super::{Common, Failure, load, print, print_error, report, root};
use crate::diagnostics::{Code, Diagnostic, TextFile, did_you_mean};
use crate::new_note::{self, Fields};
use crate::review::Review;
use crate::theme::NoteTemplate;
use crate::{Edition, Memory, Options, project};
use std::process::ExitCode;

/// The arguments of `note`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Keys of references, with or without @
    #[arg(value_name = "KEY|--all", required_unless_present = "all")]
    keys: Vec<String>,
    /// A note for every reference that has none
    #[arg(long, conflicts_with = "keys")]
    all: bool,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<ExitCode, Failure> {
    let root = root(common)?;
    let mut problems = Vec::new();
    let own = project::note_template(&root).unpack(&mut problems);
    let template = NoteTemplate::new(own.as_ref()).map_err(|problem| problems.push(problem));
    let (Ok(template), true) = (template, problems.is_empty()) else {
        report(&problems);
        return Ok(ExitCode::from(1));
    };
    let project = load(&root);
    // A note that is a draft is one.
    let options = Options { drafts: true, ..Options::default() };
    let memory = Memory::default();
    let edition = Edition::new(&project, &options, &memory);
    let review = edition.review();
    let wanted = if arguments.all { without_note(review) } else { named(review, &arguments.keys, &mut problems) };
    for (source, note) in wanted.iter().filter_map(|at| Some((&review.sources[*at], review.sources[*at].note?))) {
        let path = &review.documents[note].note.summary.path;
        say(common, &format!("kept  {path}, the note on `{}`", source.reference.key))?;
    }
    let wanted: Vec<usize> = wanted.into_iter().filter(|at| review.sources[*at].note.is_none()).collect();
    if arguments.all && wanted.is_empty() {
        say(common, "every reference has a note")?;
    }
    let citations = edition.citations(&memory);
    let date = jiff::Zoned::now().date().to_string();
    let folder = format!("{}sources/", project.value.config.content.prefix());
    let fields = wanted.iter().map(|at| Fields::new(review, &review.sources[*at], citations.entry_of(*at), &date));
    // What fails for one is likely to fail for all: nothing is written.
    let notes = fields.map(|fields| new_note::make(&template, &folder, &fields)).collect::<Result<Vec<TextFile>, _>>();
    let notes = notes.unwrap_or_else(|problem| {
        problems.push(problem);
        Vec::new()
    });
    let mut taken = false;
    for note in &notes {
        if make(&root, &note.path, note.text.as_bytes())? {
            say(common, &format!("made  {}", note.path))?;
        } else {
            taken = true;
            print_error(&format!("error: `{}` is there already and is about something else", note.path));
        }
    }
    report(&problems);
    Ok(ExitCode::from(u8::from(taken || !problems.is_empty())))
}

fn say(common: &Common, line: &str) -> Result<(), Failure> {
    if common.quiet { Ok(()) } else { print(&format!("{line}\n")) }
}

fn without_note(review: &Review) -> Vec<usize> {
    (0..review.sources.len()).filter(|at| review.sources[*at].note.is_none()).collect()
}

/// The numbers of the sources with these keys, each once; keys that no bibliography has are reported.
fn named(review: &Review, keys: &[String], problems: &mut Vec<Diagnostic>) -> Vec<usize> {
    let mut found = Vec::new();
    for key in keys {
        let bare = key.strip_prefix('@').unwrap_or(key);
        match review.source_of(key).or_else(|| review.source_of(bare)) {
            Some(at) if found.contains(&at) => {}
            Some(at) => found.push(at),
            None => {
                let known = review.sources.iter().map(|source| source.reference.key.as_str());
                let problem = Diagnostic::new(Code::UnknownKey, format!("no bibliography has the key `{bare}`"));
                problems.push(problem.maybe_hint(did_you_mean(bare, known)));
            }
        }
    }
    found
}

//! Edits of whole folders, and of what kind of thing stands at a path.

use super::{Author, HOME};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

impl Author {
    /// Folders below `content/` with notes.
    fn folders(&self) -> Vec<String> {
        let parents = self.notes().into_iter().filter_map(|path| Some(path.rsplit_once('/')?.0.to_owned()));
        let folders: BTreeSet<String> = parents.filter(|folder| folder != "content").collect();
        folders.into_iter().collect()
    }

    /// All that is in it goes with it.
    pub(super) fn rename_a_folder(&mut self) -> String {
        let folders = self.folders();
        let Some(from) = self.any(&folders) else { return self.make_a_note() };
        let to = format!("content/folder-{}", self.made);
        self.rename(&from, &to);
        let inside = format!("{from}/");
        let renamed = |path: &String| match path.strip_prefix(&inside) {
            Some(rest) => format!("{to}/{rest}"),
            None => path.clone(),
        };
        self.whole = self.whole.iter().map(|(path, text)| (renamed(path), text.clone())).collect();
        self.amiss = self.amiss.iter().map(renamed).collect();
        format!("{from}/ is renamed {to}/")
    }

    /// With all that is in it.
    pub(super) fn delete_a_folder(&mut self) -> String {
        let folders = self.folders();
        let Some(folder) = self.any(&folders) else { return self.make_a_note() };
        fs::remove_dir_all(self.review.root().join(&folder)).unwrap();
        let inside = format!("{folder}/");
        self.whole.retain(|path, _| !path.starts_with(&inside));
        self.amiss.retain(|path| !path.starts_with(&inside));
        format!("{folder}/ is deleted")
    }

    /// Three notes at once, in a folder that was made elsewhere; sometimes an empty one.
    pub(super) fn move_a_folder_in(&mut self) -> String {
        let (beside, to) = (format!("outside-{}", self.made), format!("content/moved-{}/in", self.made));
        fs::create_dir_all(self.review.root().join(&beside)).unwrap();
        for number in 0..self.random.below(4) {
            let path = format!("{to}/{number}.md");
            let text = self.any_text(&path);
            self.review.write(&format!("{beside}/{number}.md"), text.as_bytes());
            self.whole.insert(path, text);
        }
        self.rename(&beside, &to);
        format!("{to}/ is moved in")
    }

    /// A note makes room for a folder of its name, or for a link to another file.
    pub(super) fn replace_by_another_kind(&mut self) -> String {
        let notes = self.notes();
        let Some(path) = self.any(&notes) else { return self.make_a_note() };
        self.clear(&path);
        let full = self.review.root().join(&path);
        // It may be gone already.
        let _ = fs::remove_file(&full);
        self.amiss.insert(path.clone());
        if self.random.below(2) == 0 && link(&self.review.root().join(HOME), &full) {
            return format!("{path} is a link");
        }
        self.review.write(&format!("{path}/inner.md"), b"# Within\n");
        format!("{path} is a folder")
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> bool {
    std::os::unix::fs::symlink(to, at).is_ok()
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> bool {
    false
}

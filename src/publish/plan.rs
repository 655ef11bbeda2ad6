//! What would change on the branch: the files of the site against those of the commit seen.

use super::branch::Files;

/// The site as a commit on top of the one that was seen, and how they differ. Paths are sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The last commit of the branch; none where the branch is new.
    pub seen: Option<String>,
    /// Every file of the site and its blob.
    pub files: Vec<(String, String)>,
    /// Files that the branch does not have.
    pub new: Vec<String>,
    /// Files that differ there.
    pub changed: Vec<String>,
    /// Files that only the branch has.
    pub removed: Vec<String>,
}

impl Plan {
    /// Compares the files of a site with those of the branch.
    pub fn new(seen: Option<String>, files: Vec<(String, String)>, old: &Files) -> Self {
        let mut plan = Self { seen, ..Self::default() };
        for (path, blob) in &files {
            match old.get(path) {
                None => plan.new.push(path.clone()),
                Some((mode, known)) if mode == "100644" && known == blob => {}
                Some(_) => plan.changed.push(path.clone()),
            }
        }
        let is_kept = |path: &&String| files.binary_search_by(|(known, _)| known.cmp(path)).is_ok();
        plan.removed = old.keys().filter(|path| !is_kept(path)).cloned().collect();
        plan.files = files;
        plan
    }

    /// Whether the branch is the site already.
    pub fn is_empty(&self) -> bool {
        self.seen.is_some() && self.new.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_new_changed_or_removed() {
        let old = |path: &str, mode: &str, blob: &str| (path.to_owned(), (mode.to_owned(), blob.to_owned()));
        let files =
            |all: &[(&str, &str)]| all.iter().map(|(path, blob)| ((*path).to_owned(), (*blob).to_owned())).collect();
        let branch = Files::from([
            old("a.html", "100644", "1"),
            old("b.html", "100644", "2"),
            old("c.html", "120000", "3"),
            old("d.html", "100644", "4"),
        ]);
        let seen = || Some("0".to_owned());
        let plan =
            Plan::new(seen(), files(&[("a.html", "1"), ("b.html", "9"), ("c.html", "3"), ("e.html", "5")]), &branch);
        assert_eq!(
            (plan.new, plan.changed),
            (vec!["e.html".to_owned()], vec!["b.html".to_owned(), "c.html".to_owned()])
        );
        assert_eq!(plan.removed, ["d.html"]);
        assert!(Plan::new(seen(), files(&[("a.html", "1")]), &Files::from([old("a.html", "100644", "1")])).is_empty());
        assert!(!Plan::new(None, Vec::new(), &Files::new()).is_empty(), "an empty branch is still to be made");
    }
}

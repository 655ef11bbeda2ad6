//! Where the texts of a review lie, and where each stands in the site.

/// The folder of a review that names none.
const USUAL: &str = "content";

/// Which files may be the home page, or a folder's own, by their names in small letters without an ending: the first that is
/// there.
pub const HOMES: &[&str] = &["index", "_index", "readme"];

/// The folders of a review that hold its texts, as paths without a slash at their ends; the empty one is the review itself.
/// None lies in another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Content(Vec<String>);

impl Default for Content {
    fn default() -> Self {
        Self(vec![USUAL.to_owned()])
    }
}

impl Content {
    /// These folders, `.` among them; those that lie in others go.
    pub fn new(folders: impl IntoIterator<Item = String>) -> Self {
        let plain = |folder: String| match folder.trim_start_matches("./").trim_matches('/') {
            "." => String::new(),
            folder => folder.to_owned(),
        };
        let mut all: Vec<String> = folders.into_iter().map(plain).collect();
        all.dedup();
        let outer = all.clone();
        all.retain(|folder| !outer.iter().any(|other| other != folder && lies_in(folder, other)));
        if all.is_empty() { Self::default() } else { Self(all) }
    }

    /// The folders.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether it is the folder of a review that names none.
    pub fn is_usual(&self) -> bool {
        self.0 == [USUAL]
    }

    /// Whether the review itself is the folder.
    pub fn is_whole(&self) -> bool {
        self.0 == [""]
    }

    /// Whether a file lies in one of them.
    pub fn holds(&self, path: &str) -> bool {
        self.folders().any(|folder| lies_in(path, folder))
    }

    /// The path of a file below the one folder; below the review where there are several, or where it lies in none.
    pub fn below<'a>(&self, path: &'a str) -> &'a str {
        match self.0.as_slice() {
            [one] if lies_in(path, one) => path[one.len()..].trim_start_matches('/'),
            _ => path,
        }
    }

    /// What stands before a path below the folder where new files are made: `content/`, or nothing.
    pub fn prefix(&self) -> String {
        match self.0.first().map(String::as_str) {
            None | Some("") => String::new(),
            Some(folder) => format!("{folder}/"),
        }
    }

    /// The home page among these files: an index, else what a repository says of itself.
    pub fn home<'a>(&self, paths: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let ranked = paths.into_iter().filter_map(|path| Some((self.home_rank(path)?, path)));
        ranked.min().map(|(_, path)| path)
    }

    fn home_rank(&self, path: &str) -> Option<usize> {
        let below = self.below(path);
        let name = stem(below);
        let name = if name == below { return None } else { name.to_ascii_lowercase() };
        HOMES.iter().position(|home| !below.contains('/') && *home == name)
    }
}

/// A file's path without the ending of its text.
pub fn stem(path: &str) -> &str {
    let Some((stem, ending)) = path.rsplit_once('.') else { return path };
    if TEXTS.iter().any(|known| known.eq_ignore_ascii_case(ending)) { stem } else { path }
}

/// The endings of files that are texts, in small letters.
pub const TEXTS: &[&str] = &["md", "markdown", "qmd", "rmd"];

fn lies_in(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(folders: &[&str]) -> Content {
        Content::new(folders.iter().map(|folder| (*folder).to_owned()))
    }

    #[test]
    fn folders_are_understood_however_they_are_written() {
        assert!(content(&["."]).is_whole() && content(&["./"]).is_whole() && content(&["a", "."]).is_whole());
        assert!(content(&["content/"]).is_usual() && content(&[]).is_usual());
        assert_eq!(content(&["./a/b/", "a", "c"]).folders().collect::<Vec<_>>(), ["a", "c"]);
    }

    #[test]
    fn a_file_stands_below_its_folder_or_below_the_review() {
        assert_eq!(content(&["docs"]).below("docs/a/b.md"), "a/b.md");
        assert_eq!(content(&["docs"]).below("docs2/b.md"), "docs2/b.md");
        assert_eq!(content(&["."]).below("docs/a.md"), "docs/a.md");
        assert_eq!(content(&["a", "b"]).below("a/x.md"), "a/x.md");
    }

    #[test]
    fn the_home_page_is_an_index_or_else_a_readme() {
        let docs = content(&["docs"]);
        assert_eq!(docs.home(["docs/README.md", "docs/index.qmd"]), Some("docs/index.qmd"));
        assert_eq!(docs.home(["docs/README.md", "docs/a/index.md"]), Some("docs/README.md"));
        assert_eq!(docs.home(["docs/a/index.md", "docs/index.html"]), None);
    }
}

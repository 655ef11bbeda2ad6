//! Vaults of notes as other programs leave them: every link, embed, callout and block reference finds its place.

use crate::support::html::{inner, text};
use crate::support::site::Pages;
use crate::support::{cases, page, shown};
use sourcebook::Built;

/// The text of every page that has prose, its footnotes, and what is wrong.
fn read(built: &Built) -> String {
    let mut out = String::new();
    for path in built.site.files.keys().filter(|path| path.ends_with(".html")) {
        let html = page(built, path);
        let footnotes = inner(&html, "section").into_iter().filter(|section| section.contains(" id=\"fn-1\""));
        for prose in inner(&html, "article").into_iter().chain(footnotes) {
            out.push_str(&format!(
                "== {path}\n{}\n",
                prose.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
            ));
        }
    }
    format!("{out}{}", shown(&built.diagnostics))
}

#[test]
fn each_vault_reads_as_expected() {
    let failures: Vec<String> =
        cases("vaults").iter().filter_map(|case| case.check(&read(&case.review().build())).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_link_of_a_vault_leads_somewhere() {
    for case in cases("vaults") {
        let broken = Pages::of(&case.review().build()).broken();
        assert!(broken.is_empty(), "{}: {}", case.name, broken.join("\n"));
    }
}

#[test]
fn what_is_not_to_be_published_leaves_no_trace() {
    let case = cases("vaults").into_iter().find(|case| case.name == "obsidian").unwrap();
    let built = case.review().build();
    for (path, bytes) in &built.site.files {
        let html = String::from_utf8_lossy(bytes);
        for trace in ["Never to leave", "secret", "zotero://", "file:///", "/home/me", "annotations %%"] {
            assert!(!html.contains(trace), "{path} holds {trace}: {}", text(&html));
        }
    }
}

//! Pages and works in the words of schema.org.

use super::*;

/// The JSON-LD of a page; none where it has none.
pub fn of_page(html: &str) -> Option<Value> {
    let (_, after) = html.split_once("<script type=\"application/ld+json\">")?;
    let (json, _) = after.split_once("</script>")?;
    assert!(!json.contains('<'), "{json}");
    Some(serde_json::from_str(json).unwrap())
}

fn documents(built: &Built) -> BTreeMap<String, Value> {
    let pages = built.site.files.keys().filter(|path| path.ends_with(".html"));
    pages.filter_map(|path| Some((path.clone(), of_page(&page(built, path))?))).collect()
}

/// Every `@id` of a document.
fn ids(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().flat_map(ids).collect(),
        Value::Object(map) => {
            map.get("@id").and_then(Value::as_str).into_iter().chain(map.values().flat_map(ids)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn pages_speak_schema_org() {
    let all = documents(&DEMO);
    let at = |path: &str, pointer: &str| all[path].pointer(pointer).cloned().unwrap_or_default();
    assert!(!all.contains_key("404.html") && all.len() > 50, "{}", all.len());
    let source = "sources/barr2015.html";
    assert_eq!(at(source, "/@type"), "WebPage");
    assert_eq!(at(source, "/mainEntity/@type"), json!(["Chapter", "ScholarlyArticle"]));
    assert_eq!(at(source, "/mainEntity/@id"), "https://doi.org/10.1057/9781137478979_8");
    assert_eq!(at(source, "/mainEntity/isPartOf/@type"), "Book");
    assert_eq!(at(source, "/mainEntity/isPartOf/editor/name"), "D. Kerr");
    assert_eq!(at(source, "/breadcrumb/itemListElement/1/item"), "https://example.org/review/sources/");
    assert_eq!(at(source, "/citation").as_array().map(Vec::len), Some(5));
    let tag = "tags/tradition.html";
    assert_eq!(at(tag, "/mainEntity/@type"), "DefinedTerm");
    assert_eq!(at(tag, "/mainEntity/alternateName"), json!(["Дәстүр", "Традиция", "传统"]));
    assert_eq!(at(tag, "/mainEntity/inDefinedTermSet/@type"), "DefinedTermSet");
    assert_eq!(at("index.html", "/@type"), "CollectionPage", "our review names no authors");
    assert_eq!(at("index.html", "/citation").as_array().map(Vec::len), Some(21));
}

#[test]
fn how_works_relate_is_said_in_the_words_of_cito() {
    let review = Review::small();
    review
        .write("bibliography/more.bib", b"@book{lai2012, author = {Lai, Hongyi}, title = {Soft Power}, date = {2012}}");
    review.write("content/sources/barr2015.md", b"---\nrelations: {disputes: lai2012}\n---\nA claim.\n");
    let built = build_at(&review, BASE);
    let disputed = &documents(&built)["sources/barr2015.html"]["mainEntity"]["http://purl.org/spar/cito/disputes"];
    assert_eq!(disputed["name"], "Soft Power", "{disputed}");
}

#[test]
fn without_an_address_of_the_site_no_page_has_one() {
    let built = build(&project::load(&repository()));
    let all = documents(&built);
    assert!(
        all.contains_key("index.html") && all.contains_key("sources/barr2015.html") && !all.contains_key("about.html")
    );
    for (path, document) in &all {
        let ids = ids(document);
        assert!(
            ids.iter().all(|id| ["https://doi.org/", "https://orcid.org/"].iter().any(|start| id.starts_with(start))),
            "{path}: {ids:?}"
        );
    }
    for path in ["atom.xml", "sitemap.xml"] {
        assert!(!built.site.files.contains_key(path), "{path}");
    }
    assert_eq!(page(&built, "robots.txt"), "User-agent: *\nAllow: /\n");
    assert!(!page(&built, "index.html").contains("atom.xml"));
}

#[test]
fn json_ld_expands() {
    let Some(packages) = std::env::var_os("SOURCEBOOK_JSONLD").map(PathBuf::from) else {
        return println!("skipped: `SOURCEBOOK_JSONLD` names no folder with the package `jsonld`");
    };
    let mut all = documents(&DEMO);
    all.extend(documents(&TYPES.1).into_iter().map(|(path, document)| (format!("types/{path}"), document)));
    let bare = build(&project::load(&repository()));
    all.extend(documents(&bare).into_iter().map(|(path, document)| (format!("bare/{path}"), document)));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("documents.json");
    fs::write(&file, serde_json::to_string(&all).unwrap()).unwrap();
    let script = repository().join("tests/metadata/expand.mjs");
    let output = Command::new("node").arg(script).arg(packages).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().count(), all.len());
    assert!(said.contains("\nsources/barr2015.html ") || said.starts_with("404"), "{said}");
    let line = said.lines().find(|line| line.starts_with("sources/barr2015.html")).unwrap();
    for kind in
        ["WebPage", "WebSite", "BreadcrumbList", "Chapter", "ScholarlyArticle", "Person", "Book", "PropertyValue"]
    {
        assert!(line.split(' ').any(|known| known == kind), "{kind}: {line}");
    }
}

//! The texts that an author writes, each different from the last by its number.

/// A note that cites these two.
pub fn note(number: usize, front: &str, one: &str, other: &str) -> String {
    format!(
        "---\n{front}\n---\n\nClaim {number} of @{one} [p. {number}].\n\n## Further\n\nMore [@{other}, 7; see @{one}] in [[{other}]].\n"
    )
}

/// An entry; number 0 is that of the first day.
pub fn entry(key: &str, number: usize) -> String {
    let title = if number == 0 { format!("Title of {key}") } else { format!("Title {number} of {key}") };
    format!(
        "@book{{{key},\n  author = {{{key}, Ann}},\n  title = {{{title}}},\n  publisher = {{House}},\n  date = {{2001}},\n}}\n"
    )
}

/// A configuration that wants this style and language.
pub fn configuration(number: usize, style: &str, language: &str) -> String {
    format!(
        "title: Review {number}\nstyle: {style}\nlanguage: {language}\ntheme: own\ntags: {{tradition: Old {number}}}\n"
    )
}

/// The smallest style, with this between its parts.
pub fn csl(delimiter: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info>
    <title>Own</title>
    <id>own</id>
    <updated>2020-01-01T00:00:00+00:00</updated>
  </info>
  <citation>
    <layout prefix="(" suffix=")" delimiter="{delimiter}">
      <group delimiter="{delimiter}"><text variable="title"/><text variable="locator"/></group>
    </layout>
  </citation>
  <bibliography>
    <sort><key variable="title"/></sort>
    <layout><group delimiter="{delimiter}"><names variable="author"/><text variable="title"/></group></layout>
  </bibliography>
</style>
"#
    )
}

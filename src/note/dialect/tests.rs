use super::*;

fn read(text: &str) -> (String, Vec<String>, usize) {
    let told = told(Cow::Borrowed(text));
    assert_eq!(told.text.len(), text.len(), "{text}");
    let labels =
        told.labels.iter().map(|label| format!("{:?} {} {}", label.kind, label.id, label.caption).trim().to_owned());
    (told.text.split_whitespace().collect::<Vec<_>>().join(" "), labels.collect(), told.fences.len())
}

#[test]
fn labels_of_every_dialect_are_found_and_go() {
    for (text, told, label) in [
        ("![A b](x.png){#fig-a width=50%}\n", "![A b](x.png)", "Figure fig-a A b"),
        ("$$\nx\n$$ {#eq-a}\n", "$$ x $$", "Equation eq-a"),
        ("| a |\n|---|\n| b |\n\n: A table {#tbl-a}\n", "| a | |---| | b |", "Table tbl-a A table"),
        ("(sec-x)=\n# A\n", "# A", "Section sec-x"),
        ("```{r plot, fig.cap=\"A, b\", echo=FALSE}\nplot(1)\n```\n", "", "Figure fig:plot A, b"),
        ("```{python}\n#| label: fig-p\n#| fig-cap: \"C\"\nf()\n```\n", "```python f() ```", "Figure fig-p C"),
        ("```{figure} a.png\n:name: fig-m\nA cat\n```\n", "![](a.png) A cat", "Figure fig-m A cat"),
        ("$x$ (\\#eq:y)\n", "$x$", "Equation eq:y"),
    ] {
        let (text_told, labels, fences) = read(text);
        assert_eq!((text_told.as_str(), labels.as_slice()), (told, &[label.to_owned()][..]), "{text}");
        assert!(fences >= 2 || text.starts_with('('), "{text}");
    }
}

#[test]
fn references_and_citations_are_told_in_pandocs_words() {
    for (text, told) in [
        ("See Figure \\@ref(fig:a).", "See Figure [-@{fig:a} ]."),
        ("As {cite}`a,b` and {cite:t}`c` say.", "As [@a;@b ] and @c say."),
        ("In {numref}`fig-a`", "In [@{fig-a} ]"),
        ("By \\citep[see][p. 3]{a,b} and \\citet{c}.", "By [see @a;@b, p. 3 ] and @c."),
        ("In \\ref{fig:a}\\footnote{Not \\emph{so}.}", "In [-@{fig:a}]^[Not \\emph{so}.]"),
        ("{{< include _x.qmd >}}", "![[_x.qmd]]"),
        ("{% cite a b %} {% include x.html %}", "[@a;@b ]"),
        ("`{cite}` and `\\@ref(a)` are code", "`{cite}` and `\\@ref(a)` are code"),
        ("An {odd} brace and \\emph{x}", "An {odd} brace and \\emph{x}"),
    ] {
        assert_eq!(read(text).0, told, "{text}");
    }
}

#[test]
fn admonitions_leave_their_text_and_cells_their_code() {
    assert_eq!(read("```{note}\nMind **this**.\n```\n"), ("Mind **this**.".to_owned(), vec![], 2));
    assert_eq!(read(":::{admonition} A title\nText.\n:::\n").0, "**A title**\\ Text.");
    assert_eq!(read("```{code-cell} ipython3\n:tags: [x]\nf()\n```\n").0, "```ipython3 f() ```");
    assert_eq!(read("```{toctree}\na\n```\nb\n").0, "b");
    assert_eq!(read("```{r setup, include=FALSE}\nlibrary(x)\n```\nText {-}\n").0, "Text {-}");
    assert_eq!(read("```python\nx = {#fig-a}\n```\n").0, "```python x = {#fig-a} ```");
}

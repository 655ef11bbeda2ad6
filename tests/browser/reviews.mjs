// Small reviews that the tests build or preview.

const entry = (key, family, title, date) => `@book{${key},\n  author = {${family}, Ann},\n  title = {${title}},\n  date = {${date}},\n}\n`;

const csl = `<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Mine</title><id>mine</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="(" suffix=")" delimiter="; "><names variable="author"><name form="short"/></names></layout></citation>
  <bibliography><layout suffix="."><names variable="author"/><text variable="title" prefix=", "/></layout></bibliography>
</style>
`;

const square = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"><rect width="${width}" height="10"/></svg>\n`;

/** A picture in the review. */
export const picture = square;

/** A review to edit while it is previewed. */
export const edited = {
  "sourcebook.yaml": "title: A review\ntheme: mine\nstyle: bibliography/styles/mine.csl\n",
  "content/index.md": "---\ntitle: A review\n---\n\n## One {#one}\n\nAs [@first] and [@second] say.[^a]\n\n![A square](square.svg)\n\n[^a]: A note.\n",
  "content/square.svg": square(11),
  "content/sources/first.md": `The claim.\n\n## Argument\n\n> [!note]- Folded\n> What is in it.\n\n> [!tip]- Also folded\n> More of it.\n\n${"A paragraph that fills the page.\n\n".repeat(80)}The end of the note.\n`,
  "bibliography/references.bib": entry("first", "First", "One", 2001) + entry("second", "Second", "Two", 2002),
  "bibliography/styles/mine.csl": csl,
  "themes/mine/assets/style.css": "body { color: rgb(1, 2, 3); }\n",
  "themes/mine/templates/tags.html": '{% extends "base.html" %}\n{% block main %}<h1>Our own words</h1>{% endblock main %}\n',
};

/** The same bibliography, cut off in the middle as while it is being written. */
export const cutOff = edited["bibliography/references.bib"].slice(0, -25);

/** Everything that running text may hold, some of it too wide for a telephone. */
export const everything = {
  "sourcebook.yaml": "title: Everything at once\nfields: {method: Method, sample: {label: Sample, unit: people}}\ntags:\n  tradition:\n    label: {en: Tradition, ar: تراث, zh-Hans: 传统}\n",
  "content/index.md": "---\ntitle: Everything at once\nabstract: {en: Short., ru: Коротко., kk: Қысқа.}\n---\n\n## One {#one}\n\nAs @long [p. 3] says.[^a] [[everything]]\n\n[^a]: A note on it.\n\n## Two\n\nMore, citing @bare [pp. 1-2].[^b]\n\n[^b]: Another, citing @bare.\n\n## Three\n\nAnd the end.\n",
  "content/everything.md": `---
title: Everything
---

## Lists {#lists}

- one
  - two
- [ ] to do
- [x] done

1. first
2. second

Term
: What it means.

## Tables {#tables}

| A rather long heading | Another long heading | Yet another heading | And one more of them | Last |
|---|---:|:---:|---|---|
| unbreakable_unbreakable_unbreakable | 1 | two | three | four |

\`\`\`matrix
rows: long
columns: tradition
\`\`\`

\`\`\`matrix
tag: tradition
\`\`\`

\`\`\`evidence
order: method
\`\`\`

## Code and mathematics {#code}

Some \`inline_code_that_is_long_enough_to_leave_a_narrow_column\` and $a^2 + b^2 = c^2$.

\`\`\`python
print("a line of code that is much too long for a telephone held upright, and for most columns of text as well, in fact")
\`\`\`

$$\\sum_{i=1}^{n} x_i = x_1 + x_2 + x_3 + x_4 + x_5 + x_6 + x_7 + x_8 + x_9 + x_{10} + x_{11} + x_{12} + x_{13} + x_{14} + x_{15}$$

## Callouts and quotations {#callouts}

> [!note] With a title
> A note.

> [!warning]
> A warning that cites @long [p. 4].

> A quotation.

> [!quote]- Folded
> 文化是一种资源。
> — @long [p. 5] #tradition

==Marked==, ~~struck~~, *leant on* and **strong**.[^a]

[^a]: A note with \`code\`, and https://example.org/a/very/long/address/that/nobody/can/break/at/a/good/place/because/it/goes/on.

---

The end of [the page](index.md).
`,
  "content/sources/long.md": "---\ntags: [tradition]\nfields: {method: unbreakable_unbreakable_unbreakable_unbreakable, sample: 1200}\nfindings:\n  tradition: {weight: central, finding: It lasts., at: p. 3}\n---\nThe claim of a source.[^a]\n\n## Tradition\n\nA passage [p. 7] that follows @bare.\n\n[^a]: A note on a note.\n",
  "bibliography/references.bib": `@article{long,
  author = {${Array.from({ length: 14 }, (_, n) => `Author${"bcdefghijklmno"[n]}, Ann`).join(" and ")}},
  title = {Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and its times},
  journaltitle = {Журнал},
  url = {https://example.org/${"abcdefghij".repeat(12)}},
  date = {2015},
}
@book{bare,
  author = {王, 沪宁},
  title = {作为国家实力的文化},
  langid = {chinese},
  date = {1993},
}
`,
};

/** A review to search, in several scripts. */
export const searched = {
  "sourcebook.yaml": "title: A review in four scripts\ntags:\n  tradition:\n    label: {en: Tradition, ru: Традиция, zh-Hans: 传统}\n    synonyms: [heritage]\n",
  "content/index.md": "---\ntitle: A review in four scripts\n---\n\nОпыт ещё не изучен. Қазақстандық тәжірибе туралы.\n\n## Power {#power}\n\n"
    + "한국의 공공외교는 다르다. اَلْقُوَّةُ النَّاعِمَة. As it is said [@kovac2001, p. 7], it matters.[^a] %%secretword%%\n\n<!-- secretword -->\n\n[^a]: This is footnoted.\n",
  "content/draft.md": "---\ntitle: secretword\ndraft: true\n---\n\nsecretword\n",
  "content/hidden.md": "---\ntitle: secretword\npublish: false\n---\n\nsecretword\n",
  "content/sources/wang1993.md": "---\ntags: [tradition]\n---\nOn statecraft.\n\n## Odd\n\nWritten as `<img src=x onerror=alert(1)>` and `</script>`\u2028here.\n",
  "content/sources/barr2015.md": "---\ntags: [tradition]\n---\nA résumé of it.\n\n## Argument\n\nFirst, this. Attraction that is planned from above is not believed.\n",
  "bibliography/references.bib": "@book{barr2015,\n  author = {Barr, Michael},\n  title = {Old Wine},\n  date = {2015},\n}\n"
    + "@article{wang1993,\n  author = {Wang, Huning},\n  title = {软实力与大国之势},\n  journaltitle = {Fudan},\n  date = {1993},\n  langid = {chinese},\n  author+an:orcid = {1=\"0000-0002-1825-0097\"},\n}\n"
    + "@book{wang1995,\n  author = {王沪宁},\n  title = {Diary},\n  date = {1995},\n  author+an:orcid = {1=\"0000-0002-1825-0097\"},\n}\n"
    + "@book{kovac2001,\n  author = {Kovač, Ana},\n  title = {Third},\n  date = {2001},\n  doi = {10.1000/xyz.5},\n}\n",
};

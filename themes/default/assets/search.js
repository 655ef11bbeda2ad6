// The search page. The index is loaded when the first question is asked, by script tags, and only the files that hold its
// words: a page from a disk may not fetch. Nothing of the index is ever HTML.
(() => {
document.currentScript.dataset.live = "";
const sourcebook = window.sourcebook = window.sourcebook || {};

// Words as src/search/fold.rs cuts and folds them: tests/fixtures/search/words.txt holds for both.
const LONGEST = 40, LETTERS = 3;
const runs = /[\p{Alphabetic}\p{N}\p{M}\u00ad]+/gu, mark = /\p{M}/u;
const dense = /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\u{20000}-\u{3ffff}]/u;
const losesMarks = /[\0-\u03ff\u0435\u0590-\u077f\u08a0-\u08ff\u1e00-\u1fff]/;
const spelledOut = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i", ħ: "h", ς: "σ", "\u0640": "", "\u00ad": "" };
const fold = (word) => {
  let base = "\0", out = "";
  for (const big of word.normalize("NFKD")) for (const c of big.toLowerCase()) {
    if (mark.test(c)) out += losesMarks.test(base) ? "" : c;
    else { base = c; out += spelledOut[c] ?? c; }
  }
  return [...out.normalize("NFC")].slice(0, LONGEST).join("");
};
const wordsOf = (text) => {
  const words = [];
  for (const { 0: run, index } of text.matchAll(runs)) {
    const parts = [];
    let at = index;
    for (const c of run) {
      const isDense = dense.test(c), last = parts.at(-1);
      if (last && (mark.test(c) || "\uff9e\uff9f".includes(c) || !isDense && !last.dense)) last.end += c.length;
      else parts.push({ start: at, end: at + c.length, dense: isDense });
      at += c.length;
    }
    const folded = parts.map((p) => ({ ...p, word: fold(text.slice(p.start, p.end)) })).filter((p) => p.word);
    folded.forEach((p, i) => {
      const next = folded[i + 1], pair = p.dense && next?.dense;
      words.push({ word: pair ? p.word + next.word : p.word, start: p.start, end: pair ? next.end : p.end, dense: p.dense, pair: !!pair });
    });
  }
  return words;
};
sourcebook.wordsOf = wordsOf;

// A question as groups that must all be found: a word, or a phrase of words with their distances.
// What is in quotation marks is meant exactly; the last word may go on.
const ask = (question) => {
  const groups = [];
  for (const m of question.normalize("NFC").matchAll(/["“„”]([^"“„”]*)(["“”]|$)|«([^»]*)(»|$)|([^\s"“„”«]+)/gu)) {
    const exact = m[5] === undefined && (m[2] || m[4]), words = wordsOf(m[5] ?? m[3] ?? m[1] ?? "");
    // The last character of a dense run is in its last pair already.
    const group = words.map((w, off) => ({ ...w, off, open: w.dense && !w.pair }))
      .filter((w, i) => !w.open || !words[i - 1]?.pair);
    if (group.length) groups.push({ words: group, exact });
  }
  const last = groups.at(-1);
  if (last && !last.exact) last.words.at(-1).open = true;
  return groups;
};
const fits = (asked, word) => asked.open ? word.startsWith(asked.word) : word === asked.word;

// Files of the index, each once: what they hand over, in order. One from a cache may be of an older site and mean other
// entries by the same numbers: then all are loaded anew, past the caches.
const waiting = new Map();
let files = new Map(), root = "", past = "";
sourcebook.found = (...data) => waiting.get(document.currentScript)?.push(...data);
const load = (name) => {
  if (!files.has(name)) files.set(name, new Promise((done, fail) => {
    const script = document.createElement("script");
    const end = (then) => () => { then(waiting.get(script)); waiting.delete(script); script.remove(); };
    waiting.set(script, []);
    script.onload = end(done);
    script.onerror = end(() => { files.delete(name); fail(new Error(name)); });
    script.src = root + "assets/search/" + name + ".js" + past;
    document.head.append(script);
  }));
  return files.get(name);
};
const hash = (letters) => letters.reduce((h, c) => Math.imul(h ^ c.codePointAt(0), 16777619) >>> 0, 2166136261);
// The words of the file that has a word, or those like it.
const loadWords = async (word, index) => {
  const letters = [...word];
  const [words, version] = await load("words/" + hash(letters.slice(0, dense.test(letters[0]) ? 1 : LETTERS)) % index.words);
  if (version !== index.version) throw new Error("older words");
  return words;
};
// What is shown of an entry.
const CHECK = 3;
const loadText = async (entry, index) => {
  const after = entry - index.documents, alone = after < 0;
  const file = alone ? entry : index.documents + Math.floor(after / index.block), texts = await load("texts/" + file);
  const check = (hash([...texts.map(([path]) => path).join("")]) >>> 20).toString(16).padStart(CHECK, "0");
  if (check !== index.texts.slice(file * CHECK, (file + 1) * CHECK)) throw new Error("older texts");
  return texts[alone ? 0 : after % index.block];
};

// The line of a word: for each entry its places in names and in the text.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const value = Object.fromEntries([...digits].map((d, i) => [d, i]));
const read = (line, add) => {
  let at = 0, entry = 0;
  const number = () => {
    for (let n = 0, bits = 0; ; bits += 5) {
      const digit = value[line[at++]];
      n += (digit & 31) * 2 ** bits;
      if (digit < 32) return n;
    }
  };
  const places = (count) => { let last = 0; return Array.from({ length: count }, () => last += number()); };
  while (at < line.length) {
    entry += number();
    const count = number(), named = count & 1 ? number() : 0;
    add(entry, places(named), places(count >> 1));
  }
};
// Where one word of a question stands, by entry.
const lookUp = async (asked, index) => {
  const file = await loadWords(asked.word, index), found = new Map();
  for (const word of asked.open ? Object.keys(file).filter((w) => fits(asked, w)) : Object.hasOwn(file, asked.word) ? [asked.word] : [])
    read(file[word], (entry, names, text) => {
      const hit = found.get(entry) ?? { names: new Set(), text: new Set(), whole: false };
      names.forEach((n) => hit.names.add(n));
      text.forEach((n) => hit.text.add(n));
      hit.whole ||= word === asked.word;
      found.set(entry, hit);
    });
  return found;
};
// Where a group stands: each of its words at its distance from the first.
const lookUpGroup = async (group, index) => {
  const [first, ...others] = await Promise.all(group.words.map((word) => lookUp(word, index)));
  if (!others.length) return first;
  const found = new Map(), start = group.words[0].off;
  first.forEach((hit, entry) => {
    const here = others.map((other) => other.get(entry));
    if (!here.every(Boolean)) return;
    const along = (part) => new Set([...hit[part]].filter((n) => here.every((other, i) => other[part].has(n + group.words[i + 1].off - start))));
    const [names, text] = [along("names"), along("text")];
    if (names.size || text.size) found.set(entry, { names, text, whole: here.every((other) => other.whole) });
  });
  return found;
};

// All entries with all groups, by kind, best first: names before text, whole words before beginnings, rare words before frequent ones.
const NOTE = 1, KINDS = 5;
const search = async (groups, index) => {
  const found = await Promise.all(groups.map((group) => lookUpGroup(group, index)));
  const kinds = Array.from({ length: KINDS }, () => []), count = index.kinds.length;
  const [rarest] = [...found].sort((a, b) => a.size - b.size);
  for (const entry of rarest.keys()) {
    const hits = found.map((group) => group.get(entry));
    if (!hits.every(Boolean)) continue;
    const kind = Number(index.kinds[entry]);
    // The source beside a note has its names.
    if (kind === NOTE && !hits.some((hit) => hit.text.size)) continue;
    const score = hits.reduce((sum, { names, text, whole }, i) =>
      sum + Math.log(1 + count / found[i].size) * (whole ? 1 : 0.5) * ((names.size ? 6 : 0) + text.size / (text.size + 1.5)), 0);
    kinds[kind].push({ entry, score });
  }
  kinds.forEach((all) => all.sort((a, b) => b.score - a.score || a.entry - b.entry));
  return { kinds, missing: groups.find((group, i) => !found[i].size) };
};

// The nearest word of the index to one that it does not have.
const distance = (a, b) => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
    row = next;
  }
  return row[b.length];
};
const nearest = async ({ words }, index) => {
  const [{ word }] = words, near = { word: "", far: Math.min(3, word.length / 2) };
  if (words.length > 1 || dense.test(word)) return "";
  for (const other of Object.keys(await loadWords(word, index))) {
    if (Math.abs(other.length - word.length) > 2) continue;
    const far = distance(word, other);
    if (far < near.far) Object.assign(near, { word: other, far });
  }
  return near.word;
};

// Where the groups stand in a text that is shown.
const marksIn = (text, groups) => {
  const words = wordsOf(text), marks = [];
  words.forEach((word, i) => groups.forEach((group, g) => {
    const start = group.words[0].off;
    if (group.words.every((asked) => words[i + asked.off - start] && fits(asked, words[i + asked.off - start].word)))
      marks.push({ start: word.start, end: words[i + group.words.at(-1).off - start].end, group: g });
  }));
  return marks;
};
const variety = (marks) => new Set(marks.map((m) => m.group)).size;
// A text as nodes, its marks in <mark>.
const marked = (text, groups) => {
  const out = [];
  let at = 0;
  for (const { start, end } of marksIn(text, groups)) {
    if (end <= at) continue;
    const el = document.createElement("mark");
    el.textContent = text.slice(Math.max(start, at), end);
    out.push(text.slice(at, Math.max(start, at)), el);
    at = end;
  }
  return [...out, text.slice(at)];
};
const sentences = (text) => text.split(/\n|(?<=[。！？])|(?<=(?:\p{L}{3}|[^\p{L}\s])[.!?…][)\]”’»"]*)\s+(?=[\p{Lu}\p{Lo}“"«])/u).filter(Boolean);
const BEFORE = 130, LONG = 320;
// A sentence, or what of a long one is near its first mark.
const cut = (sentence, { start }) => {
  if (sentence.length <= LONG) return sentence;
  let from = Math.max(0, start - BEFORE);
  if (from) from = (sentence.slice(from, start).search(/\s/) + 1 || 0) + from;
  let to = from + LONG;
  if (to < sentence.length) to = Math.max(sentence.lastIndexOf(" ", to), start + BEFORE);
  const part = sentence.slice(from, to).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
  return (from ? "… " : "") + part + (to < sentence.length ? " …" : "");
};
// The sentences of an entry that say most of what was asked, each from another section.
const MOST_PLACES = 3;
const best = (sections, groups) => {
  const places = sections.flatMap(([anchor, heading, text]) => {
    const said = sentences(text.normalize("NFC")).map((sentence) => ({ sentence, marks: marksIn(sentence, groups) })).filter((s) => s.marks.length);
    const head = marksIn(heading, groups), n = variety([...head, ...said.flatMap((s) => s.marks)]);
    said.sort((a, b) => variety(b.marks) - variety(a.marks));
    return n ? [{ anchor, heading, n, near: variety(said[0]?.marks ?? []), text: said[0] ? cut(said[0].sentence, said[0].marks[0]) : "" }] : [];
  });
  const most = Math.max(0, ...places.map((p) => p.n));
  return places.filter((p) => p.n === most).sort((a, b) => b.near - a.near).slice(0, MOST_PLACES);
};

const element = (name, className, ...children) => {
  const el = document.createElement(name);
  if (className) el.className = className;
  el.append(...children);
  return el;
};
const link = (path, anchor, ...children) => {
  const a = element("a", "", ...children);
  a.href = root + path + (anchor ? "#" + encodeURIComponent(anchor) : "");
  return a;
};
const SOURCE = 2;
const shown = async ({ entry }, groups, index) => {
  const [path, title, names, sections, language] = await loadText(entry, index), source = Number(index.kinds[entry]) === SOURCE;
  const li = element("li", "", link(path, "", ...marked(title.normalize("NFC"), groups)));
  // What is said of a source is in the review's language, but for its own title.
  if (language && !source) li.lang = language;
  const others = names.flatMap((given, i) => {
    const name = given.normalize("NFC"), own = source && i === 0;
    if (name === title || !own && !marksIn(name, groups).length) return [];
    const bdi = element("bdi", "", ...marked(name, groups));
    if (language && own) bdi.lang = language;
    return [" · ", bdi];
  }).slice(1);
  if (others.length) li.append(element("p", "meta", ...others));
  for (const { anchor, heading, text } of best(sections, groups)) {
    const p = element("p", "", ...marked(text, groups));
    p.dir = "auto";
    if (heading) p.prepend(link(path, anchor, ...marked(heading, groups)), " ");
    li.append(p);
  }
  return li;
};

// The page: the field, its address, the results, the keyboard.
const FIRST = 10, MORE = 30;
let turn;
const setUp = () => {
  const form = document.querySelector("form.find"), out = document.getElementById("found"), titles = document.getElementById("titles");
  if (!form || !out) return;
  const field = form.elements.q, words = form.dataset, kinds = words.kinds.split("|");
  root = words.root;
  files = new Map();
  const show = (text, ...parts) => { form.elements.count.value = text; out.replaceChildren(...parts); };
  const list = async (all, heading, groups, index) => {
    const ol = element("ol"), more = element("button", "", words.more);
    const add = async (n) => {
      const at = ol.children.length, lines = await Promise.all(all.slice(at, at + n).map((hit) => shown(hit, groups, index)));
      ol.append(...lines);
      more.hidden = ol.children.length >= all.length;
      return lines[0];
    };
    more.type = "button";
    more.onclick = () => add(MORE).then((first) => first?.querySelector("a").focus(), renew);
    await add(FIRST);
    return element("section", "", element("h2", "", heading, " ", element("span", "meta", String(all.length))), ol, more);
  };
  const update = async (renewed) => {
    const mine = turn = {}, question = field.value.trim(), groups = ask(question);
    try { history.replaceState(null, "", location.pathname + (question ? "?" + new URLSearchParams({ q: question }) : "") + location.hash); } catch {}
    if (titles) titles.hidden = groups.length > 0;
    if (!groups.length) return show("");
    try {
      const [index] = await load("index"), { kinds: found, missing } = await search(groups, index);
      if (turn !== mine) return;
      const count = found.reduce((sum, all) => sum + all.length, 0);
      if (!count) {
        const near = missing && await nearest(missing, index);
        if (turn !== mine) return;
        if (!near) return show(words.none);
        const a = element("a", "", near);
        a.href = "?" + new URLSearchParams({ q: near });
        a.onclick = (e) => { e.preventDefault(); field.value = near; field.focus(); update(); };
        return show(words.none, element("p", "", words.near, " ", a));
      }
      const lists = await Promise.all(found.map((all, kind) => all.length && list(all, kinds[kind], groups, index)));
      if (turn === mine) show(words.count.replace("{n}", count), ...lists.filter(Boolean));
    } catch {
      if (turn !== mine) return;
      if (renewed) show(words.failed);
      else renew();
    }
  };
  const renew = () => {
    past = "?v=" + Date.now();
    files = new Map();
    update(true);
  };
  field.oninput = (e) => { if (!e.isComposing) update(); };
  field.addEventListener("compositionend", () => update());
  form.onsubmit = (e) => { e.preventDefault(); out.querySelector("a")?.focus(); };
  document.onkeydown = (e) => {
    const inside = e.target === field || out.contains(e.target);
    if (!inside || e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (e.key === "Escape" && field.value) {
      e.preventDefault();
      field.value = "";
      field.focus();
      update();
    } else if (step) {
      const all = [field, ...out.querySelectorAll("a, button:not([hidden])")], next = all[all.indexOf(e.target) + step];
      if (next || e.target === field) e.preventDefault();
      next?.focus();
    }
  };
  const asked = new URLSearchParams(location.search).get("q");
  if (asked !== null && !field.value) field.value = asked;
  if (!location.hash && document.activeElement === document.body) field.focus();
  update();
};
setUp();
// The live preview changes the page under us.
document.addEventListener("sourcebook:updated", setUp);
})();

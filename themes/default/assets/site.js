// Everything here adds to pages that already work without it.
(() => {
// The live preview changes the page under us: what is set up on elements is set up again then.
document.currentScript.dataset.live = "";
const always = (setUp) => { setUp(); document.addEventListener("sourcebook:updated", setUp); };
const $ = (q, el = document) => el.querySelector(q);
const $$ = (q, el = document) => [...el.querySelectorAll(q)];
const root = document.documentElement, words = document.body.dataset;
const sourcebook = window.sourcebook = window.sourcebook || {};
// The content of an element without its anchors and the links back to the text.
const copyOf = (el, tag) => {
  const out = document.createElement(tag);
  out.innerHTML = el.innerHTML;
  $$("[role=doc-backlink], .to-note, .to-ref, script", out).forEach((x) => x.remove());
  $$("[id]", out).forEach((x) => x.removeAttribute("id"));
  return out;
};

// Light and dark. The system setting rules until the reader presses the button.
const dark = matchMedia("(prefers-color-scheme: dark)");
let chosen = root.dataset.theme || "";
const label = () => {
  const mode = $(".mode"), head = $(".masthead")?.dataset;
  root.dataset.theme = chosen;
  if (!mode || !head) return;
  const isDark = (chosen || (dark.matches ? "dark" : "light")) === "dark";
  mode.textContent = isDark ? head.light : head.dark;
  mode.onclick = () => {
    chosen = isDark ? "light" : "dark";
    try { localStorage.theme = chosen; } catch {}
    label();
  };
};
dark.addEventListener("change", label);
always(label);

// A slash leads to the field of the search.
document.addEventListener("keydown", (e) => {
  const field = $("#q") || $(".masthead [name=q]");
  if (e.key !== "/" || !field || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, textarea, select, [contenteditable]")) return;
  e.preventDefault();
  field.select();
  field.focus();
});

// Cards for citations and footnote marks: on hover, on keyboard focus, and on
// the first tap of a finger. Escape closes. The pointer may enter the card.
// What a card says of a source comes from a script beside the source's page,
// which calls sourcebook.card: a page opened from a disk may not fetch.
const card = document.createElement("div");
if (card.showPopover) {
  card.className = "card";
  card.id = "card";
  card.popover = "manual";
  card.dataset.live = "";
  document.body.append(card);
  let timer, anchor, turn, touch = false;
  const cards = new Map();
  sourcebook.card = (key, html) => cards.get(key)?.done(html);
  document.addEventListener("sourcebook:updated", () => cards.clear());

  const load = (a) => {
    const key = a.dataset.card;
    if (!key) return "";
    if (!cards.has(key)) {
      const c = {};
      c.html = new Promise((done) => { c.done = done; });
      cards.set(key, c);
      const s = document.createElement("script");
      s.dataset.live = "";
      s.src = a.href.replace(/\.html([?#].*)?$/, ".card.js");
      s.onload = s.onerror = () => c.done("");
      document.head.append(s);
    }
    return cards.get(key).html;
  };
  const link = (href, text) => {
    const a = document.createElement("a");
    a.href = href;
    a.textContent = text;
    return a;
  };
  const fill = (a, html) => {
    const target = document.getElementById(a.dataset.ref || decodeURIComponent(a.hash.slice(1)));
    if (!a.matches(".cite")) return target ? [copyOf(target, "div")] : [];
    const out = [];
    if (html) {
      const t = document.createElement("template");
      t.innerHTML = html;
      out.push(t.content);
    }
    if (target) {
      const ref = copyOf(target, "div");
      ref.className = "ref";
      out.push(ref);
    }
    const go = document.createElement("p");
    go.className = "go";
    go.append(link(a.href, a.matches(".bare") ? words.record : words.note));
    if (target) go.append(" ", link("#" + target.id, words.list));
    return out.length ? [...out, go] : [];
  };
  const hide = () => {
    clearTimeout(timer);
    turn = null;
    if (card.matches(":popover-open")) card.hidePopover();
    anchor?.removeAttribute("aria-describedby");
    anchor = null;
  };
  const show = async (a) => {
    const mine = turn = {};
    const html = await Promise.race([load(a), new Promise((r) => setTimeout(r, 600, ""))]);
    if (turn !== mine) return;
    const parts = fill(a, html);
    hide();
    if (!parts.length) return;
    anchor = a;
    card.replaceChildren(...parts);
    a.setAttribute("aria-describedby", "card");
    card.showPopover();
    place();
  };
  const place = () => {
    const r = anchor.getClientRects()[0], c = card.getBoundingClientRect();
    const at = root.dir === "rtl" ? r.right + 12 - c.width : r.left - 12;
    card.style.left = Math.max(16, Math.min(at, innerWidth - c.width - 16)) + "px";
    card.style.top = (r.bottom + c.height + 14 < innerHeight || r.top < c.height + 14 ? r.bottom + 8 : r.top - c.height - 8) + "px";
  };
  const later = (f, ms) => { clearTimeout(timer); timer = setTimeout(f, ms); };
  const links = "a.cite[href], a[role=doc-noteref]";

  document.addEventListener("pointerover", (e) => {
    if (e.pointerType === "touch") return;
    const a = e.target.closest?.(links);
    if (a && card.contains(a)) clearTimeout(timer);
    else if (a && a !== anchor) { load(a); later(() => show(a), 220); }
    else if (a || card.contains(e.target)) clearTimeout(timer);
    else if (anchor) later(hide, 260);
    else { clearTimeout(timer); turn = null; }
  });
  document.addEventListener("focusin", (e) => {
    if (card.contains(e.target)) return;
    if (e.target.matches(links) && e.target.matches(":focus-visible")) later(() => show(e.target), 220);
    else if (anchor) hide();
  });
  document.addEventListener("pointerdown", (e) => { touch = e.pointerType === "touch"; });
  document.addEventListener("click", (e) => {
    const a = e.target.closest?.(links);
    if (a && touch && a !== anchor && !card.contains(a)) { e.preventDefault(); show(a); }
    else if (anchor && (!card.contains(e.target) || e.target.closest("a"))) hide();
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") {
      const back = card.contains(document.activeElement) && anchor;
      hide();
      // The focus that comes back must not open the card again.
      if (back) { back.focus(); clearTimeout(timer); }
    }
    // The card stands at the end of the page: Tab from its link goes into it.
    else if (e.key === "Tab" && anchor) {
      const all = [anchor, ...$$("a", card)], next = all[all.indexOf(document.activeElement) + (e.shiftKey ? -1 : 1)];
      if (next) { e.preventDefault(); next.focus(); } else anchor.focus();
    }
  });
  addEventListener("scroll", () => {
    if (anchor?.matches(":focus-visible") || card.contains(document.activeElement)) anchor && place();
    else if (anchor && !card.matches(":hover")) hide();
  }, { passive: true });
}

// Footnotes move to the margin where there is one; else they stay at the end.
const copies = new Map();
const place = () => {
  const margin = $(".margin");
  copies.clear();
  if (!margin || !$(".notes")) return;
  margin.replaceChildren();
  const wide = margin.offsetWidth > 150;
  root.classList.toggle("hoisted", wide);
  if (!wide) return;
  let floor = 0;
  const top = margin.getBoundingClientRect().top;
  $$(".prose [role=doc-noteref]").forEach((ref) => {
    const li = document.getElementById(ref.hash.slice(1));
    if (!li || copies.has(li)) return;
    const note = copyOf(li, "div"), sup = document.createElement("sup");
    note.className = "sn";
    sup.textContent = ref.textContent;
    ($("p", note) || note).prepend(sup, " ");
    margin.append(note);
    copies.set(li, note);
    const y = Math.max(floor, ref.getBoundingClientRect().top - top);
    note.style.top = y + "px";
    floor = y + note.offsetHeight + 16;
  });
  margin.style.minHeight = floor + "px";
};
// An anchor in a note that has moved: show it there.
const follow = () => {
  let at = null;
  try { at = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch {}
  copies.forEach((note, li) => {
    const here = !!at && li.contains(at);
    note.classList.toggle("at", here);
    if (here) note.scrollIntoView({ block: "center" });
  });
};
addEventListener("hashchange", follow);
let width = 0;
const watch = new ResizeObserver(([e]) => {
  const w = Math.round(e.contentRect.width);
  if (w !== width) { width = w; place(); }
});
document.fonts.ready.then(() => {
  place();
  follow();
  if ($("main")) watch.observe($("main"));
  document.addEventListener("sourcebook:updated", place);
});

// What scrolls is reached by keyboard.
const reach = () => $$(".prose :is(pre, table, math[display=block], .math-display), .scroll").forEach((el) => {
  if (el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1) el.tabIndex = 0;
  else el.removeAttribute("tabindex");
});
always(reach);
addEventListener("resize", reach);

// Copy buttons
always(() => $$("[data-copy]").forEach((b) => {
  const was = b.textContent;
  b.onclick = async () => {
    const text = (b.dataset.text ?? $(b.dataset.copy).textContent).trim().replace(/\s+/g, " ");
    try { await navigator.clipboard.writeText(text); } catch {
      // No clipboard on a page from a disk.
      const t = document.createElement("textarea");
      t.value = text;
      document.body.append(t);
      t.select();
      const done = document.execCommand("copy");
      t.remove();
      b.focus();
      if (!done) return;
    }
    b.textContent = b.dataset.done;
    setTimeout(() => { b.textContent = was; }, 1600);
  };
}));
})();

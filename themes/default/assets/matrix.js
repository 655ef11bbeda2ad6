(() => {
// The synthesis matrix: the order of its sources, and themes as rows.
const form = document.querySelector("main form.tools"), table = document.querySelector(".matrix:not(.decades)");
if (!form || !table) return;
const collate = new Intl.Collator(document.documentElement.lang).compare;
const [head, body, foot] = [table.tHead.rows[0], table.tBodies[0], table.tFoot];
const named = (th) => ({ th, name: th.querySelector("a").textContent });
const tags = [...head.cells].slice(1).map((th, n) => ({ ...named(th), n, count: foot.rows[0].cells[n + 1].textContent }));
const sources = [...body.rows].map((tr) => ({ ...named(tr.cells[0]), ...tr.dataset, cells: [...tr.cells].slice(1) }));
const order = {
  newest: (a, b) => (a.year === "9999") - (b.year === "9999") || b.year - a.year,
  name: (a, b) => collate(a.name, b.name) || a.year - b.year,
  weight: (a, b) => b.weight - a.weight,
};
form.addEventListener("input", () => {
  const by = order[form.elements.order.value], turned = form.elements.transposed.checked;
  const sorted = by ? [...sources].sort(by) : sources;
  const [down, across] = turned ? [tags, sorted] : [sorted, tags];
  head.replaceChildren(head.cells[0], ...across.map(({ th }) => { th.scope = "col"; return th; }));
  body.replaceChildren(...down.map((d) => {
    const tr = document.createElement("tr");
    d.th.scope = "row";
    tr.append(d.th, ...across.map((a) => {
      const [source, tag] = turned ? [a, d] : [d, a], cell = source.cells[tag.n], link = cell.firstElementChild;
      if (link?.dataset.t) link.dataset.t = a.name;
      return cell;
    }));
    return tr;
  }));
  tags.forEach(({ th, count }) => {
    th.querySelector(".meta")?.remove();
    if (turned) th.append(" ", Object.assign(document.createElement("span"), { className: "meta", textContent: count }));
  });
  foot.hidden = turned;
  table.classList.toggle("many", across.length > 12);
  table.parentElement.classList.toggle("deep", across.length > 7);
  dispatchEvent(new Event("resize"));
});
form.addEventListener("submit", (e) => e.preventDefault());
})();

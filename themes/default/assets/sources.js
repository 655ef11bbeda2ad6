(() => {
// The list of sources: filter and order, kept in the address.
document.currentScript.dataset.live = "";
const fold = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const setUp = () => {
  const form = document.querySelector(".filter"), list = document.querySelector(".sources.index");
  if (!form || !list) return;
  const items = [...list.children].map((li) => ({ li, d: li.dataset, text: fold(li.textContent) }));
  const collate = new Intl.Collator(document.documentElement.lang).compare;
  const order = {
    newest: (a, b) => (a.d.year === "9999") - (b.d.year === "9999") || b.d.year - a.d.year,
    author: (a, b) => collate(a.d.author, b.d.author) || a.d.year - b.d.year,
  };
  const fields = [...form.elements].filter((f) => f.name && f.type !== "reset" && f.tagName !== "OUTPUT");
  const [count, clear] = [form.elements.count, form.querySelector("[type=reset]")];
  let sorted = "";
  const value = (name) => form.elements[name]?.value || "";
  const update = () => {
    const q = fold(value("q")).split(/\s+/).filter(Boolean), tag = value("tag"), kind = value("kind"), state = value("state");
    let n = 0;
    items.forEach(({ li, d, text }) => {
      const on = q.every((w) => text.includes(w)) && (!tag || d.tags.split(" ").includes(tag)) && (!kind || d.kind === kind)
        && (!state || (state[0] === "=" ? d.status === state.slice(1) : (d.state === "bare") === (state === "bare")));
      li.hidden = !on;
      n += on;
    });
    const sort = value("sort");
    if (sort !== sorted) {
      sorted = sort;
      list.append(...(order[sort] ? [...items].sort(order[sort]) : items).map((x) => x.li));
    }
    const set = fields.filter((f) => f.value);
    count.value = n ? form.dataset.shown.replace("{n}", n).replace("{of}", items.length) : form.dataset.none;
    clear.hidden = !set.length;
    const query = new URLSearchParams(set.map((f) => [f.name, f.value])).toString();
    try { history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash); } catch {}
  };
  const given = new URLSearchParams(location.search);
  fields.forEach((f) => { if (given.has(f.name)) f.value = given.get(f.name); });
  form.oninput = update;
  form.onsubmit = (e) => e.preventDefault();
  form.onreset = (e) => { e.preventDefault(); fields.forEach((f) => { f.value = ""; }); update(); };
  update();
};
setUp();
// The live preview changes the page under us.
document.addEventListener("sourcebook:updated", setUp);
})();

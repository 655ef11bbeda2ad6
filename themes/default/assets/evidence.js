(() => {
// The evidence table: its rows by what stands in any column, sources that say nothing last.
const table = document.querySelector("main > .scroll > .fields");
if (!table) return;
const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0], rows = [...body.rows];
const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
const number = (text) => Number(text.replace(/\s/g, ""));
heads.forEach((th, n) => {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.append(...th.childNodes);
  th.append(button);
  button.onclick = () => {
    const back = th.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const said = rows.map((row) => ({ row, text: row.cells[n].querySelector("[role=img]") ? "" : row.cells[n].textContent }));
    const by = said.every(({ text }) => !isNaN(number(text))) ? (a, b) => number(a) - number(b) : compare;
    said.sort((a, b) => !a.text - !b.text || back * by(a.text, b.text));
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    th.setAttribute("aria-sort", back < 0 ? "descending" : "ascending");
    body.append(...said.map(({ row }) => row));
  };
});
})();

(() => {
// The reference of a source as it is asked for: formatted, as plain text, as BibTeX, as a citation in a text.
document.currentScript.dataset.live = "";
const spaced = (text) => text.trim().replace(/\s+/g, " ");

/** The text to copy, and the same as HTML where it has looks. */
const asked = (select, ref) => ({
  rich: () => ({ text: spaced(ref.textContent), html: ref.innerHTML.trim() }),
  plain: () => ({ text: spaced(ref.textContent) }),
  bibtex: () => ({ text: select.dataset.bibtex }),
  "in-text": () => ({ text: select.dataset.inText }),
})[select.value]();

/** Without the clipboard's interface, as on a page from a disk: what is selected in the page is copied, looks included. */
const copySelected = ({ text, html }, ref) => {
  // A browser copies nothing where nothing is selected.
  const selection = getSelection();
  const put = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
  };
  document.addEventListener("copy", put, { once: true });
  selection.selectAllChildren(ref);
  const done = document.execCommand("copy");
  document.removeEventListener("copy", put);
  selection.removeAllRanges();
  return done;
};

const copy = async (what, ref) => {
  const blob = (text, type) => new Blob([text], { type });
  try {
    if (!what.html) await navigator.clipboard.writeText(what.text);
    else await navigator.clipboard.write([new ClipboardItem({
      "text/plain": blob(what.text, "text/plain"),
      "text/html": blob(what.html, "text/html"),
    })]);
    return true;
  } catch {
    return copySelected(what, ref);
  }
};

// Before the handler of all copy buttons, which knows plain text only.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  const select = button?.parentElement.querySelector("[data-copy-as]");
  if (!select) return;
  event.stopImmediatePropagation();
  const was = button.dataset.was ??= button.textContent;
  const ref = document.querySelector(button.dataset.copy);
  if (!await copy(asked(select, ref), ref)) return;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = was; }, 1600);
}, true);
})();

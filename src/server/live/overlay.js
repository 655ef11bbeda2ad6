// Errors, at the foot of the last good page; outside the body, which updates replace.

const hiddenKey = "sourcebook-hidden-errors";
let overlay = null;
let shown = "[]";

function report({ errors, more }) {
  const text = JSON.stringify(errors);
  if (text === shown) return;
  shown = text;
  overlay?.remove();
  overlay = null;
  if (!errors.length) store(hiddenKey, null);
  else if (recall(hiddenKey) !== text) show(errors, more);
}

function hide() {
  overlay?.remove();
  overlay = null;
  store(hiddenKey, shown);
}

function show(errors, more) {
  overlay = document.createElement("sourcebook-errors");
  const root = overlay.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(overlayStyle);
  root.adoptedStyleSheets = [sheet];
  const box = made("section", "");
  box.setAttribute("role", "alert");
  const head = made("header", "");
  const button = made("button", "Hide (Esc)");
  button.type = "button";
  button.onclick = hide;
  const count = errors.length + more;
  head.append(made("h2", count === 1 ? "1 error" : `${count} errors`), button);
  box.append(head, ...errors.map(item));
  if (more) box.append(made("p", `${more} more stand in the terminal.`));
  root.append(box);
  document.documentElement.append(overlay);
}

function item(error, number) {
  const article = made("article", "");
  const head = made("h3", "");
  head.append(error.place ? way(error, number) : "the whole review", " ", made("code", error.code));
  article.append(head, made("pre", error.text || error.message));
  return article;
}

/** The place of an error, as the way into the editor. */
function way({ place, open }, number) {
  if (typeof open === "object") {
    const link = made("a", place);
    link.href = open.link;
    return link;
  }
  const button = made("button", place);
  button.type = "button";
  button.className = "place";
  const said = made("small", "");
  said.setAttribute("role", "status");
  // In a frame of another page a click may not be meant for us.
  const starts = open === "program" && window.top === window;
  button.title = starts ? "Open in the editor" : "Copy this place";
  button.onclick = async () => { said.textContent = (starts && await startEditor(number)) || await copy(place); };
  const both = made("span", "");
  both.append(button, " ", said);
  return both;
}

/** What to say of it; nothing where it could not be started. */
async function startEditor(number) {
  try {
    const response = await fetch(`/_sourcebook/open-${token}?version=${version}&problem=${number}`, { cache: "no-store" });
    return response.status === 204 ? "opened" : "";
  } catch {
    return "";
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    return "cannot be copied here";
  }
}

function made(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && overlay) hide();
});

const overlayStyle = `
  :host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; }
  section { box-sizing: border-box; max-height: 50vh; overflow: auto; padding: .75rem 1rem;
    background: #1c1b1a; color: #f5f2ee; border-top: 4px solid #e5484d; font: 14px/1.5 system-ui, sans-serif; }
  header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
  h2, h3 { margin: 0; font-size: 1rem; }
  h3 { font-size: .875rem; overflow-wrap: anywhere; }
  h3 code { color: #ff9ea1; font-weight: normal; }
  article { margin-top: .75rem; }
  pre, code { font-family: ui-monospace, monospace; }
  pre { margin: .25rem 0 0; padding: .5rem; overflow-x: auto; background: #000; font-size: 13px; line-height: 1.4; }
  button { font: inherit; color: inherit; background: none; border: 1px solid currentColor; border-radius: 4px; padding: .125rem .5rem; }
  a, .place { color: #b5c7ff; text-decoration: underline; text-underline-offset: .2em; }
  .place { border: 0; padding: 0; font-weight: bold; cursor: pointer; }
  small { font-size: .75rem; font-weight: normal; color: #c9c4bc; }
  @media print { :host { display: none; } }
`;

restore();
connect();

// Elements of the page; every text comes from the data and is set as text.

const at = (id) => document.getElementById(id);

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== "" && child !== null));
  return element;
}

// Terms with a text, or several lines of it; a term without text is left out.
function facts(pairs) {
  const lines = (text) => [text].flat().map((line) => el("div", {}, line));
  return el("dl", {}, ...pairs.filter(([, text]) => text?.length).flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, ...lines(text))]));
}

function part(title, ...children) {
  return el("section", {}, el("h3", {}, title), ...children);
}

// `heads` are names of columns, those in `numbers` flush right, those in `tablet` not on a phone; the first cell of each
// row is its header. A cell is a text, an element, or a list of them.
function plainTable(caption, heads, lines, { numbers = [], tablet = [], rowClass = () => undefined } = {}) {
  const side = (i) => [numbers.includes(heads[i]) && "n", tablet.includes(heads[i]) && "tablet"].filter(Boolean).join(" ") || undefined;
  const cell = (content, i) => el(i ? "td" : "th", { class: side(i), scope: i ? undefined : "row" }, ...[content].flat());
  return el("div", { class: tablet.length ? "box estimates" : "box", tabindex: 0, role: "group", "aria-label": caption },
    el("table", {}, el("caption", {}, el("span", {}, caption)),
      el("thead", {}, el("tr", {}, ...heads.map((h, i) => el("th", { scope: "col", class: side(i) }, h)))),
      el("tbody", {}, ...lines.map((cells, i) => el("tr", { class: rowClass(i) }, ...cells.map(cell))))));
}

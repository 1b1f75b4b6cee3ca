// The page: its controls, table, tip and dialog, and the address that remembers them.

const at = (id) => document.getElementById(id);
const form = at("choices");
const story = at("story");
const tip = at("tip");
let { state, unknown } = fromHash(location.hash);
let shown = [];
let opener = null;

function go(change, picked = "", { replace = false } = {}) {
  const next = consistent({ ...state, ...change }, picked);
  if (toHash(next) !== toHash(state)) history[replace ? "replaceState" : "pushState"](null, "", toHash(next));
  unknown = [];
  show(next);
}

function show(next, first = false) {
  const before = state;
  state = next;
  const again = first || Object.keys(FIRST).some((name) => name !== "story" && state[name] !== before[name]);
  if (again) {
    setControls();
    shown = found(state);
    setTable();
    setSaid();
    draw(shown, state);
  }
  setStory();
}

function setControls() {
  for (const choice of data.choices) {
    const select = form.elements[choice.id];
    if (choice.id === "outcome") {
      for (const option of select.options) option.hidden = option.disabled = Boolean(option.value && state.cohort && data.outcomes[option.value].cohort !== state.cohort);
    }
    select.value = state[choice.id];
  }
  if (form.elements.search.value !== state.search) form.elements.search.value = state.search;
}

function setSaid() {
  const hidden = shown.filter((row) => !row.interval).length;
  const said = [`${shown.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} estimates`];
  if (hidden) said.push(`${hidden} of them named without numbers: too few cases, or not estimable`);
  if (shown.length > data.chart.most) said.push(`the plot draws the first ${data.chart.most}, in the order of the table`);
  if (unknown.length) said.push(`the address asks for what is not here: ${unknown.join(", ")}`);
  at("said").textContent = `${said.join("; ")}.`;
  at("empty").hidden = shown.length > 0;
  at("views").hidden = shown.length === 0;
  for (const id of ["copy", "download"]) at(id).disabled = shown.length === 0;
  if (!shown.length) {
    at("empty").replaceChildren(el("p", {}, emptyWords(state)), ...ways(state).map(wayOut));
  }
  at("plot").setAttribute("aria-label", `Forest plot of ${Math.min(shown.length, data.chart.most)} estimates; the table below holds the same rows. Arrow keys move from line to line, Enter opens its story.`);
  at("adjusted").textContent = state.set === "quoted" ? "Adjustment as in the report: the headline set of the outcome, or the fullest of the factor." : state.set && `${state.set}: ${data.words.set[state.set]}.`;
}

function wayOut({ change, count }) {
  const [name] = Object.keys(change);
  const title = name === "search" ? "no search" : `${data.choices.find((c) => c.id === name).title.toLowerCase()} any`;
  const button = el("button", { type: "button" }, `With ${title}: ${count}`);
  button.addEventListener("click", () => go(change, name));
  return button;
}

function visibleColumns() {
  const fixed = { outcome_label: state.outcome, method: state.method };
  return data.columns.filter((c) => c.title && !fixed[c.id]);
}

function setTable() {
  const columns = visibleColumns();
  at("heads").replaceChildren(...columns.map(head));
  const bodies = document.createDocumentFragment();
  for (const row of shown) bodies.append(tableRow(row, columns));
  at("body").replaceChildren(bodies);
}

function head(column) {
  const { column: by, down } = state.sort ? parsed(state.sort) : {};
  const sort = by === column ? (down ? "descending" : "ascending") : "none";
  const button = el("button", { type: "button", "data-sort": column.id }, column.title, el("span", { "aria-hidden": "true" }, { ascending: " ▲", descending: " ▼", none: "" }[sort]));
  return el("th", { scope: "col", class: column.numeric ? "n" : undefined, "aria-sort": sort }, button);
}

function nextSort(id) {
  return { [id]: `-${id}`, [`-${id}`]: "" }[state.sort] ?? id;
}

function tableRow(row, columns) {
  return el("tr", { class: row.status, "data-key": row.key }, ...columns.map((column, i) => {
    if (!i) return el("th", { scope: "row" }, el("button", { type: "button", class: "open", "aria-haspopup": "dialog" }, row.label));
    return el("td", { class: column.numeric ? "n" : column.id }, cellText(row, column));
  }));
}

function cellText(row, column) {
  if (column.id === "odds_ratio") return row.interval ? [row.odds_ratio, row.mark].filter(Boolean).join(" ") : row.estimate;
  if (column.id === "status") return row.status.replace("_", " ");
  return row[column.id];
}

function setStory() {
  const row = byKey.get(state.story);
  if (!row) {
    if (story.open) story.close();
    return;
  }
  if (story.dataset.key === row.key && story.open) return;
  story.dataset.key = row.key;
  at("story-body").replaceChildren(...storyOf(row));
  if (!story.open) story.showModal();
  story.scrollTop = 0;
  at("story-title").focus();
}

function tipOf(row) {
  return [el("strong", {}, row.title), facts([
    ["Compared", row.contrast], ["Outcome", row.outcome_label], ["People", row.n], ["Cases", row.cases], ["Exposed cases", row.exposed], ["Odds ratio", row.odds_ratio && `${row.odds_ratio} ${row.mark}`],
    ["95 % interval", row.interval], ["p", row.p], ["q", row.q], ["Status", row.status.replace("_", " ")], ["Reason", row.reason],
    ["Model", `${row.set}, ${row.method}, ${row.sample}`],
  ])];
}

function showTip(i, x, y) {
  activate(i);
  const line = plot.lines[i];
  tip.hidden = !line;
  if (!line) return;
  if (tip.dataset.key !== line.key) {
    tip.dataset.key = line.key;
    tip.replaceChildren(...tipOf(byKey.get(line.key)));
  }
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(x + 16, innerWidth - width - 20))}px`;
  tip.style.top = `${y + 18 + height > innerHeight ? Math.max(4, y - height - 12) : y + 18}px`;
}

function hideTip() {
  tip.hidden = true;
  tip.dataset.key = "";
  activate(-1);
}

function showTipByKey(i) {
  const box = document.querySelector("#plot svg").getBoundingClientRect();
  const y = box.top + plot.view.origin()[1] + (i + 1) * step();
  if (y < 40 || y > innerHeight - 40) scrollBy({ top: y - innerHeight / 2, behavior: "instant" });
  const row = byKey.get(plot.lines[i].key);
  at("spoken").textContent = `${row.title}, ${row.contrast}: ${row.estimate}. ${row.words}.`;
  showTip(i, box.left + 40, document.querySelector("#plot svg").getBoundingClientRect().top + plot.view.origin()[1] + (i + 0.5) * step());
}

function plotKey(event) {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves && plot.view) {
    event.preventDefault();
    showTipByKey(nextLine(plot.active, moves[event.key]));
  } else if (event.key === "Enter" && plot.lines[plot.active]?.key) {
    go({ story: plot.lines[plot.active].key });
  } else if (event.key === "Escape") {
    hideTip();
  }
}

async function copy() {
  const text = toCsv(shown);
  try {
    await navigator.clipboard.writeText(text);
    at("copied").textContent = `${shown.length} rows copied.`;
  } catch {
    const area = at("fallback");
    area.hidden = false;
    area.value = text;
    area.focus();
    area.select();
    at("copied").textContent = "The browser lets nothing be copied from here: the rows stand selected below, press Ctrl+C.";
  }
}

function download() {
  const address = URL.createObjectURL(new Blob([toCsv(shown)], { type: "text/csv" }));
  el("a", { href: address, download: `rls-${data.source}-estimates.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", ({ target }) => target.id !== "search" && go({ [target.name]: target.value }, target.name));
let typing = 0;
form.elements.search.addEventListener("input", ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(() => go({ search: target.value }, "", { replace: true }), 150);
});
at("reset").addEventListener("click", () => go({ ...FIRST }));
at("copy").addEventListener("click", copy);
at("download").addEventListener("click", download);
at("heads").addEventListener("click", ({ target }) => {
  const id = target.closest("button")?.dataset.sort;
  if (!id) return;
  go({ sort: nextSort(id) });
  at("heads").querySelector(`[data-sort=${id}]`).focus();
});
at("body").addEventListener("click", ({ target }) => {
  const key = target.closest("tr")?.dataset.key;
  if (key && !String(getSelection())) go({ story: key });
});
at("plot").addEventListener("pointermove", (event) => event.pointerType !== "touch" && showTip(lineAt(event), event.clientX, event.clientY));
at("plot").addEventListener("pointerleave", hideTip);
at("plot").addEventListener("blur", hideTip);
at("plot").addEventListener("keydown", plotKey);
at("plot").addEventListener("click", (event) => {
  const line = plot.lines[lineAt(event)];
  if (line) go({ story: line.key });
});
at("close").addEventListener("click", () => story.close());
story.addEventListener("click", ({ target }) => target === story && story.close());
story.addEventListener("close", () => state.story && go({ story: "" }));
addEventListener("popstate", () => {
  const read = fromHash(location.hash);
  unknown = read.unknown;
  show(read.state);
});
for (const query of [narrow, dark]) query.addEventListener("change", () => draw(shown, state));
show(state, true);

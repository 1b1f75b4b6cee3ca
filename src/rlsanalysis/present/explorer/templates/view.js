// The page: it shows a state, changes it on input, and keeps it in the address.

const form = at("choices");
const story = at("story");
let { state, unknown } = fromHash(location.hash);
let listed = [];

function go(change, changed = "", { replace = false } = {}) {
  const page = "page" in change || "story" in change ? {} : { page: "" };
  const next = consistent({ ...state, ...page, ...change }, changed);
  if (toHash(next) !== toHash(state)) history[replace ? "replaceState" : "pushState"](null, "", toHash(next));
  unknown = [];
  show(next);
}

function show(next, first = false) {
  const before = state;
  state = next;
  if (first || Object.keys(FIRST).some((name) => name !== "story" && state[name] !== before[name])) {
    listed = selected(state);
    setControls();
    setSummary(state, listed, unknown);
    setEstimates();
  }
  setStory();
}

function setControls() {
  for (const choice of data.choices) form.elements[choice.id].value = state[choice.id];
  for (const option of form.elements.outcome.options) {
    option.hidden = option.disabled = Boolean(option.value && state.cohort && data.outcomes[option.value].cohort !== state.cohort);
  }
  if (form.elements.search.value !== state.search) form.elements.search.value = state.search;
  for (const id of ["copy", "download"]) at(id).disabled = listed.length === 0;
}

function setEstimates() {
  const page = pageOf(listed, state);
  if (listed.length) setTable(listed, page.rows, state);
  else at("body").replaceChildren();
  setPager(page, listed.length);
  at("plot").setAttribute("aria-label", `Forest plot of ${counted(page.rows.length)}. The table contains the same rows. Arrow keys move from line to line; Enter opens the details.`);
  if (page.rows.length) draw(page.rows, state);
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

// On a phone the numbers of the table come before the plot.
function arrange() {
  at("views").append(...(narrow.matches ? [at("table"), at("forest")] : [at("forest"), at("table")]));
}

function expandFilters(open) {
  at("filter").setAttribute("aria-expanded", String(open));
}

function turnPage(by) {
  go({ page: String(pageOf(listed, state).page + by) });
  at("table").scrollIntoView();
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", ({ target }) => target.id !== "search" && go({ [target.name]: target.value }, target.name));
let typing = 0;
form.elements.search.addEventListener("input", ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(() => go({ search: target.value }, "", { replace: true }), 80);
  if (narrow.matches) expandFilters(false); // open, they push the results of the search below the screen
});
at("filter").addEventListener("click", ({ target }) => expandFilters(target.getAttribute("aria-expanded") !== "true"));
at("reset").addEventListener("click", () => go({ ...FIRST }));
at("copy").addEventListener("click", () => copyCsv(listed));
at("download").addEventListener("click", () => downloadCsv(listed));
at("previous").addEventListener("click", () => turnPage(-1));
at("next").addEventListener("click", () => turnPage(1));
at("heads").addEventListener("click", ({ target }) => {
  const id = target.closest("button")?.dataset.sort;
  if (!id) return;
  go({ sort: nextSort(id, state.sort) });
  at("heads").querySelector(`[data-sort=${id}]`).focus();
});
at("body").addEventListener("click", ({ target }) => {
  const key = target.closest("tr")?.dataset.key;
  if (key && !target.closest("details") && !String(getSelection())) go({ story: key });
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
dark.addEventListener("change", setEstimates);
narrow.addEventListener("change", () => {
  arrange();
  setEstimates();
});
arrange();
show(state, true);

// The rows, the state of the page, and which rows a state selects: functions of data alone.

const data = JSON.parse(document.getElementById("data").textContent);
const FIRST = { ...Object.fromEntries(data.choices.map((c) => [c.id, c.first])), search: "", sort: "", page: "", story: "" };
const KEY = ["outcome", "exposure", "level", "set", "method", "sample"];
const PRIMARY = { set: 1, sample: 2 };

function unpacked(columns) {
  const names = Object.keys(columns);
  const cell = ({ texts }, at) => Array.isArray(at) ? at.map((i) => texts[i]) : texts[at];
  const lists = names.map((name) => columns[name].texts ? columns[name].at.map((at) => cell(columns[name], at)) : columns[name]);
  return (lists[0] ?? []).map((_, i) => Object.fromEntries(names.map((name, k) => [name, lists[k][i]])));
}

function completed(row, position) {
  const outcome = data.outcomes[row.outcome];
  return { ...row, position, key: KEY.map((name) => row[name]).join("~"), exposure_label: data.factors[row.exposure].label,
    outcome_label: outcome.label, cohort: outcome.cohort };
}

const rows = unpacked(data.rows).map(completed);
const byKey = new Map(rows.map((row) => [row.key, row]));

function isControl(row) {
  return data.outcomes[row.outcome].role === "control";
}

function choiceOf(id) {
  return data.choices.find((c) => c.id === id);
}

function wordsOf(choice, value) {
  return choiceOf(choice).options.find(([v]) => v === value)?.[1] ?? value;
}

function fits(row, choice, value) {
  return value === "" || (value === "primary" ? (row.primary & PRIMARY[choice]) > 0 : row[choice] === value);
}

function fitsAll(row, state, choices = data.choices) {
  return choices.every((c) => fits(row, c.id, state[c.id]));
}

// Rows in the order of the plan, or sorted; a search comes before the filters.
function selected(state) {
  const list = state.search.trim() ? matches(state) : rows.filter((row) => fitsAll(row, state));
  return state.sort ? sorted(list, state.sort) : list;
}

function sorting(sort) {
  const id = sort.replace(/^-/, "");
  return { column: data.columns.find((c) => c.id === id), down: sort.startsWith("-") };
}

// Rows without a value come last in either direction.
function sorted(list, sort) {
  const { column, down } = sorting(sort);
  const order = (a, b) => (column.sort ? a - b : a.localeCompare(b, "en"));
  const measured = list.map((row) => [column.sort ? row[column.sort] : row[column.id].toLowerCase(), row]);
  const present = measured.filter(([m]) => m !== null && m !== "");
  const absent = measured.filter(([m]) => m === null || m === "");
  present.sort(([a, x], [b, y]) => (down ? order(b, a) : order(a, b)) || x.position - y.position);
  return [...present, ...absent].map(([, row]) => row);
}

function pageOf(list, state) {
  const pages = Math.max(1, Math.ceil(list.length / data.pageRows));
  const page = Math.min(pages, Number(state.page) || 1);
  const start = (page - 1) * data.pageRows;
  return { page, pages, start, rows: list.slice(start, start + data.pageRows) };
}

function toHash(state) {
  const changed = Object.entries(state).filter(([name, value]) => value !== FIRST[name]);
  return changed.length ? `#${new URLSearchParams(changed)}` : "#";
}

// A value in the address that these results do not have is dropped, and named.
function fromHash(hash) {
  const state = { ...FIRST };
  const unknown = [];
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) {
    const choice = choiceOf(name);
    const known = choice ? choice.options.some(([v]) => v === value)
      : name === "sort" ? value === "" || sorting(value).column
      : name === "story" ? value === "" || byKey.has(value)
      : name === "page" ? /^\d*$/.test(value)
      : name === "search";
    if (known) state[name] = value;
    else unknown.push(`${name} ${value}`);
  }
  return { state: consistent(state, "outcome"), unknown };
}

// An outcome belongs to one cohort: of the two, the choice that was changed last is kept.
function consistent(state, changed) {
  const outcome = data.outcomes[state.outcome];
  if (!outcome || !state.cohort || outcome.cohort === state.cohort) return state;
  if (changed === "outcome") return { ...state, cohort: "" };
  const [first] = Object.entries(data.outcomes).find(([, o]) => o.cohort === state.cohort);
  return { ...state, outcome: first };
}

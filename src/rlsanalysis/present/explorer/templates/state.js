// What is asked for, and what it gives: functions of data alone, nothing of the page.

const data = JSON.parse(document.getElementById("data").textContent);
const FIRST = { ...Object.fromEntries(data.choices.map((c) => [c.id, c.first])), search: "", sort: "", story: "" };
const KEY = ["outcome", "exposure", "level", "set", "method", "sample"];

function unpacked(columns) {
  const names = Object.keys(columns);
  const lists = names.map((name) => columns[name].texts ? columns[name].at.map((i) => columns[name].texts[i]) : columns[name]);
  return (lists[0] ?? []).map((_, i) => Object.fromEntries(names.map((name, k) => [name, lists[k][i]])));
}

function told(row, position) {
  const factor = data.factors[row.exposure];
  const outcome = data.outcomes[row.outcome];
  const full = { ...row, position, label: factor.label, outcome_label: outcome.label, cohort: outcome.cohort };
  full.title = factor.categorical ? `${factor.label}: ${row.contrast}` : factor.label;
  full.key = KEY.map((name) => row[name]).join("~");
  full.interval = row.conf_low && `${row.conf_low}–${row.conf_high}`;
  full.text = [full.label, row.exposure, data.words.group[row.group], row.contrast, outcome.label, row.outcome, row.status.replace("_", " "), ...factor.sources.flat()].join(" ").toLowerCase();
  return full;
}

const rows = unpacked(data.rows).map(told);
const byKey = new Map(rows.map((row) => [row.key, row]));
const flow = unpacked(data.flow);
const values = unpacked(data.values);
const joint = unpacked(data.joint);
const QUOTED = { set: 1, sample: 2 };

function fits(row, choice, value) {
  return value === "" || (value === "quoted" ? (row.quoted & QUOTED[choice]) > 0 : row[choice] === value);
}

function found(state) {
  const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  const left = rows.filter((row) => data.choices.every((c) => fits(row, c.id, state[c.id])) && words.every((w) => row.text.includes(w)));
  return state.sort ? sorted(left, state.sort) : left;
}

function parsed(sort) {
  const id = sort.replace(/^-/, "");
  return { column: data.columns.find((c) => c.id === id && c.title), down: sort.startsWith("-") };
}

function measure(row, column) {
  if (!column.numeric) return String(row[column.id]).toLowerCase();
  const value = column.number ? row[column.number] : row[column.id] === "" ? null : Number(row[column.id].replaceAll(",", ""));
  return value;
}

function sorted(list, sort) {
  const { column, down } = parsed(sort);
  const order = (a, b) => (column.numeric ? a - b : a.localeCompare(b, "en"));
  const measured = list.map((row) => [measure(row, column), row]);
  const there = measured.filter(([m]) => m !== null && m !== "");
  const absent = measured.filter(([m]) => m === null || m === "");
  there.sort(([a, x], [b, y]) => (down ? order(b, a) : order(a, b)) || x.position - y.position);
  return [...there, ...absent].map(([, row]) => row);
}

function toHash(state) {
  const said = Object.entries(state).filter(([name, value]) => value !== FIRST[name]);
  return said.length ? `#${new URLSearchParams(said)}` : "#";
}

// What an address asks for that these results do not have is dropped, and named.
function fromHash(hash) {
  const state = { ...FIRST };
  const unknown = [];
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) {
    const choice = data.choices.find((c) => c.id === name);
    const known = choice ? choice.options.some(([v]) => v === value)
      : name === "sort" ? value === "" || parsed(value).column
      : name === "story" ? value === "" || byKey.has(value)
      : name === "search";
    if (known) state[name] = value;
    else unknown.push(`${name} ${value}`);
  }
  return { state: consistent(state, "outcome"), unknown };
}

// An outcome belongs to one cohort: the one of the two that was picked last stays.
function consistent(state, picked) {
  const outcome = data.outcomes[state.outcome];
  if (!outcome || !state.cohort || outcome.cohort === state.cohort) return state;
  if (picked === "outcome") return { ...state, cohort: "" };
  const [first] = Object.entries(data.outcomes).find(([, o]) => o.cohort === state.cohort);
  return { ...state, outcome: first };
}

function wordsOf(choice, value) {
  return data.choices.find((c) => c.id === choice).options.find(([v]) => v === value)?.[1] ?? value;
}

// Single choices that, set to any, would show something: each with what to set and how many rows that gives.
function ways(state) {
  const released = [...data.choices.map((c) => ({ [c.id]: "" })), { search: "" }];
  return released
    .filter((change) => state[Object.keys(change)[0]] !== "")
    .map((change) => ({ change, count: found({ ...state, ...change }).length }))
    .filter((way) => way.count > 0);
}

function emptyWords(state) {
  const picked = (id) => state[id] && `${data.choices.find((c) => c.id === id).title.toLowerCase()} ${wordsOf(id, state[id])}`;
  const said = [`No estimate with ${data.choices.map((c) => picked(c.id)).filter(Boolean).join("; ") || "any choice"}${state.search ? `; the words “${state.search}”` : ""}.`];
  if (data.outcomes[state.outcome]?.role === "control") {
    if (state.group && !found({ ...FIRST, ...anything(), outcome: state.outcome, group: state.group }).length) {
      said.push(`${wordsOf("group", state.group)} is not part of the control outcomes of this run.`);
    }
    said.push(data.words.controls);
  }
  if (state.sample.length === 1) said.push(data.words.byRelease);
  return said.join(" ");
}

function anything() {
  return Object.fromEntries(data.choices.map((c) => [c.id, ""]));
}

function csvCell(text) {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvText(row, column) {
  if (column.id === "odds_ratio") return row.odds_ratio.replaceAll(",", "") || row.status;
  const text = String(row[column.id] ?? "");
  return column.numeric ? text.replaceAll(",", "") : text;
}

function toCsv(list) {
  const columns = data.columns.filter((c) => c.header);
  const lines = [columns.map((c) => c.header), ...list.map((row) => columns.map((c) => csvText(row, c)))];
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

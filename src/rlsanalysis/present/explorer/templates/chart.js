// The forest plot: lines of words and numbers for Vega, and which of them a pointer or an arrow key is at.

const narrow = matchMedia("(max-width: 899px)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const LIMITLESS = 1e9;
const plot = { view: null, lines: [], active: -1, asked: 0 };

// Lines in the order of the table; in the study's own order each group has a heading.
function linesOf(list, state) {
  const lines = [];
  let last = "";
  for (const row of list.slice(0, data.chart.most)) {
    const group = data.words.group[row.group];
    const heading = state.outcome ? group : `${row.outcome_label}: ${group}`;
    if (!state.sort && heading !== last) lines.push(line(lines.length, heading, "", {}));
    last = heading;
    lines.push(line(lines.length, nameOf(row, state), row.estimate, row));
  }
  return lines;
}

function line(i, name, said, row) {
  const heading = !row.key;
  const limitless = row.conf_high && row.high === null;
  return { line: [name, said, heading ? "h" : "", i].join(data.chart.gap), i, name, said, heading, status: row.status ?? "",
    low: row.low ?? null, high: limitless ? LIMITLESS : row.high ?? null, point: row.point ?? null, key: row.key ?? "" };
}

// Factor and contrast, and whatever the choices leave open, so that no two lines have the same name.
function nameOf(row, state) {
  const open = ["set", "method", "sample"].filter((choice) => state[choice] === "").map((choice) => row[choice]);
  if (!state.outcome && state.sort) open.push(row.outcome_label);
  return [row.title, ...open].join(", ");
}

function step() {
  return data.chart.step[narrow.matches ? "narrow" : "wide"];
}

async function draw(list, state) {
  const asked = ++plot.asked;
  const lines = linesOf(list, state);
  const spec = { ...data.chart[narrow.matches ? "narrow" : "wide"], height: lines.length * step(), datasets: { lines } };
  const config = data.chart.themes[dark.matches ? "dark" : "light"];
  const holder = document.createElement("div");
  const box = document.getElementById("plot");
  const old = plot.view;
  box.replaceChildren(holder);
  Object.assign(plot, { view: null, lines, active: -1 });
  delete box.dataset.drawn;
  old?.finalize();
  if (!lines.length) return;
  const drawn = await vegaEmbed(holder, spec, { mode: "vega-lite", config, ast: true, renderer: "svg", actions: false, tooltip: false });
  if (asked !== plot.asked) return drawn.finalize();
  plot.view = drawn.view;
  box.dataset.drawn = lines.length;
}

function lineAt(event) {
  if (!plot.view) return -1;
  const top = document.querySelector("#plot svg").getBoundingClientRect().top + plot.view.origin()[1];
  const i = Math.floor((event.clientY - top) / step());
  return plot.lines[i]?.key ? i : -1;
}

function nextLine(from, by) {
  let i = from + by;
  while (plot.lines[i] && !plot.lines[i].key) i += by;
  return plot.lines[i] ? i : from;
}

function activate(i) {
  if (i === plot.active || !plot.view) return;
  plot.active = i;
  plot.view.signal("active", i).runAsync();
}

// The forest plot: the lines that Vega draws, and which of them the pointer or an arrow key has reached.

const narrow = matchMedia("(max-width: 899px)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const UNLIMITED = 1e9;
const LONGEST_NAME = 42;
const plot = { view: null, lines: [], active: -1, requested: 0, look: "" };

// Lines in the order of the table; in the order of the plan each group has a heading.
function linesOf(list, state) {
  const lines = [];
  let last = "";
  const several = list.some((row) => row.outcome !== list[0].outcome);
  for (const row of list) {
    const group = data.words.group[row.group];
    const heading = several || placeOf(row, state) || !state.outcome ? `${isControl(row) ? data.outcomes[row.outcome].place : data.outcomes[row.outcome].short}: ${group}` : group;
    if (!state.sort && heading !== last) lines.push(line(lines.length, heading, {}));
    last = heading;
    lines.push(line(lines.length, nameOf(row, state), row));
  }
  return lines;
}

function line(i, name, row) {
  const heading = !row.key;
  const unlimited = row.conf_low != null && row.conf_high === null;
  const counts = row.exposed_cases ?? "";
  const estimate = row.or_95ci ?? "";
  const [upper, lower] = inTwoLines(name);
  return { line: [[upper, lower].filter(Boolean).join("\n"), counts, estimate, heading ? "h" : "", i].join(data.chart.gap), i, upper, lower, numbers: `${counts} cases; ${estimate}`,
    heading, symbol: row.symbol ?? "", low: row.conf_low ?? null, high: unlimited ? UNLIMITED : row.conf_high ?? null,
    point: row.odds_ratio ?? null, key: row.key ?? "" };
}

// A long name is broken at the space that is nearest to its middle.
function inTwoLines(name) {
  if (name.length <= LONGEST_NAME) return ["", name];
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const middle = spaces.reduce((a, b) => (Math.abs(b - name.length / 2) < Math.abs(a - name.length / 2) ? b : a));
  return [name.slice(0, middle), name.slice(middle + 1)];
}

// The comparison, and what the filters leave open, so that no two lines have the same name.
function nameOf(row, state) {
  const open = ["set", "method", "sample"].filter((choice) => state[choice] === "").map((choice) => row[choice]);
  if (state.sort && (!state.outcome || state.search.trim())) open.push(data.outcomes[row.outcome].short);
  return [row.name, ...open].join(", ");
}

function step() {
  return data.chart.step[narrow.matches ? "narrow" : "wide"];
}

// New lines go into the view that is there; another width or color scheme needs another view.
async function draw(list, state) {
  const request = ++plot.requested;
  const lines = linesOf(list, state);
  const box = at("plot");
  delete box.dataset.drawn;
  Object.assign(plot, { lines, active: -1 });
  const look = `${narrow.matches} ${dark.matches}`;
  if (plot.view && plot.look === look) {
    await plot.view.signal("active", -1).data("lines", lines).height(lines.length * step()).runAsync();
  } else if (!(await embed(box, lines, look, request))) {
    return;
  }
  if (request === plot.requested) box.dataset.drawn = lines.length;
}

async function embed(box, lines, look, request) {
  const spec = { ...data.chart[narrow.matches ? "narrow" : "wide"], height: lines.length * step(), datasets: { lines } };
  const config = data.chart.themes[dark.matches ? "dark" : "light"];
  const holder = el("div", { "aria-hidden": "true" });
  plot.view?.finalize();
  plot.view = null;
  box.replaceChildren(holder);
  const drawn = await vegaEmbed(holder, spec, { mode: "vega-lite", config, ast: true, renderer: "svg", actions: false, tooltip: false });
  if (request !== plot.requested) return drawn.finalize();
  Object.assign(plot, { view: drawn.view, look });
  return true;
}

function plotTop() {
  return document.querySelector("#plot svg").getBoundingClientRect().top + plot.view.origin()[1];
}

function lineAt(event) {
  if (!plot.view) return -1;
  const i = Math.floor((event.clientY - plotTop()) / step());
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

// One estimate's whole story, as elements of the page; all its texts come from the data.

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== "" && child !== null));
  return element;
}

function facts(pairs) {
  return el("dl", {}, ...pairs.filter(([, text]) => text).flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)]));
}

// `heads` are names of columns, those in `numbers` flush right; the first cell of each row is its header.
function plainTable(caption, heads, lines, numbers = [], marked = () => false) {
  const side = (i) => (numbers.includes(heads[i]) ? "n" : heads[i] === "In words" ? "words" : undefined);
  const cell = (text, i) => el(i ? "td" : "th", { class: side(i), scope: i ? undefined : "row" }, text);
  return el("div", { class: "box", tabindex: 0, role: "group", "aria-label": `${caption}, scrolls` },
    el("table", {}, el("caption", {}, el("span", {}, caption)),
      el("thead", {}, el("tr", {}, ...heads.map((h, i) => el("th", { scope: "col", class: side(i) }, h)))),
      el("tbody", {}, ...lines.map((cells, i) => el("tr", { class: marked(i) ? "quoted" : undefined }, ...cells.map(cell))))));
}

function part(title, ...children) {
  return el("section", {}, el("h3", {}, title), ...children);
}

const same = (row, other, ...names) => names.every((name) => row[name] === other[name]);

function estimateCells(r) {
  return [r.n, r.cases, r.exposed, r.estimate, r.p, r.q, r.status.replace("_", " ")];
}

const HEADS = ["People", "Cases", "Exposed cases", "Odds ratio (95 % interval)", "p", "q", "Status"];

function thisEstimate(row) {
  return part("This estimate",
    el("p", { class: "said" }, `In words: ${row.words}.`),
    facts([
      ["Odds ratio (95 % interval)", row.estimate], ["p", row.p], ["q", row.q], ["People", row.n], ["Cases", row.cases],
      ["Exposed cases", row.exposed], ["Exposed cases to expect", row.expected], ["Smallest odds ratio that could have been found", row.detectable],
      ["Status", `${row.status.replace("_", " ")}: ${data.words.status[row.status]}`], ["Reason and marks", row.reason],
      ["Model", `${row.set} adjustment (${row.adjusted}); ${data.words.method[row.method]}`],
      ["Sample", `${wordsOf("sample", row.sample)}; releases ${row.releases}; ${row.weight} weight`], ["Source", row.source],
    ]));
}

function everyEstimate(row) {
  const mine = rows.filter((r) => same(r, row, "outcome", "exposure", "level"));
  const whys = [...new Set(mine.filter((r) => r.reason && r.status === "not_estimable").map((r) => `${r.set} ${r.method} ${r.sample}: ${r.reason}`))];
  const test = joint.filter((j) => same(j, row, "outcome", "exposure", "set", "method", "sample")).map((j) => el("p", {}, j.said));
  return part("Every estimate of this comparison, crude to full",
    plainTable("Sets, methods, samples; each release alone where its letter stands. The row in bold is the one opened.", ["Set", "Method", "Sample", ...HEADS],
      mine.map((r) => [r.set, r.method, r.sample, ...estimateCells(r)]), HEADS.slice(0, -1), (i) => mine[i] === row),
    ...test, ...whys.map((why) => el("p", { class: "dim" }, `Not estimable, ${why}`)));
}

function otherOutcomes(row) {
  const others = rows.filter((r) => same(r, row, "exposure", "level") && r.headline);
  const heads = ["Outcome", "Role", "Cohort", ...HEADS, "In words"];
  const table = others.length
    ? plainTable("The estimate that the report quotes, for each outcome; control outcomes among them.", heads,
      others.map((r) => [r.outcome_label, data.outcomes[r.outcome].role, wordsOf("cohort", r.cohort), ...estimateCells(r), r.words]), HEADS.slice(0, -1), (i) => others[i].outcome === row.outcome)
    : el("p", {}, "No quoted estimate of this comparison is part of this run.");
  const controls = others.some((r) => data.outcomes[r.outcome].role === "control" && r.cohort === row.cohort);
  return part("What control and other outcomes show", table,
    controls ? "" : el("p", {}, `No control outcome of ${wordsOf("cohort", row.cohort)} has an estimate of it. ${data.words.controls}`), el("p", {}, data.words.beside));
}

function whoIsLeft(row) {
  const steps = flow.filter((s) => same(s, row, "outcome", "exposure"));
  const samples = [...new Set(steps.map((s) => s.sample))];
  const tables = samples.map((sample) => plainTable(`Sample: ${wordsOf("sample", sample)}, pooled releases`, ["Left", "People", "Cases"],
    steps.filter((s) => s.sample === sample).map((s) => [s.left, s.n, s.cases]), ["People", "Cases"]));
  return part("Who is left", ...(tables.length ? tables : [el("p", {}, "These results hold no flow of people for it.")]));
}

function valuesAmong(row) {
  const mine = values.filter((v) => same(v, row, "outcome", "exposure"));
  return part("Values among cases and others", mine.length
    ? plainTable("Weighted, pooled releases; n is unweighted.", ["People", "Level", "n", "Value", "Std. error"],
      mine.map((v) => [v.people, v.level, v.n, v.value, v.std_error]), ["n", "Value", "Std. error"])
    : el("p", {}, "These results hold no descriptive values of it for this outcome."));
}

function definition(row) {
  const factor = data.factors[row.exposure];
  return part("Definition", facts(factor.terms), factor.sources.length
    ? plainTable("Raw columns of each release: CDC's table and name.", ["Asked or measured", "Of whom", ...factor.releases], factor.sources)
    : el("p", {}, "No raw column is declared for it."));
}

function storyOf(row) {
  return [
    el("h2", { id: "story-title", tabindex: -1 }, row.title),
    el("p", {}, `${row.contrast}; ${row.outcome_label}, ${wordsOf("cohort", row.cohort)}. ${data.words.association}`),
    thisEstimate(row), everyEstimate(row), otherOutcomes(row), whoIsLeft(row), valuesAmong(row), definition(row),
  ];
}

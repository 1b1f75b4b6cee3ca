// Everything about one estimate, as elements of the dialog.

const flow = unpacked(data.flow);
const values = unpacked(data.values);
const joint = unpacked(data.joint);
const HEADS = ["Exposed / all cases", "Exposed / all non-cases", "OR (95% CI)", "p", "q", "Reliability"];
const NUMBERS = HEADS.slice(0, -1);

const same = (row, other, ...names) => names.every((name) => row[name] === other[name]);

// A table of estimates. On a phone the first cell also contains the other two labels, and reliability is below the estimate.
function estimateTable(caption, labelHeads, list, labelsOf, opened) {
  const line = (r) => {
    const [first, ...others] = labelsOf(r);
    return [[first, el("span", { class: "below narrow" }, others.join("; "))], ...others, r.exposed_cases, r.exposed_noncases, estimateCell(r), r.p_text, r.q_text, r.reliability];
  };
  return plainTable(caption, [...labelHeads, ...HEADS], list.map(line), {
    numbers: NUMBERS,
    tablet: [...labelHeads.slice(1), "Exposed / all non-cases", "p", "q", "Reliability"],
    rowClass: (i) => `${list[i].symbol}${opened(list[i]) ? " opened" : ""}`,
  });
}

function primaryEstimates(row) {
  return rows.filter((r) => same(r, row, "stands_for", "level") && r.is_primary);
}

function controlEstimates(row) {
  return primaryEstimates(row).filter((r) => r.cohort === row.cohort && isControl(r) && r.outcome !== row.outcome);
}

function thisEstimate(row) {
  return part("This estimate",
    el("p", { class: "verdict" }, sentence(row.in_words)),
    facts(data.factors[row.exposure].limitations),
    facts([
      ["OR (95% CI)", row.or_95ci],
      ...data.sizes.map((field, i) => [data.words.sizes[i], row[field]]),
      ["Same comparison, control outcomes", controlEstimates(row).map((r) => `${data.outcomes[r.outcome].short}: ${r.or_95ci}`)],
      ["Exposed / all cases", row.exposed_cases], ["Exposed / all non-cases", row.exposed_noncases], [data.columns.find((c) => c.id === "expected_text").title, row.expected_text],
      ["p", row.p_text], ["q", row.q_text], ["Minimum detectable OR", row.detectable_text],
      ["Reliability", [sentence(row.limits), ...row.reliability_details]],
      ["Adjusted for", row.adjusted_for], ["Method", data.words.method[row.method]],
      ["Analytic sample", `${row.n_text} people; ${wordsOf("sample", row.sample)}; ${data.words.releases[row.releases]}; ${row.weight} weight`], ["Source", row.source],
    ]));
}

function everyEstimate(row) {
  const own = rows.filter((r) => same(r, row, "outcome", "exposure", "level"));
  const tests = joint.filter((j) => same(j, row, "outcome", "exposure", "set", "method", "sample")).map((j) => el("p", {}, j.text));
  return part("All estimates of this comparison",
    estimateTable("By adjustment, method and sample. The open estimate is in bold.", ["Adjustment", "Method", "Sample"], own,
      (r) => [r.set, data.words.method[r.method], wordsOf("sample", r.sample)], (r) => r === row),
    ...tests);
}

function otherOutcomes(row) {
  const primary = primaryEstimates(row);
  const table = primary.length
    ? estimateTable("Primary estimate for each outcome, control outcomes included.", ["Outcome", "Role", "Cohort"], primary,
      (r) => [r.outcome_label, data.outcomes[r.outcome].role, wordsOf("cohort", r.cohort)], (r) => r.outcome === row.outcome)
    : el("p", {}, "These results do not contain a primary estimate of this comparison.");
  const lacking = controlEstimates(row).length ? "" : el("p", {}, `No control outcome of the ${wordsOf("cohort", row.cohort)} cohort has an estimate of this comparison. ${data.words.controls}`);
  return part("Other outcomes and control outcomes", table, lacking, el("p", {}, data.words.onControls));
}

function unitFlow(row) {
  const steps = flow.filter((s) => same(s, row, "outcome", "exposure"));
  const samples = [...new Set(steps.map((s) => s.sample))];
  const tables = samples.map((sample) => plainTable(`Sample: ${wordsOf("sample", sample)}, pooled ${data.words.unit.releases}.`, ["Remaining after each step", "Excluded", "Remaining", "Cases remaining"],
    steps.filter((s) => s.sample === sample).map((s) => [s.left, s.excluded, s.n, s.cases]), { numbers: ["Excluded", "Remaining", "Cases remaining"] }));
  return part(`${data.words.unit.one[0].toUpperCase()}${data.words.unit.one.slice(1)} flow`, ...(tables.length ? tables : [el("p", {}, `These results do not contain the ${data.words.unit.one} flow for this factor and outcome.`)]));
}

function valuesAmong(row) {
  const own = values.filter((v) => same(v, row, "outcome", "exposure"));
  return part("Values among cases and non-cases", own.length
    ? plainTable(`Weighted values in the pooled ${data.words.unit.releases}; n is unweighted.`, ["People", "Level", "n", "Value", "Std. error"],
      own.map((v) => [v.people, v.level, v.n, v.value, v.std_error]), { numbers: ["n", "Value", "Std. error"] })
    : el("p", {}, "These results do not contain descriptive values of this factor for this outcome."));
}

function definition(row) {
  const factor = data.factors[row.exposure];
  return part("Definition", facts(factor.terms), factor.sources.length
    ? plainTable(`Raw variables in each ${data.words.unit.release}: file and name.`, ["Question or measurement", "Asked of", ...factor.releases], factor.sources)
    : el("p", {}, "No raw variable is declared for this factor."),
    el("h4", {}, `Outcome: ${row.outcome_label}`), facts(data.outcomes[row.outcome].terms));
}

function storyOf(row) {
  return [
    el("h2", { id: "story-title", tabindex: -1 }, row.title),
    el("p", {}, `${row.outcome_label}, ${wordsOf("cohort", row.cohort)}: ${row.comparison}. ${data.words.association}`),
    thisEstimate(row), everyEstimate(row), otherOutcomes(row), unitFlow(row), valuesAmong(row), definition(row),
  ];
}

// The search: over every factor and outcome, whatever the filters are set to.

const MODEL_CHOICES = data.choices.filter((c) => c.model);
const factorKey = (row) => `${row.exposure}~${row.level}`;
const factorLabels = new Map(rows.map((row) => [factorKey(row), `${row.title} ${row.name}`.toLowerCase()]));
const factorNames = new Map(rows.map((row) => [factorKey(row), `${factorLabels.get(factorKey(row))} ${data.factors[row.exposure].words.join(" ")}`]));
const factorWords = new Map(rows.map((row) => [factorKey(row), `${factorNames.get(factorKey(row))} ${data.factors[row.exposure].sources.flat().join(" ").toLowerCase()}`]));
const outcomeLabels = new Map(Object.entries(data.outcomes).map(([id, outcome]) => [id, `${outcome.label} ${outcome.short}`.toLowerCase()]));
const outcomeWords = new Map(Object.entries(data.outcomes).map(([id, outcome]) => [id, outcome.words.join(" ")]));

function queryWords(search) {
  return search.toLowerCase().split(/\s+/).filter(Boolean);
}

// A word matches the start of a word; a plural also its singular.
function patternOf(word) {
  const stem = word.length > 3 ? word.replace(/s$/, "") : word;
  return new RegExp(`(?<![a-z0-9])${stem.replace(/[^a-z0-9]/g, "\\$&")}`);
}

// Keys of the factors and outcomes whose words a pattern matches, as a test of rows.
function testOf(pattern, ofFactors = factorWords, ofOutcomes = outcomeWords) {
  const keys = (words) => new Set([...words].filter(([, text]) => pattern.test(text)).map(([key]) => key));
  const [factors, outcomes] = [keys(ofFactors), keys(ofOutcomes)];
  return (row) => factors.has(factorKey(row)) || outcomes.has(row.outcome);
}

// Where a search matches, best first: 0 in a label, 1 in a synonym or the group, 2 in a raw variable.
function rankOf(search) {
  const patterns = queryWords(search).map(patternOf);
  const tiers = [[factorLabels, outcomeLabels], [factorNames, outcomeWords]].map((words) => patterns.map((p) => testOf(p, ...words)));
  return (row) => [...tiers, []].findIndex((tests) => tests.every((test) => test(row)));
}

// A topic may name another search, whose rows answer it: that of the drug or the symptom that was recorded instead.
function searchedAs(search) {
  const query = queryWords(search).join(" ");
  return topicsIn(query).find((topic) => topic.search)?.search ?? query;
}

function topicsIn(query, known = (phrase) => ` ${query} `.includes(` ${phrase} `)) {
  return data.notMeasured.filter(({ words }) => words.some(known));
}

// Rows that have the query as a phrase; if there are none, rows that have each of its words.
function matching(search) {
  const words = queryWords(searchedAs(search));
  const phrase = rows.filter(testOf(patternOf(words.join(" "))));
  if (phrase.length || words.length < 2) return phrase;
  const tests = words.map((word) => testOf(patternOf(word)));
  return rows.filter((row) => tests.every((test) => test(row)));
}

// Drugs whose name or brand the search contains; else the one drug of which it is the beginning.
function drugsIn(search) {
  const query = searchedAs(search);
  const named = data.drugs.filter(({ words }) => words.some((word) => ` ${query} `.includes(` ${word} `)));
  const begun = query.length > 3 ? data.drugs.filter(({ words }) => words.some((word) => word.startsWith(query))) : [];
  return named.length || begun.length !== 1 ? named : begun;
}

// Control outcomes come last; of a drug, the class with the fewest drugs first.
function orderOf(search) {
  const exposures = drugsIn(search).flatMap((drug) => drug.exposures);
  const rank = rankOf(searchedAs(search));
  const place = (row) => (exposures.includes(row.exposure) ? exposures.indexOf(row.exposure) : exposures.length);
  return (row) => [Number(isControl(row)), place(row), rank(row)];
}

// Rows within the filters, and for every other factor and outcome the rows of the chosen adjustment, sample and method,
// or the primary one where there is none. Within one place of the order, rows within the filters come first.
function matches(state) {
  const hits = matching(state.search);
  const within = hits.filter((row) => fitsAll(row, state));
  const comparison = (row) => `${row.outcome}~${row.exposure}~${row.level}`;
  const listed = new Set(within.map(comparison));
  const outside = Map.groupBy(hits.filter((row) => !listed.has(comparison(row))), comparison);
  const chosen = [...outside.values()].flatMap((group) => {
    const fitting = group.filter((row) => fitsAll(row, state, MODEL_CHOICES));
    return fitting.length ? fitting : [group.find((row) => row.is_primary) ?? group[0]];
  });
  const order = orderOf(state.search);
  const ranked = [...within, ...chosen].map((row) => [order(row), row]);
  return ranked.sort(([a], [b]) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(([, row]) => row);
}

// Where a match lies that the filters would hide: its outcome; and its role, which is one for the condition of the study, unless the row says
// that an association is expected.
function placeOf(row, state) {
  if (!state.search.trim() || fitsAll(row, state)) return "";
  const role = isControl(row) || data.factors[row.exposure].expected ? "" : `; ${data.words.role[row.role]}`;
  return `in: ${data.outcomes[row.outcome].place}${role}`;
}

// Sentences about single drugs, and about topics that have no variable, or not for every outcome: the query contains
// one of their phrases. The beginning of a phrase counts only where it finds no row: "melat" does, "kidney" does not.
function remarksOn(search, list) {
  const query = queryWords(search).join(" ");
  const begins = (phrase) => !list.length && query.length > 3 && phrase.startsWith(query);
  const known = (phrase) => begins(phrase) || ` ${query} `.includes(` ${phrase} `);
  return [...drugsIn(search), ...topicsIn(query, known)].map(({ sentence }) => sentence);
}

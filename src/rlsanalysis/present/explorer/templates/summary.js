// What the page says about a selection: how many estimates, what they are, and what to do if there is none.

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function counted(n, noun = "estimate") {
  return `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
}

function summaryOf(state, list, unknown) {
  const sentences = [state.search.trim() ? searchSummary(state, list) : `${filtersOf(state)}: ${list.length.toLocaleString("en")} of ${counted(rows.length)}`];
  sentences.push(...withoutOddsRatio(list));
  if (unknown.length) sentences.push(`these results do not have what the address names: ${unknown.join(", ")}`);
  return sentences.map(sentence).join(" ");
}

// How many estimates have no odds ratio, by the reason.
function withoutOddsRatio(list) {
  const without = list.filter((row) => row.odds_ratio === null);
  if (!without.length) return [];
  const reasons = Object.entries(data.words.withoutOddsRatio)
    .map(([status, reason]) => [without.filter((row) => row.status === status).length, reason]).filter(([n]) => n);
  const parts = reasons.map(([n, reason]) => (reasons.length > 1 ? `${n.toLocaleString("en")} ${reason}` : reason));
  return [`${without.length.toLocaleString("en")} of them ${without.length === 1 ? "has" : "have"} no odds ratio: ${parts.join(", ")}`];
}

function outcomeOf(state) {
  return state.outcome ? data.outcomes[state.outcome].place : "all outcomes";
}

// The filters that select factors and outcomes, in words.
function filtersOf(state) {
  const role = data.outcomes[state.outcome]?.role === "control" ? `role for ${data.words.condition}: ` : "";
  return [outcomeOf(state), ...["cohort", "role", "group"].filter((id) => state[id]).map((id) => `${id === "role" ? role : ""}${wordsOf(id, state[id])}`)].join("; ");
}

function searchSummary(state, list) {
  const outside = list.filter((row) => placeOf(row, state)).length;
  const share = outside < list.length ? `${outside.toLocaleString("en")} of them ` : "";
  return `${list.length ? counted(list.length) : "no estimates"} for “${state.search.trim()}”${outside ? `, ${share}outside the current filters and shown anyway` : ""}`;
}

function adjustmentOf(state) {
  if (state.set === "primary") return data.words.primarySet;
  return state.set && sentence(`${state.set} adjustment: ${data.words.set[state.set]}`);
}

// Single filters that, set to any, would select something: each with what to set and how many rows that gives.
function waysOut(state) {
  return data.choices.filter((c) => state[c.id] !== "")
    .map((c) => ({ id: c.id, change: { [c.id]: "" }, count: selected({ ...state, [c.id]: "" }).length }))
    .filter((way) => way.count > 0);
}

function emptySentences(state, spellings) {
  if (state.search.trim()) {
    const advice = spellings.length ? "Did you mean:" : "Please try another word.";
    return [`No factor, outcome, drug or raw variable matches “${state.search.trim()}”. ${advice}`];
  }
  const picked = data.choices.filter((c) => state[c.id]).map((c) => `${c.title.toLowerCase()}: ${wordsOf(c.id, state[c.id])}`);
  const sentences = [`No estimate has this combination (${picked.join("; ")}).`];
  if (data.outcomes[state.outcome]?.role === "control") sentences.push(data.words.controls);
  if (state.sample.length === 1) sentences.push(data.words.byRelease);
  return sentences;
}

function noteOf(state, list) {
  const sentences = remarksOn(state.search, list);
  const spellings = list.length || sentences.length ? [] : suggestions(state.search);
  const buttons = list.length ? [] : state.search.trim() ? [...spellings.map((s) => actionButton(s, { search: s })), actionButton("Clear the search", { search: "" })]
    : waysOut(state).map(({ id, change, count }) => actionButton(`${choiceOf(id).title}: any (${counted(count)})`, change, id));
  if (!list.length && !sentences.length) sentences.push(...emptySentences(state, spellings));
  return [...sentences.map((s) => el("p", {}, s)), ...buttons];
}

function actionButton(text, change, changed = "") {
  const button = el("button", { type: "button" }, text);
  button.addEventListener("click", () => {
    go(change, changed);
    at("summary").focus(); // the button is gone
  });
  return button;
}

function setSummary(state, list, unknown) {
  const note = noteOf(state, list);
  at("summary").textContent = summaryOf(state, list, unknown);
  at("table-title").textContent = `Estimates: ${state.search.trim() ? "search results" : outcomeOf(state)}`;
  at("adjustment").textContent = adjustmentOf(state);
  at("note").hidden = note.length === 0;
  at("note").replaceChildren(...note);
  at("views").hidden = list.length === 0;
}

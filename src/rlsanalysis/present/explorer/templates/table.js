// The table of estimates: its heads, and the rows of one page.

function visibleColumns(list) {
  const varies = (column) => list.some((row) => row[column.id] !== list[0][column.id]);
  return data.columns.filter((column) => !column.constant || varies(column));
}

function setTable(list, page, state) {
  const columns = visibleColumns(list);
  at("heads").replaceChildren(...columns.map((column) => head(column, state)));
  at("body").replaceChildren(...page.map((row) => tableRow(row, columns, state)));
}

function classOf(column) {
  return `${column.width} ${column.id}${column.sort ? " n" : ""}`;
}

function head(column, state) {
  const { column: by, down } = state.sort ? sorting(state.sort) : {};
  const sort = by === column ? (down ? "descending" : "ascending") : "none";
  const button = el("button", { type: "button", "data-sort": column.id }, column.title, el("span", { "aria-hidden": "true" }, { ascending: " ▲", descending: " ▼", none: "" }[sort]));
  return el("th", { scope: "col", class: classOf(column), "aria-sort": sort }, button);
}

function nextSort(id, sort) {
  return { [id]: `-${id}`, [`-${id}`]: "" }[sort] ?? id;
}

function tableRow(row, columns, state) {
  return el("tr", { class: row.symbol, "data-key": row.key }, ...columns.map((column, i) => i
    ? el("td", { class: classOf(column) }, ...cellOf(row, column))
    : el("th", { scope: "row", class: classOf(column) }, ...factorOf(row, columns, state))));
}

// On a phone the factor's cell also names what has no column there.
function factorOf(row, columns, state) {
  const place = placeOf(row, state);
  const expected = isControl(row) ? "" : data.factors[row.exposure].expected;
  const shown = (id) => columns.some((column) => column.id === id);
  const open = ["outcome_label", "set", "method", "sample"].filter((id) => shown(id) && !(place && id === "outcome_label")).map((id) => openWord(row, id));
  return [
    el("button", { type: "button", class: "factor", "aria-haspopup": "dialog" }, row.exposure_label),
    el("span", { class: "below narrow" }, [row.comparison, ...open].join("; ")),
    expected && el("span", { class: "below" }, expected),
    place && el("span", { class: "below place" }, place),
  ];
}

function openWord(row, id) {
  return id === "outcome_label" ? data.outcomes[row.outcome].short : id === "set" ? `${row.set} adjustment` : wordOf(row, id);
}

// An interval that must break breaks before its limits.
function estimateOf(row) {
  return row.symbol === "interval" ? row.or_95ci.replace(" to ", "\u00a0to\u00a0") : row.or_95ci;
}

function estimateCell(row, reliability = row.reliability) {
  return [el("span", { class: "estimate" }, estimateOf(row)), reliability === "adequate" ? "" : el("span", { class: "below narrow" }, reliability)];
}

// The words, which name the control outcomes too, are below the estimate; of a row without an interval they would repeat
// its reliability.
function cellOf(row, column) {
  if (column.id === "or_95ci") return [...estimateCell(row, row.limits), row.symbol === "none" ? "" : el("span", { class: "below words" }, sentence(row.in_words))];
  return [column.id === "reliability" ? reliabilityOf(row) : wordOf(row, column.id)];
}

function wordOf(row, id) {
  return choiceOf(id) && id !== "set" ? wordsOf(id, row[id]) : row[id];
}

function reliabilityOf(row) {
  return el("details", {}, el("summary", {}, row.reliability), ...row.reliability_details.map((sentence) => el("p", {}, sentence)));
}

function setPager({ page, pages, start, rows: listed }, total) {
  at("pager").hidden = pages === 1;
  at("range").textContent = `Rows ${(start + 1).toLocaleString("en")} to ${(start + listed.length).toLocaleString("en")} of ${total.toLocaleString("en")}`;
  at("previous").disabled = page === 1;
  at("next").disabled = page === pages;
}

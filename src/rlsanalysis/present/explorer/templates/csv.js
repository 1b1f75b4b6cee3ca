// The rows in view as a CSV file: the columns of estimates.csv under their own names, then texts for display.

function csvValue(row, column) {
  const value = row[column];
  if (Array.isArray(value)) return value.join(" ");
  if (column === "conf_high" && value === null && row.conf_low !== null) return "inf";
  return String(value ?? "");
}

function csvCell(text) {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function withoutPoint(list) {
  const counted = list.filter((row) => (row.odds_ratio ?? null) === null).length;
  const rows = counted === 1 ? "1 row has" : `${counted.toLocaleString("en")} rows have`;
  return counted ? ` ${rows} no point estimate, as the column status explains below.` : "";
}

function toCsv(list) {
  const lines = [data.csvColumns, ...list.map((row) => data.csvColumns.map((column) => csvValue(row, column)))];
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

async function copyCsv(list) {
  const text = toCsv(list);
  try {
    await navigator.clipboard.writeText(text);
    at("copied").textContent = `${list.length.toLocaleString("en")} rows copied.${withoutPoint(list)}`;
  } catch {
    const area = at("fallback");
    area.hidden = false;
    area.value = text;
    area.focus();
    area.select();
    at("copied").textContent = "The browser does not allow copying from this page. The rows are selected below: press Ctrl+C.";
  }
}

function downloadCsv(list) {
  const address = URL.createObjectURL(new Blob([toCsv(list)], { type: "text/csv" }));
  el("a", { href: address, download: `rls-${data.source}-associations-not-causes.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

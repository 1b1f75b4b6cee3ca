// The tip next to a line of the plot, for pointer and arrow keys.

const tip = at("tip");

function tipOf(row) {
  return [el("strong", {}, row.title), facts([
    ["Comparison", row.comparison], ["Outcome", row.outcome_label], ["OR (95% CI)", row.or_95ci], ["Exposed / all cases", row.exposed_cases],
    ["Exposed / all non-cases", row.exposed_noncases], ["Analytic sample", row.n_text], ["p", row.p_text], ["q", row.q_text],
    ["Reliability", row.reliability], ["Model", `${row.set} adjustment, ${row.method}, ${wordsOf("sample", row.sample)}`],
  ])];
}

function showTip(i, x, y) {
  activate(i);
  const line = plot.lines[i];
  tip.hidden = !line;
  if (!line) return;
  if (tip.dataset.key !== line.key) {
    tip.dataset.key = line.key;
    tip.replaceChildren(...tipOf(byKey.get(line.key)));
  }
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(x + 16, innerWidth - width - 20))}px`;
  tip.style.top = `${y + 18 + height > innerHeight ? Math.max(4, y - height - 12) : y + 18}px`;
}

function hideTip() {
  tip.hidden = true;
  tip.dataset.key = "";
  activate(-1);
}

function showTipByKey(i) {
  const y = plotTop() + (i + 1) * step();
  if (y < 40 || y > innerHeight - 40) scrollBy({ top: y - innerHeight / 2, behavior: "instant" });
  const row = byKey.get(plot.lines[i].key);
  at("spoken").textContent = `${row.title}, ${row.comparison}: ${row.or_95ci}. ${row.exposed_cases} cases. ${row.in_words}.`;
  showTip(i, document.querySelector("#plot svg").getBoundingClientRect().left + 40, plotTop() + (i + 0.5) * step());
}

function plotKey(event) {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves && plot.view) {
    event.preventDefault();
    showTipByKey(nextLine(plot.active, moves[event.key]));
  } else if (event.key === "Enter" && plot.lines[plot.active]?.key) {
    go({ story: plot.lines[plot.active].key });
  } else if (event.key === "Escape") {
    hideTip();
  }
}

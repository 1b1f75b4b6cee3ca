const form = document.querySelector(".filter");
const rows = [...document.querySelectorAll("#every tbody tr")];
const texts = rows.map((row) => row.textContent.toLowerCase());
const said = form.querySelector("output");
function filter() {
  const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = [...form.querySelectorAll("select")].filter((s) => s.value);
  let left = 0;
  rows.forEach((row, i) => {
    row.hidden = !words.every((w) => texts[i].includes(w)) || !chosen.every((s) => row.cells[s.dataset.column].textContent === s.value);
    left += !row.hidden;
  });
  said.textContent = `${left} of ${rows.length} rows`;
}
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();

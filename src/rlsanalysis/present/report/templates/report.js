/* On a phone, what is secondary is folded. A table shows its primary exposures; a tap on the name of a group shows its
   other factors. */
if (matchMedia("(max-width: 760px)").matches) {
  for (const details of document.querySelectorAll("details.folds")) details.open = false;
  for (const body of document.querySelectorAll(".estimates:has(.primary) tbody")) {
    const others = [...body.rows].filter((row) => !row.matches(".group, .primary, .more"));
    const name = body.querySelector(".group th");
    if (!others.length) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${name.textContent}: ${others.length} ${body.querySelector(".primary") ? "more" : others.length > 1 ? "factors" : "factor"}`;
    const show = (open) => {
      button.setAttribute("aria-expanded", open);
      for (const row of others) {
        row.hidden = !open;
        if (!open) row.nextElementSibling.hidden = true;
      }
    };
    show(false);
    button.addEventListener("click", () => show(others[0].hidden));
    name.replaceChildren(button);
  }
}

/* Rows open on a tap or by keyboard; without this script every row is open. */
for (const button of document.querySelectorAll("button[aria-controls]")) {
  const details = document.getElementById(button.getAttribute("aria-controls"));
  const show = (open) => { details.hidden = !open; button.setAttribute("aria-expanded", open); };
  show(false);
  button.addEventListener("click", () => show(details.hidden));
}

/* Rows open on a tap or by keyboard; without this script every row is open. */
for (const button of document.querySelectorAll("button[aria-controls]")) {
  const details = document.getElementById(button.getAttribute("aria-controls"));
  const show = (open) => { details.hidden = !open; button.setAttribute("aria-expanded", open); };
  show(false);
  button.addEventListener("click", () => show(details.hidden));
}

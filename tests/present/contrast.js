// Texts in view whose contrast with what lies behind them is below 4.5, as [text, ratio].
(() => {
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = parts(colour).slice(0, 3).map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const solid = (colour) => { const p = parts(colour); return p.length < 4 || p[3] === 1; };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const ground = getComputedStyle(e).backgroundColor;
      if (solid(ground)) return ground;
    }
    return "rgb(255, 255, 255)";
  };
  const root = document.querySelector("dialog[open]") ?? document.body;
  const bad = [];
  for (const element of root.querySelectorAll("*")) {
    const text = [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()).join("");
    if (!text || !element.checkVisibility() || element.closest("script, style, option")) continue;
    if (element.closest("svg") && element.tagName === "text" && getComputedStyle(element).strokeWidth === "5px") continue;
    const style = getComputedStyle(element);
    const colour = element.closest("svg") ? style.fill : style.color;
    if (!/^rgb/.test(colour)) continue;
    const [light, dark] = [luminance(colour), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) bad.push([text.slice(0, 40), Number(ratio.toFixed(2))]);
  }
  return bad;
})()

"use strict";
// Puts a live chart in the place of each drawn one; a chart that fails leaves its picture standing.
for (const figure of document.querySelectorAll("figure.chart")) {
  const spec = JSON.parse(figure.querySelector("script").textContent);
  const live = figure.querySelector(".live");
  // ast: expressions are interpreted, because the page forbids the browser to compile any.
  window
    .vegaEmbed(live, spec, { mode: "vega-lite", renderer: "svg", ast: true, actions: false })
    .then(() => {
      live.setAttribute("aria-label", spec.description);
      figure.classList.add("drawn");
    })
    .catch(() => live.replaceChildren());
}

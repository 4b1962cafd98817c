"use strict";
// Puts a live chart in the place of each drawn one; a chart that fails leaves its picture standing.
(() => {
  const look = /* look */ {};

  // A chart with its repeated channels, of which only the numbers stand in it, put back.
  function whole(node, parts) {
    if (Array.isArray(node)) return node.map((member) => whole(member, parts));
    if (node === null || typeof node !== "object") return node;
    const entries = Object.entries(node).map(([key, value]) =>
      key === "encoding" ? [key, channels(value, parts)] : [key, whole(value, parts)],
    );
    return Object.fromEntries(entries);
  }

  function channels(encoding, parts) {
    const put = ([name, channel]) => [name, typeof channel === "number" ? parts[channel] : channel];
    return Object.fromEntries(Object.entries(encoding).map(put));
  }

  for (const figure of document.querySelectorAll("figure.chart")) {
    const { parts, ...chart } = JSON.parse(figure.querySelector("script").textContent);
    const live = figure.querySelector(".live");
    const spec = { config: look, ...whole(chart, parts) };
    // ast: expressions are interpreted, because the page forbids the browser to compile any.
    window
      .vegaEmbed(live, spec, { mode: "vega-lite", renderer: "svg", ast: true, actions: false })
      .then(() => {
        live.setAttribute("aria-label", figure.querySelector(".still").getAttribute("aria-label"));
        figure.classList.add("drawn");
      })
      .catch(() => live.replaceChildren());
  }
})();

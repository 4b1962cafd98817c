"use strict";
// Gives every table what only a screen can do: it can be sorted and copied. Paper and a page
// without scripts show the tables as they were made.
(() => {
  const main = document.querySelector("main");
  const words = main.dataset;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  // The cells of rows on their grid, each repeated over the rows and columns it spans.
  function grid(rows) {
    const laid = rows.map(() => []);
    rows.forEach((row, line) => {
      let column = 0;
      for (const cell of row.cells) {
        while (laid[line][column]) column += 1;
        for (const covered of laid.slice(line, line + cell.rowSpan)) {
          for (let right = 0; right < cell.colSpan; right += 1) covered[column + right] = cell;
        }
      }
    });
    return laid;
  }

  // What a cell says, in one line; a smaller second line stands behind it.
  function text(cell) {
    const parts = [...cell.childNodes].map((node) => {
      if (node.nodeName === "BUTTON") return text(node);
      const bracketed = node.textContent.startsWith("（");
      return node.nodeName === "SMALL" && !bracketed ? ` ${node.textContent}` : node.textContent;
    });
    return parts.join("").replace(/\s+/g, " ").trim();
  }

  function button(label, name, press, said = "") {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.append(...label);
    if (said) made.setAttribute("aria-label", said);
    made.addEventListener("click", press);
    return made;
  }

  // ---- Sorting ----------------------------------------------------------------------------

  // The rows of a body in runs between the lines that run over the whole table, which stay where
  // they are. A run is a list of groups; rows that a cell spans together are one group.
  function runs(body) {
    const found = [[]];
    let end = 0; // of the open group
    grid([...body.rows]).forEach((cells, line) => {
      const row = body.rows[line];
      if (cells.length > 1 && new Set(cells).size === 1) found.push([{ parts: [row], cells }], []);
      else if (line < end) found.at(-1).at(-1).parts.push(row);
      else found.at(-1).push({ parts: [row], cells });
      end = Math.max(end, ...[...row.cells].map((cell) => line + cell.rowSpan));
    });
    return found.filter((groups) => groups.length);
  }

  // What is sorted within what: rows within their body, or the bodies where each is one group.
  function wholes(table) {
    const bodies = [...table.tBodies].map((body) => ({ place: body, runs: runs(body) }));
    const single = ({ runs: found }) => found.length === 1 && found[0].length === 1;
    if (!bodies.every(single)) return bodies;
    const groups = bodies.map(({ place, runs: [[group]] }) => ({ parts: [place], cells: group.cells }));
    return [{ place: table, runs: [groups] }];
  }

  // The numbers of a cell in their order, a bound just beside its number.
  function numbers(cell) {
    const found = cell.textContent.matchAll(/([<>≥≤]?)(−?)(\d[\d,]*(?:\.\d+)?|\.\d+)/g);
    return [...found].map(([, bound, minus, digits]) => {
      const value = Number(digits.replaceAll(",", "")) * (minus ? -1 : 1);
      return value + ({ "<": -1e-9, "≤": -1e-9, ">": 1e-9, "≥": 1e-9 }[bound] ?? 0);
    });
  }

  function compareNumbers(one, other) {
    const at = one.findIndex((value, place) => value !== other[place]);
    return at < 0 ? one.length - other.length : one[at] - (other[at] ?? -Infinity);
  }

  // Groups by their first row's cell in a column; marks and blanks stay last either way.
  function sorted(groups, column, direction) {
    const keyed = groups.map((group) => {
      const cell = group.cells[column];
      const figures = cell.classList.contains("figure") ? numbers(cell) : null;
      const blank = cell.classList.contains("mark") || (figures ? !figures.length : !text(cell));
      return { group, figures, blank, said: text(cell) };
    });
    keyed.sort((one, other) => {
      if (one.blank || other.blank) return one.blank - other.blank;
      const both = one.figures && other.figures;
      const order = both ? compareNumbers(one.figures, other.figures) : collator.compare(one.said, other.said);
      return direction * order;
    });
    return keyed.map(({ group }) => group);
  }

  function sortable(table) {
    const all = wholes(table);
    if (!all.some((whole) => whole.runs.some((groups) => groups.length > 2))) return null;
    const heads = grid([...table.tHead.rows]).at(-1);
    let chosen = { column: -1, direction: 0 };

    function show({ column, direction }) {
      for (const { place, runs: asMade } of all) {
        const ordered = asMade.map((groups) => (direction ? sorted(groups, column, direction) : groups));
        place.append(...ordered.flat().flatMap((group) => group.parts));
      }
      if (table.tFoot) table.append(table.tFoot);
      heads.forEach((head, place) => {
        if (direction && place === column) head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      });
    }

    // One press sorts upward, a second downward, a third puts everything back.
    heads.forEach((head, column) => {
      if (head.scope !== "col" || head.colSpan > 1 || !head.textContent.trim()) return;
      const press = () => {
        const direction = chosen.column === column ? { 0: 1, 1: -1, "-1": 0 }[chosen.direction] : 1;
        chosen = { column, direction };
        show(chosen);
      };
      const made = button(head.childNodes, "sort", press);
      made.title = words.sort;
      head.append(made);
    });
    return { asMade: () => show({ column: -1, direction: 0 }), asChosen: () => show(chosen) };
  }

  // ---- Copying ----------------------------------------------------------------------------

  const isNumber = (said) => /^[+−-]?[\d,]*\.?\d+$/.test(said);

  // A figure with the minus sign that spreadsheets count with; a text that cannot be a formula.
  function plain(said) {
    if (isNumber(said)) return said.replace("−", "-");
    return /^[=@＝＠]|^[+-][^+-]/.test(said) ? `'${said}` : said;
  }

  // Caption and notes, a line each: away from its page a table still explains its marks.
  const above = (table) => [...table.caption.querySelectorAll("strong, p")].map(text);

  // A head that spans others is said once, and a cell once in each row that it spans, so that every
  // row can be sorted and filtered; a mark is said for every figure it stands for.
  function tabbed(table) {
    const laid = grid([...table.rows]);
    const heads = new Set();
    const said = (cell, column, cells) => {
      const repeated = cell === cells[column - 1] || heads.has(cell);
      if (repeated && !cell.classList.contains("mark")) return "";
      if (cell.closest("thead")) heads.add(cell);
      return plain(text(cell));
    };
    return [...above(table), ...laid.map((cells) => cells.map(said).join("\t"))].join("\r\n");
  }

  // Put the cells that span rows of a body into each of them.
  function repeatDown(body) {
    grid([...body.rows]).forEach((cells, line) => {
      const own = [...new Set(cells)].map((cell) => cell.cloneNode(true));
      for (const cell of own) cell.removeAttribute("rowspan");
      body.rows[line].replaceChildren(...own);
    });
  }

  // The same as markup, which spreadsheets prefer: a text is never taken for a date.
  function markup(table) {
    const copy = table.cloneNode(true);
    copy.deleteCaption();
    for (const body of copy.tBodies) repeatDown(body);
    for (const cell of copy.querySelectorAll("th, td")) {
      const said = text(cell);
      cell.textContent = isNumber(said) ? plain(said) : said;
      if (!isNumber(said)) cell.setAttribute("style", "mso-number-format:'\\@'");
    }
    const lines = above(table).map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph.outerHTML;
    });
    return lines.join("") + copy.outerHTML;
  }

  // By the browser's own copying, which asks for no permission and needs no server.
  function copy(table, status) {
    const fill = (event) => {
      event.clipboardData.setData("text/plain", tabbed(table));
      event.clipboardData.setData("text/html", markup(table));
      event.preventDefault();
    };
    getSelection().selectAllChildren(table);
    document.addEventListener("copy", fill, { once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", fill);
    if (done) getSelection().removeAllRanges();
    status.textContent = done ? words.copied : words.selected;
  }

  // ---- Every table ------------------------------------------------------------------------

  // A table that fits needs no scrolling of its own: its head can stay in sight.
  const fitting = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const fits = target.firstElementChild.offsetWidth <= target.clientWidth;
      target.classList.toggle("fits", fits);
      target.tabIndex = fits ? -1 : 0;
    }
  });

  const sorters = [];
  for (const scroll of main.querySelectorAll(".table > .scroll")) {
    const table = scroll.querySelector("table");
    const tools = document.createElement("div");
    tools.className = "tools";
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    const name = `${words.copy} ${text(table.caption.querySelector("strong"))}`;
    tools.append(button([words.copy], "copy", () => copy(table, status), name), status);
    scroll.before(tools);
    sorters.push(sortable(table));
    fitting.observe(scroll);
  }
  addEventListener("beforeprint", () => sorters.forEach((sorter) => sorter?.asMade()));
  addEventListener("afterprint", () => sorters.forEach((sorter) => sorter?.asChosen()));
})();

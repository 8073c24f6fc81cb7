// The heat map of the view that is chosen: heads of all and of groups, the service level of a queue.
{
  const cells = [...document.querySelectorAll(".heat td[data-i]")];
  const firstRow = (cell) => Number(cell.dataset.i);
  const SHORT = 0.05;

  // The intervals that a cell stands for: those after its first one in the same part of the clock.
  // An hour that clocks repeat has a cell of its own.
  const rowsOfCell = (cell) => {
    const row = firstRow(cell);
    const slot = Math.floor(data.minute[row] / data.slot);
    const isLater = (at) => data.minute[at] > data.minute[at - 1] && Math.floor(data.minute[at] / data.slot) === slot;
    let end = row + 1;
    while (end < dayOf.length && dayOf[end] === dayOf[row] && isLater(end)) end++;
    return Array.from({ length: end - row }, (_, at) => row + at);
  };

  const heads = (view, row) => {
    const need = value(view, "need", row);
    const have = value(view, "have", row);
    if (need === null || have === null) return null;
    const spare = have - need;
    const little = Math.abs(spare) <= Math.max(0.05 * need, 1);
    const text = spare <= -SHORT
      ? `−${spare > -0.95 ? (-spare).toFixed(1).replace("0.", ".") : (-spare).toFixed(0)}`
      : spare >= 0.5 ? `+${spare.toFixed(0)}` : "0";
    const kind = spare <= -SHORT ? (little ? "s1" : "s2") : spare < 0.5 ? "e" : little ? "o1" : "o2";
    return { row, spare, text, kind };
  };

  // In points above or below the target of the queue, or where it has none the service level itself.
  const service = (view, row) => {
    if (!value(view, "offered", row)) return null;
    const level = value(view, "played", row) ?? value(view, "sized", row);
    const target = value(view, "target", row);
    if (level === null) return null;
    if (!target) return { row, spare: level, text: (level / 10).toFixed(0), kind: "e" };
    const points = Math.round((level - target) / 10);
    const kind = points <= -10 ? "s2" : points <= -3 ? "s1" : points < 3 ? "e" : points < 10 ? "o1" : "o2";
    const text = points < 0 ? `−${-points}` : points > 0 ? `+${points}` : "0";
    return { row, spare: points, text, kind };
  };

  drawers.push(() => {
    const view = data.views[chosen.view];
    const isQueue = view.kind === "queue";
    byId("heat-note").textContent = isQueue
      ? `${view.name}: service level, ${view.played ? "simulated" : "predicted"}, in points above or below the target.`
      : view.kind === "group" ? `${view.name}: heads of the group at work minus the heads it must have.` : "";
    for (const cell of cells) {
      const found = rowsOfCell(cell).map((row) => (isQueue ? service : heads)(view, row)).filter((one) => one !== null);
      const worst = found.reduce((least, one) => (least === null || one.spare < least.spare ? one : least), null);
      cell.className = worst ? worst.kind : "";
      cell.textContent = worst ? worst.text : "";
      const isOn = rowsOfCell(cell).includes(chosen.row);
      cell.classList.toggle("on", isOn);
      cell.tabIndex = isOn ? 0 : -1;
      cell.setAttribute("aria-selected", String(isOn));
    }
  });

  const move = (cell, days, slots) => {
    const row = cell.parentElement;
    const lines = [...document.querySelectorAll(".heat tbody tr")];
    const line = lines[lines.indexOf(row) + days];
    let next = days ? line && line.children[cell.cellIndex] : cell;
    do next = slots > 0 ? next?.nextElementSibling : slots < 0 ? next?.previousElementSibling : next;
    while (slots && next && !next.dataset.i);
    if (next && next.dataset.i) next.focus();
  };
  const KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  for (const cell of cells) {
    cell.addEventListener("click", () => chooseRow(firstRow(cell)));
    cell.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") chooseRow(firstRow(cell));
      else if (KEYS[event.key]) move(cell, ...KEYS[event.key]);
      else return;
      event.preventDefault();
    });
  }
  // On a phone rows are drawn as columns, by which browsers forget that this is a table.
  for (const one of document.querySelectorAll(".heat")) {
    one.setAttribute("role", "grid");
    for (const part of one.querySelectorAll("thead, tbody")) part.setAttribute("role", "rowgroup");
    for (const row of one.querySelectorAll("tr")) row.setAttribute("role", "row");
    for (const cell of one.querySelectorAll("td")) cell.setAttribute("role", "gridcell");
    for (const cell of one.querySelectorAll("thead th")) cell.setAttribute("role", "columnheader");
    for (const cell of one.querySelectorAll("tbody th")) cell.setAttribute("role", "rowheader");
  }
}

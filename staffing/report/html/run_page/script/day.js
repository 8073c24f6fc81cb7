// The day that is chosen: contacts, heads and service under each other on one line of time, and the interval in figures.
const LEFT = 44;  // px, of the axis

// From the first to the last minute that anything happens on the day, across the width of `host`.
function timeScale(host, day, extra) {
  const rows = rowsOf(day);
  const begins = [...rows.map((row) => elapsed[row]), ...extra.map(([begin]) => begin)];
  const ends = [...rows.map((row) => elapsed[row] + data.minutes), ...extra.map(([, end]) => end)];
  const low = Math.min(...begins);
  const high = Math.max(...ends);
  const width = Math.max(host.clientWidth, 280);
  const x = (minute) => LEFT + ((width - LEFT - 6) * (minute - low)) / Math.max(high - low, 1);
  return { x, low, high, width };
}

function timeLabels(scale, y, day) {
  const hours = (scale.high - scale.low) / 60;
  const step = 60 * [1, 2, 3, 4, 6].find((each) => (hours / each) * 44 <= scale.width - LEFT || each === 6);
  const labels = [];
  for (let minute = Math.ceil(scale.low / step) * step; minute < scale.high; minute += step) {
    if (scale.x(minute) < scale.width - 30) {
      labels.push(node("svg:text", { x: scale.x(minute), y }, clockAfter(day, minute)));
    }
    labels.push(node("svg:line", { class: "grid", x1: scale.x(minute), x2: scale.x(minute), y1: 0, y2: y - 12 }));
  }
  return labels;
}

// The next number of one or two digits and zeros that an axis may end with.
function roundTop(number) {
  const power = 10 ** Math.floor(Math.log10(Math.max(number, 1)));
  return power * [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => each * power >= number);
}

function marker(scale, height) {
  const begin = scale.x(elapsed[chosen.row]);
  const width = scale.x(elapsed[chosen.row] + data.minutes) - begin;
  return node("svg:rect", { class: "chosen", x: begin, y: 0, width, height });
}

{
  const HEIGHT = 150;
  const host = byId("panels");
  const day = byId("day-chosen");
  const interval = byId("interval");

  // A line of steps over intervals, broken where a value is not known.
  const steps = (rows, scale, y, of) => {
    let path = "";
    let last = null;
    for (const row of rows) {
      const at = of(row);
      if (at === null || at === undefined) { last = null; continue; }
      const begin = scale.x(elapsed[row]).toFixed(1);
      const end = scale.x(elapsed[row] + data.minutes).toFixed(1);
      path += `${last === null ? "M" : "L"}${begin},${y(at).toFixed(1)}L${end},${y(at).toFixed(1)}`;
      last = at;
    }
    return path;
  };

  // The band between two columns, a box an interval.
  const band = (rows, scale, y, low, high) => rows
    .filter((row) => low(row) !== null && high(row) !== null)
    .map((row) => {
      const [begin, end] = [scale.x(elapsed[row]), scale.x(elapsed[row] + data.minutes)].map((x) => x.toFixed(1));
      return `M${begin},${y(low(row)).toFixed(1)}V${y(high(row)).toFixed(1)}H${end}V${y(low(row)).toFixed(1)}Z`;
    })
    .join("");

  const panel = (title, key, scale, top, low, draw, level, heads, cells) => {
    const y = (number) => 8 + (HEIGHT - 30) * (1 - (Math.min(Math.max(number, low), top) - low) / (top - low || 1));
    const rows = rowsOf(chosen.day);
    const svg = node("svg:svg", { width: scale.width, height: HEIGHT, "aria-hidden": "true" });
    svg.append(...timeLabels(scale, HEIGHT - 6, chosen.day));
    for (const at of [low, (low + top) / 2, top]) {
      svg.append(node("svg:text", { x: LEFT - 6, y: y(at) + 4, "text-anchor": "end" }, level(at)));
      svg.append(node("svg:line", { class: "grid", x1: LEFT, x2: scale.width, y1: y(at), y2: y(at) }));
    }
    svg.append(...draw(rows, y));
    svg.append(marker(scale, HEIGHT - 22));
    for (const row of rows) {
      const x = scale.x(elapsed[row]);
      const width = scale.x(elapsed[row] + data.minutes) - x;
      const hit = { class: "hit", x, y: 0, width, height: HEIGHT - 22, onclick: () => chooseRow(row) };
      const said = [span(row), ...heads.slice(1).map((head, at) => `${head} ${cells(row)[at]}`)].join(", ");
      svg.append(node("svg:rect", hit, node("svg:title", {}, said)));
    }
    const legend = node("p", { class: "key" });
    for (const [kind, text] of key) legend.append(node("b", { class: kind }), ` ${text} `);
    const shown = node("details", {}, node("summary", {}, "Table"),
      table(heads, rows.map((row) => [span(row), ...cells(row)]), title));
    host.append(node("figure", {}, node("figcaption", {}, title), legend, svg, shown));
  };

  const contacts = (view, scale) => {
    const of = (column) => (row) => value(view, column, row);
    const rows = rowsOf(chosen.day);
    const weekday = (new Date(`${data.days[chosen.day].date}T00:00:00Z`).getUTCDay() + 6) % 7;
    const before = (view.past || []).filter((one) => one.weekday === weekday);
    const behind = before.map((one) => ({ date: one.date, of: (row) => one.at(data.minute[row]) }));
    const highest = rows.flatMap((row) => [of("offered")(row), of("high")(row), ...behind.map((one) => one.of(row))]);
    const hasRange = Boolean(view.high) && view.high.some((one) => one !== null);
    const key = [["mean", "forecast"]];
    if (hasRange) key.push(["band", "80 % range"]);
    if (behind.length) key.push(["week", `${data.days[chosen.day].name.slice(0, 3)} of the ${behind.length} weeks before`]);
    const draw = (shown, y) => [
      ...(hasRange ? [node("svg:path", { class: "band", d: band(shown, scale, y, of("low"), of("high")) })] : []),
      ...behind.map((one) => node("svg:path", { class: "week", d: steps(shown, scale, y, one.of) },
        node("svg:title", {}, one.date))),
      node("svg:path", { class: "mean", d: steps(shown, scale, y, of("offered")) }),
    ];
    const heads = ["interval", "forecast", ...(hasRange ? ["low", "high"] : []), ...behind.map((one) => one.date)];
    const cells = (row) => [of("offered")(row), ...(hasRange ? [of("low")(row), of("high")(row)] : []),
      ...behind.map((one) => one.of(row))].map((one) => count(one));
    panel("Contacts", key, scale, roundTop(Math.max(...highest, 1)), 0, draw, (at) => count(at, 0), heads, cells);
  };

  const headcount = (view, scale) => {
    const need = (row) => value(view, "need", row) ?? 0;
    const have = (row) => value(view, "have", row) ?? 0;
    const top = roundTop(Math.max(...rowsOf(chosen.day).flatMap((row) => [need(row), have(row)]), 1));
    const draw = (rows, y) => rows.flatMap((row) => {
      const x = scale.x(elapsed[row]);
      const width = Math.max(scale.x(elapsed[row] + data.minutes) - x - 1, 1);
      const bars = [[0, Math.min(need(row), have(row)), "met"], [need(row), have(row), "spare"], [have(row), need(row), "short"]];
      return bars.filter(([low, high]) => high - low > 0.04)
        .map(([low, high, kind]) => node("svg:rect", { class: kind, x, width, y: y(high), height: y(low) - y(high) }));
    }).concat(node("svg:path", { class: "need", d: steps(rows, scale, y, need) }));
    const cells = (row) => [need(row), have(row), value(view, "off", row), have(row) - need(row)].map((one) => count(one, 1));
    panel("Heads", [["need", "needed"], ["met", "at work"], ["spare", "spare"], ["short", "short"]], scale, top, 0, draw,
      (at) => count(at, 0), ["interval", "needed", "at work", "on a break", "difference"], cells);
  };

  const agents = (view, scale) => {
    const of = (row) => value(view, "agents", row) ?? 0;
    const top = roundTop(Math.max(...rowsOf(chosen.day).map(of), 1));
    const draw = (rows, y) => [node("svg:path", { class: "need", d: steps(rows, scale, y, of) })];
    const cells = (row) => [count(of(row)), count(value(view, "heads", row)), count(value(view, "load", row))];
    panel(data.views.some((one) => one.kind === "group") ? "Agents that the queue would need by itself" : "Agents that the queue needs on the phones", [["need", "needed"]], scale, top, 0, draw, (at) => count(at, 0),
      ["interval", "agents", "heads to schedule", "load, erlangs"], cells);
  };

  const service = (view, scale) => {
    const of = (column) => (row) => value(view, column, row);
    const column = view.predicted ? "predicted" : view.kind === "queue" ? "sized" : "level";
    const isPlayed = Boolean(view.played);
    const rows = rowsOf(chosen.day).filter((row) => of(column)(row) !== null);
    if (!rows.length) return;
    const all = rows.flatMap((row) => [of(column)(row), of("bad")(row), of("played")(row)]).filter((one) => one !== null);
    const low = Math.max(Math.floor(Math.min(...all, 990) / 100) * 100, 0);
    const draw = (shown, y) => [
      ...(isPlayed ? [node("svg:path", { class: "band", d: band(shown, scale, y, of("bad"), of("good")) })] : []),
      ...(view.target ? [node("svg:path", { class: "target", d: steps(shown, scale, y, of("target")) })] : []),
      node("svg:path", { class: "need", d: steps(shown, scale, y, of(column)) }),
      ...(isPlayed ? [node("svg:path", { class: "mean", d: steps(shown, scale, y, of("played")) })] : []),
    ];
    const key = [["need", "predicted"], ...(isPlayed ? [["mean", "simulated"], ["band", "bad day to good day"]] : []),
      ...(view.target ? [["target", "target"]] : [])];
    const shown = [column, ...(isPlayed ? ["played", "bad", "good"] : []), ...(view.target ? ["target"] : [])];
    const heads = ["interval", "predicted", ...(isPlayed ? ["simulated", "bad day", "good day"] : []),
      ...(view.target ? ["target"] : [])];
    panel("Service level", key, scale, 1000, low, draw, (at) => `${(at / 10).toFixed(0)}%`, heads,
      (row) => shown.map((name) => share(of(name)(row))));
  };

  const BINDS = {
    service_level: "the service level", mean_wait: "the mean wait", abandonment: "abandonment",
    occupancy: "occupancy", min_agents: "the minimum number of agents", none: "nothing",
  };

  const ofQueue = (view, row) => {
    const agents = value(view, "agents", row);
    const bound = data.bound[value(view, "binds", row)] || "none";
    const target = value(view, "target", row);
    const aim = target ? `${count(target / 10)} % within ${count(value(view, "seconds", row))} s` : "no service-level target";
    const range = value(view, "high", row) === null ? "" : ` (${count(value(view, "low", row))} to ${count(value(view, "high", row))} in four of five cases)`;
    const parts = [
      node("p", {}, `${count(value(view, "offered", row))} contacts expected${range}, handle time ${count(value(view, "aht", row), 0)} s: a load of ${count(value(view, "load", row))} erlangs.`),
      node("p", {}, `Target: ${aim}. What binds: ${BINDS[bound] || bound}.`),
    ];
    const rows = [["one fewer", -1, "fewer"], ["as needed", 0, "sized"], ["one more", 1, "more"]]
      .filter(([, , column]) => value(view, column, row) !== null)
      .map(([name, step, column]) => [name, count(agents + step), share(value(view, column, row))]);
    const isShared = data.views.some((one) => one.kind === "group");
    if (isShared) parts.push(node("p", { class: "note" }, "As if agents answered this queue only:"));
    if (agents) parts.push(table(["agents on the phones", "", "service level"], rows, "Agents one fewer and one more"));
    return parts;
  };

  const figures = () => {
    const view = data.views[chosen.view];
    const row = chosen.row;
    const box = byId("chosen");
    box.replaceChildren(node("h3", {}, `${data.days[chosen.day].name}, ${span(row)}`));
    if (view.kind !== "queue") {
      const need = value(view, "need", row);
      const have = value(view, "have", row);
      const spare = have - need;
      const off = value(view, "off", row);
      const said = spare <= -0.05 ? `${count(-spare, 1)} short` : spare >= 0.5 ? `${count(spare, 1)} spare` : "even";
      box.append(node("p", {}, node("strong", {}, `Heads: ${said}. `),
        `${count(need, 1)} needed, ${count(have, 1)} at work, ${off ? count(off, 1) : "nobody"} on lunch or a break.`));
    }
    if (value(view, "played", row) !== null) {
      box.append(node("p", {}, `Service level ${share(value(view, "played", row))} simulated, ${share(value(view, "predicted", row))} predicted; one day in ten is below ${share(value(view, "bad", row))}.`));
    } else if (value(view, "level", row) !== null) {
      box.append(node("p", {}, `Service level ${share(value(view, "level", row))} predicted.`));
    }
    const queues = data.views.filter((one) => one.kind === "queue");
    if (view.agents) box.append(...ofQueue(view, row));
    else if (view.kind === "all" && queues.length) {
      for (const queue of queues.filter((one) => value(one, "agents", row))) {
        box.append(node("details", {}, node("summary", {}, `${queue.name}: ${count(value(queue, "offered", row))} contacts, ${count(value(queue, "agents", row))} agents`), ...ofQueue(queue, row)));
      }
    }
  };

  const draw = () => {
    day.value = String(chosen.day);
    const options = rowsOf(chosen.day).map((row) => node("option", { value: row }, span(row)));
    interval.replaceChildren(...options);
    interval.value = String(chosen.row);
    const view = data.views[chosen.view];
    const scale = timeScale(host, chosen.day, []);
    host.replaceChildren();
    if (view.offered) contacts(view, scale);
    if (view.need) headcount(view, scale);
    if (view.kind === "queue") agents(view, scale);
    service(view, scale);
    figures();
  };

  const step = (by) => {
    let next = chosen.day + by;
    while (data.days[next] && !data.days[next].rows) next += by;
    if (!data.days[next]) return;
    const same = rowsOf(next).find((row) => data.minute[row] === data.minute[chosen.row]);
    chooseRow(same ?? first[next]);
  };

  if (dayOf.length) {
    data.days.forEach((one, at) => one.rows && day.append(node("option", { value: at }, one.name)));
    day.addEventListener("change", () => step(Number(day.value) - chosen.day));
    interval.addEventListener("change", () => chooseRow(Number(interval.value)));
    byId("day-before").addEventListener("click", () => step(-1));
    byId("day-after").addEventListener("click", () => step(1));
    host.addEventListener("keydown", (event) => {
      const to = chosen.row + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] || 0);
      if (to === chosen.row || dayOf[to] === undefined) return;
      event.preventDefault();
      chooseRow(to);
    });
    drawers.push(draw);
    let width = 0;
    new ResizeObserver(() => {
      if (Math.abs(host.clientWidth - width) < 2) return;
      width = host.clientWidth;
      draw();
    }).observe(host.parentElement);
    window.addEventListener("beforeprint", draw);
  }
}

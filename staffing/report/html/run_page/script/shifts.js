// The shifts of the day that is chosen, as bars with lunches and breaks.
{
  const host = byId("gantt");
  const by = byId("by");
  const MOST = 1500;  // rows, beyond which a page is no help and a browser slow

  // [name, begin, minutes, rests] of each row of the chart.
  const kinds = (shifts, people) => shifts.rows.filter(([day]) => day === chosen.day).map((row) => {
    const [, pattern, begin, minutes, who, group] = row;
    const rests = shifts.rests.map((name, at) => [name, row[6 + 2 * at], row[7 + 2 * at]]).filter(([, from]) => from >= 0);
    return { pattern: shifts.patterns[pattern], group: shifts.groups?.[group], begin, minutes, rests,
      agents: people ? 1 : who, person: people ? shifts.names[who] : null };
  });

  const times = (begin, minutes) => `${clockAfter(chosen.day, begin)}–${clockAfter(chosen.day, begin + minutes)}`;

  const rowsToShow = () => {
    const { shifts } = data;
    const time = (one) => times(one.begin, one.minutes);
    const byStart = (a, b) => a.begin - b.begin || a.minutes - b.minutes;
    if (chosen.by === "person" && shifts.people) {
      return kinds(shifts.people, true).sort(byStart).map((one) => ({ ...one, name: `${time(one)} ${one.person}` }));
    }
    const all = kinds(shifts, false);
    const head = (one) => (chosen.by === "group" ? `${one.group}, ${one.pattern}` : one.pattern);
    const order = (a, b) => (head(a) < head(b) ? -1 : head(a) > head(b) ? 1 : byStart(a, b));
    if (chosen.by !== "person") {
      return all.sort(order).map((one) => ({ ...one, name: `${time(one)} ${head(one)} × ${one.agents}` }));
    }
    const places = new Map();
    const counted = [...all].sort((a, b) => (a.pattern < b.pattern ? -1 : a.pattern > b.pattern ? 1 : a.begin - b.begin));
    return counted.flatMap((one) => Array.from({ length: one.agents }, () => {
      const place = (places.get(one.pattern) || 0) + 1;
      places.set(one.pattern, place);
      return { ...one, agents: 1, name: `${time(one)} ${one.pattern} ${String(place).padStart(3, "0")}` };
    })).sort(byStart);
  };

  const draw = () => {
    const rows = rowsToShow();
    const shown = rows.slice(0, MOST);
    const heads = rows.reduce((sum, one) => sum + one.agents, 0);
    byId("gantt-note").textContent = `${data.days[chosen.day].name}: ${count(heads)} ${heads === 1 ? "shift" : "shifts"}`
      + (chosen.by === "person" && !data.shifts.people ? "; people have no names yet, and are numbered" : "")
      + (rows.length > MOST ? `; the first ${count(MOST)} are drawn` : "");
    host.replaceChildren();
    if (!shown.length) return;
    const scale = timeScale(host, chosen.day, shown.map((one) => [one.begin, one.begin + one.minutes]));
    const each = 30;
    const height = each * shown.length + 4;
    const axis = node("svg:svg", { class: "sticky", width: scale.width, height: 20, "aria-hidden": "true" });
    axis.append(...timeLabels(scale, 14, chosen.day));
    const svg = node("svg:svg", { width: scale.width, height, "aria-hidden": "true" });
    svg.append(...timeLabels(scale, height + 12, chosen.day).filter((one) => one.tagName === "line"));
    shown.forEach((one, at) => {
      const y = at * each;
      const bar = (kind, begin, minutes) => node("svg:rect", { class: kind, x: scale.x(begin), y: y + 15,
        width: Math.max(scale.x(begin + minutes) - scale.x(begin), 2), height: 12 });
      const group = node("svg:g", {}, node("svg:title", {}, one.name), bar("worked", one.begin, one.minutes));
      for (const [name, from, minutes] of one.rests) {
        group.append(bar(name === "lunch" ? "lunch" : "rest", one.begin + from, minutes));
      }
      // A name stands over its bar, moved left where it would run off, and shortened where it is too long for all.
      const most = Math.floor(scale.width / 7) - 1;
      const name = one.name.length > most ? `${[...one.name].slice(0, most - 1).join("")}…` : one.name;
      const left = Math.max(Math.min(scale.x(one.begin), scale.width - 7 * name.length), 2);
      group.append(node("svg:text", { class: "bar-name", x: left, y: y + 11 }, name));
      svg.append(group);
    });
    svg.append(marker(scale, height));
    const rest = (one) => one.rests.map(([name, from, minutes]) =>
      `${name.replace("_", " ")} ${times(one.begin + from, minutes)}`).join(", ");
    const body = shown.map((one) => [one.name, count(one.agents), rest(one)]);
    host.append(axis, svg, node("details", {}, node("summary", {}, "Table"), table(["shift", "people", "lunch and breaks"], body, "Shifts of the day")));
  };

  if (host && dayOf.length) {
    by.addEventListener("change", () => choose({ by: by.value }));
    drawers.push(draw);
    window.addEventListener("resize", draw);
    window.addEventListener("beforeprint", draw);
  }
}

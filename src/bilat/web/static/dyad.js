// A pair's page: parts that take longer are fetched into it, a time drawn over the picture is looked at closer, turns are marked.
const load = async (place) => {
  try {
    const answer = await fetch(place.dataset.load, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.querySelector("[data-part]");
    if (answer.ok && part) place.replaceChildren(...part.childNodes);
    return answer.ok;
  } catch { return false; /* the link stays */ }
};

// A part is fetched when it comes near to what is seen, or is to be printed.
const near = (fetched) => {
  const places = new Set(document.querySelectorAll("[data-load]"));
  const come = (place) => { if (places.delete(place)) fetched(place); };
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); come(entry.target); }
  }, { rootMargin: "600px" });
  for (const place of places) seen.observe(place);
  addEventListener("beforeprint", () => [...places].forEach(come));
};

const chart = document.getElementById("timeline");
const svg = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

if (chart) {
  const { left, right, width, height } = Object.fromEntries(["left", "right", "width", "height"].map((key) => [key, Number(chart.dataset[key])]));
  const starts = chart.dataset.starts.split(" ");
  const step = (width - left - right) / starts.length;
  const brush = document.getElementById("brush");
  let from = null;

  const at = (event) => {
    const box = chart.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * width;
    return Math.min(Math.max(Math.floor((x - left) / step), 0), starts.length - 1);
  };
  const show = (one, other) => {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    brush.setAttribute("x", left + first * step);
    brush.setAttribute("width", (last - first + 1) * step);
    return [first, last];
  };
  document.getElementById("brush-help").hidden = false;
  chart.addEventListener("pointerdown", (event) => { from = at(event); chart.setPointerCapture(event.pointerId); });
  chart.addEventListener("pointermove", (event) => { if (from !== null) show(from, at(event)); });
  chart.addEventListener("pointercancel", () => { from = null; brush.setAttribute("width", 0); });
  chart.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const [first, last] = show(from, at(event));
    from = null;
    if (first === last) { brush.setAttribute("width", 0); return; }
    const address = new URL(location.href);
    address.searchParams.set("since", starts[first]);
    if (last + 1 < starts.length) {
      const end = new Date(`${starts[last + 1]}T00:00:00Z`);
      end.setUTCDate(end.getUTCDate() - 1);
      address.searchParams.set("until", end.toISOString().slice(0, 10));
    } else address.searchParams.delete("until");
    location.assign(address);
  });

  // The turns that the part below the picture lists, as lines in it.
  const mark = () => {
    const group = document.getElementById("turns");
    for (const turn of document.querySelectorAll("[data-turn]")) {
      const n = starts.findLastIndex((start) => start <= turn.dataset.turn);
      if (n < 0) continue;
      const x = left + (n + .5) * step;
      const line = svg("line", { class: "turn", x1: x, x2: x, y1: 0, y2: height });
      const title = svg("title", {});
      title.textContent = turn.dataset.tells;
      line.append(title);
      group.append(line);
    }
  };
  near((place) => load(place).then((done) => { if (done && place.querySelector("[data-turn]")) mark(); }));
} else {
  near(load);
}

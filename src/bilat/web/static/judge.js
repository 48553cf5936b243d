// Judging by keys, and without leaving the page: y right, n wrong, e correct, p pass, u withdraw the last, c comment.
const csrf = document.querySelector('meta[name="csrf"]').content;
const told = document.getElementById("told");
const kept = []; // ids of entries of this visit, the last last, with their cards
const queue = document.querySelector("[data-queue]");
let waiting = null; // the line of the queue that waits for the name

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const cards = () => [...document.querySelectorAll("[data-judge]")];
const open = () => cards().filter((card) => !card.classList.contains("done"));

// The card that has the focus; on a page with one card, that one; in a queue, the first that is open.
function current() {
  const within = document.activeElement?.closest("[data-judge]");
  return within ?? open()[0] ?? cards()[0];
}

async function send(address, body) {
  const answer = await fetch(address, {
    method: "POST", credentials: "same-origin",
    headers: { "content-type": "application/json", "x-csrf-token": csrf }, body: JSON.stringify(body),
  });
  const given = await answer.json();
  if (!answer.ok) throw new Error(given.detail ?? given.what ?? answer.statusText);
  return given;
}

function body(form, verdict) {
  const data = new FormData(form);
  const made = { id: data.get("id"), verdict, analyst: (data.get("analyst") ?? "").trim(), corrections: {} };
  for (const name of ["note", "sample"]) if (data.get(name)) made[name] = data.get(name);
  if (data.get("blind")) made.blind = true;
  for (const control of form.elements) {
    if (!control.name.startsWith("field_")) continue;
    const before = control.tagName === "SELECT" ? [...control.options].find((one) => one.defaultSelected)?.value : control.defaultValue;
    if (control.value.trim() !== (before ?? "")) made.corrections[control.name.slice(6)] = control.value.trim();
  }
  return made;
}

function say(card, words, bad = false) {
  const line = card.querySelector("[data-stands]");
  line.textContent = words;
  line.classList.toggle("care", bad);
  if (told) told.textContent = words;
}

function next(card) {
  const left = open();
  const after = left.find((one) => card.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ?? left[0];
  const more = document.querySelector("[data-more]");
  (after?.querySelector("[data-line]") ?? more)?.focus();
}

async function judge(card, form, verdict) {
  const given = body(form, verdict);
  if (!given.analyst) {
    say(card, "Write your name first.", true);
    waiting = queue && card;
    (queue ?? form).querySelector("[data-analyst]").focus();
    return;
  }
  if (verdict === "corrected" && Object.keys(given.corrections).length === 0) {
    say(card, "Nothing is corrected: change a field first.", true);
    return;
  }
  for (const one of document.querySelectorAll("[data-analyst]")) one.value = given.analyst;
  document.body.classList.add("named");
  try {
    const answer = await send("/api/v1/judgements", given);
    kept.push({ id: answer.entry.id, card, analyst: given.analyst });
    if (card.closest(".queue") === null) { location.reload(); return; }
    card.classList.add("done");
    card.querySelector("details.correct").open = false;
    say(card, verdict === "pass" ? "Passed. u brings it back." : `${answer.said}. u withdraws it.`);
    next(card);
  } catch (error) {
    say(card, error.message, true);
  }
}

async function withdraw() {
  const last = kept.pop();
  const card = last?.card ?? current();
  if (!card) return;
  const analyst = last?.analyst ?? card.querySelector("[data-analyst]").value.trim();
  try {
    const answer = await send("/api/v1/undo", { id: last?.id ?? card.dataset.judge, analyst });
    if (card.closest(".queue") === null) { location.reload(); return; }
    card.classList.remove("done");
    say(card, `Withdrawn. ${answer.said}`);
    card.querySelector("[data-line]")?.focus();
  } catch (error) {
    say(card, error.message, true);
  }
}

// The queue of whoever judged here before; and only one's own entries can be withdrawn.
const me = (document.querySelector("[data-analyst]")?.value ?? "").trim();
if (queue && me && !new URLSearchParams(location.search).has("analyst")) {
  const address = new URL(location.href);
  address.searchParams.set("analyst", me);
  location.replace(address);
}
if (me || queue) document.body.classList.add("named"); // it stands in one place, and is sent from all
for (const input of document.querySelectorAll("[data-analyst]")) {
  input.addEventListener("change", () => {
    for (const other of document.querySelectorAll("[data-analyst]")) other.value = input.value;
  });
}
for (const button of document.querySelectorAll("[data-by]")) button.hidden = button.dataset.by !== me;

// Enter in a name or a note is the end of it, and no verdict: the focus goes back to the line, or on to the buttons.
function entered(event) {
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  const card = event.target.closest("[data-judge]");
  if (event.target.name === "note" && event.key === "Enter") card.querySelector("[data-key=y]").focus();
  else if (card.querySelector("[data-line]")) card.querySelector("[data-line]").focus();
  else event.target.blur();
}
for (const input of document.querySelectorAll(".verdict input:not([type=hidden])")) input.addEventListener("keydown", entered);
queue?.querySelector("[data-analyst]").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !waiting || !event.target.value.trim()) return;
  event.preventDefault();
  waiting.querySelector("[data-line]").focus();
  waiting = null;
});

for (const card of cards()) {
  for (const form of card.querySelectorAll('form[action="/judge"]')) {
    form.noValidate = queue !== null; // the name that it needs is asked for above the queue
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      judge(card, form, event.submitter?.value || new FormData(form).get("verdict") || "corrected");
    });
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const details = document.activeElement?.closest("details.correct, details.talk");
    if (details) { details.open = false; details.querySelector("summary").focus(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "u") { event.preventDefault(); withdraw(); return; }
  const card = current();
  const control = card?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!control) return;
  event.preventDefault();
  if (control.tagName === "SUMMARY") {
    const details = control.parentElement;
    details.open = true;
    const fields = [...details.querySelectorAll("select, input:not([type=hidden]), textarea")];
    (fields.find((field) => !("analyst" in field.dataset && field.value)) ?? fields[0]).focus();
  } else judge(card, control.form, control.value);
});

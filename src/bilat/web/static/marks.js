// An event's words light up while its line in the list beside the text has the pointer or the focus.
const light = (line, on) => {
  for (const word of document.querySelectorAll(".text .m")) {
    if (word.dataset.lines.split(" ").includes(line)) word.classList.toggle("lit", on);
  }
};
for (const item of document.querySelectorAll("[data-event]")) {
  for (const [name, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
    item.addEventListener(name, () => light(item.dataset.event, on));
  }
}

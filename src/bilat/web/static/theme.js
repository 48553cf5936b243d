// Sets the theme before the page is drawn: "light" or "dark" where one was chosen, else the system's.
"use strict";
(() => {
  const order = ["auto", "light", "dark"];
  const read = () => { try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; } };
  const show = (theme) => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  show(read());
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const name = (theme) => { button.textContent = { auto: "Theme: auto", light: "Theme: light", dark: "Theme: dark" }[theme]; };
    button.hidden = false;
    name(read());
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(read()) + 1) % order.length];
      try { localStorage.setItem("theme", next); } catch { /* a browser that keeps nothing */ }
      show(next);
      name(next);
    });
  });
})();

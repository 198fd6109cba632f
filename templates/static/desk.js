// Keys and counts: only shortcuts for what every page can do without them. Nothing here sends anything by itself.
"use strict";

const SWITCH = "aftercare-keys";
const ROOMS = { i: "[data-room=inbox]", r: "[data-room=reconcile]", c: "[data-room=complaints]", s: "[data-room=sources]", a: "[data-room=audit]" };
const STEPS = { a: "[data-key=approve]", r: "[data-key=text]", n: "[data-key=note], [data-key=not]", y: "[data-key=same]", p: "[data-key=probable]", u: "[data-key=unsure]" };
let waitingForRoom = false;

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const keysAreOn = () => localStorage.getItem(SWITCH) !== "off";

function moveInList(step) {
  const cards = [...document.querySelectorAll("[data-card]")];
  if (!cards.length) { go(step > 0 ? "[data-key=next]" : "[data-key=previous]"); return; }
  const here = cards.findIndex((card) => card.hasAttribute("data-here"));
  const next = cards[Math.min(Math.max(here + step, 0), cards.length - 1)];
  cards.forEach((card) => card.removeAttribute("data-here"));
  next.setAttribute("data-here", "");
  next.querySelector("a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function go(selector) {
  const target = document.querySelector(selector);
  if (!target) return;
  if (target.matches("a, button")) { target.matches("a") ? target.click() : target.focus(); } else target.focus();
}

document.addEventListener("keydown", (event) => {
  if (!keysAreOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (waitingForRoom) {
    waitingForRoom = false;
    if (ROOMS[event.key]) { event.preventDefault(); go(ROOMS[event.key]); }
    return;
  }
  if (event.key === "g") waitingForRoom = true;
  else if (event.key === "j") moveInList(1);
  else if (event.key === "k") moveInList(-1);
  else if (event.key === "/") { event.preventDefault(); go("[data-key=search]"); }
  else if (event.key === "?") go("[data-key=help]");
  else if (STEPS[event.key]) { event.preventDefault(); go(STEPS[event.key]); }
});

for (const text of document.querySelectorAll("textarea[data-count]")) {
  const shown = document.getElementById(text.dataset.count);
  const count = () => { shown.textContent = new TextEncoder().encode(text.value.trim()).length; };
  text.addEventListener("input", count);
  count();
}

// The same units as the macro "wait"; the page that waits never reloads by itself, so that no typed text is lost.
const inWords = (count, unit) => `${count} ${unit}${count === 1 ? "" : "s"}`;
const waitSaid = (s) => s < 120 ? inWords(s, "second") : s < 7200 ? inWords(Math.floor(s / 60), "minute") : inWords(Math.floor(s / 3600), "hour");

for (const clock of document.querySelectorAll("[data-countdown]")) {
  const leavesAt = Date.now() + Number(clock.dataset.countdown) * 1000;
  const tick = setInterval(() => {
    const left = Math.ceil((leavesAt - Date.now()) / 1000);
    if (left > 0) { clock.textContent = waitSaid(left); return; }
    clearInterval(tick);
    clock.closest("[data-leaving]").textContent = "It is leaving now. Look again to see where it stands.";
  }, 1000);
}

for (const box of document.querySelectorAll("[data-keys-switch]")) {
  box.checked = keysAreOn();
  box.disabled = false;
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    source.select();
    await navigator.clipboard.writeText(source.value);
    button.textContent = "Copied";
  });
}

// The page of seco review: shows a question, takes an answer, goes on.
import * as server from "./server.js";
import { View } from "./view.js";

const REJECTED = 255;
const NAME = "seco-review-name";
const at = id => document.getElementById(id);
const view = new View(at("canvas"));

let classes = [];
let current = null;
let ahead = null; // the next question, loaded while this one is looked at
let busy = false;
let ending = false; // Finish was pressed once
let firstKey = 0; // the class on key 1
const seen = [];

const by = () => at("by").value.trim() || "me";
const say = text => { at("status").textContent = text; };
const nameOf = label => label === REJECTED ? "no class" : classes[label]?.name ?? `class ${label}`;

function element(tag, text, ...children) {
  const made = document.createElement(tag);
  made.append(text, ...children);
  return made;
}

function chip(label) {
  const made = element("span", "");
  made.className = "chip";
  made.style.background = classes[label]?.color ?? "transparent";
  return made;
}

function setBusy(is) {
  busy = is;
  document.querySelector("main").setAttribute("aria-busy", String(is));
}

/** Does one thing at a time; says what went wrong. */
async function alone(work) {
  if (busy) { return; } // what is pressed before the next region is seen is no answer to it
  setBusy(true);
  try {
    await work();
  } catch (fault) {
    say(fault.message);
  } finally {
    setBusy(false);
  }
}

function showProgress(progress) {
  const share = progress.wholeGain > 0 ? progress.gain / progress.wholeGain : 1, left = progress.secondsLeft;
  const time = left === null ? "" : left < 90 ? ` · about ${Math.round(left)} s left` : ` · about ${Math.round(left / 60)} min left`;
  at("bar").value = share;
  at("progress").textContent = `${progress.answered} of ${progress.questions} answered · ${(100 * share).toFixed(0)} % of the expected gain `
    + `(${Math.round(progress.gain)} of ${Math.round(progress.wholeGain)} pixels)${time}`;
  at("dispute").hidden = progress.conflicts.length === 0;
  at("dispute").textContent = `Differing answers: ${progress.conflicts.length}`;
  at("dispute").onclick = () => alone(async () => {
    const next = progress.conflicts.find(n => n > (current?.number ?? -1)) ?? progress.conflicts[0];
    await open({ number: next });
  });
}

function showClasses() {
  at("classes").replaceChildren(...classes.map((c, label) => {
    const button = element("button", chip(label), c.name), key = label - firstKey + 1;
    button.type = "button";
    button.addEventListener("click", () => give(label));
    if (key >= 1 && key <= 9) {
      button.append(" ", element("kbd", String(key)));
      button.setAttribute("aria-keyshortcuts", String(key));
    }
    return button;
  }));
  if (classes.length > 9) {
    const more = element("button", "Other keys ", element("kbd", "0"));
    more.type = "button";
    more.setAttribute("aria-keyshortcuts", "0");
    more.addEventListener("click", turnKeys);
    at("classes").append(more);
  }
}

function turnKeys() {
  firstKey = firstKey + 9 < classes.length ? firstKey + 9 : 0;
  showClasses();
  say(`Keys 1 to 9 are now ${nameOf(firstKey)} to ${nameOf(Math.min(classes.length, firstKey + 9) - 1)}.`);
}

function describe(question) {
  const facts = [`${question.verdict} by the run`, `${question.area} pixels`];
  if (question.noise !== null) { facts.push(`${(100 * question.noise).toFixed(0)} % likely wrong`); }
  if (question.loss !== null) { facts.push(`loss ${question.loss.toFixed(2)}`); }
  const same = question.neighbours.filter(n => n.label === question.shown), near = question.neighbours.length;
  if (near > 0) {
    facts.push(`${same.length} of the ${near} most alike regions are ${nameOf(question.shown)} too, ${same.filter(n => n.isAnswered).length} by people's word`);
  }
  return `${facts.join(" · ")} · ${question.image}, region ${question.region}`;
}

function showNotes(question) {
  const notes = question.voices.map(v => `${v.by} said ${nameOf(v.label)}.`);
  if (question.lookedAtBy) { notes.push(`${question.lookedAtBy} is looking at this region.`); }
  at("notes").textContent = notes.join(" ");
  at("notes").hidden = notes.length === 0;
}

async function show(question, remember = true) {
  current = question;
  ending = false;
  if (remember) { seen.push(question.number); }
  at("title").replaceChildren(chip(question.shown), `${nameOf(question.shown)}?`);
  at("facts").textContent = describe(question);
  showNotes(question);
  at("guesses").replaceChildren(...question.guesses.map(g => element(
    "li", chip(g.class), `${nameOf(g.class)}${g.confidence === null ? "" : ` ${(100 * g.confidence).toFixed(0)} %`} `, quiet(g.source))));
  showAlike(question);
  at("canvas").setAttribute("aria-label", `${question.image}: region ${question.region}, proposed ${nameOf(question.shown)}`);
  const bitmap = await server.image(question).catch(fault => { say(`The image cannot be shown. ${fault.message}`); return null; });
  if (current !== question) { return; }
  view.show(question, bitmap);
  at("title").focus({ preventScroll: true });
  ahead = server.ask({ by: by(), after: question.number, ahead: true }).then(next => {
    if (next.question) { server.image(next.question).catch(() => {}); }
    return next.question;
  }).catch(() => null);
}

function quiet(text) {
  const made = element("span", text);
  made.className = "quiet";
  return made;
}

function showAlike(question) {
  at("alike-part").hidden = question.alike.length === 0;
  at("together").checked = false;
  at("alike-count").textContent = question.alikeCount > question.alike.length ? `${question.alike.length} of ${question.alikeCount}` : "";
  const pictures = question.alike.map((_, i) => Object.assign(element("img", ""), { alt: `Alike region ${i + 1}`, width: 192, height: 144 }));
  at("alike").replaceChildren(...question.alike.map((number, i) => { // boxes at once: an answer counts for them, whether pictures are here or not
    const box = Object.assign(element("input", ""), { type: "checkbox", checked: true, value: number });
    return element("li", element("label", pictures[i], box, ` ${i + 1}`));
  }));
  if (question.alike.length === 0) { return; }
  server.pictures(question.alike).then(found => found.forEach((src, i) => { pictures[i].src = src; }))
    .catch(fault => { if (current === question) { say(`The alike regions cannot be shown. ${fault.message}`); } });
}

async function open(message, remember = true) {
  const { question, progress } = await server.ask({ by: by(), ...message });
  showProgress(progress);
  if (question) {
    await show(question, remember);
  } else {
    current = null;
    const left = progress.questions - progress.answered;
    at("title").textContent = message.image ? "This region is not asked about" : left > 0 ? "Others look at the rest" : "All questions are answered";
    at("facts").textContent = "";
    at("notes").hidden = true;
    say(message.image ? "The run, or its choice of regions, has no such question. → goes to the next one."
      : left > 0 ? `Others are looking at the ${left} questions that have no answer yet. → asks again.` : "Thank you. Finish makes the reviews, and ends.");
  }
}

async function goOn(without = []) {
  const next = await ahead;
  ahead = null;
  if (!next || without.includes(next.number)) {
    await open({ after: current?.number ?? -1 });
    return;
  }
  await show(next);
  server.ask({ by: by(), number: next.number }).then(now => { // it was loaded some time ago
    showProgress(now.progress);
    if (current === next) { showNotes(now.question); }
  }).catch(() => {});
}

function give(label) {
  return alone(async () => {
    if (!current) { return; }
    const others = at("together").checked ? Array.from(at("alike").querySelectorAll("input:checked"), box => Number(box.value)) : [];
    const done = current;
    showProgress(await server.answer({ by: by(), number: done.number, label, alike: others, edited: view.edited }));
    await goOn([done.number, ...others]); // the last open one was loaded ahead of itself
    say(`Stored: ${nameOf(label)}${others.length > 0 ? `, with ${others.length} alike` : ""}.${current && current !== done ? ` Next: ${nameOf(current.shown)}?` : ""}`);
  });
}

const press = (id, pressed) => at(id).setAttribute("aria-pressed", String(pressed));

function setBrush(on) {
  view.brush.on = on;
  press("brush", on);
  at("brush-tools").hidden = !on;
  at("canvas").classList.toggle("painting", on);
  view.draw();
  if (on) { say("Brush: arrows move it, Space paints, E erases, Esc leaves it."); }
}

const actions = {
  accept: () => current && give(current.shown),
  reject: () => give(REJECTED),
  undo: () => alone(async () => {
    const { numbers, progress } = await server.undo(by());
    showProgress(progress);
    if (numbers.length === 0) { say("You have no answer to take back."); return; }
    await open({ number: numbers[0] });
    say(`Taken back: ${numbers.length} answer${numbers.length > 1 ? "s" : ""}.`);
  }),
  skip: () => alone(() => goOn()),
  back: () => alone(async () => {
    if (seen.length < 2) { say("There is no question before this one."); return; }
    seen.pop();
    await open({ number: seen[seen.length - 1] }, false);
  }),
  nearer: () => view.zoom(1.25),
  farther: () => view.zoom(0.8),
  fit: () => view.fit(),
  contrast: () => { press("contrast", view.lightened = !view.lightened); view.draw(); },
  outline: () => { press("outline", view.outlined = !view.outlined); view.draw(); },
  brush: () => setBrush(!view.brush.on),
  thinner: () => { view.brush.radius = Math.max(1, view.brush.radius - 1); view.draw(); },
  thicker: () => { view.brush.radius = Math.min(200, view.brush.radius + 1); view.draw(); },
  erase: () => { press("erase", view.brush.erases = !view.brush.erases); view.draw(); },
  restore: () => view.restore(),
  help: () => at("keys-help").showModal(),
  finish: () => alone(async () => {
    if (!ending) {
      ending = true;
      say("Press Finish again to end seco review, for everybody at this address.");
      return;
    }
    await server.finish();
    at("title").textContent = "Finished";
    say("seco review makes the reviews now, and ends. This page can be closed.");
  }),
};
for (const [id, act] of Object.entries(actions)) { at(id).addEventListener("click", act); }

const keys = {
  Enter: "accept", x: "reject", u: "undo", ArrowRight: "skip", ArrowLeft: "back", "+": "nearer", "=": "nearer", "-": "farther", f: "fit", c: "contrast",
  o: "outline", b: "brush", "[": "thinner", "]": "thicker", e: "erase", r: "restore", "?": "help",
};
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ofBrush = ["thinner", "thicker", "erase", "restore"];

document.addEventListener("keydown", event => {
  const own = event.target.closest("input:not([type=checkbox]), dialog"), pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (own || event.ctrlKey || event.altKey || event.metaKey || !at("keys").checked) { return; }
  if ((pressed === "Enter" || pressed === " ") && event.target.closest("button, input, a")) { return; } // it does what the button does
  if (arrows[pressed] && event.shiftKey) {
    view.pan(...arrows[pressed]);
  } else if (arrows[pressed] && view.brush.on && current) {
    view.moveBrush(...arrows[pressed]);
  } else if (pressed === " " && view.brush.on && current) {
    view.dab();
  } else if (pressed === "Escape" && view.brush.on) {
    setBrush(false);
  } else if (pressed === "a" && !at("alike-part").hidden) {
    at("together").checked = !at("together").checked;
    say(at("together").checked ? "Alike regions are answered too." : "This region alone is answered.");
  } else if (pressed === "0" && classes.length > 9) {
    turnKeys();
  } else if (/^[1-9]$/.test(pressed)) {
    const label = firstKey + Number(pressed) - 1;
    if (label >= classes.length) { return; }
    give(label);
  } else if (keys[pressed] && (view.brush.on || !ofBrush.includes(keys[pressed]))) {
    actions[keys[pressed]]();
  } else {
    return;
  }
  event.preventDefault();
});

at("by").addEventListener("change", () => localStorage.setItem(NAME, by()));

alone(async () => {
  const run = await server.run();
  classes = run.classes;
  at("run").textContent = run.run;
  at("by").value = localStorage.getItem(NAME) ?? run.person;
  showClasses();
  const { image, region, of } = Object.fromEntries(["image", "region", "of"].map(key => [key, server.wanted.get(key)]));
  if (image && of && of !== run.run) {
    throw new Error(`This link is of the run ${of}, and here is ${run.run}. Start seco review for that one.`);
  }
  await open(image ? { image, region: Number(region) } : { after: -1 });
});

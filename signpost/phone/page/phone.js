// The phone: one call at a time, its keys and its clock, and the writing of texts.

import { add, element, follow } from "/page/record.js";
import { hasVoice, say } from "/page/voice.js";

const byId = (id) => document.getElementById(id);
const [callButton, captions, keypad, countdown, arrived] = ["call", "captions", "keypad", "countdown", "arrived"].map(byId);

const MARGIN = 8;

let call = { on: false, waiting: null, hears: false, seconds: null };
let hearing = new AbortController();
let queue = Promise.resolve();
// The first line since the last key was pressed, and whether lines are shown one by one, as they are spoken.
let newest = null;
let rings = false;
let oneByOne = false;

function problem(words) {
  byId("problem").textContent = words;
  byId("problem").hidden = !words;
}

function caption(words, kind = "") {
  if (!words) return;
  const line = element("p", kind, words);
  add(captions, line);
  newest ??= line;
  // Whoever reads begins at the beginning; whoever listens sees the line that is being spoken, from its beginning.
  const end = line.offsetTop + line.offsetHeight - captions.clientHeight;
  const spoken = oneByOne ? Math.min(line.offsetTop, end + MARGIN) : 0;
  captions.scrollTop = Math.max(newest.offsetTop - MARGIN, spoken);
}

async function post(path, what) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(what),
  });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  return found;
}

function showState() {
  callButton.textContent = call.on ? "Hang up" : rings ? "Answer" : "Call";
  callButton.classList.toggle("stop", call.on);
  byId("dial").hidden = call.waiting !== "dial";
  byId("speak").hidden = !call.hears;
  const pressed = call.keys ? `, pressed so far: ${call.keys}` : "";
  const idle = rings ? "Your phone is ringing" : "Not on a call";
  byId("status").textContent = call.on ? `On a call${pressed}` : idle;
}

async function hear(sounds, signal) {
  const aloud = byId("aloud").checked;
  oneByOne = aloud && hasVoice();
  // A voice that speaks and a screen reader that reads the same words would talk over each other.
  captions.setAttribute("aria-live", oneByOne ? "off" : "polite");
  byId("voiceless").hidden = !aloud || hasVoice();
  for (const sound of sounds) {
    if (sound.kind === "say") await say(sound.phrases, { aloud, show: caption, signal });
    if (sound.kind === "dialling") caption(`Ringing ${sound.number}`, "note");
    if (sound.kind === "failure") caption(`The line breaks. ${sound.words}`, "broken");
    if (sound.kind === "over") caption("The call is over", "note");
  }
}

async function countDown(signal) {
  const answer = call.hears ? "speak, or press a key" : "press a key";
  const what = call.waiting === "dial" ? "until it has rung long enough" : `left to ${answer}`;
  for (let left = call.seconds; left > 0; left -= 1) {
    countdown.textContent = byId("timed").checked ? `${left} seconds ${what}` : "Take as long as you like";
    await new Promise((done) => { setTimeout(done, 1000); });
    if (signal.aborted) return;
    if (!byId("timed").checked) left += 1;
  }
  act("silence", "", call.waiting === "dial" ? "Nobody answers in time" : "No key in time");
}

// Does one thing with the call, after those asked for before it, and cuts short whatever is being said.
function act(what, value = "", words = "") {
  hearing.abort();
  countdown.textContent = "";
  queue = queue.then(async () => {
    try {
      problem("");
      const found = await post("/api/call", { do: what, value });
      call = found;
      newest = null;
      caption(words, "you");
      showState();
      listen(found.sounds);
    } catch (error) {
      problem(error.message);
    }
  });
  return queue;
}

async function listen(sounds) {
  hearing.abort();
  hearing = new AbortController();
  const { signal } = hearing;
  await hear(sounds, signal);
  if (!signal.aborted && call.on && call.waiting) countDown(signal);
}

function press(key) {
  if (call.on) act("press", key, `You press ${key}`);
  else byId("status").textContent = "Not on a call: press Call first";
}

callButton.addEventListener("click", () => {
  if (call.on) {
    act("hang up", "", "You hang up");
  } else {
    captions.replaceChildren();
    arrived.replaceChildren();
    if (rings) act("answer", "", "You pick up");
    else act("ring", document.querySelector("input[name=caller]:checked").value, "You ring");
  }
});

keypad.addEventListener("click", (event) => {
  const { key } = event.target.dataset;
  if (key) press(key);
});

keypad.addEventListener("keydown", (event) => {
  if (/^[0-9*#]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    press(event.key);
  }
});

// Whoever begins to speak is waited for, and cuts short what is being said.
byId("words").addEventListener("input", () => {
  hearing.abort();
  countdown.textContent = "";
});

byId("speak").addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = byId("words").value.trim();
  if (!words) return;
  byId("words").value = "";
  await act("say", words, `You say: ${words}`);
  (call.hears ? byId("words") : keypad.querySelector("button")).focus();
});

byId("silence").addEventListener("click", () => {
  if (call.on) act("silence", "", "You say nothing");
  else byId("status").textContent = "Not on a call: press Call first";
});

byId("dial").addEventListener("click", (event) => {
  const { dial } = event.target.dataset;
  if (dial) act("dial", dial, `How it ends: ${event.target.textContent}`).then(() => keypad.querySelector("button").focus());
});

byId("write").addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = byId("body").value;
  byId("body").value = "";
  byId("body").focus();
  try {
    problem("");
    await post("/api/text", { body });
  } catch (error) {
    problem(error.message);
  }
});

for (const [field, form] of [["body", "write"], ["words", "speak"]]) {
  byId(field).addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      byId(form).requestSubmit();
    }
  });
}

byId("deliver").addEventListener("click", async () => {
  byId("delivered").textContent = "";
  try {
    const { delivered } = await post("/api/deliver-now", {});
    byId("delivered").textContent = delivered ? "It is on its way." : "No follow-up is waiting.";
  } catch (error) {
    problem(error.message);
  }
});

const tabs = [...document.querySelectorAll("[role=tab]")];

function open(tab) {
  for (const one of tabs) {
    one.setAttribute("aria-selected", one === tab);
    one.tabIndex = one === tab ? 0 : -1;
    byId(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
}

for (const tab of tabs) {
  tab.addEventListener("click", () => open(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    open(next);
    next.focus();
  });
}

function tellOfText() {
  // Without a call the texts are what is looked at.
  if (!call.on) return;
  const link = element("a", "", "A text has arrived");
  link.href = "#texts-title";
  link.addEventListener("click", () => arrived.replaceChildren());
  arrived.replaceChildren(link);
}

showState();
follow({
  arrived: tellOfText,
  ringing: (now) => {
    if (now === rings) return;
    rings = now;
    showState();
  },
  lost: (lost) => {
    if (lost) problem("The stand-in phone has stopped. Start it again in the terminal.");
    else if (byId("problem").textContent.startsWith("The stand-in phone has stopped")) problem("");
  },
});

// Keeps the text thread and the "behind the scenes" list up to date with the server.

const thread = document.getElementById("thread");
const exchanges = document.getElementById("exchanges");
const counts = { texts: 0, exchanges: 0 };

export function element(tag, className, words) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (words !== undefined) made.textContent = words;
  return made;
}

export function add(box, child) {
  box.querySelector(".hint")?.remove();
  box.append(child);
}

function facts(text) {
  const at = new Date(text.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const from = { inbound: "You", network: "The phone network" }[text.kind] ?? "The service";
  const to = text.to ? ` to ${text.to}` : "";
  return `${from}${to}, ${at}, ${text.segments} ${text.segments === 1 ? "segment" : "segments"}`;
}

function addText(text) {
  const side = { inbound: "mine", network: "network" }[text.kind] ?? "theirs";
  if (text.kind === "note") {
    add(thread, element("p", "none", text.body));
  } else {
    const bubble = element("div", `text ${side}`);
    bubble.append(element("p", "body", text.body || "(no words)"), element("p", "facts", facts(text)));
    add(thread, bubble);
  }
  thread.scrollTop = thread.scrollHeight;
}

function indented(xml) {
  let depth = 0;
  return xml.replace(/>\s*</g, ">\n<").split("\n").map((line) => {
    if (line.startsWith("</")) depth -= 1;
    const shown = "  ".repeat(Math.max(depth, 0)) + line;
    if (/^<[^?!/][^>]*[^/]>$|^<\w>$/.test(line)) depth += 1;
    return shown;
  }).join("\n");
}

function addExchange(exchange) {
  const box = element("details");
  box.append(element("summary", "", `${exchange.title}: ${exchange.status ?? "no answer"}`));
  const fields = element("dl");
  for (const [name, value] of [["URL", exchange.url], ...Object.entries(exchange.fields)]) {
    fields.append(element("dt", "", name), element("dd", "", value || "(empty)"));
  }
  box.append(fields, element("pre", "", indented(exchange.answer) || "(an empty answer)"));
  exchanges.querySelector(".hint")?.remove();
  exchanges.prepend(box);
}

// Follows the server for ever. `lost` is told true while it cannot be reached, and false once it can again; `arrived`
// is told when texts from the service have come, `ringing` whether the phone rings.
export async function follow({ lost, arrived, ringing }) {
  let wait = 0;
  let rings = 0;
  for (;;) {
    try {
      const query = new URLSearchParams({ ...counts, ringing: rings, wait });
      const answer = await fetch(`/api/changes?${query}`);
      if (!answer.ok) throw new Error(`the phone answered ${answer.status}`);
      const news = await answer.json();
      news.texts.forEach(addText);
      if (news.texts.some((text) => text.kind.startsWith("outbound"))) arrived();
      news.exchanges.forEach(addExchange);
      rings = Number(news.ringing);
      ringing(news.ringing);
      counts.texts += news.texts.length;
      counts.exchanges += news.exchanges.length;
      lost(false);
      wait = 15;
    } catch {
      lost(true);
      await new Promise((done) => { setTimeout(done, 2000); });
    }
  }
}

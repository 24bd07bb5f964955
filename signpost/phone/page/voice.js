// Says phrases one after another: shows each line as its turn comes and, where the browser has a voice, speaks it.

const WORDS_PER_SECOND = 2.8;

export const hasVoice = () => "speechSynthesis" in window && speechSynthesis.getVoices().length > 0;

const wait = (seconds, signal) =>
  new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    signal.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
  });

const length = (piece) => (piece.gap ?? piece.text.split(" ").length / WORDS_PER_SECOND / piece.rate);

function speak(piece, signal) {
  const words = new SpeechSynthesisUtterance(piece.aloud);
  words.lang = "en-GB";
  words.rate = piece.rate;
  const spoken = new Promise((done) => {
    words.addEventListener("end", done, { once: true });
    words.addEventListener("error", done, { once: true });
    signal.addEventListener("abort", () => { speechSynthesis.cancel(); done(); }, { once: true });
  });
  speechSynthesis.speak(words);
  // Some browsers never report the end of an utterance: nobody may be kept waiting for it.
  return Promise.race([spoken, wait(length(piece) * 3 + 4, signal)]);
}

// Resolves when all is said, or `signal` cuts it short; the lines not yet reached are then shown at once.
// Without a voice everything is shown at once, and the time it would have taken to say is left for reading.
export async function say(phrases, { aloud, show, signal }) {
  const speaks = aloud && hasVoice();
  if (!speaks) {
    phrases.forEach((phrase) => show(phrase.line));
    const pieces = phrases.flatMap((phrase) => phrase.pieces);
    return wait(pieces.reduce((sum, piece) => sum + length(piece), 0), signal);
  }
  for (const phrase of phrases) {
    show(phrase.line);
    for (const piece of phrase.pieces) {
      if (signal.aborted) break;
      await ("gap" in piece ? wait(piece.gap, signal) : speak(piece, signal));
    }
  }
}

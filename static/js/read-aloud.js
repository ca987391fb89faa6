// Reads the text aloud, paragraph by paragraph. The button shows only where a Chinese voice is installed.
const button = document.querySelector("[data-read-aloud]");
const speech = window.speechSynthesis;
const words = button?.querySelector("span");
let current = null;

function chineseVoice() {
  return speech.getVoices().find((voice) => /^(zh|cmn)/i.test(voice.lang));
}

function stop() {
  speech.cancel();
  current?.classList.remove("reading-aloud");
  current = null;
  words.textContent = "朗读";
  button.setAttribute("aria-pressed", "false");
}

function speak(paragraphs, index) {
  current?.classList.remove("reading-aloud");
  if (index >= paragraphs.length) {
    stop();
    return;
  }
  current = paragraphs[index];
  current.classList.add("reading-aloud");
  current.scrollIntoView({ block: "nearest" });
  const utterance = new SpeechSynthesisUtterance(current.textContent);
  utterance.lang = "zh-CN";
  utterance.voice = chineseVoice() ?? null;
  utterance.rate = 0.9;
  utterance.onend = () => {
    if (current === paragraphs[index]) speak(paragraphs, index + 1);
  };
  speech.speak(utterance);
}

function start() {
  const text = document.querySelector(button.dataset.readAloud);
  words.textContent = "停止朗读";
  button.setAttribute("aria-pressed", "true");
  speak([...text.querySelectorAll("p, h2, h3, h4, h5, tr")], 0);
}

if (button && speech) {
  const show = () => {
    button.hidden = !chineseVoice();
  };
  show();
  speech.addEventListener?.("voiceschanged", show);
  button.addEventListener("click", () => (current ? stop() : start()));
  window.addEventListener("pagehide", () => speech.cancel());
}

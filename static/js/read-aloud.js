// Reads the text aloud, paragraph by paragraph. The buttons show only where a Chinese voice is installed.
const buttons = [...document.querySelectorAll("[data-read-aloud]")];
const speech = window.speechSynthesis;
let current = null;

function say(words, pressed) {
  for (const button of buttons) {
    button.querySelector("span").textContent = words;
    button.setAttribute("aria-pressed", pressed);
  }
}

function chineseVoice() {
  return speech.getVoices().find((voice) => /^(zh|cmn)/i.test(voice.lang));
}

function stop() {
  speech.cancel();
  current?.classList.remove("reading-aloud");
  current = null;
  say("朗读", "false");
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
  const text = document.querySelector(buttons[0].dataset.readAloud);
  say("停止", "true");
  speak([...text.querySelectorAll("p, h2, h3, h4, h5, tr")], 0);
}

if (buttons.length && speech) {
  const show = () => {
    for (const button of buttons) button.hidden = !chineseVoice();
  };
  show();
  speech.addEventListener?.("voiceschanged", show);
  for (const button of buttons) button.addEventListener("click", () => (current ? stop() : start()));
  window.addEventListener("pagehide", () => speech.cancel());
}

// The camera of a telephone at the door: what it reads is typed and sent as by a hand scanner. Only
// where the browser itself reads QR codes and has a camera; elsewhere nothing is offered.
const form = document.querySelector("[data-door]");
const button = document.querySelector("[data-camera]");
const view = document.querySelector("[data-view]");
const result = document.querySelector("[data-result]");
const LOOK = 250;
// One ticket held before the camera is one scan; shown again later it is another.
const AGAIN = 5000;

async function reader() {
  if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices?.getUserMedia) return null;
  const formats = await BarcodeDetector.getSupportedFormats();
  return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}

const detector = form && button && view ? await reader().catch(() => null) : null;

if (detector) {
  let stream = null;
  let last = { word: "", at: 0 };

  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    view.hidden = true;
    view.srcObject = null;
    button.textContent = "用摄像头扫";
    button.setAttribute("aria-pressed", "false");
  };

  const look = async () => {
    if (!stream) return;
    const found = await detector.detect(view).catch(() => []);
    const word = found[0]?.rawValue ?? "";
    if (word && stream && (word !== last.word || Date.now() - last.at > AGAIN)) {
      last = { word, at: Date.now() };
      form.elements.typed.value = word;
      form.requestSubmit();
    }
    setTimeout(look, LOOK);
  };

  button.addEventListener("click", async () => {
    if (stream) {
      stop();
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      result.textContent = "没有打开摄像头，请允许使用，或者输入票码。";
      return;
    }
    view.srcObject = stream;
    view.hidden = false;
    view.play().catch(() => {});
    button.textContent = "关闭摄像头";
    button.setAttribute("aria-pressed", "true");
    look();
  });

  // Nobody is filmed by a page that is not looked at.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && stream) stop();
  });

  button.hidden = false;
}

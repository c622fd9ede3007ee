// Talks to the program that shows this page, and to nobody else.
const KEY = "seco-review-token";
const IMAGES = 6; // that are kept

const asked = new URLSearchParams(location.hash.slice(1));
if (asked.has("token")) {
  localStorage.setItem(KEY, asked.get("token"));
  asked.delete("token");
  history.replaceState(null, "", asked.size > 0 ? `#${asked}` : location.pathname); // out of what is seen, kept and sent on
}

const token = localStorage.getItem(KEY) ?? ""; // once: a later review at this address has another one, and other regions

/** What the address asks for beside the token: run, image and region. */
export const wanted = asked;

/** This page, told apart from others. */
export const page = crypto.randomUUID();

async function call(path, body) {
  const answer = await fetch(path, {
    method: body ? "POST" : "GET", headers: { "X-Review-Token": token }, body: body ? JSON.stringify(body) : undefined,
  }).catch(() => { throw new Error("seco review does not answer. Start it again; every answer that was stored is kept."); });
  if (!answer.ok) {
    const text = await answer.text();
    throw new Error(text.startsWith("{") ? JSON.parse(text).error : text);
  }
  return answer;
}

const json = async (path, body) => (await call(path, body)).json();

export const run = () => json("/api/run");
export const ask = message => json("/api/question", { page, ...message });
export const answer = message => json("/api/answer", { page, ...message });
export const undo = by => json("/api/undo", { page, by });
export const pictures = async numbers => (await json("/api/pictures", { numbers })).pictures;
export const finish = () => json("/api/finish", {});

const images = new Map();

/** The image of a question, as stored: without the turn that EXIF may ask for. */
export function image(question) {
  const bitmap = images.get(question.image)
    ?? call(`/api/image/${question.number}`).then(r => r.blob()).then(b => createImageBitmap(b, { imageOrientation: "none" }));
  images.delete(question.image);
  images.set(question.image, bitmap); // what was used last stands last
  if (images.size > IMAGES) {
    const [oldest] = images.keys();
    images.get(oldest).then(old => old.close(), () => {});
    images.delete(oldest);
  }
  return bitmap;
}

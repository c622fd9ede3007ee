// The image with the region: zoom, pan, contrast, brush. Coordinates are those of the label map.
import { decode, encode, outline } from "./masks.js";

const SURROUNDINGS = 0.6; // of the region's sides, on each side of it
const LARGEST_ZOOM = 40;

export class View {
  brush = { on: false, erases: false, radius: 6, x: 0, y: 0 };
  outlined = true;
  lightened = false;
  #canvas;
  #context;
  #question = null;
  #image = null;
  #light = null;
  #mask = null;
  #original = null;
  #box = null;
  #path = null;
  #isEdited = false;
  #isWhole = false;
  #zoom = 1;
  #x = 0; // what lies in the middle
  #y = 0;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    new ResizeObserver(() => this.draw()).observe(canvas);
    canvas.addEventListener("wheel", event => {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, this.#at(event));
    }, { passive: false });
    canvas.addEventListener("pointerdown", event => {
      canvas.setPointerCapture(event.pointerId);
      this.#drag(event);
    });
    canvas.addEventListener("pointermove", event => event.buttons === 1 && this.#drag(event));
  }

  /** Shows a question; the image is null where it cannot be shown. */
  show(question, image) {
    this.#question = question;
    this.#image = image;
    this.#light = null;
    this.#original = decode(question.mask, question.width, question.height);
    this.restore();
    this.fit(false);
  }

  /** The region as it was mended, as run-length text; null where it is as it was. */
  get edited() {
    return this.#isEdited ? encode(this.#mask, this.#question.width, this.#question.height) : null;
  }

  restore() {
    if (!this.#question) { return; }
    this.#mask = this.#original.slice();
    this.#box = this.#question.box.slice();
    this.#isEdited = false;
    this.#path = null;
    this.draw();
  }

  /** Between the region in its surroundings and the whole image. */
  fit(whole = !this.#isWhole) {
    if (!this.#question) { return; }
    const { width, height, box: [x0, y0, x1, y1] } = this.#question, margin = whole ? 0 : SURROUNDINGS;
    const w = whole ? width : Math.max(32, (x1 - x0) * (1 + 2 * margin)), h = whole ? height : Math.max(32, (y1 - y0) * (1 + 2 * margin));
    this.#isWhole = whole;
    this.#x = whole ? width / 2 : (x0 + x1) / 2;
    this.#y = whole ? height / 2 : (y0 + y1) / 2;
    this.#zoom = Math.min(this.#canvas.clientWidth / w, this.#canvas.clientHeight / h, whole ? LARGEST_ZOOM : 8) || 1;
    this.brush.x = Math.round((x0 + x1) / 2);
    this.brush.y = Math.round((y0 + y1) / 2);
    this.draw();
  }

  zoom(factor, [x, y] = [this.#x, this.#y]) {
    const zoom = Math.min(LARGEST_ZOOM, Math.max(0.02, this.#zoom * factor));
    this.#x = x + (this.#x - x) * this.#zoom / zoom; // what lies under the pointer stays there
    this.#y = y + (this.#y - y) * this.#zoom / zoom;
    this.#zoom = zoom;
    this.draw();
  }

  /** Moves by a part of the window. */
  pan(right, down) {
    this.#x += right * this.#canvas.clientWidth / this.#zoom / 8;
    this.#y += down * this.#canvas.clientHeight / this.#zoom / 8;
    this.draw();
  }

  moveBrush(right, down) {
    const step = Math.max(1, Math.round(this.brush.radius / 2)), { width, height } = this.#question;
    this.brush.x = Math.min(width - 1, Math.max(0, this.brush.x + right * step));
    this.brush.y = Math.min(height - 1, Math.max(0, this.brush.y + down * step));
    this.draw();
  }

  /** Paints or erases a disc where the brush is. */
  dab() {
    const { x, y, radius, erases } = this.brush, { width, height } = this.#question, reach = Math.ceil(radius);
    for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
      for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
        if ((u - x) ** 2 + (v - y) ** 2 <= radius ** 2) { this.#mask[v * width + u] = erases ? 0 : 1; }
      }
    }
    const [x0, y0, x1, y1] = this.#box;
    this.#box = [
      Math.max(0, Math.min(x0, x - reach)), Math.max(0, Math.min(y0, y - reach)),
      Math.min(width, Math.max(x1, x + reach + 1)), Math.min(height, Math.max(y1, y + reach + 1)),
    ];
    this.#isEdited = true;
    this.#path = null;
    this.draw();
  }

  draw() {
    const scale = window.devicePixelRatio || 1, canvas = this.#canvas, context = this.#context;
    const width = Math.round(canvas.clientWidth * scale), height = Math.round(canvas.clientHeight * scale);
    if (canvas.width !== width || canvas.height !== height) { [canvas.width, canvas.height] = [width, height]; }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = "#000";
    context.fillRect(0, 0, width, height);
    if (!this.#question) { return; }
    const zoom = this.#zoom * scale;
    context.setTransform(zoom, 0, 0, zoom, width / 2 - this.#x * zoom, height / 2 - this.#y * zoom);
    context.imageSmoothingEnabled = zoom < 2;
    const { width: w, height: h } = this.#question;
    if (this.#image) {
      context.drawImage(this.lightened ? (this.#light ??= this.#lighten()) : this.#image, 0, 0, w, h);
    } else {
      context.fillStyle = "#808080";
      context.fillRect(0, 0, w, h);
    }
    if (this.outlined) {
      this.#path ??= outline(this.#mask, w, h, this.#box);
      this.#stroke(this.#path, "#000", 4 / this.#zoom);
      this.#stroke(this.#path, "#ffe600", 2 / this.#zoom);
    }
    if (this.brush.on) {
      const disc = new Path2D();
      disc.arc(this.brush.x + 0.5, this.brush.y + 0.5, this.brush.radius, 0, 2 * Math.PI);
      this.#stroke(disc, "#000", 4 / this.#zoom);
      this.#stroke(disc, this.brush.erases ? "#ff6b6b" : "#fff", 2 / this.#zoom);
    }
  }

  #stroke(path, style, width) {
    this.#context.strokeStyle = style;
    this.#context.lineWidth = width;
    this.#context.stroke(path);
  }

  // The lights of the region's surroundings stretched over the whole range, and dark ones raised.
  #lighten() {
    const { width, height } = this.#image, canvas = new OffscreenCanvas(width, height), context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(this.#image, 0, 0);
    const across = width / this.#question.width, down = height / this.#question.height, [x0, y0, x1, y1] = this.#question.box;
    const near = context.getImageData(x0 * across, y0 * down, Math.max(1, (x1 - x0) * across), Math.max(1, (y1 - y0) * down)).data;
    const histogram = new Uint32Array(256);
    for (let i = 0; i < near.length; i += 4) { histogram[Math.max(near[i], near[i + 1], near[i + 2])]++; }
    let top = 255;
    for (let left = near.length / 400; top > 8 && left >= 0; top--) { left -= histogram[top]; }
    const table = Uint8ClampedArray.from({ length: 256 }, (_, v) => 255 * Math.pow(v / (top + 1), 0.6));
    const all = context.getImageData(0, 0, width, height);
    for (let i = 0; i < all.data.length; i++) { if (i % 4 !== 3) { all.data[i] = table[all.data[i]]; } }
    context.putImageData(all, 0, 0);
    return canvas;
  }

  #at(event) {
    const box = this.#canvas.getBoundingClientRect();
    return [this.#x + (event.clientX - box.left - box.width / 2) / this.#zoom, this.#y + (event.clientY - box.top - box.height / 2) / this.#zoom];
  }

  #drag(event) {
    if (!this.#question) { return; }
    if (this.brush.on) {
      [this.brush.x, this.brush.y] = this.#at(event).map(Math.floor);
      this.dab();
    } else {
      this.#x -= event.movementX / this.#zoom;
      this.#y -= event.movementY / this.#zoom;
      this.draw();
    }
  }
}

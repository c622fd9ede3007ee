// Masks as COCO's run lengths, column by column, and as bytes, row by row.

/** Decodes run-length text. Returns width * height bytes, 1 inside. */
export function decode(text, width, height) {
  const counts = [];
  for (let i = 0; i < text.length;) {
    let value = 0, shift = 0, more = true;
    while (more) {
      const digit = text.charCodeAt(i++) - 48;
      value |= (digit & 0x1f) << shift;
      more = (digit & 0x20) !== 0;
      shift += 5;
      if (!more && (digit & 0x10) !== 0 && shift < 32) { value |= -1 << shift; }
    }
    counts.push(counts.length > 2 ? value + counts[counts.length - 2] : value);
  }
  const mask = new Uint8Array(width * height);
  let at = 0;
  counts.forEach((count, i) => {
    const end = at + count;
    for (; i % 2 === 1 && at < end; at++) { mask[(at % height) * width + Math.floor(at / height)] = 1; }
    at = end;
  });
  return mask;
}

/** Encodes bytes as run-length text. */
export function encode(mask, width, height) {
  const counts = [];
  let inside = 0, count = 0;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if (mask[y * width + x] === inside) { count++; } else { counts.push(count); count = 1; inside ^= 1; }
    }
  }
  counts.push(count);
  let text = "";
  counts.forEach((value, i) => {
    let rest = i > 2 ? value - counts[i - 2] : value, more = true;
    while (more) {
      let digit = rest & 0x1f;
      rest >>= 5;
      more = (digit & 0x10) !== 0 ? rest !== -1 : rest !== 0;
      if (more) { digit |= 0x20; }
      text += String.fromCharCode(digit + 48);
    }
  });
  return text;
}

/** The edges of a mask's pixels inside a box, as one path in image coordinates. */
export function outline(mask, width, height, [x0, y0, x1, y1]) {
  const path = new Path2D();
  const has = (x, y) => x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] === 1;
  const level = (x, y) => has(x, y) !== has(x, y - 1), upright = (x, y) => has(x, y) !== has(x - 1, y);
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x < x1; x++) {
      if (level(x, y)) {
        path.moveTo(x, y);
        while (x + 1 < x1 && level(x + 1, y)) { x++; }
        path.lineTo(x + 1, y);
      }
    }
  }
  for (let x = x0; x <= x1; x++) {
    for (let y = y0; y < y1; y++) {
      if (upright(x, y)) {
        path.moveTo(x, y);
        while (y + 1 < y1 && upright(x, y + 1)) { y++; }
        path.lineTo(x, y + 1);
      }
    }
  }
  return path;
}

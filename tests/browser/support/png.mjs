// PNG with a palette of at most 256 colours: a screenshot of text and lines loses nothing one sees and three quarters of its size.
import zlib from "node:zlib";

const kSignature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

function chunksOf(png) {
  if (!png.subarray(0, 8).equals(kSignature)) throw new Error("not a PNG");
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

// Undoes the filter of one row in place (PNG, clause 9); `before` is the row above.
function unfilter(kind, row, before, wide) {
  for (let x = 0; x < row.length; x += 1) {
    const left = x >= wide ? row[x - wide] : 0;
    const up = before ? before[x] : 0;
    const corner = before && x >= wide ? before[x - wide] : 0;
    const guess = left + up - corner;
    const [dl, du, dc] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
    const paeth = dl <= du && dl <= dc ? left : du <= dc ? up : corner;
    row[x] += [0, left, up, (left + up) >> 1, paeth][kind];
  }
}

// 8-bit RGB or RGBA without interlace, which is what browsers write. { width, height, pixels: one 0xRRGGBB each }
function decode(png) {
  const chunks = chunksOf(png);
  const head = chunks.find((each) => each.type === "IHDR").data;
  const [width, height, depth, kind, interlace] = [head.readUInt32BE(0), head.readUInt32BE(4), head[8], head[9], head[12]];
  if (depth !== 8 || ![2, 6].includes(kind) || interlace !== 0) throw new Error("a PNG of another kind");
  const wide = kind === 6 ? 4 : 3;
  const data = zlib.inflateSync(Buffer.concat(chunks.filter((each) => each.type === "IDAT").map((each) => each.data)));
  const pixels = new Uint32Array(width * height);
  let before;
  for (let y = 0; y < height; y += 1) {
    const start = y * (1 + width * wide);
    const row = data.subarray(start + 1, start + 1 + width * wide);
    unfilter(data[start], row, before, wide);
    for (let x = 0; x < width; x += 1) {
      pixels[y * width + x] = (row[x * wide] << 16) | (row[x * wide + 1] << 8) | row[x * wide + 2];
    }
    before = row;
  }
  return { width, height, pixels };
}

function distance(a, b) {
  const [r, g, c] = [(a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255)];
  return r * r * 3 + g * g * 4 + c * c * 2;
}

// The colours used most, but none beside one already taken while others wait.
function paletteOf(pixels) {
  const uses = new Map();
  for (const colour of pixels) uses.set(colour, (uses.get(colour) ?? 0) + 1);
  const ranked = [...uses].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  for (let apart = ranked.length <= 256 ? 0 : 60; ; apart += 60) {
    const palette = [];
    for (const colour of ranked) {
      if (palette.every((taken) => distance(taken, colour) > apart || (apart === 0 && taken !== colour))) palette.push(colour);
      if (palette.length > 256) break;
    }
    if (palette.length <= 256) return { palette, colours: ranked };
  }
}

const table = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

export function fewColours(png) {
  const { width, height, pixels } = decode(png);
  const { palette, colours } = paletteOf(pixels);
  const nearest = new Map();
  for (const colour of colours) {
    let best = 0;
    for (let at = 1; at < palette.length; at += 1) if (distance(palette[at], colour) < distance(palette[best], colour)) best = at;
    nearest.set(colour, best);
  }
  const rows = Buffer.alloc(height * (1 + width));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (1 + width) + 1 + x] = nearest.get(pixels[y * width + x]);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    kSignature,
    chunk("IHDR", head),
    chunk("PLTE", Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk("IDAT", zlib.deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

// Writes an asar by hand (header pickle + JSON + files): 20 lines, no dependency, no integrity block needed.
const fs = require('node:fs'),
  path = require('node:path');
const [src, out] = process.argv.slice(2);
const files = {};
const bufs = [];
let off = 0;
for (const f of fs.readdirSync(src)) {
  const b = fs.readFileSync(path.join(src, f));
  files[f] = { size: b.length, offset: String(off) };
  off += b.length;
  bufs.push(b);
}
const json = Buffer.from(JSON.stringify({ files }));
const pad = (4 - (json.length % 4)) % 4;
const header = Buffer.alloc(16 + json.length + pad);
header.writeUInt32LE(4, 0);
header.writeUInt32LE(header.length - 8, 4);
header.writeUInt32LE(header.length - 12, 8);
header.writeUInt32LE(json.length, 12);
json.copy(header, 16);
fs.writeFileSync(out, Buffer.concat([header, ...bufs]));

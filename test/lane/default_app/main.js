// Minimal stand-in for Electron's own resources/default_app.asar:
//   electron [chromium switches] [-r preload.js]... [--] <app folder | package main | file.js> [app args]
const { app } = require('electron');
const fs = require('node:fs'),
  path = require('node:path'),
  Module = require('node:module');

let target = null;
const requires = [];
const argv = process.argv.slice(1);
for (let i = 0; i < argv.length; i++) {
  const a = argv[i];
  if (a === '--') {
    target = argv[i + 1];
    break;
  }
  if (a === '-r' || a === '--require') {
    requires.push(argv[++i]);
    continue;
  }
  if (a === '-v' || a === '--version') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  }
  if (a === '-a' || a === '--abi') {
    console.log(process.versions.modules);
    process.exit(0);
  }
  if (a.startsWith('-')) continue;
  target = a;
  break;
}
for (const r of requires) Module._load(path.isAbsolute(r) ? r : path.resolve(r), null, true);
if (!target) {
  console.error('usage: electron [options] <app>');
  process.exit(2);
}

const packagePath = path.resolve(target);
// same as upstream: -1 so that process.argv is [electron, <app>, ...app args]
process.argv.splice(1, process.argv.indexOf(target) - 1);
process.defaultApp = true;

let main = packagePath;
const pj = path.join(packagePath, 'package.json');
if (fs.existsSync(pj)) {
  const p = JSON.parse(fs.readFileSync(pj, 'utf8'));
  if (p.type === 'module' && !/\.cjs$/.test(p.main || 'index.js')) throw new Error(`Electron 22 cannot load an ESM main entry: ${pj}`);
  if (p.version) app.setVersion(p.version);
  if (p.productName) app.name = p.productName;
  else if (p.name) app.name = p.name;
  app.setDesktopName(p.desktopName || `${app.name}.desktop`);
  app.setAppPath(packagePath);
  main = path.join(packagePath, p.main || 'index.js');
  if (p.v8Flags) require('node:v8').setFlagsFromString(p.v8Flags);
} else if (fs.statSync(packagePath).isFile()) {
  app.setAppPath(path.dirname(packagePath));
}
const file = Module._resolveFilename(main, null, true);
process._firstFileName = file;
Module._load(file, Module, true);

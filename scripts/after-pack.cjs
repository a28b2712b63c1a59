'use strict';
// electron-builder's afterPack hook (it loads CommonJS).
const { rmSync } = require('node:fs');
const { join } = require('node:path');

/** Removes what Electron's folder brings along and the app must not carry. */
exports.default = async (context) => {
  const resources = context.electronPlatformName === 'darwin' ? null : join(context.appOutDir, 'resources');
  if (resources !== null) rmSync(join(resources, 'default_app.asar'), { force: true });
};

import packageJson from '../package.json' with { type: 'json' };

/** Version of Timonier, from package.json at build time. */
export const version: string = packageJson.version;

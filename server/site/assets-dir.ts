import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the built scripts and styles: `dist/site` of this package, from source as from the build. */
export function findAssetsDir(from: string = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
      if (name === 'strapi-plugin-customer-portal') return path.join(folder, 'dist', 'site');
    }
    if (path.dirname(folder) === folder) return path.join(from, 'site');
  }
}

/** Names of the built files by what they are: `site.css`, `site.js`, `passkeys.js`. */
export function readManifest(assetsDir: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path.join(assetsDir, 'manifest.json'), 'utf8')) as Record<
      string,
      string
    >;
  } catch {
    // Without a build the pages still work: they have no script and no style of their own.
    return {};
  }
}

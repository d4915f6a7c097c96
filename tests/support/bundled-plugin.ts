import { build } from 'esbuild';
import path from 'node:path';

/** Bundles the plugin's server sources into a folder, for a process beside jest; returns the file that TEST_BUILT_PLUGIN takes. */
export async function bundlePlugin(folder: string): Promise<string> {
  const root = path.resolve(__dirname, '../..');
  const outfile = path.join(folder, 'plugin.js');
  await build({
    entryPoints: [path.join(root, 'strapi-server.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    jsx: 'transform',
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
    tsconfigRaw: {},
    logLevel: 'error',
  });
  return outfile;
}

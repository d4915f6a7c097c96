/** What `npm run i18n` reads: every catalogue by area and language, the glossaries, and the languages of the product. */
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

const readFolder = (folder) =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [path.basename(name, '.json'), readJson(path.join(folder, name))]),
  );

/** Mails have two texts each: `invitation.subject`, `invitation.text`. */
function flat(mails) {
  const texts = {};
  for (const [mail, parts] of Object.entries(mails))
    for (const [part, text] of Object.entries(parts)) texts[`${mail}.${part}`] = text;
  return texts;
}

/** The admin's files of one language, which come together in its index. */
function adminTexts(folder) {
  const texts = {};
  for (const own of readFolder(folder).values()) Object.assign(texts, own);
  return texts;
}

/** A module of the rules, which import nothing of Node. */
function readRules(root, names) {
  const { outputFiles } = esbuild.buildSync({
    stdin: {
      contents: names.map((name) => `export * from './${name}';`).join('\n'),
      resolveDir: path.join(root, 'server', 'rules'),
    },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
  });
  const module = { exports: {} };
  new Function('module', 'exports', outputFiles[0].text)(module, module.exports);
  return module.exports;
}

/**
 * `areas`: name, the folders whose sources name its keys, and its texts by language. `site` and `mails` are for every
 * language of the product, `admin` for English and French.
 */
function readCatalogues(root) {
  const at = (...parts) => path.join(root, ...parts);
  const { LANGUAGES, FALLBACK_LABELS } = readRules(root, ['languages', 'customer-labels']);
  const mails = [...readFolder(at('server', 'services', 'mail-texts'))];
  const admin = at('admin', 'translations');
  return {
    languages: LANGUAGES,
    statusWords: FALLBACK_LABELS,
    glossaries: readFolder(at('server', 'site', 'glossary')),
    areas: [
      {
        name: 'site',
        sources: [at('server')],
        texts: readFolder(at('server', 'site', 'messages')),
        languages: LANGUAGES.map(({ tag }) => tag),
      },
      {
        name: 'mails',
        sources: [at('server')],
        texts: new Map(mails.map(([language, texts]) => [language, flat(texts)])),
        languages: LANGUAGES.map(({ tag }) => tag),
      },
      {
        name: 'admin',
        sources: [at('admin'), at('server')],
        texts: new Map(['en', 'fr'].map((tag) => [tag, adminTexts(path.join(admin, tag))])),
        languages: ['en', 'fr'],
      },
    ],
  };
}

module.exports = { readCatalogues };

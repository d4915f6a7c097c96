/**
 * `npm run i18n`: what is wrong with the texts of site, mails and admin, language by language. Ends with 1 where something
 * would be read wrongly or is never read; what is missing is a warning, and an error with `--strict`. `--quiet` leaves the
 * warnings out.
 */
const path = require('node:path');
const { readCatalogues } = require('./i18n/catalogues');
const { breaches, shapeProblems, termsOf } = require('./i18n/glossary');
const { differences, parse, pluralProblems, wordsOf } = require('./i18n/icu');
const same = require('./i18n/same-as-english.json');
const { unusedKeys } = require('./i18n/used-keys');

const root = path.resolve(__dirname, '..');
const isStrict = process.argv.includes('--strict');
const isQuiet = process.argv.includes('--quiet');

const errors = [];
const warnings = [];

function main() {
  const { areas, glossaries, languages, statusWords } = readCatalogues(root);
  for (const area of areas) checkArea(area, glossaries);
  checkGlossaries(glossaries, languages);
  checkStatusWords(areas[0].texts, statusWords);
  report(languages, areas);
}

function checkArea({ name, sources, texts, languages }, glossaries) {
  const english = texts.get('en');
  const keys = Object.keys(english);
  // Mails are named by kind: every kind has its type, and each of its texts is read.
  const named = name === 'mails' ? [...new Set(keys.map((key) => key.split('.')[0]))] : keys;
  for (const key of unusedKeys(named, sources)) errors.push(`${name} en: nothing names ${key}`);
  const parsed = new Map();
  for (const key of keys) {
    const ast = parsedOr(name, 'en', key, english[key]);
    if (ast) parsed.set(key, ast);
  }
  const terms = name === 'admin' ? null : termsOf(glossaries.get('en') ?? {});
  for (const language of languages) {
    const own = texts.get(language) ?? {};
    for (const key of Object.keys(own))
      if (!(key in english)) errors.push(`${name} ${language}: ${key} is no key of en.json`);
    for (const key of keys)
      if (english[key] !== '' && (own[key] ?? '') === '')
        (isStrict ? errors : warnings).push(`${name} ${language}: ${key} is missing`);
      else if (own[key] !== undefined)
        checkText({ name, language, key, text: own[key], english, parsed, terms, glossaries });
  }
}

function checkText({ name, language, key, text, english, parsed, terms, glossaries }) {
  const place = `${name} ${language}: ${key}`;
  const ast = language === 'en' ? parsed.get(key) : parsedOr(name, language, key, text);
  const source = parsed.get(key);
  if (!ast || !source) return;
  for (const line of pluralProblems(ast, language)) errors.push(`${place}: ${line}`);
  if (language === 'en') return;
  for (const line of differences(source, ast, language)) errors.push(`${place}: ${line}`);
  const isSaid = /\p{L}/u.test(wordsOf(source));
  if (isSaid && text === english[key] && !mayBeSame(language, text))
    warnings.push(`${place} is as in English: “${text}”`);
  const glossary = glossaries.get(language);
  if (!terms || !glossary) return;
  for (const term of breaches({
    key,
    english: wordsOf(source),
    translated: wordsOf(ast),
    terms,
    glossary,
  }))
    warnings.push(`${place} says “${term}” otherwise: “${text}”`);
}

const mayBeSame = (language, text) =>
  [same['*'], same[language] ?? []].some((texts) => texts.includes(text));

function parsedOr(name, language, key, text) {
  try {
    return parse(text);
  } catch (error) {
    errors.push(`${name} ${language}: ${key} is no ICU message: ${error.message}`);
    return null;
  }
}

function checkGlossaries(glossaries, languages) {
  const english = glossaries.get('en') ?? {};
  for (const { tag } of languages) {
    const own = glossaries.get(tag);
    if (!own) (isStrict ? errors : warnings).push(`glossary ${tag}: is missing`);
    else for (const line of shapeProblems(english, own)) errors.push(`glossary ${tag}: ${line}`);
  }
}

/** Statuses are named by the rules, where mails read them too, and by filters of the list. */
function checkStatusWords(texts, statusWords) {
  for (const [language, words] of Object.entries(statusWords))
    for (const [meaning, word] of Object.entries(words)) {
      const own = texts.get(language)?.[`status.${meaning}`];
      if (own !== undefined && own !== word)
        errors.push(`site ${language}: status.${meaning} is “${own}”, the rules say “${word}”`);
    }
}

function report(languages, areas) {
  for (const line of errors) console.log(`error   ${line}`);
  if (!isQuiet) for (const line of warnings) console.log(`warning ${line}`);
  for (const { tag, name, review } of languages) {
    const counts = areas
      .filter((area) => area.languages.includes(tag))
      .map((area) => {
        const all = Object.keys(area.texts.get('en'));
        const own = area.texts.get(tag) ?? {};
        return `${area.name} ${all.filter((key) => key in own).length}/${all.length}`;
      });
    console.log(`${tag} ${name}, ${review}: ${counts.join(', ')}`);
  }
  console.log(`${errors.length} errors, ${warnings.length} warnings`);
  process.exit(errors.length === 0 ? 0 : 1);
}

main();

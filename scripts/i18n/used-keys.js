/** Which keys of a catalogue the sources name: as a literal, or put together by a template. */
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

const isSource = (name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$/.test(name);

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else if (isSource(entry.name)) yield file;
  }
}

/** Words of a source: literals and names, which are what templates are filled with, and the templates themselves. */
function readWords(file, words, templates) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const walk = (node) => {
    if (ts.isStringLiteralLike(node)) {
      words.add(node.text);
      // `ticket.replied` is taken apart for its words.
      for (const part of node.text.split('.')) words.add(part);
      // `?done=saved` is read from the address again.
      for (const [, value] of node.text.matchAll(/[?&]\w+=([\w.-]+)/g)) words.add(value);
    } else if (ts.isNumericLiteral(node)) words.add(node.text);
    else if (ts.isIdentifier(node)) words.add(node.text);
    else if (ts.isTemplateExpression(node)) {
      const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      const isPrefixed =
        texts[0] === '' && /^PLUGIN_ID$/.test(node.templateSpans[0].expression.text ?? '');
      templates.add(
        JSON.stringify(isPrefixed ? [texts[1].replace(/^\./, ''), ...texts.slice(2)] : texts),
      );
      for (const text of texts)
        for (const [, value] of text.matchAll(/[?&]\w+=([\w.-]+)/g)) words.add(value);
    } else if (ts.isTemplateLiteralTypeNode(node)) {
      templates.add(
        JSON.stringify([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]),
      );
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
}

const known = new Map();

function wordsBelow(folder) {
  let found = known.get(folder);
  if (!found) {
    found = { words: new Set(), templates: new Set() };
    for (const file of filesBelow(folder)) readWords(file, found.words, found.templates);
    known.set(folder, found);
  }
  return found;
}

/** A template that may be a key: `list.${state}`. What says nothing itself, `${a}${b}`, would stand for anything. */
const mayBeKey = (texts) =>
  texts.length < 5 && /^[\w.-]*$/.test(texts.join('')) && /[A-Za-z.]/.test(texts.join(''));

/** Keys of `keys` that nothing below these folders names. */
function unusedKeys(keys, folders) {
  const words = new Set();
  const templates = new Set();
  for (const folder of folders) {
    const found = wordsBelow(folder);
    for (const word of found.words) words.add(word);
    for (const template of found.templates) templates.add(template);
  }
  const parts = [...templates].map((template) => JSON.parse(template)).filter(mayBeKey);
  const made = new Map();
  function isMade(text, depth) {
    if (words.has(text)) return true;
    if (depth === 0) return false;
    const known = made.get(text)?.[depth];
    if (known !== undefined) return known;
    const isOne = parts.some(
      (texts) =>
        text.endsWith(texts.at(-1)) &&
        texts.every((part) => text.includes(part)) &&
        isFilled(texts, text, depth),
    );
    made.set(text, { ...made.get(text), [depth]: isOne });
    return isOne;
  }

  /** Whether a template can become this text with words of the sources, which may be templates themselves. */
  function isFilled([first, ...rest], text, depth) {
    if (!text.startsWith(first)) return false;
    const left = text.slice(first.length);
    if (rest.length === 0) return left === '';
    for (let end = 0; end <= left.length; end += 1) {
      if (!left.startsWith(rest[0], end)) continue;
      const isWord = end === 0 || isMade(left.slice(0, end), depth - 1);
      if (isWord && isFilled(rest, left.slice(end), depth)) return true;
    }
    return false;
  }

  return keys.filter((key) => !isMade(key, 2));
}

module.exports = { unusedKeys };

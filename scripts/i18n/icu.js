/** What a text asks for, and whether it says every number of its language. */
const { parse: parseIcu, TYPE } = require('@formatjs/icu-messageformat-parser');

/** Portals say what they call a ticket, and a text may do without the word. */
const WORDS_FOR_TICKET = new Set(['ticket', 'tickets', 'Ticket', 'Tickets']);

const KINDS = {
  [TYPE.argument]: 'value',
  [TYPE.number]: 'number',
  [TYPE.date]: 'date',
  [TYPE.time]: 'time',
  [TYPE.select]: 'choice',
  [TYPE.plural]: 'plural',
};

/** The parts of a text; throws with the parser's words where it is no ICU message. */
const parse = (text) => parseIcu(text, { ignoreTag: true });

function* partsOf(ast) {
  for (const part of ast) {
    yield part;
    for (const option of Object.values(part.options ?? {})) yield* partsOf(option.value);
  }
}

/** What stands in a text outside of its arguments, in every branch. */
const wordsOf = (ast) =>
  [...partsOf(ast)]
    .filter(({ type }) => type === TYPE.literal)
    .map(({ value }) => value)
    .join(' ');

/** Arguments by name: their kinds, and the options of a choice. */
function argumentsOf(ast) {
  const found = new Map();
  for (const part of partsOf(ast)) {
    const kind = KINDS[part.type];
    if (!kind || WORDS_FOR_TICKET.has(part.value)) continue;
    const known = found.get(part.value) ?? { kinds: new Set(), options: new Set() };
    known.kinds.add(kind);
    if (kind === 'choice')
      for (const option of Object.keys(part.options)) known.options.add(option);
    found.set(part.value, known);
  }
  return found;
}

/** Japanese counts one as it counts two. */
const hasOneForm = (language) => formsOf(language, 'cardinal').categories.size === 1;

/** How the arguments of a translation differ from those of the English text, as lines. */
function differences(english, translated, language) {
  const lines = [];
  const wanted = argumentsOf(english);
  const has = argumentsOf(translated);
  for (const [name, { kinds, options }] of wanted) {
    const own = has.get(name);
    if (!own) {
      lines.push(`lacks {${name}}`);
      continue;
    }
    for (const kind of ['plural', 'choice', 'number', 'date', 'time'])
      if (kinds.has(kind) && !own.kinds.has(kind) && !(kind === 'plural' && hasOneForm(language)))
        lines.push(`{${name}} is no ${kind}`);
    for (const option of options)
      if (!own.options.has(option)) lines.push(`{${name}} lacks the choice “${option}”`);
    for (const option of own.options)
      if (kinds.has('choice') && !options.has(option))
        lines.push(`{${name}} has a choice “${option}” that English has not`);
    // A language may count what English only names.
    for (const kind of own.kinds)
      if (kind !== 'plural' && kind !== 'value' && !kinds.has(kind))
        lines.push(`{${name}} is a ${kind}`);
  }
  for (const name of has.keys()) if (!wanted.has(name)) lines.push(`has {${name}} in addition`);
  return lines;
}

/** Numbers that pages say: beyond them a language may have forms of its own (one million of something). */
const MOST = 200;

/** `{hours, plural, =24 {one day} other {{minutes} minutes}}` counts nothing. */
const isChoiceByNumber = ({ options }) =>
  Object.keys(options).length > 1 &&
  Object.keys(options).every((form) => form === 'other' || form.startsWith('=')) &&
  !options.other.value.some(({ type }) => type === TYPE.pound);

const known = new Map();

/** The categories of a language, and those of the numbers from 0 on. */
function formsOf(language, type) {
  let found = known.get(`${language} ${type}`);
  if (!found) {
    const rules = new Intl.PluralRules(language, { type });
    found = {
      categories: new Set(rules.resolvedOptions().pluralCategories),
      counts: Array.from({ length: MOST + 1 }, (_, count) => rules.select(count)),
    };
    known.set(`${language} ${type}`, found);
  }
  return found;
}

/** Numbers that a text has no form for, or forms that its language has not, as lines. */
function pluralProblems(ast, language) {
  const lines = [];
  for (const part of partsOf(ast)) {
    if (part.type !== TYPE.plural) continue;
    const { categories, counts } = formsOf(language, part.pluralType ?? 'cardinal');
    const forms = Object.keys(part.options);
    for (const form of forms)
      if (!form.startsWith('=') && !categories.has(form))
        lines.push(`{${part.value}}: ${language} has no “${form}”`);
    if (isChoiceByNumber(part)) continue;
    const lacking = new Set();
    for (const [count, category] of counts.entries())
      if (!forms.includes(category) && !forms.includes(`=${count}`)) lacking.add(category);
    for (const category of lacking) lines.push(`{${part.value}} lacks “${category}”`);
  }
  return lines;
}

module.exports = { parse, wordsOf, differences, pluralProblems };

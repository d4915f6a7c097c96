/** Whether translations say the product's words as the glossary of their language has them. */

const EXCEPTIONS = 'exceptions';

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Terms of the English glossary, the longest forms first: a recovery code is no code. */
function termsOf(english) {
  return Object.entries(english)
    .filter(([term]) => term !== EXCEPTIONS)
    .flatMap(([term, forms]) => forms.map((form) => ({ term, form })))
    .sort((one, other) => other.form.length - one.form.length)
    .map(({ term, form }) => ({
      term,
      pattern: new RegExp(`(?<![\\p{L}-])${escaped(form)}(?![\\p{L}-])`, 'giu'),
    }));
}

/** The terms that an English text holds as whole words. */
function termsIn(text, terms) {
  const found = new Set();
  let rest = text;
  for (const { term, pattern } of terms)
    rest = rest.replace(pattern, () => {
      found.add(term);
      return ' ';
    });
  return found;
}

/** Terms of the glossary that a language lacks, or has beyond it, as lines. */
function shapeProblems(english, glossary) {
  const lines = [];
  for (const term of Object.keys(english))
    if (!Array.isArray(glossary[term]) || glossary[term].length === 0)
      lines.push(`the glossary lacks “${term}”`);
  for (const term of Object.keys(glossary))
    if (term !== EXCEPTIONS && !(term in english))
      lines.push(`“${term}” is no term of the glossary`);
  return lines;
}

/** Terms of the English text that the translation says in another way. */
function breaches({ key, english, translated, terms, glossary }) {
  if (key in (glossary[EXCEPTIONS] ?? {})) return [];
  const said = translated.toLowerCase();
  return [...termsIn(english, terms)].filter(
    (term) => !(glossary[term] ?? []).some((form) => said.includes(form.toLowerCase())),
  );
}

module.exports = { termsOf, shapeProblems, breaches };

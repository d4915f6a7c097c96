type Texts = Partial<Record<string, string>>;

const PLAIN = 'AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz';
const ACCENTED = 'ÅåÇçÐðÉéĞğĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž';

/** English that is easily told from texts that no catalogue has: with accents, in brackets, two fifths longer. Arguments stay. */
export const pseudoOf = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text = '']) => [
      key,
      `[${accented(text)}${filler(readableLength(text))}]`,
    ]),
  );

/** Letters outside of arguments, and those within the branches of a plural or a choice. */
function accented(text: string): string {
  return text.replace(/\{\w+\}|\{\w+, \w+,|(?:=\d+|\w+) (?=\{)|[A-Za-z]/g, (found) => {
    const at = found.length === 1 ? PLAIN.indexOf(found) : -1;
    return at < 0 ? found : (ACCENTED[at] ?? found);
  });
}

/** About what a reader sees. */
const readableLength = (text: string): number => text.replace(/\{\w+\}/g, '').length;

const WORDS = ' löñğ ţéxţ';
function filler(length: number): string {
  const wanted = Math.ceil(length * 0.4);
  return WORDS.repeat(Math.ceil(wanted / WORDS.length)).slice(0, wanted);
}

/** For each text the longest that any of the languages has. They are read as English, so each has `one` and `other`. */
export const longestOf = (english: Texts, others: readonly Texts[]): Texts =>
  Object.fromEntries(
    Object.entries(english).map(([key, text = '']) => [
      key,
      others.map((texts) => texts[key] ?? '').reduce(longer, text),
    ]),
  );

const longer = (one: string, other: string): string =>
  readableLength(other) > readableLength(one) ? other : one;

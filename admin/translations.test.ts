import { IntlMessageFormat } from 'intl-messageformat';
import en from './translations/en';
import fr from './translations/fr';

const ENGLISH: Record<string, string> = en;
const OTHERS: Record<string, Record<string, string>> = { fr };

/** Names of the values that a message takes. */
function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  const collect = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      if ('value' in element && element.type > 0 && typeof element.value === 'string')
        found.add(element.value);
      if ('options' in element)
        for (const option of Object.values(element.options)) collect(option.value);
    }
  };
  collect(new IntlMessageFormat(message, 'en').getAst());
  return [...found].sort();
}

describe.each(Object.entries(OTHERS))('the words of the admin pages in %s', (_language, words) => {
  it('are the same words as in English, and none is empty', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(ENGLISH).sort());
    expect(Object.entries(words).filter(([, word]) => word.trim() === '')).toEqual([]);
  });
  it('take the same values', () => {
    for (const [key, word] of Object.entries(words))
      expect({ key, takes: argumentsOf(word) }).toEqual({
        key,
        takes: argumentsOf(ENGLISH[key] ?? ''),
      });
  });
});

it.each([
  ['message.hide', 'message.hideNamed'],
  ['message.show', 'message.showNamed'],
])('says %s aloud with the words that are seen, and then of what', (seen, said) => {
  for (const words of [ENGLISH, ...Object.values(OTHERS)])
    expect(words[said]?.startsWith(words[seen] ?? ' ')).toBe(true);
});

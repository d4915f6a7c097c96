import { beginning, exactly, word, type WordRange } from './contact-words';
import { tokensOf } from './search-tokens';

/** What a company is found by: `n` a word of the name, `d` an e-mail domain, `x` an old id, `i` its public id. */
export interface CompanyFoundBy {
  id: string;
  name: string;
  domains: readonly string[];
  externalIds: readonly string[];
}

/** Every word of one company, each once. */
export function companyWords({ id, name, domains, externalIds }: CompanyFoundBy): string[] {
  const words = [
    word('i', id),
    ...tokensOf(name).map((token) => word('n', token)),
    ...domains.map((domain) => word('d', domain)),
    ...externalIds.filter((one) => one !== '').map((one) => word('x', one)),
  ];
  return [...new Set(words)];
}

/** Ways to find companies by what a person typed: any one way is enough, and in it every range must have a word. */
export function waysToFindCompany(typed: string): WordRange[][] {
  const text = typed.trim();
  if (text === '') return [];
  const ways: WordRange[][] = [];
  const names = tokensOf(text).slice(0, 6);
  if (names.length > 0 && !text.includes('@'))
    ways.push(names.map((token) => beginning(word('n', token))));
  if (!/\s/.test(text)) {
    // Of an address, what stands behind its @.
    const domain = text.slice(text.lastIndexOf('@') + 1);
    if (domain !== '') ways.push([beginning(word('d', domain))]);
    ways.push([exactly(word('x', text))], [exactly(word('i', text))]);
  }
  return ways;
}

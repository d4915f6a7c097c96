import { randomBytes, randomUUID } from 'node:crypto';
import { ORIGIN } from '../support/company';
import type { Shot } from './load';
import type { Site } from './messages';

const { host, origin } = new URL(ORIGIN);

export interface BenchPage {
  name: string;
  shot: () => Shot;
  isVarying: boolean;
  connections: number;
  status: number;
  /** What is demanded: part of the bare page's speed that is left. */
  bound?: number;
  /** Changes how much there is: measured last. */
  isWriting?: boolean;
}

/** The pages in the order they are measured; what writes stands last. */
export function pagesOf(site: Site): BenchPage[] {
  const anonymous = { host };
  const customer = { host, cookie: site.cookie };
  const other = { host, cookie: site.propertyCookie };
  const get = (
    name: string,
    headers: Record<string, string>,
    path: string,
    bound?: number,
  ): BenchPage => ({
    name,
    shot: () => ({ method: 'GET', path, headers }),
    isVarying: false,
    connections: 10,
    status: 200,
    bound,
  });
  /** A new address each time, so that the page cache never has it. */
  const uncached = (name: string, path: () => string): BenchPage => ({
    ...get(name, anonymous, ''),
    shot: () => ({ method: 'GET', path: path(), headers: anonymous }),
    isVarying: true,
  });
  const search = () => encodeURIComponent(turn(site.searches, (searchAt += 1)));
  let n = 0;
  let searchAt = 0;
  let addressAt = 0;
  let replyAt = 0;
  return [
    get('article', anonymous, site.articlePath, 0.5),
    uncached('article, page cache cold', () => `${site.articlePath}?n=${(n += 1)}`),
    get('article, signed in', customer, site.articlePath),
    get('article search', anonymous, `/search?q=${encodeURIComponent(turn(site.searches, 1))}`),
    uncached('article search, page cache cold', () => `/search?q=${search()}&n=${(n += 1)}`),
    get('ticket list, open', customer, '/support', 0.2),
    get('ticket list, all', customer, '/support?state=all', 0.2),
    get('ticket list of the company', customer, '/support?scope=company&state=all', 0.2),
    get('ticket list, filtered by a custom property', other, '/support?state=all&f.area=north'),
    get('ticket list, sorted by a custom property', other, '/support?state=all&sort=-p.reading'),
    get(
      'ticket list of the company, filtered by a custom property',
      other,
      '/support?scope=company&state=all&f.area=north',
    ),
    get(
      'ticket list of the company, sorted by a custom property',
      other,
      '/support?scope=company&state=all&sort=-p.reading',
    ),
    get('ticket list, narrowed by status', customer, '/support?state=all&status=closed'),
    get(
      'ticket list of a company with a twentieth of all tickets',
      other,
      '/support?scope=company&state=all',
      0.2,
    ),
    get('ticket search, a rare word', customer, `/support?state=all&q=${site.rareWord}`),
    get(
      'ticket search, a word in a tenth of all',
      customer,
      `/support?state=all&q=${site.tenthWord}`,
    ),
    get(
      'ticket search of a company, a word in a tenth of all',
      other,
      `/support?scope=company&state=all&q=${site.tenthWord}`,
    ),
    get(
      'ticket search of a company, a word in all',
      customer,
      '/support?scope=company&state=all&q=display',
    ),
    get('ticket', customer, site.ticketPath, 0.2),
    get('new ticket form', customer, '/support/new'),
    {
      name: 'sign-in (POST)',
      shot: () =>
        signIn({ email: turn(site.addresses, (addressAt += 1)), password: site.password }),
      isVarying: true,
      connections: 4,
      status: 303,
    },
    {
      name: 'new ticket (POST)',
      shot: () =>
        post('/support/new', customer, {
          formToken: site.formToken,
          submissionKey: randomUUID(),
          // The articles that may help were seen.
          suggested: 'yes',
          subject: 'The meter shows no reading',
          body: 'Since this morning the display stays dark. We restarted it twice, without success.',
        }),
      isVarying: true,
      connections: 10,
      status: 303,
      isWriting: true,
    },
    {
      name: 'reply (POST)',
      shot: () =>
        post(turn(site.replyPaths, (replyAt += 1)), customer, {
          formToken: site.formToken,
          submissionKey: randomUUID(),
          body: 'We restarted it once more, and the display stays dark.',
        }),
      isVarying: true,
      connections: 10,
      status: 303,
      isWriting: true,
    },
  ];
}

const turn = (list: string[], at: number) => list[at % list.length] ?? '';

function post(path: string, headers: Record<string, string>, fields: Record<string, string>): Shot {
  return {
    method: 'POST',
    path,
    headers: { ...headers, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  };
}

const signIn = (fields: { email: string; password: string }) =>
  post('/support/sign-in', { host }, fields);

/** Somebody guesses: an address nobody has, a password nobody has. */
export const wrongSignIn = (): Shot =>
  signIn({ email: `${randomBytes(8).toString('hex')}@guess.example`, password: 'Wrong-window-72' });

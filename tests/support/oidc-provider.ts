import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { freePort } from './free-port';

/** What a provider knows of a person; what is not a claim of a scope (email, profile, groups) stays there. */
export interface OidcAccount {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  given_name?: string;
  family_name?: string;
  locale?: string;
  groups?: string[];
  tid?: string;
  company?: string;
}

/** Registered at the provider, in the words of OpenID Connect's dynamic registration. */
export interface OidcClient {
  client_id: string;
  client_secret?: string;
  redirect_uris: string[];
  /** `none` for a public client. */
  token_endpoint_auth_method?: 'client_secret_basic' | 'client_secret_post' | 'none';
  post_logout_redirect_uris?: string[];
  backchannel_logout_uri?: string;
  backchannel_logout_session_required?: boolean;
}

/** How a token differs from a true one. */
export interface Lie {
  /** null leaves a claim out. */
  claims?: Record<string, unknown>;
  /** `foreign` signs with a key that is not the provider's, under the name of one that is. */
  key?: 'own' | 'foreign';
  alg?: 'RS256' | 'none' | 'HS256';
  /** Key of HS256. */
  secret?: string;
  typ?: string;
  /** Seconds that every time is moved: a clock that is wrong. */
  later?: number;
  header?: Record<string, unknown>;
  /** Instead of any token. */
  raw?: string;
}

export interface OidcProvider {
  issuer: string;
  /** Adds a client, or replaces the one of its id. */
  setClient(client: OidcClient): Promise<void>;
  setAccounts(accounts: OidcAccount[]): Promise<void>;
  /** Changes every ID token from now on; null tells the truth again. */
  lie(told: Lie | null): Promise<void>;
  /** Answers a path otherwise than it should; null answers as before. */
  answer(
    path: string,
    told: {
      status?: number;
      headers?: Record<string, string>;
      body?: string;
      size?: number;
      delay?: number;
      /** Only to requests with this header. */
      having?: string;
    } | null,
  ): Promise<void>;
  /** Changes entries of the discovery document; null leaves one out. `{}` changes nothing. */
  setMetadata(changes: Record<string, unknown>): Promise<void>;
  /** Whether a login_hint signs its account in without a page (true at first). */
  takeHints(taken: boolean): Promise<void>;
  /** Where servers of names that lead nowhere listen, for back-channel logout: `{'http://help.test:1337': 'http://127.0.0.1:4711'}`. */
  reach(origins: Record<string, string>): Promise<void>;
  /** Signs with a new key from now on; the old ones stay in the key set. */
  rotateKeys(): Promise<void>;
  /** Signs a token of any claims. */
  sign(claims: Record<string, unknown>, told?: Omit<Lie, 'claims' | 'raw'>): Promise<string>;
  /** Back-channel logouts that it sent, with the status of the answer (0: not reached). */
  logouts(): Promise<{ url: string; status: number }[]>;
  stop(): Promise<void>;
}

/**
 * Starts a real OpenID Connect provider (oidc-provider) on 127.0.0.1, in a process of its own. People sign in on its page with
 * their subject or address (field `login`, button `enter`; `cancel` says no), and without one where a login_hint names an
 * account; nobody is asked for a consent. Clients may follow later (`setClient`), since their callback has the id of our record.
 * Scopes: openid, email, profile (name, given_name, family_name, locale, tid, company), groups; the claims are in the ID token, or,
 * with `claimsInUserinfo`, at the userinfo endpoint alone.
 */
export async function startOidcProvider({
  port,
  clients = [],
  accounts = [],
  claimsInUserinfo = false,
  hasIssParameter = true,
}: {
  port?: number;
  clients?: OidcClient[];
  accounts?: OidcAccount[];
  claimsInUserinfo?: boolean;
  /** RFC 9207. */
  hasIssParameter?: boolean;
} = {}): Promise<OidcProvider> {
  const issuer = `http://127.0.0.1:${port ?? (await freePort())}`;
  const child = fork(path.join(__dirname, 'oidc-provider-node.mjs'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', process.env.SHOW_PROVIDER ? 'inherit' : 'ignore', 'ipc'],
  });
  const tell = teller(child);
  await tell('start', { issuer, accounts, claimsInUserinfo, hasIssParameter });
  const provider: OidcProvider = {
    issuer,
    setClient: (client) => tell('client', withDefaults(client)),
    setAccounts: (list) => tell('accounts', list),
    lie: (told) => tell('lie', told),
    answer: (at, told) => tell('answer', told ? { path: at, ...told } : { path: at, status: null }),
    setMetadata: (changes) => tell('metadata', changes),
    takeHints: (taken) => tell('hints', taken),
    reach: (origins) => tell('reach', origins),
    rotateKeys: () => tell('rotate', null),
    sign: (claims, told = {}) => tell('sign', { claims, ...told }),
    logouts: () => tell('logouts', null),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await ended;
    },
  };
  for (const client of clients) await provider.setClient(client);
  return provider;
}

const withDefaults = (client: OidcClient) => ({
  token_endpoint_auth_method: client.client_secret ? 'client_secret_basic' : 'none',
  backchannel_logout_session_required: client.backchannel_logout_uri !== undefined,
  ...client,
});

/** Sends orders to the process, and gives what it answers. */
function teller(child: ChildProcess) {
  const waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  let last = 0;
  child.on('message', ({ id, result, error }: { id: number; result: never; error?: string }) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(result);
    else one?.reject(new Error(error));
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The provider has ended.'));
  });
  return <Result>(order: string, what: unknown): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.set((last += 1), { resolve, reject });
      child.send({ id: last, order, what });
    });
}

export interface ProviderBrowser {
  /** Goes on from an address of the provider until it sends the browser elsewhere; signs in as `login` where it is asked, or says no. */
  walk(from: string, login: string | null): Promise<string>;
}

/** A browser without scripts at a provider; it stays signed in there, as a browser does. */
export function browserAt({ issuer }: Pick<OidcProvider, 'issuer'>): ProviderBrowser {
  const cookies = new Map<string, string>();

  async function load(url: string, fields?: Record<string, string>): Promise<Response> {
    const answer = await fetch(url, {
      redirect: 'manual',
      method: fields ? 'POST' : 'GET',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      body: fields ? new URLSearchParams(fields) : undefined,
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  /** What a form of the provider's page would send. */
  async function fill(url: string, html: string, login: string | null): Promise<Response> {
    const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1] ?? url;
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1];
    if (xsrf !== undefined) return load(new URL(action, url).href, { xsrf, logout: 'yes' });
    if (!html.includes('name="login"')) throw new Error(`${url} shows ${html.slice(0, 2000)}`);
    return load(url, login === null ? { cancel: 'yes' } : { login });
  }

  return {
    async walk(from, login) {
      let url = from;
      for (let step = 0; step < 15 && url.startsWith(issuer); step += 1) {
        let answer = await load(url);
        if (answer.status === 200) answer = await fill(url, await answer.text(), login);
        const to = answer.headers.get('location');
        if (to === null) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
        url = new URL(to, url).href;
      }
      return url;
    },
  };
}

/** What a fresh browser is sent back to when `login` signs in at the provider's page (null: says no there). */
export const walkProvider = (
  provider: Pick<OidcProvider, 'issuer'>,
  authorizationUrl: string,
  login: string | null,
): Promise<string> => browserAt(provider).walk(authorizationUrl, login);

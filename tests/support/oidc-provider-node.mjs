/**
 * A real OpenID Connect provider (the package oidc-provider) in a process of its own, because that package is ES modules alone.
 * It is started by oidc-provider.ts, told by messages what to do, and answers each of them; beside what it does right it can be
 * told to lie.
 */
import { createHmac, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import http from 'node:http';
import { Provider } from 'oidc-provider';
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';

const clients = new Map();
let accounts = [];
/** ms at which the provider is not asked, but answers what it was told: path → answer. */
const answers = new Map();
/** Changes to the discovery document; null takes an entry away. */
let metadata = {};
/** How ID tokens are changed before they leave; null for not at all. */
let lie = null;
let takesHints = true;
/** Where servers of our own names listen: origin → origin. */
let reach = {};
const logouts = [];

const newKey = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const about = { kid: randomUUID(), use: 'sig', alg: 'RS256' };
  return {
    privateKey,
    jwk: { ...privateKey.export({ format: 'jwk' }), ...about },
    publicJwk: { ...publicKey.export({ format: 'jwk' }), ...about },
  };
};
const first = newKey();
const foreign = newKey();
/** What signs, the newest first; more than one after a rotation. */
let keys = [first];

class Adapter extends MemoryAdapter {
  find(id) {
    return this.model === 'Client' ? Promise.resolve(clients.get(id)) : super.find(id);
  }
}

const accountOf = (typed) => accounts.find(({ sub, email }) => sub === typed || email === typed);

function start({ issuer, claimsInUserinfo, hasIssParameter }) {
  const provider = new Provider(issuer, {
    adapter: Adapter,
    jwks: { keys: [first.jwk] },
    cookies: { keys: [randomUUID()] },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name', 'locale', 'tid', 'company'],
      groups: ['groups'],
    },
    scopes: ['openid', 'email', 'profile', 'groups'],
    conformIdTokenClaims: claimsInUserinfo,
    async findAccount(_ctx, sub) {
      const account = accounts.find((one) => one.sub === sub);
      return account && { accountId: sub, claims: () => account };
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    // Nobody is asked for a consent.
    async loadExistingGrant({ oidc }) {
      const { clientId } = oidc.client;
      const id = oidc.session.grantIdFor(clientId);
      const grant =
        (id && (await oidc.provider.Grant.find(id))) ||
        new oidc.provider.Grant({ clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(ctx, form) {
          const button = '<button name="logout" value="yes" form="op.logoutForm">Sign out</button>';
          ctx.body = page('Sign out', `${form}${button}`);
        },
      },
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 600,
      Session: 3600,
      Grant: 3600,
    },
    fetch: post,
  });
  provider.use(behave);
  provider.use(interact(provider));
  const server = http.createServer(provider.callback());
  return new Promise((resolve) => {
    server.listen(Number(new URL(issuer).port), '127.0.0.1', resolve);
  });

  /** What it was told to break or to change. */
  async function behave(ctx, next) {
    const told = answers.get(ctx.path);
    if (told && (!told.having || ctx.get(told.having))) {
      if (told.delay) await new Promise((resolve) => setTimeout(resolve, told.delay));
      ctx.status = told.status ?? 200;
      ctx.set(told.headers ?? {});
      ctx.body = told.size ? `"${'x'.repeat(told.size)}"` : (told.body ?? '');
      return;
    }
    await next();
    if (ctx.status !== 200 || !ctx.body) return;
    if (ctx.path === '/.well-known/openid-configuration') {
      ctx.body = {
        ...ctx.body,
        authorization_response_iss_parameter_supported: hasIssParameter || undefined,
      };
      for (const [name, value] of Object.entries(metadata)) ctx.body[name] = value ?? undefined;
    }
    if (ctx.path === '/jwks') ctx.body = { keys: keys.map(({ publicJwk }) => publicJwk) };
    if (ctx.path === '/token' && ctx.body.id_token && (lie || keys.length > 1))
      ctx.body = { ...ctx.body, id_token: resign(ctx.body.id_token, lie ?? {}) };
  }
}

/** The same token with other claims, signed as the lie says. */
function resign(token, told) {
  const [, payload] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  if (told.raw !== undefined) return told.raw;
  return sign({ ...claims, ...told.claims }, told);
}

/** A claim that is null is left out; `later` seconds are added to every time. */
function sign(claims, { key = 'own', alg, typ = 'JWT', later = 0, secret = '', header = {} }) {
  const said = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));
  for (const name of ['iat', 'exp', 'nbf', 'auth_time'])
    if (typeof said[name] === 'number') said[name] += later;
  const { privateKey, publicJwk } = key === 'foreign' ? foreign : keys[0];
  // A foreign key that passes itself off as the provider's.
  const { kid } = key === 'foreign' ? keys[0].publicJwk : publicJwk;
  const method = alg ?? 'RS256';
  const head = { alg: method, typ, kid, ...header };
  const parts = [head, said].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const text = parts.join('.');
  if (method === 'none') return `${text}.`;
  if (method === 'HS256')
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  return `${text}.${createSign('sha256').update(text).sign(privateKey).toString('base64url')}`;
}

const escaped = (text) => String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const page = (title, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`;

/** The provider's own sign-in page: an account by its subject or address, without a password; or *Cancel*. */
const interact = (provider) => async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  const { prompt, params } = await provider.interactionDetails(ctx.req, ctx.res);
  const finish = async (result) => {
    ctx.redirect(
      await provider.interactionResult(ctx.req, ctx.res, result, {
        mergeWithLastSubmission: false,
      }),
    );
    ctx.status = 303;
  };
  if (prompt.name !== 'login') return finish({ consent: {} });
  const fields = new URLSearchParams(ctx.method === 'POST' ? await bodyOf(ctx.req) : '');
  if (fields.has('cancel'))
    return finish({ error: 'access_denied', error_description: 'The person said no.' });
  const hinted = takesHints && ctx.method === 'GET' ? params.login_hint : undefined;
  const account = accountOf(fields.get('login') ?? hinted);
  if (account) return finish({ login: { accountId: account.sub } });
  ctx.type = 'html';
  ctx.body = page(
    'Sign in at the provider',
    `<form method="post"><label>Account <input name="login" id="login" value="${escaped(params.login_hint ?? '')}"></label>
     <button name="enter" value="yes">Sign in</button> <button name="cancel" value="yes">Cancel</button></form>`,
  );
};

async function bodyOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** To servers whose names lead nowhere here. */
function post(url, { method, headers, body }) {
  const target = new URL(url);
  const to = new URL(reach[target.origin] ?? target.origin);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: to.hostname,
        port: to.port,
        path: target.pathname + target.search,
        method,
        headers: { ...Object.fromEntries(new Headers(headers)), host: target.host },
      },
      async (answer) => {
        const text = await bodyOf(answer);
        logouts.push({ url, status: answer.statusCode });
        const status = answer.statusCode ?? 500;
        resolve(new Response(status === 204 ? null : text, { status }));
      },
    );
    request.on('error', (error) => {
      logouts.push({ url, status: 0 });
      reject(error);
    });
    request.end(String(body ?? ''));
  });
}

const orders = {
  start: (options) => {
    accounts = options.accounts;
    return start(options);
  },
  client: (client) => void clients.set(client.client_id, client),
  accounts: (list) => void (accounts = list),
  lie: (told) => void (lie = told),
  answer: ({ path, ...told }) =>
    void (told.status === null ? answers.delete(path) : answers.set(path, told)),
  metadata: (changes) => void (metadata = changes),
  hints: (taken) => void (takesHints = taken),
  reach: (origins) => void (reach = origins),
  rotate: () => void (keys = [newKey(), ...keys]),
  sign: ({ claims, ...told }) => sign(claims, told),
  logouts: () => logouts,
};

process.on('message', async ({ id, order, what }) => {
  try {
    process.send({ id, result: await orders[order](what) });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());

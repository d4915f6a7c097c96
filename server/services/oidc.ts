import type { JWTPayload } from 'jose';
import type { IDToken, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import type { Claims, ProviderProblem, ProviderSettings } from '../contracts/identity-providers';
import type { ProviderRecord } from '../store/identity-providers';
import { CLOCK_TOLERANCE, createOidcClients, type OidcClient } from './oidc-clients';
import { instant, refusalOf, refusalOfToken, refusalOfUserinfo } from './oidc-problems';
import { ProviderRefusal, type OidcEngine } from './provider-engine';
import type { Runtime } from './runtime';
import type { Secrets } from './secrets';

/** Nothing that is signed with what both sides know, and nothing unsigned. */
const ALGORITHMS = [
  ...['RS', 'PS', 'ES'].flatMap((kind) => [256, 384, 512].map((bits) => `${kind}${bits}`)),
  ...['EdDSA', 'Ed25519'],
];
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** Of a logout token. Older providers call it a JWT; what tells it from an ID token is its event. */
const LOGOUT_TYPES = [undefined, 'jwt', 'logout+jwt', 'application/logout+jwt'];
/** Seconds; it has to be shorter than its use is remembered (single-sign-on.ts). */
const LOGOUT_AGE = 5 * 60;
/** Characters of a token that somebody sends us, of one that goes into an address, and of claims as JSON. */
const LONGEST_TOKEN = 16_000;
const LONGEST_HINT = 3000;
const LONGEST_CLAIMS = 100_000;
/** As OpenID Connect says. */
const LONGEST_SUBJECT = 255;
const LONGEST_ID = 500;
/** After these the provider may have other addresses or keys than before. */
const MAY_HAVE_CHANGED = new Set<ProviderProblem>(['signature', 'issuer', 'unreachable']);
/** Of the protocol, and nothing that a person is. */
const PROTOCOL_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash'];

type Tokens = TokenEndpointResponse & TokenEndpointResponseHelpers;

/**
 * OpenID Connect: authorization code with PKCE, state and nonce. openid-client checks the answer, its `iss` (RFC 9207) and the
 * ID token with its signature; what it leaves to its callers is checked here.
 */
export function createOidc(runtime: Runtime, secrets: Secrets): OidcEngine {
  const clients = createOidcClients(runtime, secrets);

  /** What a library throws, by its name. */
  async function named<Result>(
    provider: ProviderRecord,
    work: (client: OidcClient) => Promise<Result>,
  ): Promise<Result> {
    const client = await clients.of(provider);
    try {
      return await work(client);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal instanceof ProviderRefusal && MAY_HAVE_CHANGED.has(refusal.problem))
        clients.forget(provider);
      throw refusal;
    }
  }

  function checkIdToken({ settings }: ProviderRecord, claims: IDToken): void {
    const { sub, iat, azp } = claims;
    if (sub === '') throw new ProviderRefusal('no-subject');
    if (sub.length > LONGEST_SUBJECT) throw new ProviderRefusal('malformed', 'sub is too long');
    if (azp !== undefined && azp !== settings.oidc.clientId)
      throw new ProviderRefusal('audience', `azp is ${JSON.stringify(azp).slice(0, 200)}`);
    const now = Math.floor(runtime.now() / 1000);
    if (iat > now + CLOCK_TOLERANCE)
      throw new ProviderRefusal(
        'clock-skew',
        `iat is ${instant(iat)}, and here it is ${instant(now)}`,
      );
  }

  return {
    begin: (provider, { callback }, { state, hint }) =>
      named(provider, async ({ config }) => {
        clients.checkSecret(provider);
        const client = await import('openid-client');
        const memo = { nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
        const to = client.buildAuthorizationUrl(config, {
          redirect_uri: callback,
          scope: [...new Set(['openid', ...provider.settings.oidc.scopes])].join(' '),
          state,
          nonce: memo.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(memo.verifier),
          code_challenge_method: 'S256',
          ...(hint === '' ? {} : { login_hint: hint }),
        });
        return { to: to.href, memo };
      }),

    finish: (provider, { callback }, url, { nonce, verifier }, state) =>
      named(provider, async (client) => {
        if (!nonce || !verifier) throw new ProviderRefusal('flow-lost');
        const answer = new URL(callback);
        answer.search = url.search;
        const tokens = await redeem(client, answer, { nonce, verifier, state });
        const claims = tokens.claims();
        if (!claims) throw new ProviderRefusal('malformed', 'There is no ID token.');
        checkIdToken(provider, claims);
        const all = await withUserinfo(provider.settings, client, tokens, claims);
        for (const name of PROTOCOL_CLAIMS) delete all[name];
        if (JSON.stringify(all).length > LONGEST_CLAIMS)
          throw new ProviderRefusal('malformed', 'The claims are too long.');
        return {
          subject: claims.sub,
          claims: all,
          session: shortText(claims.sid),
          idToken: tokens.id_token ?? '',
        };
      }),

    signOutAddress: (provider, { signOut }, idToken) =>
      named(provider, async ({ config }) => {
        const { buildEndSessionUrl } = await import('openid-client');
        if (!config.serverMetadata().end_session_endpoint) return null;
        const isHint = idToken !== '' && idToken.length <= LONGEST_HINT;
        return buildEndSessionUrl(config, {
          post_logout_redirect_uri: signOut,
          ...(isHint ? { id_token_hint: idToken } : {}),
        }).href;
      }),

    async readLogout(provider, logoutToken) {
      // Anybody may send anything: nobody else is asked for what is no token.
      if (logoutToken.length > LONGEST_TOKEN || !/^([\w-]+\.){2}[\w-]+$/.test(logoutToken))
        throw new ProviderRefusal('malformed');
      const { config, keys } = await clients.of(provider);
      const { jwtVerify } = await import('jose');
      const { payload, protectedHeader } = await jwtVerify(logoutToken, keys, {
        algorithms: ALGORITHMS,
        issuer: config.serverMetadata().issuer,
        audience: provider.settings.oidc.clientId,
        clockTolerance: CLOCK_TOLERANCE,
        maxTokenAge: LOGOUT_AGE,
        requiredClaims: ['jti', 'events'],
        currentDate: new Date(runtime.now()),
      }).catch((error: unknown) => {
        throw refusalOfToken(error);
      });
      if (!LOGOUT_TYPES.includes(protectedHeader.typ?.toLowerCase()))
        throw new ProviderRefusal('malformed', 'typ is not logout+jwt');
      return readLogoutClaims(payload);
    },
  };
}

/** Redeems the code; where the provider takes the secret another way than it says first, by that one. */
async function redeem(
  client: OidcClient,
  answer: URL,
  { nonce, verifier, state }: { nonce: string; verifier: string; state: string },
): Promise<Tokens> {
  const { authorizationCodeGrant } = await import('openid-client');
  const checks = { expectedNonce: nonce, expectedState: state, pkceCodeVerifier: verifier };
  try {
    return await authorizationCodeGrant(client.config, answer, checks);
  } catch (error) {
    const refusal = refusalOf(error);
    const isClient = refusal instanceof ProviderRefusal && refusal.problem === 'client';
    if (!isClient || !client.hasOtherWay || !answer.searchParams.has('code')) throw error;
    client.hasOtherWay = false;
    client.postsSecret = true;
    return authorizationCodeGrant(client.config, answer, checks);
  }
}

/** Claims of the ID token, and those of the userinfo endpoint where somebody waits for one that is not there. */
async function withUserinfo(
  { mapping, groups, company }: ProviderSettings,
  { config }: OidcClient,
  { access_token: token }: Tokens,
  idToken: IDToken,
): Promise<Claims> {
  const wanted = [
    ...[mapping.email || 'email', mapping.name || 'name'],
    ...[mapping.givenName, mapping.familyName, mapping.language],
    company.by === 'claim' ? mapping.company : '',
    groups.length > 0 ? mapping.groups || 'groups' : mapping.groups,
  ];
  const isComplete = wanted.every((name) => name === '' || Object.hasOwn(idToken, name));
  if (isComplete || !config.serverMetadata().userinfo_endpoint) return { ...idToken };
  const { fetchUserInfo } = await import('openid-client');
  const userinfo = await fetchUserInfo(config, token, idToken.sub).catch((error: unknown) => {
    throw refusalOfUserinfo(error);
  });
  return { ...userinfo, ...idToken, ...verifiedOf(idToken, userinfo) };
}

/** Whether an address is verified is said of the one that stands beside it, and of no other. */
function verifiedOf(idToken: Claims, userinfo: Claims): Claims {
  const { email_verified: inToken } = idToken;
  const { email_verified: inUserinfo } = userinfo;
  const said =
    idToken.email === undefined
      ? inUserinfo
      : idToken.email === userinfo.email
        ? (inToken ?? inUserinfo)
        : inToken;
  return { email_verified: said ?? false };
}

function readLogoutClaims({ events, nonce, jti, sid, sub }: JWTPayload) {
  const event = (events as Record<string, unknown> | null)?.[LOGOUT_EVENT];
  if (typeof event !== 'object' || event === null)
    throw new ProviderRefusal('malformed', 'It is no logout token.');
  if (nonce !== undefined) throw new ProviderRefusal('malformed', 'A logout token has no nonce.');
  const [session, subject, tokenId] = [shortText(sid), shortText(sub), shortText(jti)];
  if (tokenId === '') throw new ProviderRefusal('malformed', 'jti is missing.');
  if (session === '' && subject === '')
    throw new ProviderRefusal('malformed', 'sid and sub are missing.');
  return { session, subject, tokenId };
}

const shortText = (value: unknown): string =>
  typeof value === 'string' && value.length <= LONGEST_ID ? value : '';

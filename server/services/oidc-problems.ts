import type { ProviderProblem } from '../contracts/identity-providers';
import { ProviderRefusal } from './provider-engine';

/** What the libraries of OpenID Connect throw, as far as it is read here. */
interface Said extends Error {
  code?: unknown;
  cause?: unknown;
  /** Of an error that the provider answered, in its own words. */
  error?: string;
  error_description?: string;
  claim?: unknown;
}

/** One of a WWW-Authenticate header. */
interface Challenge {
  parameters: Record<string, string>;
}

/** Errors of OAuth and OpenID Connect that a provider answers; any other one is `malformed`. */
const ANSWERED: Record<string, ProviderProblem> = {
  access_denied: 'denied',
  login_required: 'denied',
  consent_required: 'denied',
  interaction_required: 'denied',
  account_selection_required: 'denied',
  invalid_client: 'client',
  unauthorized_client: 'client',
  invalid_scope: 'client',
  unsupported_response_type: 'client',
  unsupported_grant_type: 'client',
  invalid_grant: 'replayed',
  server_error: 'unreachable',
  temporarily_unavailable: 'unreachable',
};

const CLAIMS: Record<string, ProviderProblem> = {
  iss: 'issuer',
  aud: 'audience',
  azp: 'audience',
  nonce: 'nonce',
  sub: 'no-subject',
  exp: 'expired',
  nbf: 'clock-skew',
  iat: 'clock-skew',
};

const CODES: Record<string, ProviderProblem> = {
  OAUTH_KEY_SELECTION_FAILED: 'signature',
  OAUTH_TIMEOUT: 'unreachable',
  OAUTH_MISSING_SERVER_METADATA: 'discovery',
  OAUTH_INVALID_SERVER_METADATA: 'discovery',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'discovery',
  OAUTH_REQUEST_PROTOCOL_FORBIDDEN: 'discovery',
  ERR_JWT_EXPIRED: 'expired',
  ERR_JWKS_TIMEOUT: 'unreachable',
  ERR_JWKS_NO_MATCHING_KEY: 'signature',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'signature',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature',
  ERR_JOSE_NOT_SUPPORTED: 'signature',
};

/** Texts of oauth4webapi that have no code of their own. */
const TEXTS: [RegExp, ProviderProblem][] = [
  [/^(unexpected|response parameter) "iss"/, 'issuer'],
  [/"state"/, 'state'],
  [/^JWT "nonce"/, 'nonce'],
  [/^(JWT|unexpected JWT) "sub"/, 'no-subject'],
  [/^(JWT|unexpected JWT) "iss"/, 'issuer'],
  [/^(JWT|unexpected JWT) "aud"/, 'audience'],
  [/signature verification failed|"alg"|JWS algorithm|modulusLength/, 'signature'],
  [/JWE decryption/, 'encrypted'],
];

/** Why a discovery document does not serve. */
export function discoveryRefusal(error: unknown): ProviderRefusal {
  const chain = chainOf(error);
  const given = chain.find((one) => one instanceof ProviderRefusal);
  if (given) return given;
  const { code } = error as Said;
  const status = statusIn(chain);
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') {
    const { expected, body } = withKey(chain, 'expected') ?? {};
    const named = (body as { issuer?: unknown } | undefined)?.issuer;
    return new ProviderRefusal(
      'issuer',
      `expected ${String(expected)}, the document says ${String(named)}`,
    );
  }
  if (status >= 500) return new ProviderRefusal('unreachable', `status ${status}`);
  return new ProviderRefusal('discovery', status === 0 ? wordsOf(chain) : `status ${status}`);
}

/** Names what went wrong; what is no error of a provider comes back as it is. */
export function refusalOf(error: unknown): unknown {
  const chain = chainOf(error);
  const given = chain.find((one) => one instanceof ProviderRefusal);
  if (given) return given;
  const { name, code } = error as Said;
  const isOfLibrary = name === 'ClientError' || /^(OAUTH|ERR_J(OSE|WT|WS|WK))_?/.test(String(code));
  return isOfLibrary ? new ProviderRefusal(problemOf(chain), wordsOf(chain)) : error;
}

/** The endpoint of userinfo knows tokens, and no client. */
export function refusalOfUserinfo(error: unknown): unknown {
  const found = refusalOf(error);
  if (!(found instanceof ProviderRefusal)) return found;
  const problem = found.problem === 'client' ? 'malformed' : found.problem;
  return new ProviderRefusal(problem, `userinfo: ${found.detail}`);
}

/** What came from somebody whom nobody has asked for it: whatever goes wrong is theirs. */
export const refusalOfToken = (error: unknown): ProviderRefusal => {
  const found = refusalOf(error);
  return found instanceof ProviderRefusal
    ? found
    : new ProviderRefusal('malformed', wordsOf(chainOf(error)));
};

function problemOf(chain: readonly object[]): ProviderProblem {
  const [{ code, error, error_description: description = '' }] = chain as [Said];
  if (code === 'OAUTH_WWW_AUTHENTICATE_CHALLENGE') return 'client';
  if (error !== undefined) {
    if (/redirect[_ ]?ur[il]/i.test(description)) return 'redirect-uri';
    return ANSWERED[error] ?? 'malformed';
  }
  const claim = withKey(chain, 'claim')?.claim;
  if (claim !== undefined && CLAIMS[String(claim)]) return CLAIMS[String(claim)] as ProviderProblem;
  if (algorithmIn(chain) === 'none') return 'unsigned';
  if (statusIn(chain) >= 500) return 'unreachable';
  const known = CODES[String(code)];
  if (known) return known;
  const texts = textsOf(chain);
  return TEXTS.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1] ?? 'malformed';
}

/** An error and what caused it, from the outside in. */
function chainOf(error: unknown): object[] {
  const chain: object[] = [];
  let one = error;
  while (typeof one === 'object' && one !== null && chain.length < 6) {
    chain.push(one);
    one = (one as Said).cause;
  }
  return chain;
}

const withKey = (chain: readonly object[], key: string): Record<string, unknown> | undefined =>
  chain.find((one) => Object.hasOwn(one, key)) as Record<string, unknown> | undefined;

const statusIn = (chain: readonly object[]): number => {
  const status = chain.find((one) => one instanceof Response) as Response | undefined;
  return status?.status ?? 0;
};

function algorithmIn(chain: readonly object[]): unknown {
  const { header, alg } = withKey(chain, 'header') ?? withKey(chain, 'alg') ?? {};
  return (header as { alg?: unknown } | undefined)?.alg ?? alg;
}

/** A text that could not be read is quoted by its error, and may be a token. */
const textsOf = (chain: readonly object[]): string[] =>
  chain.flatMap((one) => (one instanceof Error && one.name !== 'SyntaxError' ? [one.message] : []));

/** In the words of the provider, or else of the library; claims are quoted as far as they are no secret. */
function wordsOf(chain: readonly object[]): string {
  const [first] = chain as [Said];
  const [challenge] = (chain.find(Array.isArray) ?? []) as Challenge[];
  const { error, error_description: description } = challenge?.parameters ?? first;
  if (error !== undefined) return description ? `${error}: ${description}` : error;
  const words = textsOf(chain).at(-1) ?? '';
  const { claim, claims, expected, now } = withKey(chain, 'claims') ?? {};
  const said = (claims as Record<string, unknown> | undefined)?.[String(claim)];
  if (typeof now === 'number') return `${words}: ${instant(said)}, and here it is ${instant(now)}`;
  if (claim === 'iss' || claim === 'aud' || claim === 'azp')
    return `${words}: ${JSON.stringify(said)} instead of ${JSON.stringify(expected)}`;
  const algorithm = algorithmIn(chain);
  if (algorithm !== undefined) return `${words}: ${String(algorithm)}`;
  const status = statusIn(chain);
  return status === 0 ? words : `${words}: status ${status}`;
}

/** From seconds. */
export const instant = (seconds: unknown): string => {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
};

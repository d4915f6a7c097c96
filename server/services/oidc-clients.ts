import type { JWTVerifyGetKey } from 'jose';
import type { ClientAuth, Configuration } from 'openid-client';
import type { ProviderRecord } from '../store/identity-providers';
import { discoveryRefusal } from './oidc-problems';
import { ProviderRefusal } from './provider-engine';
import { providerFetch } from './provider-fetch';
import { sha256, type Runtime } from './runtime';
import { PROVIDER_SECRET, type Secrets } from './secrets';

/** Seconds that a provider's clock may be wrong. */
export const CLOCK_TOLERANCE = 60;
/** ms; then the discovery document is read again. */
const FRESH_FOR = 60 * 60 * 1000;
/** ms; so long an old document serves where the new one cannot be read. */
const RETRY_AFTER = 5 * 60 * 1000;
const MOST_KEPT = 200;
const SUFFIX = /\/\.well-known\/openid-configuration\/?$/;

/** A provider as its discovery document describes it, and us as its client. */
export interface OidcClient {
  config: Configuration;
  /** The provider's keys, for tokens that it sends by itself. */
  keys: JWTVerifyGetKey;
  /** The secret goes in the body and not in a header. */
  postsSecret: boolean;
  /** Whether the provider takes it either way, as some announce and do not do. */
  hasOtherWay: boolean;
}

export interface OidcClients {
  /** Throws ProviderRefusal. */
  of(provider: ProviderRecord): Promise<OidcClient>;
  /** The provider may have changed: the next one who asks reads what it says now. */
  forget(provider: ProviderRecord): void;
  /** Throws ProviderRefusal when the client's secret cannot be read any more. */
  checkSecret(provider: ProviderRecord): void;
}

interface Kept {
  client: Promise<OidcClient>;
  /** Epoch ms. */
  freshUntil: number;
}

export function createOidcClients(runtime: Runtime, secrets: Secrets): OidcClients {
  /** The one that was used last is the last. */
  const kept = new Map<string, Kept>();

  const keyOf = ({ settings, sealedSecret }: ProviderRecord): string =>
    sha256(JSON.stringify([settings.oidc.issuer, settings.oidc.clientId, sealedSecret]));

  function secretOf({ sealedSecret }: ProviderRecord): string {
    const secret = secrets.open(PROVIDER_SECRET, sealedSecret);
    if (secret === null) throw new ProviderRefusal('secret-lost');
    return secret;
  }

  /** Everybody who asks meanwhile waits for the same answer. */
  function read(key: string, provider: ProviderRecord, known: Kept | undefined): Kept {
    const entry: Kept = {
      freshUntil: runtime.now() + FRESH_FOR,
      client: discover(runtime, provider, () => secretOf(provider)).catch((error: unknown) => {
        const isDown = error instanceof ProviderRefusal && error.problem === 'unreachable';
        if (known && isDown) {
          entry.freshUntil = runtime.now() + RETRY_AFTER;
          return known.client;
        }
        if (kept.get(key) === entry) kept.delete(key);
        throw error;
      }),
    };
    return entry;
  }

  return {
    of(provider) {
      const key = keyOf(provider);
      const known = kept.get(key);
      const isFresh = known !== undefined && runtime.now() < known.freshUntil;
      const entry = isFresh ? known : read(key, provider, known);
      kept.delete(key);
      kept.set(key, entry);
      for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
      return entry.client;
    },
    forget: (provider) => void kept.delete(keyOf(provider)),
    checkSecret(provider) {
      if (provider.sealedSecret !== '') secretOf(provider);
    },
  };
}

async function discover(
  runtime: Runtime,
  { settings: { oidc }, sealedSecret }: ProviderRecord,
  secret: () => string,
): Promise<OidcClient> {
  if (oidc.issuer === '' || oidc.clientId === '') throw new ProviderRefusal('not-set-up');
  const address = oidc.issuer.replace(SUFFIX, '');
  if (!URL.canParse(address)) throw new ProviderRefusal('discovery', `${address} is no address`);
  const issuer = new URL(address);
  const [client, jose] = await Promise.all([import('openid-client'), import('jose')]);
  const fetch = providerFetch(runtime, issuer);
  const found: Pick<OidcClient, 'postsSecret' | 'hasOtherWay'> = {
    postsSecret: false,
    hasOtherWay: false,
  };
  const isPublic = sealedSecret === '';
  const sendSecret: ClientAuth = (...request) =>
    (found.postsSecret ? client.ClientSecretPost : client.ClientSecretBasic)(secret())(...request);
  const config = await client
    .discovery(
      issuer,
      oidc.clientId,
      { [client.clockTolerance]: CLOCK_TOLERANCE },
      isPublic ? client.None() : sendSecret,
      {
        [client.customFetch]: fetch,
        // Signatures are checked too, and not only where a token comes from.
        execute: [
          client.enableNonRepudiationChecks,
          ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []),
        ],
      },
    )
    .catch((error: unknown) => {
      throw discoveryRefusal(error);
    });
  const said = config.serverMetadata();
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const)
    if (!URL.canParse(said[name] ?? ''))
      throw new ProviderRefusal('discovery', `The discovery document has no ${name}.`);
  const ways = said.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  found.postsSecret = !ways.includes('client_secret_basic') && ways.includes('client_secret_post');
  found.hasOtherWay = !isPublic && !found.postsSecret && ways.includes('client_secret_post');
  const keys = jose.createRemoteJWKSet(new URL(String(said.jwks_uri)), {
    [jose.customFetch]: fetch,
    timeoutDuration: 10_000,
  });
  return Object.assign(found, { config, keys });
}

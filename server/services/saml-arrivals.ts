import type { ProviderProblem } from '../contracts/identity-providers';
import { jsonOf } from '../store/connection';
import type { ProviderRecord } from '../store/identity-providers';
import { addToken, findOpenTokenOfAnybody, takeOnce, useUp } from '../store/tokens';
import { ProviderRefusal, type SamlEngine, type Vouched } from './provider-engine';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { Secrets } from './secrets';
import type { PortalRecord } from './types';

/** ms between a SAML response and the page that goes on with it. */
const ARRIVAL_LIFETIME = 60 * 1000;
/** ms; an assertion is known for so long after its end, whatever the clocks say. */
const KNOWN_FOR = 10 * 60 * 1000;
/** Characters of claims, as JSON; nobody's name is that long. */
const LONGEST_CLAIMS = 30_000;

/** Purpose by which a refusal is sealed on its way to the page that tells it: nothing is stored for what nobody vouches for. */
const REFUSAL = 'saml-refusal';
const LONGEST_DETAIL = 600;

interface Refusal {
  provider: string;
  problem: ProviderProblem;
  detail: string;
  /** Epoch ms. */
  at: number;
}

/**
 * What a browser brought from a SAML provider's page, without its own cookies, on the way to the page that has them. Each
 * function of it answers with, or takes, the value of a cookie.
 */
export interface SamlArrivals {
  /** Throws ProviderRefusal where the assertion came before, on whichever node. */
  keep(
    portal: PortalRecord,
    provider: ProviderRecord,
    read: Awaited<ReturnType<SamlEngine['read']>>,
  ): Promise<string>;
  keepRefusal(provider: ProviderRecord, refusal: ProviderRefusal): string;
  /** Once; throws the refusal that was kept, or `flow-lost` where there is nothing (any more). */
  take(
    portal: PortalRecord,
    provider: ProviderRecord,
    arrival: string,
  ): Promise<{ vouched: Vouched; inResponseTo: string }>;
}

export function createSamlArrivals(
  runtime: Runtime,
  secrets: Pick<Secrets, 'open' | 'seal'>,
): SamlArrivals {
  function refusalIn({ id }: ProviderRecord, arrival: string): ProviderRefusal | null {
    const opened = arrival === '' || isToken(arrival) ? null : secrets.open(REFUSAL, arrival);
    if (opened === null) return null;
    const { provider, problem, detail, at } = JSON.parse(opened) as Refusal;
    const isOld = runtime.now() - at > ARRIVAL_LIFETIME;
    return isOld || provider !== id ? null : new ProviderRefusal(problem, detail);
  }

  return {
    async keep(portal, provider, { vouched, inResponseTo, assertionId, endsAt }) {
      const now = runtime.now();
      const text = JSON.stringify(vouched);
      if (text.length > LONGEST_CLAIMS) throw new ProviderRefusal('malformed', 'too long');
      const isFirst = await takeOnce(runtime.db, {
        tokenHash: sha256(`saml ${provider.id} ${assertionId}`),
        portalKey: portal.key,
        now,
        expiresAt: Math.max(endsAt, now) + KNOWN_FOR,
      });
      if (!isFirst) throw new ProviderRefusal('replayed');
      const arrival = randomToken();
      await addToken(runtime.db, {
        purpose: 'saml-arrival',
        tokenHash: sha256(arrival),
        contactKey: null,
        portalKey: portal.key,
        now,
        expiresAt: now + ARRIVAL_LIFETIME,
        data: { provider: provider.id, inResponseTo, vouched: text },
      });
      return arrival;
    },

    keepRefusal({ id }, { problem, detail }) {
      const at = runtime.now();
      const refusal: Refusal = {
        provider: id,
        problem,
        detail: detail.slice(0, LONGEST_DETAIL),
        at,
      };
      return secrets.seal(REFUSAL, JSON.stringify(refusal));
    },

    async take(portal, provider, arrival) {
      const refusal = refusalIn(provider, arrival);
      if (refusal) throw refusal;
      if (!isToken(arrival)) throw new ProviderRefusal('flow-lost');
      const hash = sha256(arrival);
      const now = runtime.now();
      const row = await findOpenTokenOfAnybody(runtime.db, 'saml-arrival', hash, portal.key, now);
      const data = jsonOf<Record<string, string>>(row?.data, {});
      if (!row || data.provider !== provider.id || !(await useUp(runtime.db, hash, now)))
        throw new ProviderRefusal('flow-lost');
      return {
        vouched: JSON.parse(data.vouched ?? '') as Vouched,
        inResponseTo: data.inResponseTo ?? '',
      };
    },
  };
}

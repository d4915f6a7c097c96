import type { ProviderProblem } from '../contracts/identity-providers';
import { number, text } from '../store/connection';
import type { ProviderRecord } from '../store/identity-providers';
import { endSessionsOfProvider, findProviderOfSession } from '../store/provider-sessions';
import { endSession } from '../store/sessions';
import { takeOnce } from '../store/tokens';
import type { Entered, Entrance } from './entrance';
import type { Limits } from './limits';
import {
  ProviderRefusal,
  type OidcEngine,
  type ProviderAddresses,
  type SamlEngine,
  type Vouched,
} from './provider-engine';
import type { ProviderTests } from './provider-tests';
import { sha256, type Runtime } from './runtime';
import type { SamlArrivals } from './saml-arrivals';
import { SESSION_TOKEN, type Secrets } from './secrets';
import type { SignInFlow, SignInFlows } from './sign-in-flows';
import type { SiteMap } from './site-map';
import type { PortalRecord, SignInOrigin } from './types';
import type { VouchedPeople } from './vouched-people';

/** ms; a logout token is not taken twice for so long. */
const LOGOUT_KEPT_FOR = 10 * 60 * 1000;

/** A cookie that remembers a sign-in until the browser comes back from the provider. */
export interface FlowCookie {
  state: string;
  sealed: string;
}

export type Arrived =
  | ({ outcome: 'signed-in'; next: string } & Entered)
  /** An admin has tried the provider: nobody was signed in, and the set-up page shows what came. */
  | { outcome: 'tested'; problem: ProviderProblem | '' }
  | { outcome: 'failed'; problem: ProviderProblem; next: string };

export interface SingleSignOn {
  /** The way to a provider; null when there is no such one here. `hint` is an address that was typed. */
  begin(
    portal: PortalRecord,
    providerId: string,
    asked: { next: string; remember: boolean; hint: string; test: string },
  ): Promise<
    | { outcome: 'onward'; to: string; flow: FlowCookie }
    | { outcome: 'failed'; problem: ProviderProblem }
    | null
  >;
  /** The browser came back with a code (OpenID Connect); `sealedFlow` is the cookie of the state in `url`. */
  arriveWithCode(
    portal: PortalRecord,
    providerId: string,
    url: URL,
    sealedFlow: string,
    origin: SignInOrigin,
  ): Promise<Arrived | null>;
  /**
   * A browser brought a SAML response, from the provider's page and so without its cookies: what it says is checked and kept
   * for a minute. `arrival` goes into a cookie; the page that follows has the others too, and so knows whose sign-in, or which
   * admin's test, it was that was refused.
   */
  receive(
    portal: PortalRecord,
    providerId: string,
    samlResponse: string,
    ip: string,
  ): Promise<
    { outcome: 'received'; arrival: string } | { outcome: 'limited'; retryAfter: number } | null
  >;
  arriveWithResponse(
    portal: PortalRecord,
    providerId: string,
    state: string,
    arrival: string,
    sealedFlow: string,
    origin: SignInOrigin,
  ): Promise<Arrived | null>;
  /**
   * Ends a session. One that began at a provider which has a page for signing out ends there too: the address of that page
   * and the provider's name; null for none. Whatever the provider answers, it has ended here.
   */
  signOut(portal: PortalRecord, token: string): Promise<{ to: string; name: string } | null>;
  /** Our metadata for a SAML provider; null for another one. */
  metadata(portal: PortalRecord, providerId: string): string | null;
  /** Ends what a provider's logout token names; false when the token is not good, or was used. null: no such provider. */
  logOut(portal: PortalRecord, providerId: string, logoutToken: string): Promise<boolean | null>;
}

/** Sign-in at identity providers: the way there, the way back, and who comes in by it. */
export function createSingleSignOn(
  runtime: Runtime,
  siteMap: SiteMap,
  limits: Limits,
  entrance: Entrance,
  flows: SignInFlows,
  secrets: Pick<Secrets, 'open'>,
  samlArrivals: SamlArrivals,
  engines: { oidc: OidcEngine; saml: SamlEngine },
  people: VouchedPeople,
  tests: ProviderTests,
): SingleSignOn {
  const find = (portal: PortalRecord, id: string, kind?: ProviderRecord['kind']) =>
    portal.providers.find((one) => one.id === id && (!kind || one.kind === kind));

  const addresses = (portal: PortalRecord, { id }: ProviderRecord): ProviderAddresses =>
    addressesOfProvider(siteMap, portal, id);

  /** What a test finds, or a real sign-in; a refusal is recorded either way. */
  async function conclude(
    portal: PortalRecord,
    provider: ProviderRecord,
    flow: Pick<SignInFlow, 'next' | 'remember' | 'test'>,
    origin: SignInOrigin,
    vouch: () => Promise<Vouched>,
  ): Promise<Arrived> {
    try {
      const vouched = await vouch();
      if (flow.test !== '') {
        const problem = await tests.note(portal, provider, flow.test, { vouched });
        return { outcome: 'tested', problem };
      }
      if (!provider.isOn) throw new ProviderRefusal('not-set-up');
      const entered = await people.enter(portal, provider, vouched, {
        isRemembered: flow.remember,
        ...origin,
      });
      return { outcome: 'signed-in', next: flow.next, ...entered };
    } catch (error) {
      if (!(error instanceof ProviderRefusal)) throw error;
      if (flow.test !== '') {
        await tests.note(portal, provider, flow.test, { refusal: error });
        return { outcome: 'tested', problem: error.problem };
      }
      return refuse(portal, provider, error, origin.ip, flow.next);
    }
  }

  async function refuse(
    portal: PortalRecord,
    { kind }: ProviderRecord,
    { problem, detail }: ProviderRefusal,
    ip: string,
    next: string,
  ): Promise<Arrived> {
    runtime.strapi.log.info(`customer-portal: sign-in by ${kind} refused: ${problem} ${detail}`);
    if (await limits.mayRecord())
      await runtime.transaction((db) =>
        entrance.recordRefusal(db, 'session.refused', portal, null, kind, ip),
      );
    return { outcome: 'failed', problem, next };
  }

  return {
    async begin(portal, providerId, { hint, ...asked }) {
      const provider = find(portal, providerId);
      const isTest = provider !== undefined && (await tests.isOpen(portal, provider, asked.test));
      if (!provider || !(provider.isOn || isTest)) return null;
      const flow = flows.start(provider, { ...asked, test: isTest ? asked.test : '' });
      try {
        const onward = await engines[provider.kind].begin(provider, addresses(portal, provider), {
          state: flow.state,
          hint,
        });
        flow.memo = onward.memo;
        const cookie = { state: flow.state, sealed: flows.seal(flow) };
        return { outcome: 'onward', to: onward.to, flow: cookie };
      } catch (error) {
        if (!(error instanceof ProviderRefusal)) throw error;
        if (isTest) await tests.note(portal, provider, asked.test, { refusal: error });
        runtime.strapi.log.info(`customer-portal: no way to a provider: ${error.message}`);
        return { outcome: 'failed', problem: error.problem };
      }
    },

    async arriveWithCode(portal, providerId, url, sealedFlow, origin) {
      const provider = find(portal, providerId, 'oidc');
      if (!provider) return null;
      const state = url.searchParams.get('state') ?? '';
      const flow = flows.open(provider, state, sealedFlow);
      if (!flow) return refuse(portal, provider, new ProviderRefusal('flow-lost'), origin.ip, '');
      return conclude(portal, provider, flow, origin, () =>
        engines.oidc.finish(provider, addresses(portal, provider), url, flow.memo, flow.state),
      );
    },

    async receive(portal, providerId, samlResponse, ip) {
      const provider = find(portal, providerId, 'saml');
      if (!provider) return null;
      // Checking one costs tens of ms, and anybody may send some.
      const wait = await limits.takeIp('saml', ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      try {
        const read = await engines.saml.read(provider, addresses(portal, provider), samlResponse);
        const arrival = await samlArrivals.keep(portal, provider, read);
        await limits.giveBackIp('saml', ip);
        return { outcome: 'received', arrival };
      } catch (error) {
        if (!(error instanceof ProviderRefusal)) throw error;
        return { outcome: 'received', arrival: samlArrivals.keepRefusal(provider, error) };
      }
    },

    async arriveWithResponse(portal, providerId, state, arrival, sealedFlow, origin) {
      const provider = find(portal, providerId, 'saml');
      if (!provider) return null;
      const flow = flows.open(provider, state, sealedFlow);
      const asked = flow ?? { next: '', remember: false, test: '' };
      return conclude(portal, provider, asked, origin, async () => {
        const read = await samlArrivals.take(portal, provider, arrival);
        if (flow && read.inResponseTo === flow.memo.requestId) return read.vouched;
        // A response that this browser did not ask for signs it in as somebody else (login CSRF).
        const isOwnIdea = read.inResponseTo === '' && flow === null;
        if (isOwnIdea && provider.settings.saml.allowsIdpInitiated) return read.vouched;
        throw new ProviderRefusal(read.inResponseTo === '' ? 'unsolicited' : 'state');
      });
    },

    async signOut(portal, token) {
      const hash = sha256(token);
      const begun = await findProviderOfSession(runtime.db, hash);
      await endSession(runtime.db, hash);
      const provider = portal.providers.find(({ key }) => key === number(begun?.provider_id));
      const idToken = secrets.open(SESSION_TOKEN, text(begun?.provider_token));
      if (!provider?.isOn || provider.kind !== 'oidc' || !idToken) return null;
      try {
        const at = addresses(portal, provider);
        const to = await engines.oidc.signOutAddress(provider, at, idToken);
        return to === null ? null : { to, name: provider.settings.name };
      } catch (error) {
        if (!(error instanceof ProviderRefusal)) throw error;
        runtime.strapi.log.info(`customer-portal: no sign-out at a provider: ${error.message}`);
        return null;
      }
    },

    metadata(portal, providerId) {
      const provider = find(portal, providerId, 'saml');
      return provider ? engines.saml.metadata(provider, addresses(portal, provider)) : null;
    },

    async logOut(portal, providerId, logoutToken) {
      const provider = find(portal, providerId, 'oidc');
      if (!provider?.isOn) return null;
      const now = runtime.now();
      try {
        const { session, subject, tokenId } = await engines.oidc.readLogout(provider, logoutToken);
        const isFirst = await takeOnce(runtime.db, {
          tokenHash: sha256(`logout ${provider.id} ${tokenId}`),
          portalKey: portal.key,
          now,
          expiresAt: now + LOGOUT_KEPT_FOR,
        });
        if (!isFirst) return false;
        await endSessionsOfProvider(runtime.db, provider.key, {
          sessionHash: session === '' ? '' : sha256(session),
          subjectHash: subject === '' ? '' : sha256(subject),
        });
        return true;
      } catch (error) {
        if (error instanceof ProviderRefusal) return false;
        throw error;
      }
    },
  };
}

/** Full addresses of a portal that a provider is told. They follow from its domain and slug alone. */
export function addressesOfProvider(
  siteMap: Pick<SiteMap, 'url'>,
  portal: Pick<PortalRecord, 'domain' | 'slug'>,
  providerId: string,
): ProviderAddresses {
  const to = (path: string) => siteMap.url(portal.domain, `/${portal.slug}/${path}`);
  const own = (path: string) => to(`sso/${providerId}/${path}`);
  return {
    callback: own('callback'),
    signOut: own('signed-out'),
    backChannel: own('back-channel'),
    entityId: own('metadata'),
    metadata: own('metadata'),
  };
}

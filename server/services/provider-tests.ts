import type {
  Claims,
  MappingPreview,
  PreviewedPerson,
  ProviderProblem,
  ProviderSettings,
  ProviderTest,
  StartedTest,
} from '../contracts/identity-providers';
import { connectionOf, missingFields } from '../rules/identity-providers';
import { shownClaims } from '../rules/shown-claims';
import { jsonOf, text, type Connection, type Row } from '../store/connection';
import { listProvidersOf, markVerified, type ProviderRecord } from '../store/identity-providers';
import {
  addToken,
  findOpenTokenOfAnybody,
  findOpenTokenOfBrowser,
  noteInToken,
} from '../store/tokens';
import type { Activity } from './activity';
import { changePortal, findPortal } from './portal-turns';
import type { ProviderRefusal, Vouched } from './provider-engine';
import { need, refused, refusedAll } from './refusals';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, PortalRecord } from './types';
import type { VouchedPeople } from './vouched-people';

/** ms in which a round trip may begin. */
const OPEN_FOR = 15 * 60 * 1000;
/** ms in which what it found is shown to the admin who made it. */
const SHOWN_FOR = 60 * 60 * 1000;
const LONGEST_DETAIL = 2000;

/** Round trips by which an admin tries a provider. */
export interface ProviderTests {
  /** Where the admin's browser goes for a round trip; null when there is no such provider. */
  start(actor: AdminActor, portalId: string, id: string): Promise<StartedTest | null>;
  /** The admin's own last round trip; null when there is no provider, or nothing was tried. */
  last(actor: AdminActor, portalId: string, id: string): Promise<ProviderTest | null>;
  /** What settings that are not saved make of the claims of the last round trip; null when there is no such provider. */
  preview(
    actor: AdminActor,
    portalId: string,
    id: string,
    settings: ProviderSettings,
  ): Promise<MappingPreview | null>;
  isOpen(portal: PortalRecord, provider: ProviderRecord, token: string): Promise<boolean>;
  /** Keeps what a round trip found, for the set-up page; the problem, '' when all is well. */
  note(
    portal: PortalRecord,
    provider: ProviderRecord,
    token: string,
    found: { vouched: Vouched } | { refusal: ProviderRefusal },
  ): Promise<ProviderProblem | ''>;
}

export function createProviderTests(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  people: Pick<VouchedPeople, 'preview'>,
): ProviderTests {
  /** A provider of a portal that customers reach, as it is saved. */
  async function placeOf(portalId: string, id: string) {
    await siteMap.refresh();
    const portal = siteMap.portals().find((one) => one.id === portalId);
    const provider = portal?.providers.find((one) => one.id === id);
    return portal && provider ? { portal, provider } : null;
  }

  /** Whoever tests is shown his own claims, and nobody else's. */
  const ownMark = (actor: AdminActor, id: string) => sha256(`provider-test ${id} ${actor.id}`);

  const lastRow = (actor: AdminActor, portal: PortalRecord, id: string): Promise<Row | null> =>
    findOpenTokenOfBrowser(
      runtime.db,
      'provider-test',
      ownMark(actor, id),
      portal.key,
      runtime.now(),
    );

  async function openRow(db: Connection, portal: PortalRecord, provider: string, token: string) {
    if (!isToken(token)) return null;
    const now = runtime.now();
    const hash = sha256(token);
    const row = await findOpenTokenOfAnybody(db, 'provider-test', hash, portal.key, now);
    const data = dataOf(row);
    const isOpen = data.provider === provider && data.state === 'open' && now <= Number(data.until);
    return isOpen ? { hash, data } : null;
  }

  async function personOf(
    portal: PortalRecord,
    provider: ProviderRecord,
    data: Record<string, string>,
  ): Promise<PreviewedPerson | null> {
    if (data.state !== 'passed') return null;
    const claims = jsonOf<Claims>(data.claims, {});
    return people.preview(portal, provider, { subject: text(data.subject), claims });
  }

  return {
    async start(actor, portalId, id) {
      need(actor, 'portal-edit');
      const place = await placeOf(portalId, id);
      if (!place || place.portal.state !== 'live') return refuseUnreached(portalId, id);
      const { portal, provider } = place;
      refusedAll(missingFields(provider.kind, provider.settings));
      const token = randomToken();
      const now = runtime.now();
      await addToken(runtime.db, {
        purpose: 'provider-test',
        tokenHash: sha256(token),
        contactKey: null,
        portalKey: portal.key,
        now,
        expiresAt: now + SHOWN_FOR,
        browserHash: ownMark(actor, id),
        data: {
          provider: id,
          state: 'open',
          until: String(now + OPEN_FOR),
          connection: fingerprintOf(provider),
          actorId: actor.id,
          actorName: actor.name,
        },
      });
      const page = siteMap.url(portal.domain, `/${portal.slug}/sso/${id}`);
      return { address: `${page}?test=${token}` };
    },

    async last(actor, portalId, id) {
      need(actor, 'portal-read', 'portal-edit');
      const place = await placeOf(portalId, id);
      const row = place && (await lastRow(actor, place.portal, id));
      if (!place || !row) return null;
      const data = dataOf(row);
      const isLate = data.state === 'open' && runtime.now() > Number(data.until);
      return {
        state: (isLate ? 'expired' : data.state) as ProviderTest['state'],
        problem: (data.problem ?? '') as ProviderTest['problem'],
        detail: data.detail ?? '',
        claims: jsonOf<Claims>(data.claims, {}),
        person: await personOf(place.portal, place.provider, data),
      };
    },

    async preview(actor, portalId, id, settings) {
      need(actor, 'portal-edit');
      const place = await placeOf(portalId, id);
      if (!place) return null;
      const { portal, provider } = place;
      const row = await lastRow(actor, portal, id);
      return { person: await personOf(portal, { ...provider, settings }, dataOf(row)) };
    },

    isOpen: async (portal, { id }, token) =>
      (await openRow(runtime.db, portal, id, token)) !== null,

    async note(portal, provider, token, found) {
      const problem = 'refusal' in found ? found.refusal.problem : '';
      await changePortal(runtime, siteMap, portal.id, async (db) => {
        const open = await openRow(db, portal, provider.id, token);
        const current = (await listProvidersOf(db, portal.key)).find(
          ({ key }) => key === provider.key,
        );
        if (!open || !current) return;
        const isCurrent = [provider, current].every(
          (one) => fingerprintOf(one) === open.data.connection,
        );
        await noteInToken(db, open.hash, (known) => ({ ...known, ...kept(found, isCurrent) }));
        if (problem === '' && isCurrent) await markVerified(db, current.key, runtime.now());
        await activity.record(db, {
          actor: {
            kind: 'agent',
            id: open.data.actorId ?? '',
            name: open.data.actorName ?? '',
          },
          action: 'identity-provider.tested',
          subject: { kind: 'identity-provider', id: provider.id },
          portalKey: portal.key,
          changes: {
            name: { before: '', after: current.settings.name },
            result: { before: '', after: problem === '' ? 'passed' : problem },
          },
        });
      });
      return problem;
    },
  };

  /** A draft has no address yet, and a paused portal answers nobody. */
  async function refuseUnreached(portalId: string, id: string): Promise<null> {
    const portal = await findPortal(runtime.db, portalId);
    const own = portal ? await listProvidersOf(runtime.db, portal.key) : [];
    if (!own.some((one) => one.id === id)) return null;
    return refused(
      'test',
      portal?.state === 'paused'
        ? 'The portal is paused, so no browser gets there. Let it go on, then verify.'
        : 'The portal is not published yet, so the provider could not send anybody back. Finish its set-up, then verify.',
    );
  }
}

const dataOf = (row: Row | null): Record<string, string> =>
  jsonOf<Record<string, string>>(row?.data, {});

/** What was tried; a round trip says nothing of a connection that was changed since. */
const fingerprintOf = ({ kind, settings, sealedSecret }: ProviderRecord): string =>
  sha256(JSON.stringify([connectionOf(kind, settings), sealedSecret]));

function kept(
  found: { vouched: Vouched } | { refusal: ProviderRefusal },
  isCurrent: boolean,
): Record<string, string> {
  if ('refusal' in found) {
    const { problem, detail } = found.refusal;
    return { state: 'failed', problem, detail: detail.slice(0, LONGEST_DETAIL) };
  }
  if (!isCurrent) return { state: 'expired' };
  const { subject, claims } = found.vouched;
  return { state: 'passed', subject, claims: JSON.stringify(shownClaims(claims)) };
}

import { errors } from '@strapi/utils';
import type { Claims, MappedPerson, ProviderProblem } from '../contracts/identity-providers';
import { nameOfAccount } from '../rules/registration';
import { text, type Connection } from '../store/connection';
import type { ProviderRecord } from '../store/identity-providers';
import type { ProviderSession } from '../store/sessions';
import type { Entered, Entrance } from './entrance';
import { ProviderRefusal, type Vouched } from './provider-engine';
import { sha256, type Runtime } from './runtime';
import { SESSION_TOKEN, type Secrets } from './secrets';
import type { PortalRecord, SignInOrigin } from './types';
import { isSame, type VouchedArrivals } from './vouched-arrivals';
import { belongingOf } from './vouched-belonging';
import type { Arrival, Found, VouchedLinking } from './vouched-linking';

/** Two first sign-ins at once: the second one finds what the first made. */
const MOST_TRIES = 3;

/** How a person would enter, and the problem that a real sign-in would meet; '' where it would get in. */
export interface PreviewedPerson extends MappedPerson {
  problem: ProviderProblem | '';
  /** Why, for admins. */
  detail: string;
}

/** Who comes in by an identity provider. */
export interface VouchedPeople {
  /** Signs in whom a provider vouches for; makes the contact where the provider may. Throws ProviderRefusal. */
  enter(
    portal: PortalRecord,
    provider: ProviderRecord,
    vouched: Vouched,
    session: SignInOrigin & { isRemembered: boolean },
  ): Promise<Entered>;
  /** What `enter` would do, without doing it: the same way is gone, and taken back. The settings need not be saved. */
  preview(
    portal: PortalRecord,
    provider: ProviderRecord,
    vouched: { subject: string; claims: Claims },
  ): Promise<PreviewedPerson>;
}

export function createVouchedPeople(
  runtime: Runtime,
  linking: VouchedLinking,
  arrivals: VouchedArrivals,
  entrance: Entrance,
  secrets: Pick<Secrets, 'seal'>,
): VouchedPeople {
  /** Does the work of one arrival in a transaction, once more where somebody else was quicker. */
  async function attempt<Result>(
    arrival: Arrival,
    work: (db: Connection, found: Found) => Promise<Result>,
  ): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      const found = await linking.find(runtime.db, arrival);
      try {
        return await runtime.transaction((db) => work(db, found));
      } catch (error) {
        if (error instanceof ProviderRefusal || error instanceof Rehearsed) throw error;
        // Of two at once, the unique index lets one in: the other one finds what that one made.
        const isOvertaken = !isSame(await linking.find(runtime.db, arrival), found);
        if (isOvertaken && tries < MOST_TRIES) continue;
        if (error instanceof errors.ValidationError)
          throw new ProviderRefusal('not-let-in', 'Another contact has the account.');
        throw error;
      }
    }
  }

  const sessionAt = (provider: ProviderRecord, vouched: Vouched): ProviderSession => ({
    providerKey: provider.key,
    sessionHash: vouched.session === '' ? '' : sha256(vouched.session),
    subjectHash: sha256(vouched.subject),
    sealedToken: vouched.idToken === '' ? '' : secrets.seal(SESSION_TOKEN, vouched.idToken),
  });

  /** Goes the way of a real sign-in up to its session, and takes everything back. */
  async function rehearse(
    arrival: Arrival,
  ): Promise<{ problem: ProviderProblem | ''; detail: string }> {
    try {
      return await attempt(arrival, async (db, found): Promise<never> => {
        const judged = await arrivals.judge(db, arrival, found);
        if (!judged.row) throw new ProviderRefusal(judged.problem, judged.detail);
        throw new Rehearsed();
      });
    } catch (error) {
      if (error instanceof Rehearsed) return { problem: '', detail: '' };
      if (!(error instanceof ProviderRefusal)) throw error;
      return { problem: error.problem, detail: error.detail };
    }
  }

  return {
    async enter(portal, provider, vouched, session) {
      const arrival = await linking.arrivalOf(portal, provider, vouched);
      const started = {
        ...session,
        portal,
        method: provider.kind,
        provider: sessionAt(provider, vouched),
        ...(provider.settings.isSecondFactor ? { factor: 'provider' as const } : {}),
      };
      const entered = await attempt(arrival, async (db, found) => {
        const judged = await arrivals.judge(db, arrival, found);
        if (!judged.row) {
          const refusal = new ProviderRefusal(judged.problem, judged.detail);
          if (judged.isKept) return refusal;
          throw refusal;
        }
        const { row } = judged;
        const begun = await entrance.enter(db, row, text(row.address), started);
        if (!begun) throw new ProviderRefusal('not-let-in', 'May not enter this portal.');
        return begun;
      });
      if (entered instanceof ProviderRefusal) throw entered;
      return entered;
    },

    async preview(portal, provider, vouched) {
      const arrival = await linking.arrivalOf(portal, provider, vouched);
      const { address, isVerified, language, name } = arrival.person;
      const { company, groups } = await belongingOf(runtime.db, provider.settings, arrival.person);
      return {
        address,
        isVerified,
        name: name || nameOfAccount('', address),
        language,
        company: company?.id ?? '',
        companyName: company?.name ?? '',
        groups: groups
          .filter(({ isIn }) => isIn)
          .map((group) => ({ id: group.id, name: group.name })),
        ...(await rehearse(arrival)),
      };
    },
  };
}

/** Takes back what was tried. */
class Rehearsed extends Error {}

import type { ProviderProblem } from '../contracts/identity-providers';
import { nameOfAccount } from '../rules/registration';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { markIdentityUsed } from '../store/contact-identities';
import { addContact, findPersonAt, findProfile, saveProfile } from '../store/people';
import { lockContact } from '../store/registration';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { opensFor } from './admission';
import { differences } from './contact-picture';
import { accountFor } from './customer-accounts';
import { isGone } from './entrance';
import { openPortals } from './memberships';
import { providerFor } from './provider-choice';
import { sha256, type Runtime } from './runtime';
import { mayEnter } from './sessions';
import { belongingOf, makeBelong, type Named } from './vouched-belonging';
import type { Arrival, Found, VouchedLinking } from './vouched-linking';

/** Where the door leads: to a row of `findPersonAt` that may enter, or away, with or without what changed on the way. */
export type Judged =
  { row: Row } | { row: null; problem: ProviderProblem; detail: string; isKept: boolean };

/** What was found is not so any more: somebody else was quicker. */
export class Overtaken extends Error {}

export interface VouchedArrivals {
  /** In the transaction of the session, with everything that it changes; throws `Overtaken`. */
  judge(db: Connection, arrival: Arrival, found: Found): Promise<Judged>;
}

/** Who is let in whom a provider vouches for, and what becomes of it: contact, standing, profile, company and groups. */
export function createVouchedArrivals(
  runtime: Runtime,
  activity: Activity,
  accessSweep: AccessSweep,
  linking: VouchedLinking,
): VouchedArrivals {
  async function judgeContact(
    db: Connection,
    arrival: Arrival,
    { by, contactKey }: Found,
  ): Promise<Judged> {
    const { portal, provider, person } = arrival;
    const before = await findPersonAt(db, portal.key, contactKey);
    const standing = text(before?.membership_state);
    if (!before || isGone(before)) return away('In the bin, erased, or blocked by the site.');
    if (standing === 'disabled') return away('Disabled at this portal.');
    if (isElsewhere(arrival, text(before.address) || person.address)) return away(ELSEWHERE);
    if (standing === 'waiting') return { row: null, problem: 'waiting', detail: '', isKept: false };
    if (by === 'address' && (await linking.isKnownOtherwise(db, arrival, contactKey)))
      return away('The provider calls the contact of this address by another id. Unlink it first.');
    if (!(await linking.ownAccount(db, arrival, before)))
      return away('Has no account whose address is proven.');
    const contact = { key: contactKey, id: text(before.document_id), name: text(before.name) };
    if (by === 'identity')
      await markIdentityUsed(db, provider.key, arrival.subjectHash, runtime.now());
    else await linking.link(db, arrival, contact);
    if (provider.settings.updatesProfile) await updateProfile(db, arrival, contact);
    await belong(db, arrival, contact);
    const row = (await findPersonAt(db, portal.key, contactKey)) ?? before;
    // Whoever lost a group at the provider loses here what it opens, though nobody is let in now.
    const isKept = by === 'identity' && number(before.user_id) > 0;
    if (!yes(row.is_let_in)) return away('In no access group of this portal.', isKept);
    if (standing === 'registered') return admitted(row);
    const isOpen =
      provider.settings.admits === 'everyone' ||
      (await opensFor(db, portal, contactKey, text(row.address)));
    if (!isOpen) return away('Not a member of this portal.', isKept);
    await register(db, arrival, contact, standing);
    return admitted(await findPersonAt(db, portal.key, contactKey));
  }

  async function makeContact(db: Connection, arrival: Arrival): Promise<Judged> {
    const { portal, provider, person } = arrival;
    const { address } = person;
    if (provider.settings.admits !== 'everyone')
      return away('Unknown, and only members may enter.');
    if (isElsewhere(arrival, address)) return away(ELSEWHERE);
    const name = person.name || nameOfAccount('', address);
    const made = await addContact(db, {
      name,
      language: person.language,
      timeZone: '',
      properties: {},
      accountKey: await accountFor(db, runtime, address, null, arrival.isConfirmationProof),
      address,
      addressHash: sha256(address),
      now: runtime.now(),
    });
    await linking.identify(db, arrival, made.key);
    await belong(db, arrival, { ...made, name });
    await register(db, arrival, { ...made, name }, '');
    // The whole of it is taken back where he may not enter.
    return admitted(await findPersonAt(db, portal.key, made.key));
  }

  async function belong(
    db: Connection,
    { provider: { settings }, person }: Arrival,
    contact: Named,
  ): Promise<void> {
    const belonging = await belongingOf(db, settings, person);
    await makeBelong(db, activity, contact, settings, belonging, runtime.now());
    await accessSweep.followContact(db, contact.key);
  }

  async function updateProfile(
    db: Connection,
    { portal, person }: Arrival,
    contact: Named,
  ): Promise<void> {
    const before = await findProfile(db, contact.key);
    if (!before) return;
    const after = {
      ...before,
      name: person.name || before.name,
      language: person.language || before.language,
    };
    const changes = differences({ ...before }, after);
    if (Object.keys(changes).length === 0) return;
    await saveProfile(db, contact.key, after);
    await activity.record(db, {
      actor: { kind: 'customer', id: contact.id, name: after.name },
      action: 'contact.updated',
      subject: { kind: 'contact', id: contact.id },
      portalKey: portal.key,
      changes,
    });
  }

  async function register(
    db: Connection,
    { portal, provider }: Arrival,
    contact: Named,
    before: string,
  ): Promise<void> {
    await openPortals(db, contact.key, portal.key, runtime.now(), activity);
    await activity.record(db, {
      actor: { kind: 'customer', id: contact.id, name: contact.name },
      action: 'contact.registered',
      subject: { kind: 'contact', id: contact.id },
      portalKey: portal.key,
      changes: {
        standing: { before, after: 'registered' },
        method: { before: '', after: provider.kind },
      },
    });
  }

  return {
    async judge(db, arrival, found) {
      // Comes before the first read: what others changed meanwhile is seen behind it.
      if (found.contactKey > 0) await lockContact(db, found.contactKey);
      if (!isSame(await linking.find(db, arrival), found)) throw new Overtaken();
      return found.by === 'nobody' ? makeContact(db, arrival) : judgeContact(db, arrival, found);
    },
  };
}

export const isSame = (one: Found, other: Found): boolean =>
  one.by === other.by && one.contactKey === other.contactKey;

const ELSEWHERE = 'People of this e-mail domain sign in at another provider.';

/** Whose e-mail domain another provider answers for signs in there, and nowhere else. */
function isElsewhere({ portal, provider }: Arrival, address: string): boolean {
  const own = providerFor(portal, address);
  return own !== null && own.id !== provider.id;
}

const admitted = (row: Row | null): Judged =>
  row && mayEnter(row) ? { row } : away('May not enter this portal.');

/** For customers the same for every cause: nobody learns by it who has a contact here, and how that one stands. */
const away = (detail: string, isKept = false): Judged => ({
  row: null,
  problem: 'not-let-in',
  detail,
  isKept,
});

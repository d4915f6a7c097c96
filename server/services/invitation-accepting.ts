import { errors } from '@strapi/utils';
import { invitingRefusal } from '../rules/inviting';
import { findAccountAt, setProvenPassword } from '../store/accounts';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { candidatesByKey, type Candidate } from '../store/invitable';
import { findForSignIn, findProfile, saveProfile } from '../store/people';
import { giveAccount, lockContact } from '../store/registration';
import { findOpenTokenOfAnybody, useUp } from '../store/tokens';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import type { ColleagueInvitations } from './colleague-invitations';
import { joinByDomain } from './company-joining';
import { accountFor } from './customer-accounts';
import { isConfirmationProof } from './host-accounts';
import { personOf } from './invitation-writing';
import { openPortals } from './memberships';
import { hashPassword } from './password-hashing';
import { onlyProviders } from './provider-choice';
import { isToken, sha256, type Runtime } from './runtime';
import type { SessionStart } from './session-start';
import { mayEnter } from './sessions';
import type { PortalRecord, SignInOrigin } from './types';

/** Whom an invitation's link is for. */
export interface OpenInvitation {
  address: string;
  name: string;
  /** It has an account that its owner opens: nothing is left to choose. */
  isKnown: boolean;
  /** The company that it joins by accepting, where a manager of that company asked; '' otherwise. */
  joins: string;
}

export interface InvitationAccepting {
  /** What a link of an invitation, or a registration link, opens now; null when it opens nothing. Changes nothing. */
  find(portal: PortalRecord, token: string): Promise<OpenInvitation | null>;
  /**
   * Where identity providers alone let its person in (services/provider-choice.ts), signing in there accepts it, and this does
   * not. Uses the link up: the address is proven, the account is there, every portal that the contact may see is open.
   */
  accept(input: {
    portal: PortalRecord;
    token: string;
    name: string;
    /** null for none: mailed links sign in. Of a known account it does not count. */
    password: string | null;
    /** Of the page; a contact that has one keeps its own. */
    language: string;
    origin: SignInOrigin;
  }): Promise<
    | { outcome: 'entered'; token: string }
    /** Where mailed links sign nobody in, this one does not either: whoever has an account signs in by himself. */
    | { outcome: 'joined' }
    | { outcome: 'closed' }
  >;
}

interface Opened {
  candidate: Candidate;
  address: string;
  isKnown: boolean;
}

/** Takes back all of it: nobody gets an account here who may not enter. */
class NotLetIn extends Error {}

/** Public id of the invitation of a token; '' for a registration link without one. */
const invitationOf = (row: Row): string =>
  text(jsonOf<Record<string, unknown>>(row.data, {}).invitation);

/** Behind the link of an invitation. It is judged anew by what is true when it is used. */
export function createInvitationAccepting(
  runtime: Runtime,
  activity: Activity,
  accessSweep: AccessSweep,
  sessionStart: SessionStart,
  colleagues: Pick<ColleagueInvitations, 'companyOf' | 'join'>,
): InvitationAccepting {
  const findToken = (db: Connection, portal: PortalRecord, token: string): Promise<Row | null> =>
    isToken(token)
      ? findOpenTokenOfAnybody(db, 'invitation', sha256(token), portal.key, runtime.now())
      : Promise.resolve(null);

  async function judge(
    db: Connection,
    portal: PortalRecord,
    row: Row,
    isProof: boolean,
  ): Promise<Opened | null> {
    const address = text(row.address);
    const [candidate] = await candidatesByKey(db, portal.key, [number(row.contact_id)]);
    // The address that it went to must still be the one that signs in: nothing else is proven by it.
    if (!candidate || candidate.address !== address) return null;
    if (invitingRefusal({ ...personOf(candidate), isInvited: false }) !== '') return null;
    if (candidate.userKey > 0) return { candidate, address, isKnown: candidate.isConfirmed };
    const account = await findAccountAt(db, address);
    if (account && account.contactKey > 0) return null;
    return { candidate, address, isKnown: account !== null && account.isConfirmed && isProof };
  }

  /** Gives the contact an account that its owner opens, and the proven address. */
  async function giveProven(
    db: Connection,
    { candidate, address, isKnown }: Opened,
    passwordHash: string | null,
    isProof: boolean,
  ): Promise<void> {
    const { key, userKey } = candidate;
    if (userKey > 0 && !isKnown) await setProvenPassword(db, userKey, passwordHash);
    const accountKey =
      userKey > 0
        ? userKey
        : await accountFor(db, runtime, address, passwordHash, isProof && isKnown);
    await giveAccount(db, key, accountKey, sha256(address), runtime.now());
  }

  return {
    async find(portal, token) {
      const row = await findToken(runtime.db, portal, token);
      const open =
        row && (await judge(runtime.db, portal, row, await isConfirmationProof(runtime)));
      if (!row || !open) return null;
      const { candidate, address, isKnown } = open;
      const invitation = invitationOf(row);
      const joins = await colleagues.companyOf(runtime.db, portal, candidate.key, invitation);
      return { address, name: candidate.name, isKnown, joins };
    },

    async accept({ portal, token, name, password, language, origin }) {
      const isProof = await isConfirmationProof(runtime);
      const row = await findToken(runtime.db, portal, token);
      const before = row && (await judge(runtime.db, portal, row, isProof));
      if (!row || !before || onlyProviders(portal, before.address)) return { outcome: 'closed' };
      const passwordHash =
        before.isKnown || password === null ? null : await hashPassword(password);
      const now = runtime.now();
      const work = async (db: Connection) => {
        // The token's row is the lock: of two presses one goes on.
        if (!(await useUp(db, sha256(token), now))) throw new NotLetIn();
        const key = number(row.contact_id);
        await lockContact(db, key);
        const open = await judge(db, portal, row, isProof);
        if (!open || open.isKnown !== before.isKnown) throw new NotLetIn();
        await giveProven(db, open, passwordHash, isProof);
        const profile = await findProfile(db, key);
        const shown = open.isKnown ? open.candidate.name : name;
        if (profile)
          await saveProfile(db, key, {
            ...profile,
            name: shown,
            language: profile.language || language,
          });
        const contact = { key, id: open.candidate.id, name: shown };
        await joinByDomain(db, activity, contact, now);
        await colleagues.join(db, portal, contact, invitationOf(row));
        await accessSweep.followContact(db, key);
        await openPortals(db, key, portal.key, now, activity);
        await activity.record(db, {
          actor: { kind: 'customer', id: contact.id, name: contact.name },
          action: 'contact.registered',
          subject: { kind: 'contact', id: contact.id },
          portalKey: portal.key,
          changes: { standing: { before: open.candidate.standing, after: 'registered' } },
        });
        const person = await findForSignIn(db, portal.key, sha256(open.address));
        if (!person || !mayEnter(person)) throw new NotLetIn();
        if (open.isKnown && !portal.settings.access.magicLink)
          return { outcome: 'joined' as const };
        const session = await sessionStart.begin(db, person, {
          portal,
          method: 'invitation',
          isRemembered: false,
          ...origin,
        });
        return { outcome: 'entered' as const, token: session };
      };
      try {
        return await runtime.transaction(work);
      } catch (error) {
        // Somebody else's account took the address meanwhile, or the contact may not enter any more.
        if (error instanceof NotLetIn || error instanceof errors.ValidationError)
          return { outcome: 'closed' };
        throw error;
      }
    },
  };
}

import { invitingRefusal } from '../rules/inviting';
import { jsonOf, text, type Connection, type Row } from '../store/connection';
import { candidatesByKey } from '../store/invitable';
import {
  findInvitation,
  moveInvitation,
  removeInvited,
  type InvitationRecord,
} from '../store/invitations';
import { personOf, reasonOf, type InvitationWriting } from './invitation-writing';
import type { Runtime } from './runtime';

/** What an invitation learns of its mail, from the worker that sends it. */
export interface InvitationMails {
  /** Whether the mail still says the truth when it is about to leave. */
  mayLeave(payload: Record<string, string | number>): Promise<boolean>;
  /** What became of a mail, in the transaction that marks it. Other mails than invitations are nobody's business here. */
  follow(db: Connection, row: Row, outcome: { state: string; error: string }): Promise<void>;
}

export function createInvitationMails(
  runtime: Runtime,
  writing: InvitationWriting,
): InvitationMails {
  const idOf = (row: Row) => text(jsonOf<Record<string, unknown>>(row.payload, {}).invitation);

  async function refusalOf(db: Connection, invitation: InvitationRecord): Promise<string> {
    const { portalKey, contactKey, key } = invitation;
    const [candidate] = await candidatesByKey(db, portalKey, [contactKey]);
    const refusal = candidate ? invitingRefusal(personOf(candidate, key)) : 'gone';
    return refusal === '' ? '' : reasonOf(refusal);
  }

  return {
    async mayLeave(payload) {
      const invitation = await findInvitation(runtime.db, text(payload.invitation));
      if (!invitation || (invitation.state !== 'pending' && invitation.state !== 'failed'))
        return false;
      return (await refusalOf(runtime.db, invitation)) === '';
    },

    async follow(db, row, { state, error }) {
      const invitation = await findInvitation(db, idOf(row));
      if (!invitation) return;
      const now = runtime.now();
      if (state === 'sent' || state === 'shown') {
        const sent = {
          state: 'sent' as const,
          sentAt: now,
          dueAt: invitation.expiresAt,
          error: '',
        };
        if (await moveInvitation(db, invitation.key, ['pending', 'failed'], sent))
          await writing.record(db, 'sent', [invitation]);
      } else if (state === 'failed') {
        const failed = { state: 'failed' as const, endedAt: now, error };
        if (await moveInvitation(db, invitation.key, ['pending'], failed))
          await writing.record(db, 'failed', [invitation], undefined, error);
      } else if (state === 'held') {
        const reason = await refusalOf(db, invitation);
        const over = { state: 'cancelled' as const, endedAt: now, error: reason || error };
        if (!(await moveInvitation(db, invitation.key, ['pending'], over))) return;
        await removeInvited(db, invitation.portalKey, [invitation.contactKey]);
        await writing.record(db, 'cancelled', [invitation], undefined, over.error);
      } else {
        // It is tried again; until then its last reason is shown.
        await moveInvitation(db, invitation.key, ['pending'], { error });
      }
    },
  };
}

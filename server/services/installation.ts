import { errors } from '@strapi/utils';
import type { ConfirmInput, MailHold } from '../contracts/mails';
import {
  addInstallation,
  confirmInstallation,
  forgetSessionsAndTokens,
  readStanding,
} from '../store/installation';
import { countHeld, discardUnsent, restampHeld } from '../store/outbox';
import { emptyIndex } from '../store/search';
import type { Activity } from './activity';
import type { Runtime } from './runtime';
import type { AgentActor } from './types';

export interface Installation {
  /** At boot: sees whether the content was replaced since, and lets go of all that belonged to the content before. */
  recognise(): Promise<void>;
  /** Whether mail may leave: this content, under this server's address, is what was confirmed. */
  mayMail(): Promise<boolean>;
  /** The origin whose mails may leave; null in the viewer, which shows those of any. */
  sends(): string | null;
  /** What holds mail back; null when nothing does. */
  hold(): Promise<MailHold | null>;
  confirm(actor: AgentActor, input: ConfirmInput): Promise<void>;
}

/** Which content sends mail under which address. A copy, an import or another address stays silent until an admin confirms. */
export function createInstallation(runtime: Runtime, activity: Activity): Installation {
  // In the viewer nothing leaves the server, so there is nothing to hold.
  const isSending = () => runtime.config.mailTransport !== 'viewer';

  async function recognise(): Promise<void> {
    await runtime.transaction(async (db) => {
      const { key, confirmed } = await readStanding(db);
      if (key !== 0 && key === confirmed?.key) return;
      // Numeric ids are new after an import: what speaks of the old ones must not be used, nor sent.
      if (confirmed !== null) {
        await forgetSessionsAndTokens(db);
        await discardUnsent(db, 'The content was replaced by an import', null);
        await emptyIndex(db);
        runtime.strapi.log.warn(
          'customer-portal: the content of this database was replaced. No mail is sent until an admin confirms it in the mail viewer.',
        );
      }
      await confirmInstallation(db, {
        key: key || (await addInstallation(db, runtime.now())),
        origin: '',
      });
    });
  }

  async function isConfirmed(db = runtime.db): Promise<boolean> {
    const { key, confirmed } = await readStanding(db);
    return key !== 0 && key === confirmed?.key && confirmed.origin === runtime.origin();
  }

  return {
    recognise,
    mayMail: async () => !isSending() || (await isConfirmed()),
    sends: () => (isSending() ? runtime.origin() : null),

    async hold() {
      if (!isSending()) return null;
      const origin = runtime.origin();
      const isOurs = await isConfirmed();
      const waiting = await countHeld(runtime.db, isOurs ? origin : null);
      if (isOurs && waiting === 0) return null;
      const { confirmed } = await readStanding(runtime.db);
      return { origin, confirmedOrigin: confirmed?.origin ?? '', waiting };
    },

    async confirm(actor, input) {
      if (!actor.can.has('mail-confirm')) throw new errors.ForbiddenError();
      const origin = runtime.origin();
      if (input.origin !== origin) {
        const message = `The server's address is ${origin} by now. Read the page again.`;
        throw new errors.ValidationError(message, { errors: [{ path: ['origin'], message }] });
      }
      await recognise();
      await runtime.transaction(async (db) => {
        const { key, confirmed } = await readStanding(db);
        if (input.waiting === 'send') await restampHeld(db, origin, runtime.now());
        else {
          // Under the address that is confirmed already, only what another address made is held.
          const sparedOrigin = (await isConfirmed(db)) ? origin : null;
          await discardUnsent(db, 'Discarded when the address was confirmed', sparedOrigin);
        }
        await confirmInstallation(db, { key, origin });
        await activity.record(db, {
          actor: { kind: 'agent', id: actor.agentId, name: actor.name },
          action: 'installation.confirmed',
          subject: { kind: 'installation', id: origin.slice(0, 64) },
          portalKey: 0,
          changes: { origin: { before: confirmed?.origin ?? '', after: origin } },
        });
      });
    },
  };
}

import { readUnwanted, TICKET_MAILS, type TicketMail } from '../rules/unwanted-mails';
import type { Connection } from '../store/connection';
import {
  findProfile,
  findUnwantedMails,
  saveProfile,
  saveUnwantedMails,
  type Profile,
} from '../store/people';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { differences } from './contact-picture';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import type { CustomerViewer, ProfileService } from './types';

export function createProfile(
  runtime: Runtime,
  activity: Activity,
  accessSweep: AccessSweep,
): ProfileService {
  async function write(
    db: Connection,
    viewer: CustomerViewer,
    before: Profile,
    after: Profile,
  ): Promise<void> {
    await saveProfile(db, viewer.contactKey, after);
    await accessSweep.followContact(db, viewer.contactKey);
    await activity.record(db, {
      actor: { kind: 'customer', id: viewer.contactId, name: after.name },
      action: 'contact.updated',
      subject: { kind: 'contact', id: viewer.contactId },
      portalKey: viewer.portal.key,
      changes: differences({ ...before }, { ...after }),
    });
  }

  return {
    async update(viewer, { name, language, timeZone }) {
      needOwn(viewer);
      await runtime.transaction(async (db) => {
        const before = await findProfile(db, viewer.contactKey);
        if (!before) return;
        await write(db, viewer, before, { name, language, timeZone });
      });
    },

    async chooseLanguage(viewer, language) {
      needOwn(viewer);
      await runtime.transaction(async (db) => {
        const before = await findProfile(db, viewer.contactKey);
        if (!before || before.language === language) return;
        await write(db, viewer, before, { ...before, language });
      });
    },

    async wantedMails(viewer) {
      return wantedOf(await findUnwantedMails(runtime.db, viewer.contactKey));
    },

    async chooseMails(viewer, wanted) {
      needOwn(viewer);
      await runtime.transaction(async (db) => {
        const before = wantedOf(await findUnwantedMails(db, viewer.contactKey));
        const after = TICKET_MAILS.filter((mail) => wanted.includes(mail));
        if (before.join() === after.join()) return;
        await saveUnwantedMails(
          db,
          viewer.contactKey,
          TICKET_MAILS.filter((mail) => !after.includes(mail)),
        );
        await activity.record(db, {
          actor: { kind: 'customer', id: viewer.contactId, name: viewer.contactName },
          action: 'contact.updated',
          subject: { kind: 'contact', id: viewer.contactId },
          portalKey: viewer.portal.key,
          changes: { mails: { before: before.join(', '), after: after.join(', ') } },
        });
      });
    },
  };
}

function wantedOf(stored: unknown): TicketMail[] {
  const unwanted = readUnwanted(stored);
  return TICKET_MAILS.filter((mail) => !unwanted.includes(mail));
}

import type { Connection } from '../store/connection';
import type { Mails } from './mails';
import type { CustomerSession, PortalRecord } from './types';

/** What somebody is told of the second factor of the own account, since it may have been somebody else. */
export type FactorChange =
  'on' | 'off' | 'codes' | 'recovery' | 'tried' | 'reset' | 'passkeyAdded' | 'passkeyRemoved';

export interface FactorMails {
  /** In the transaction of the change; to the address that signs in. */
  tell(db: Connection, session: CustomerSession, change: FactorChange): Promise<void>;
  /** The same of somebody whom an admin helps. */
  tellPerson(
    db: Connection,
    portal: PortalRecord,
    person: { address: string; name: string; language: string },
    change: FactorChange,
  ): Promise<void>;
}

export function createFactorMails(mails: Pick<Mails, 'queue'>): FactorMails {
  const tellPerson: FactorMails['tellPerson'] = (db, portal, person, change) =>
    mails.queue(db, {
      template: 'second-factor-changed',
      language: person.language || portal.domain.primaryLanguage,
      to: person.address,
      payload: { portal: portal.key, name: person.name, change },
    });
  return {
    tellPerson,
    tell: (db, { viewer, address, name, language }, change) =>
      tellPerson(db, viewer.portal, { address, name, language }, change),
  };
}

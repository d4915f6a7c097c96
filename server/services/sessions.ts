import { createHmac } from 'node:crypto';
import { visibleCompanies } from '../rules/ticket-access';
import { jsonOf, number, selectOne, text, yes, type Row } from '../store/connection';
import { findSession } from '../store/people';
import { sha256, type Runtime } from './runtime';
import type { PortalOnMap } from './site-records';
import type { CustomerSession, CustomerViewer, PortalRecord, SessionsService } from './types';

const SEEN_EVERY = 60 * 1000;

/** Changes with the password, the account's address and its block: a session made before such a change is over. */
export const fingerprintOf = (row: Row): string =>
  sha256(`${text(row.password)}|${text(row.email).toLowerCase()}|${String(yes(row.blocked))}`);

/** Whether the person may be in this portal at all; asked at sign-in and at every request. */
export const mayEnter = (row: Row): boolean =>
  row.membership_state === 'registered' &&
  !yes(row.blocked) &&
  number(row.trashed_at) === 0 &&
  number(row.erased_at) === 0 &&
  text(row.merged_into) === '';

export interface Sessions extends SessionsService {
  /** After a change of password: the session that made it goes on, every other one of the person ends. */
  keepOnly(viewer: CustomerViewer): Promise<void>;
}

export function createSessions(runtime: Runtime): Sessions {
  return {
    async find(token, portal) {
      if (!/^[\w-]{43}$/.test(token)) return null;
      const row = await findSession(runtime.db, portal.key, sha256(token));
      const now = runtime.now();
      if (!row || number(row.domain_id) !== portal.domain.key || !mayEnter(row)) return null;
      const idle =
        now - number(row.last_seen_at) > runtime.config.sessionIdle && !yes(row.is_remembered);
      if (idle || number(row.expires_at) <= now || row.fingerprint !== fingerprintOf(row))
        return null;
      if (now - number(row.last_seen_at) >= SEEN_EVERY) {
        await runtime
          .db('cp_sessions')
          .where({ token_hash: row.token_hash as string })
          .update({ last_seen_at: now });
      }
      return asSession(token, row, portal);
    },
    async end(token) {
      await runtime
        .db('cp_sessions')
        .where({ token_hash: sha256(token) })
        .delete();
    },
    async keepOnly({ contactKey, sessionKey, userKey }) {
      await runtime.transaction(async (db) => {
        const user = await selectOne(
          db,
          'SELECT password, email, blocked FROM up_users WHERE id = ?',
          [userKey],
        );
        await db('cp_sessions')
          .where({ contact_id: contactKey })
          .whereNot({ token_hash: sessionKey })
          .delete();
        if (user)
          await db('cp_sessions')
            .where({ token_hash: sessionKey })
            .update({ fingerprint: fingerprintOf(user) });
      });
    },
  };
}

function asSession(token: string, row: Row, portal: PortalRecord): CustomerSession {
  const primaryCompanyKey = number(row.company_id);
  return {
    formToken: createHmac('sha256', token).update('form').digest('base64url').slice(0, 32),
    name: text(row.name),
    address: text(row.email),
    language: text(row.language),
    timeZone: text(row.time_zone),
    waiting: number(row.waiting),
    viewer: {
      kind: 'customer',
      contactKey: number(row.contact_id),
      contactId: text(row.document_id),
      contactName: text(row.name),
      userKey: number(row.user_id),
      portal,
      companyKeys: visibleCompanies(portal as PortalOnMap, {
        primaryCompanyKey,
        properties: jsonOf<Record<string, unknown>>(row.properties, {}),
      }),
      primaryCompanyKey,
      sessionKey: text(row.token_hash),
    },
  };
}

import { deviceLine, deviceOf, type Device } from '../rules/device-name';
import { findAccount } from '../store/accounts';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { countOtherDevices, forgetDevice, forgetDevices } from '../store/known-devices';
import {
  endOneSession,
  endOtherSessions,
  listSessionsOf,
  type SignInMethod,
} from '../store/sessions';
import type { Activity } from './activity';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import { fingerprintOf, isOver } from './sessions';
import type { SiteMap } from './site-map';
import type { CustomerSession } from './types';

/** A browser in which the person is signed in. */
export interface DeviceView {
  id: string;
  device: Device;
  ip: string;
  method: SignInMethod;
  isRemembered: boolean;
  /** Epoch ms. */
  startedAt: number;
  seenAt: number;
  isThis: boolean;
}

export interface Devices {
  /** This one first, then the last seen; admins who look as that person are none of them. */
  list(session: CustomerSession): Promise<DeviceView[]>;
  /** Ends one, and the browser is no known one any more; false when it had ended. */
  end(session: CustomerSession, id: string): Promise<boolean>;
  /** Ends all but this one, and makes their browsers unknown; returns how many there were. */
  endOthers(session: CustomerSession): Promise<number>;
  /** How many other browsers are remembered: from them a password is taken when guesses have closed it elsewhere. */
  countRemembered(session: CustomerSession): Promise<number>;
  /** Forgets them; who is signed in there stays so. */
  forgetRemembered(session: CustomerSession): Promise<void>;
}

export function createDevices(runtime: Runtime, siteMap: SiteMap, activity: Activity): Devices {
  async function running({ viewer, id }: CustomerSession): Promise<Row[]> {
    const account = await findAccount(runtime.db, viewer.userKey);
    if (!account) return [];
    const fingerprint = fingerprintOf(account);
    const now = runtime.now();
    const rows = await listSessionsOf(runtime.db, viewer.contactKey);
    const portals = siteMap.portals();
    return rows.filter(
      (row) =>
        row.public_id === id ||
        (row.fingerprint === fingerprint &&
          portals.some(
            (portal) => portal.domain.key === number(row.domain_id) && !isOver(row, portal, now),
          )),
    );
  }

  const record = (db: Connection, { viewer }: CustomerSession, ended: Row[]) =>
    activity.recordAll(
      db,
      ended.map((row) => ({
        actor: { kind: 'customer' as const, id: viewer.contactId, name: viewer.contactName },
        action: 'session.ended',
        subject: { kind: 'contact' as const, id: viewer.contactId },
        portalKey: viewer.portal.key,
        changes: { device: { before: deviceLine(text(row.user_agent)), after: '' } },
      })),
    );

  return {
    async list(session) {
      const views = (await running(session)).map((row) => ({
        id: text(row.public_id),
        device: deviceOf(text(row.user_agent)),
        ip: text(row.ip),
        method: text(row.method) as SignInMethod,
        isRemembered: yes(row.is_remembered),
        startedAt: number(row.created_at),
        seenAt: number(row.last_seen_at),
        isThis: row.public_id === session.id,
      }));
      return [...views.filter(({ isThis }) => isThis), ...views.filter(({ isThis }) => !isThis)];
    },

    async end(session, id) {
      needOwn(session.viewer);
      return runtime.transaction(async (db) => {
        const ended = await endOneSession(db, session.viewer.contactKey, id);
        if (!ended) return false;
        const device = text(ended.device_hash);
        if (device !== '') await forgetDevice(db, session.viewer.contactKey, device);
        await record(db, session, [ended]);
        return true;
      });
    },

    async endOthers(session) {
      needOwn(session.viewer);
      const others = (await running(session)).filter(({ public_id }) => public_id !== session.id);
      return runtime.transaction(async (db) => {
        await forgetDevices(db, session.viewer.contactKey, session.viewer.sessionKey);
        await endOtherSessions(db, session.viewer.contactKey, session.viewer.sessionKey);
        await record(db, session, others);
        return others.length;
      });
    },

    countRemembered: ({ viewer }) =>
      countOtherDevices(runtime.db, viewer.contactKey, viewer.sessionKey),

    async forgetRemembered({ viewer }) {
      needOwn(viewer);
      await runtime.transaction(async (db) => {
        await forgetDevices(db, viewer.contactKey, viewer.sessionKey);
        await activity.record(db, {
          actor: { kind: 'customer', id: viewer.contactId, name: viewer.contactName },
          action: 'device.forgotten',
          subject: { kind: 'contact', id: viewer.contactId },
          portalKey: viewer.portal.key,
        });
      });
    },
  };
}

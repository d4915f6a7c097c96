import { normaliseAddress } from '../rules/address';
import { setProvenPassword } from '../store/accounts';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { isKnownDevice } from '../store/known-devices';
import { findForSignIn } from '../store/people';
import { removeMails, takeBackMails } from '../store/outbox';
import { forgetFailures } from '../store/password-failures';
import type { SignInMethod } from '../store/sessions';
import {
  addToken,
  closeTokens,
  findOpenToken,
  findOpenTokenOfBrowser,
  removeTokenOfNobody,
  takeTry,
  useUp,
} from '../store/tokens';
import { standingOf, type Entrance } from './entrance';
import { isConfirmedEnough } from './host-accounts';
import type { Limits } from './limits';
import { CODE_TRIES, isSameHash, randomCode } from './mailed-codes';
import { nobodyKey, type Mails } from './mails';
import { providerFor } from './provider-choice';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import { DEVICE_KNOWN_FOR, failuresKey } from './sign-in';
import type { LinkSignIn, MagicLinksService, PortalRecord, SignInOrigin } from './types';

/** ms (HubSpot). */
const LINK_LIFETIME = 15 * 60 * 1000;
const LONGEST_NEXT = 1000;

/** Only the browser that asked knows the other half, so whoever reads the table cannot guess six digits. */
const codeHash = (code: string, browserToken: string) => sha256(`${code} ${browserToken}`);

export function createMagicLinks(
  runtime: Runtime,
  limits: Limits,
  mails: Mails,
  entrance: Entrance,
): MagicLinksService {
  const findLink = (portal: PortalRecord, token: string) =>
    isToken(token) && portal.settings.access.magicLink
      ? findOpenToken(runtime.db, 'magic-link', sha256(token), portal.key, runtime.now())
      : Promise.resolve(null);

  /** Whose link it is, as he stands now; null when the address is somebody else's by now, or he is shut out. */
  async function ownerOf(portal: PortalRecord, link: Row) {
    if (providerFor(portal, text(link.address))) return null;
    const person = await findForSignIn(runtime.db, portal.key, sha256(text(link.address)));
    if (!person || number(person.contact_id) !== number(link.contact_id)) return null;
    const standing = standingOf(person, portal, text(link.address));
    return standing === 'closed' ? null : { person, standing };
  }

  /** Uses the link up for whoever came by it. */
  async function enter(
    portal: PortalRecord,
    link: Row,
    method: SignInMethod,
    isRemembered: boolean,
    origin: SignInOrigin,
  ): Promise<LinkSignIn> {
    const owner = await ownerOf(portal, link);
    if (!owner) return { outcome: 'closed' };
    if (owner.standing === 'waiting') return { outcome: 'waiting' };
    const address = text(link.address);
    const isProven = await isConfirmedEnough(runtime, owner.person);
    const entered = await runtime.transaction(async (db) => {
      if (!(await useUp(db, text(link.token_hash), runtime.now()))) return null;
      await forgetFailures(db, failuresKey(address));
      const person = isProven ? owner.person : await proven(db, owner.person);
      return entrance.enter(db, person, address, { portal, method, isRemembered, ...origin });
    });
    if (!entered) return { outcome: 'closed' };
    return { outcome: 'signed-in', ...entered, next: dataOf(link).next };
  }

  return {
    async ask({ portal, address: typed, remember, next, ip, deviceToken }) {
      if (!portal.settings.access.magicLink)
        return { outcome: 'asked', browserToken: randomToken() };
      const elsewhere = providerFor(portal, typed);
      if (elsewhere) return { outcome: 'elsewhere', provider: elsewhere.id };
      const address = normaliseAddress(typed);
      const wait = await limits.takeIp('magic-link', ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const now = runtime.now();
      const found = await findForSignIn(runtime.db, portal.key, sha256(address));
      const contactKey = number(found?.contact_id);
      const device = sha256(deviceToken);
      const isKnown = await isKnownDevice(runtime.db, device, contactKey, now - DEVICE_KNOWN_FOR);
      const ownWait = isKnown
        ? await limits.takeMailOfDevice('magic-link', device)
        : await limits.takeMail('magic-link', failuresKey(typed), portal.key);
      if (ownWait > 0) return { outcome: 'limited', retryAfter: ownWait };
      const person = found && standingOf(found, portal, address) !== 'closed' ? found : null;
      const token = randomToken();
      const browserToken = randomToken();
      const code = randomCode();
      // An unknown address goes the same way and sends the same statements: its rows are gone before they are seen.
      const nobody = nobodyKey(token);
      const key = person ? `magic:${portal.key}:${failuresKey(address).slice(0, 40)}` : nobody;
      await runtime.transaction(async (db) => {
        await closeTokens(db, 'magic-link', number(person?.contact_id), now);
        await addToken(db, {
          purpose: person ? 'magic-link' : 'nothing',
          tokenHash: sha256(token),
          contactKey: person && contactKey,
          portalKey: portal.key,
          now,
          expiresAt: now + LINK_LIFETIME,
          address,
          data: {
            remember: remember ? 'yes' : '',
            next: next.length <= LONGEST_NEXT ? next : '',
          },
          browserHash: sha256(browserToken),
          codeHash: codeHash(code, browserToken),
        });
        await takeBackMails(db, key);
        await mails.queue(db, {
          template: 'magic-link',
          language: text(person?.language) || portal.domain.primaryLanguage,
          to: person ? address : '',
          payload: { portal: portal.key, token, code, name: text(person?.name) },
          coalesceKey: key,
        });
        await removeTokenOfNobody(db, sha256(token));
        await removeMails(db, nobody);
      });
      mails.hurry();
      return { outcome: 'asked', browserToken };
    },

    async look(portal, token, browserToken) {
      const link = await findLink(portal, token);
      if (!link || !(await ownerOf(portal, link))) return null;
      const isAsking = text(link.browser_hash) === sha256(browserToken);
      return { address: text(link.address), remember: isAsking && dataOf(link).isRemembered };
    },

    async withLink({ portal, token, remember, ...origin }) {
      const link = await findLink(portal, token);
      return link ? enter(portal, link, 'magic-link', remember, origin) : { outcome: 'closed' };
    },

    async withCode({ portal, code: typed, browserToken, ...origin }) {
      if (!portal.settings.access.magicLink) return { outcome: 'closed' };
      const wait = await limits.takeIp('code', origin.ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const code = typed.slice(0, 100).replace(/\s/g, '');
      if (!/^\d{6}$/.test(code) || !isToken(browserToken)) return { outcome: 'closed' };
      const now = runtime.now();
      const link = await findOpenTokenOfBrowser(
        runtime.db,
        'magic-link',
        sha256(browserToken),
        portal.key,
        now,
      );
      // A browser whose address is unknown has no link, and sends what the others send.
      const isTaken = await takeTry(runtime.db, text(link?.token_hash), CODE_TRIES, now);
      const isRight = isSameHash(codeHash(code, browserToken), text(link?.code_hash));
      if (!link || !isTaken || !isRight) {
        if (await limits.mayRecord())
          await runtime.transaction((db) =>
            entrance.recordRefusal(db, 'session.refused', portal, link, 'magic-code', origin.ip),
          );
        return { outcome: 'closed' };
      }
      await limits.giveBackIp('code', origin.ip);
      return enter(portal, link, 'magic-code', dataOf(link).isRemembered, origin);
    },
  };
}

/** The account of somebody who got the mail: whoever registered it beforehand with this address has no password any more. */
async function proven(db: Connection, person: Row): Promise<Row> {
  await setProvenPassword(db, number(person.user_id), null);
  return { ...person, password: null, confirmed: true };
}

function dataOf(link: Row): { isRemembered: boolean; next: string } {
  const data = jsonOf<Record<string, string>>(link.data, {});
  return { isRemembered: data.remember === 'yes', next: data.next ?? '' };
}

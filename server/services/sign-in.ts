import { normaliseAddress } from '../rules/address';
import { number, text, type Row } from '../store/connection';
import { isKnownDevice } from '../store/known-devices';
import { forgetFailures, giveBackTry, takePasswordTry } from '../store/password-failures';
import { findForSignIn } from '../store/people';
import type { SignInMethod } from '../store/sessions';
import { findOpenToken, useUp } from '../store/tokens';
import { standingOf, type Entrance } from './entrance';
import { isConfirmedEnough } from './host-accounts';
import type { Limits } from './limits';
import { comparePassword, TooManyWaiting } from './password-hashing';
import { providerFor } from './provider-choice';
import { isToken, sha256, type Runtime } from './runtime';
import type { SessionStart } from './session-start';
import { mayEnter } from './sessions';
import type { SiteAccounts } from './site-accounts';
import type { PortalRecord, SignInResult, SignInService } from './types';

const DAY = 24 * 60 * 60 * 1000;
/** ms; a remembered device that nobody signed in with for so long is unknown. */
export const DEVICE_KNOWN_FOR = 365 * DAY;
/** ms; for so long after the last wrong one that counted, passwords are closed. */
const LOCKED_FOR = DAY;

/** What failures are kept by: an address, or whatever was typed for one. */
export const failuresKey = (typed: string): string =>
  sha256(normaliseAddress(typed) || typed.trim().slice(0, 320));

export function createSignIn(
  runtime: Runtime,
  limits: Limits,
  entrance: Entrance,
  sessionStart: SessionStart,
  siteAccounts: Pick<SiteAccounts, 'find' | 'admit'>,
): SignInService {
  const findTestLink = (portal: PortalRecord, token: string) =>
    isToken(token)
      ? findOpenToken(runtime.db, 'test-visit', sha256(token), portal.key, runtime.now())
      : Promise.resolve(null);

  return {
    async withPassword({
      portal,
      address: typed,
      password,
      remember,
      language = portal.domain.primaryLanguage,
      ip,
      userAgent,
      previousToken = '',
      deviceToken = '',
    }) {
      if (!portal.settings.access.password) return { outcome: 'refused' };
      const elsewhere = providerFor(portal, typed);
      if (elsewhere) return { outcome: 'elsewhere', provider: elsewhere.id };
      const wait = await limits.takeIp('sign-in', ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const address = normaliseAddress(typed);
      const key = failuresKey(typed);
      const now = runtime.now();
      const most = runtime.config.signInTries.address;
      const person = await findForSignIn(runtime.db, portal.key, sha256(address));
      // Asked for whoever has the address, so that everybody's sign-in sends the same statements.
      const account = await siteAccounts.find(portal, address);
      const device = sha256(deviceToken);
      const contactKey = number(person?.contact_id);
      const isKnown = await isKnownDevice(runtime.db, device, contactKey, now - DEVICE_KNOWN_FOR);
      // Somebody else's wrong passwords close an address on devices that its owner does not use (attacks 28).
      const budget = `${contactKey} ${device}`;
      let failures = 0;
      if (isKnown) {
        const own = await limits.takeWho('sign-in', budget);
        if (own > 0) return { outcome: 'limited', retryAfter: own };
      } else {
        failures = await takePasswordTry(runtime.db, key, most, now - LOCKED_FOR, now);
        if (failures === 0) return { outcome: 'locked' };
      }

      let isRight: boolean;
      try {
        const stored = person ? text(person.password) : (account?.passwordHash ?? '');
        isRight = await comparePassword(password.slice(0, 200), stored);
      } catch (error) {
        if (!(error instanceof TooManyWaiting)) throw error;
        if (!isKnown) await giveBackTry(runtime.db, key);
        return { outcome: 'limited', retryAfter: 5000 };
      }

      const refuse = async (): Promise<SignInResult> => {
        if (await limits.mayRecord())
          await runtime.transaction(async (db) => {
            const refusal = [portal, person, 'password', ip] as const;
            await entrance.recordRefusal(db, 'session.refused', ...refusal);
            if (failures === most) await entrance.recordRefusal(db, 'password.locked', ...refusal);
          });
        return { outcome: 'refused' };
      };
      /** Whoever knew the password begins anew. */
      const forgive = async () => {
        await limits.forgive('sign-in', budget, ip);
        if (!isKnown) await forgetFailures(runtime.db, key);
      };
      const enter = async (row: Row, method: SignInMethod): Promise<SignInResult> => {
        const session = { portal, method, isRemembered: remember, ip, userAgent, previousToken };
        const entered = await runtime.transaction((db) =>
          entrance.enter(db, row, address, { ...session, deviceToken }),
        );
        return entered ? { outcome: 'signed-in', ...entered } : refuse();
      };

      if (!isRight) return refuse();
      if (!person) {
        if (!account) return refuse();
        const asked = { language, browserToken: deviceToken };
        const admission = await siteAccounts.admit(portal, account, asked);
        if (admission.outcome === 'refused') return refuse();
        await forgive();
        return admission.outcome === 'confirm' ? admission : enter(admission.row, 'site-account');
      }
      const standing = (await isConfirmedEnough(runtime, person))
        ? standingOf(person, portal, address)
        : 'closed';
      if (standing === 'closed') return refuse();
      await forgive();
      return standing === 'waiting' ? { outcome: 'waiting' } : enter(person, 'password');
    },

    async isTestLinkOpen(portal, token) {
      return (await findTestLink(portal, token)) !== null;
    },

    async withTestLink({ portal, token, ...origin }) {
      const open = await findTestLink(portal, token);
      if (!open) return null;
      const addressHash = sha256(normaliseAddress(text(open.email)));
      const row = await findForSignIn(runtime.db, portal.key, addressHash);
      if (!row || number(row.contact_id) !== number(open.contact_id) || !mayEnter(row)) return null;
      return runtime.transaction(async (db) => {
        if (!(await useUp(db, sha256(token), runtime.now()))) return null;
        const session = { portal, method: 'test-link' as const, isRemembered: false };
        return sessionStart.begin(db, row, { ...session, ...origin });
      });
    },
  };
}

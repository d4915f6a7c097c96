import type { Connection } from '../store/connection';
import { countMailsSince } from '../store/registration';
import { counter } from './limits';
import { sha256, type Runtime } from './runtime';

/** Seconds. */
const HOUR = 60 * 60;
/** Without the captcha that the site has, so many of an IP's and a portal's mails are left. */
const WITHOUT_CAPTCHA = 4;
/** Mails to one address in an hour, whichever node wrote them. */
const MOST_MAILS = 5;

/** Key in the outbox of the mails by which an address comes into a portal: all of them count together. */
export const registrationMailKey = (portalKey: number, address: string): string =>
  `register:${portalKey}:${sha256(address).slice(0, 40)}`;

/** Whether that many were written within the hour before `now` (epoch ms). */
export const isMailedEnough = async (
  db: Connection,
  mailKey: string,
  now: number,
): Promise<boolean> => (await countMailsSince(db, mailKey, now - HOUR * 1000)) >= MOST_MAILS;

export interface RegistrationLimits {
  /** Milliseconds to wait, 0 when the try is free. Every try of an IP counts, mailed or not. */
  takeIp(ip: string, isWithoutCaptcha: boolean): Promise<number>;
  /** The same for a mail to an address, of a portal, and of all of them. */
  takeMail(address: string, portalKey: number, isWithoutCaptcha: boolean): Promise<number>;
}

/** Caps of the mails that anybody can cause by registering (attack 21), in one hour, in memory, so for each process. */
export function createRegistrationLimits(runtime: Runtime): RegistrationLimits {
  const { address, ip, portal, total } = runtime.config.registrationMails;
  const of = (points: number) => counter(points, HOUR);
  const less = (points: number) => of(Math.ceil(points / WITHOUT_CAPTCHA));
  const ips = { all: of(ip), less: less(ip) };
  const portals = { all: of(portal), less: less(portal) };
  const addresses = of(address);
  const everybody = of(total);
  const keyOf = (value: string) => `registration:customer:${sha256(value).slice(0, 32)}`;

  return {
    async takeIp(from, isWithoutCaptcha) {
      const key = keyOf(from);
      return (isWithoutCaptcha && (await ips.less.take(key))) || ips.all.take(key);
    },
    async takeMail(to, portalKey, isWithoutCaptcha) {
      const key = keyOf(String(portalKey));
      return (
        (await addresses.take(keyOf(to))) ||
        (isWithoutCaptcha && (await portals.less.take(key))) ||
        (await portals.all.take(key)) ||
        everybody.take('all')
      );
    },
  };
}

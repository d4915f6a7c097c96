import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { sha256, type Runtime } from './runtime';

/** Seconds. */
const QUARTER_HOUR = 15 * 60;
const DAY = 24 * 60 * 60;
/** In one day an address gets so many times the mails of a quarter of an hour. */
const QUARTERS_A_DAY = 4;
/** Kept by each limiter; the oldest go first, so that many IPs or addresses do not grow the memory (attacks 34). */
const MOST_KEYS = 50_000;

/** Refused sign-ins that are written down in a quarter of an hour, of all addresses together. */
const MOST_RECORDED = 1000;

/** What is tried: each has budgets of its own. */
export type TriedPurpose = 'sign-in' | 'password' | 'code' | 'passkey' | 'saml' | 'participant';
/** What makes us send mail. */
export type MailedPurpose = 'reset' | 'magic-link';

/**
 * Caps of tries and of the mails that signing in can cause, in memory, so for each process. IPs are what Koa takes them for:
 * `X-Forwarded-For` counts only behind a proxy that Strapi trusts. Keys carry what they count and that it is a customer's, and
 * are hashed, so nothing that is sent can grow them.
 */
export interface Limits {
  /** ms to wait, 0 when the try is free. Counts the try, of an address, device or contact and of an IP. */
  take(purpose: TriedPurpose | MailedPurpose, who: string, ip: string): Promise<number>;
  /** The same of an IP alone. */
  takeIp(purpose: TriedPurpose | MailedPurpose, ip: string): Promise<number>;
  /** The same of an address, device or contact alone. */
  takeWho(purpose: TriedPurpose | MailedPurpose, who: string): Promise<number>;
  /** A right try does not count: who begins anew, and the IP gets back the try that was taken. */
  forgive(purpose: TriedPurpose, who: string, ip: string): Promise<void>;
  /** A right try of an IP alone does not count. */
  giveBackIp(purpose: TriedPurpose, ip: string): Promise<void>;
  /** ms until an address may be mailed again, 0 when it is now; the IP was asked before. */
  takeMail(purpose: MailedPurpose, address: string, portalKey: number): Promise<number>;
  /** The same for a known device: it has a budget of its own, which nobody else can use up. */
  takeMailOfDevice(purpose: MailedPurpose, deviceHash: string): Promise<number>;
  /** Whether one more refused sign-in is written down: a flood of them must not fill the activity. */
  mayRecord(): Promise<boolean>;
}

export function createLimits(runtime: Runtime): Limits {
  const { signInTries: tries, signInMails: mailed } = runtime.config;
  const tried = { who: counter(tries.address), ip: counter(tries.ip) };
  const mails = {
    who: counter(mailed.address),
    whoDaily: counter(mailed.address * QUARTERS_A_DAY, DAY),
    ip: counter(mailed.ip),
    portal: counter(mailed.portal),
  };
  const key = (purpose: string, value: string) =>
    `${purpose}:customer:${sha256(value).slice(0, 32)}`;
  const recorded = counter(MOST_RECORDED);
  const takeIp: Limits['takeIp'] = (purpose, ip) =>
    (isMailed(purpose) ? mails : tried).ip.take(key(purpose, ip));

  const takeWho: Limits['takeWho'] = (purpose, who) =>
    (isMailed(purpose) ? mails : tried).who.take(key(purpose, who));

  return {
    takeIp,
    takeWho,
    mayRecord: async () => (await recorded.take('all')) === 0,
    async take(purpose, who, ip) {
      return (await takeIp(purpose, ip)) || takeWho(purpose, who);
    },
    async forgive(purpose, who, ip) {
      await tried.who.forget(key(purpose, who));
      await tried.ip.giveBack(key(purpose, ip));
    },
    giveBackIp: (purpose, ip) => tried.ip.giveBack(key(purpose, ip)),
    async takeMail(purpose, address, portalKey) {
      return (
        (await mails.portal.take(key(purpose, String(portalKey)))) ||
        (await mails.whoDaily.take(key(purpose, address))) ||
        mails.who.take(key(purpose, address))
      );
    },
    takeMailOfDevice: (purpose, deviceHash) => mails.who.take(key(`${purpose} device`, deviceHash)),
  };
}

const isMailed = (purpose: TriedPurpose | MailedPurpose): boolean =>
  purpose === 'reset' || purpose === 'magic-link';

interface Counter {
  take(key: string): Promise<number>;
  giveBack(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}

/** Counts up to `points` in each `duration` (s) of a key; exported for its test. */
export function counter(points: number, duration = QUARTER_HOUR, mostKeys = MOST_KEYS): Counter {
  const limiter = new RateLimiterMemory({ points, duration });
  const kept = new Set<string>();
  return {
    async take(key) {
      if (!kept.has(key)) {
        const [oldest] = kept;
        if (kept.size >= mostKeys && oldest !== undefined) await forget(oldest);
        kept.add(key);
      }
      try {
        await limiter.consume(key);
        return 0;
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal;
        return Math.max(1000, (refusal as RateLimiterRes).msBeforeNext);
      }
    },
    async giveBack(key) {
      await limiter.reward(key);
    },
    forget,
  };
  async function forget(key: string): Promise<void> {
    kept.delete(key);
    await limiter.delete(key);
  }
}

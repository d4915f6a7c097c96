/** How long before its end a certificate is to be replaced. */
const SOON = 30 * 24 * 60 * 60 * 1000;
/** Two clocks differ by so much. */
const TOLERANCE = 60 * 1000;

export type CertificateState = 'good' | 'ends-soon' | 'expired' | 'not-yet';

/** Epoch ms. */
export interface CertificateTimes {
  notBefore: number;
  notAfter: number;
}

export function certificateState(
  { notBefore, notAfter }: CertificateTimes,
  now: number,
): CertificateState {
  if (now > notAfter) return 'expired';
  if (now < notBefore - TOLERANCE) return 'not-yet';
  return notAfter - now < SOON ? 'ends-soon' : 'good';
}

/** Whether what was signed by its key counts. */
export const isUsable = (times: CertificateTimes, now: number): boolean =>
  ['good', 'ends-soon'].includes(certificateState(times, now));

/** When the last of a provider's certificates ends (epoch ms); 0 without any. */
export const lastEnd = (certificates: readonly CertificateTimes[]): number =>
  Math.max(0, ...certificates.map(({ notAfter }) => notAfter));

/** Whether people soon sign in no more: every certificate has ended, or ends within 30 days. */
export const isRunningOut = (certificates: readonly CertificateTimes[], now: number): boolean =>
  lastEnd(certificates) - now < SOON;

export interface RollOver<One> {
  kept: One[];
  added: One[];
  removed: One[];
}

/** Of a provider, and of new ones taken at once. */
const MOST = 4;
const MOST_NEW = 2;

/**
 * What a provider's certificates become when it publishes these. New ones stand beside the old ones: a provider may publish
 * the next one before it signs by it, or a while after. What it no longer publishes goes at the round after that in which a
 * published one came, so a key that was withdrawn is not trusted for ever. What has ended goes; the last that is good stays.
 */
export function rollOver<One extends CertificateTimes & { id: string }>(
  current: readonly One[],
  published: readonly One[],
  now: number,
): RollOver<One> {
  const isLive = (one: One) => certificateState(one, now) !== 'expired';
  const isIn = (list: readonly One[], { id }: One) => list.some((one) => one.id === id);
  const byEnd = (one: One, other: One) => other.notAfter - one.notAfter;
  const added = published
    .filter((one, at) => isLive(one) && !isIn(current, one) && !isIn(published.slice(0, at), one))
    .sort(byEnd)
    .slice(0, MOST_NEW);
  const live = current.filter(isLive);
  const announced = live.filter((one) => isIn(published, one));
  const worthy = announced.some((one) => isUsable(one, now)) ? announced : live;
  const last = worthy.length === 0 && added.length === 0 ? current : worthy;
  const chosen = [...last].sort(byEnd).slice(0, MOST - added.length);
  const kept = current.filter((one) => isIn(chosen, one));
  return { kept, added, removed: current.filter((one) => !isIn(kept, one)) };
}

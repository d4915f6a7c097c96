import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Runtime } from './runtime';

/** ms; nobody reads and fills in a form faster. */
const SOONEST = 3000;
/** ms; a page that stood open longer than a day is asked anew. */
const LATEST = 24 * 60 * 60 * 1000;
/** ms; nodes do not agree exactly on the time. */
const CLOCKS_APART = 60 * 1000;

export interface FormStamps {
  /** When a form was shown, signed: it stands in the form, and nothing is kept of it. */
  make(): string;
  /** `stale` is too old, of another installation, or no stamp at all. */
  read(stamp: string): 'good' | 'early' | 'stale';
}

export function createFormStamps(runtime: Runtime): FormStamps {
  const sealOf = (time: string) =>
    createHmac('sha256', runtime.keyFor('form stamp')).update(time).digest('base64url');
  return {
    make() {
      const time = runtime.now().toString(36);
      return `${time}.${sealOf(time)}`;
    },
    read(stamp) {
      const [, time = '', seal = ''] = /^([0-9a-z]{1,12})\.([\w-]{43})$/.exec(stamp) ?? [];
      if (time === '' || !timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(time))))
        return 'stale';
      const age = runtime.now() - Number.parseInt(time, 36);
      if (age > LATEST || age < -CLOCKS_APART) return 'stale';
      return age < SOONEST ? 'early' : 'good';
    },
  };
}

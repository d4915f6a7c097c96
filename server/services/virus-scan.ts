import type { ScannedFile } from '../attachment-options';
import { pingClamAv, scanWithClamAv } from './clamav';
import type { Runtime } from './runtime';
import { AttachmentRefused } from './types';

/** ms */
const LONGEST = 120_000;

export interface VirusScan {
  /** Throws AttachmentRefused for a file that is infected, or that could not be looked at and is not to be taken then. */
  check(file: ScannedFile): Promise<void>;
  /** Throws when the one that looks at files does not answer; a hook is not asked without a file. */
  ping(): Promise<void>;
}

export function createVirusScan({ config, strapi }: Runtime): VirusScan {
  const { scanAttachment, clamav, scanFailOpen } = config;
  const scan = scanAttachment ?? (clamav && scanWithClamAv(clamav));

  return {
    async check(file) {
      if (!scan) return;
      let answer;
      try {
        answer = await within(LONGEST, scan(file));
      } catch (error) {
        strapi.log.error(
          `customer-portal: an attachment could not be scanned (${scanFailOpen ? 'taken' : 'refused'}): ${String(error)}`,
        );
        if (scanFailOpen) return;
        throw new AttachmentRefused('attachment.unscanned', file.name);
      }
      if (answer.isClean) return;
      strapi.log.warn(
        `customer-portal: an attachment was refused: ${answer.finding ?? 'infected'}`,
      );
      throw new AttachmentRefused('attachment.infected', file.name);
    },

    async ping() {
      if (!scanAttachment && clamav) await pingClamAv(clamav);
    },
  };
}

function within<Result>(time: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${time} ms`)), time);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

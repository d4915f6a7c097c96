import { saveCompanyWords } from '../store/company-words';
import { saveContactWords } from '../store/contact-words';
import { fillKeys, highestNamedKey, listWithoutKeys } from '../store/name-keys';
import {
  COMPANY_WORDS,
  CONTACT_WORDS,
  highestKey,
  listWithoutWords,
  removeWords,
} from '../store/record-words';
import type { Jobs } from './jobs';
import type { Runtime } from './runtime';

/** Records looked at by one statement. */
const WINDOW = 1000;
/** Records written by one transaction. */
const BATCH = 50;

/** What is found by words, and who writes them. */
const INDEXED = [
  { words: CONTACT_WORDS, save: saveContactWords },
  { words: COMPANY_WORDS, save: saveCompanyWords },
];

export interface ContactIndex {
  /** Gives contacts, companies and addresses what sorts and finds them where they lack it. One node at a time does it. */
  repair(): Promise<void>;
  stop(): Promise<void>;
}

/** Rows of an earlier version and of an import lack keys and words; the index is not exported. */
export function createContactIndex(runtime: Runtime, jobs: Jobs): ContactIndex {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  // SQLite answers without ever leaving the event loop: requests come in between.
  const breathe = () => new Promise((resolve) => setImmediate(resolve));

  async function nameAll(): Promise<void> {
    const highest = await highestNamedKey(runtime.db);
    for (let from = 0; from < highest && !isStopped; from += WINDOW) {
      await breathe();
      const found = await listWithoutKeys(runtime.db, from, from + WINDOW);
      if (found.named.length + found.addresses.length > 0)
        await runtime.transaction((db) => fillKeys(db, found));
    }
  }

  async function indexAll({ words, save }: (typeof INDEXED)[number]): Promise<void> {
    const highest = await highestKey(runtime.db, words);
    for (let from = 0; from < highest; from += WINDOW) {
      const { unknown, orphans } = await listWithoutWords(runtime.db, words, from, from + WINDOW);
      if (orphans.length > 0) await runtime.transaction((db) => removeWords(db, words, orphans));
      for (let at = 0; at < unknown.length; at += BATCH) {
        await breathe();
        if (isStopped) return;
        const some = unknown.slice(at, at + BATCH);
        await runtime.transaction((db) => save(db, some));
      }
    }
  }

  return {
    repair() {
      running = jobs
        .inTurn('contact-index', async () => {
          await nameAll();
          for (const one of INDEXED) await indexAll(one);
        })
        .then(() => undefined);
      return running;
    },
    async stop() {
      isStopped = true;
      await running.catch(() => undefined);
    },
  };
}

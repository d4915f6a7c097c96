import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Health, TestMailAnswer } from '../contracts/health';
import { judgeHealth, type HealthFacts } from '../rules/health';
import { newId, number, text } from '../store/connection';
import { databaseFacts } from '../store/database-facts';
import { readCertificates } from './certificates';
import { listDomains } from '../store/domains';
import { findMailByKey, mailFacts } from '../store/outbox';
import { languageChoices } from './content-locales';
import { attachmentsFolder, type AttachmentFiles } from './attachments';
import type { Installation } from './installation';
import { senderFor } from './mail-sender';
import type { Mails } from './mails';
import type { OutboxWorker } from './outbox-worker';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

const DAY = 24 * 60 * 60 * 1000;
/** ms between two test mails of one admin. */
const TEST_MAIL_EVERY = 10_000;

export interface HealthService {
  /** What the portal stands on, and what is wrong with it; 403 without `portal-read`. */
  check(actor: AdminActor, request: HealthFacts['request']): Promise<Health>;
  /** Sends a mail to the admin's own address the way every mail goes, and says what became of it. */
  testMail(actor: AdminActor, to: string, language: string): Promise<TestMailAnswer>;
}

/** What went wrong, in the words of whatever it was; '' when nothing did. */
const problemOf = (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

export function createHealth(
  runtime: Runtime,
  siteMap: SiteMap,
  installation: Installation,
  mails: Mails,
  worker: OutboxWorker,
  files: Pick<AttachmentFiles, 'store' | 'scan'>,
): HealthService {
  const { strapi, config } = runtime;
  const lastTests = new Map<string, number>();

  async function attachments(): Promise<HealthFacts['attachments']> {
    if (config.attachmentStore.driver === 's3') {
      const error = await problemOf(() => files.store.check());
      const folder = files.store.place;
      return { folder, isBucket: true, isPublic: false, isTemporary: false, error };
    }
    const folder = attachmentsFolder(runtime);
    const isBelow = (parent: string) => !path.relative(parent, folder).startsWith('..');
    let error = '';
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.R_OK | constants.W_OK);
    } catch (problem) {
      error = problem instanceof Error ? problem.message : String(problem);
    }
    return {
      folder,
      isBucket: false,
      isPublic: existsSync(strapi.dirs.static.public) && isBelow(strapi.dirs.static.public),
      isTemporary: process.env.NODE_ENV === 'production' && isBelow(os.tmpdir()),
      error,
    };
  }

  async function virusScan(): Promise<HealthFacts['virusScan']> {
    const { clamav, scanAttachment, scanFailOpen } = config;
    const by = scanAttachment ? 'hook' : clamav ? 'clamav' : '';
    const error = await problemOf(() => files.scan.ping());
    return { by, error, takesUnscanned: scanFailOpen };
  }

  /** Live portals whose mails have no mailbox to be answered to. */
  async function portalsWithoutReader(): Promise<string[]> {
    const names: string[] = [];
    for (const portal of siteMap.portals()) {
      if (portal.state !== 'live') continue;
      const { replyTo } = await senderFor(runtime.db, portal, portal.defaultInboxKey);
      if (replyTo === '') names.push(portal.name);
    }
    return names;
  }

  async function facts(request: HealthFacts['request']): Promise<HealthFacts> {
    const now = runtime.now();
    const outbox = await mailFacts(runtime.db, now - DAY, now);
    const languages = [
      ...(await listDomains(runtime.db)).map(({ primaryLanguage }) => primaryLanguage),
      ...siteMap.portals().flatMap((portal) => portal.languages),
    ];
    return {
      isProduction: process.env.NODE_ENV === 'production',
      origin: runtime.origin(),
      request,
      trustsProxy: Boolean(strapi.config.get('server.proxy.koa', false)),
      mail: {
        transport: config.mailTransport,
        provider: text(strapi.config.get('plugin::email.provider', 'sendmail')),
        isHeld: !(await installation.mayMail()),
        failed: outbox.failed,
        waiting: outbox.oldestDueAt === 0 ? 0 : now - outbox.oldestDueAt,
        unread: await portalsWithoutReader(),
      },
      attachments: await attachments(),
      virusScan: await virusScan(),
      languages: [...new Set(languages)],
      locales: (await languageChoices(runtime))
        .filter(({ isInStrapi }) => isInStrapi)
        .map(({ code }) => code),
      hasAccounts: Boolean(strapi.plugin('users-permissions')),
      certificates: siteMap.portals().flatMap((portal) =>
        portal.providers
          .filter(({ isOn, kind }) => isOn && kind === 'saml')
          .map(({ settings: { name, saml } }) => ({
            name: `${name}, ${portal.name}`,
            all: readCertificates(saml.certificates),
          })),
      ),
      now,
      database: await databaseFacts(runtime.db),
    };
  }

  return {
    async check(actor, request) {
      need(actor, 'portal-read', 'portal-edit');
      return { checks: judgeHealth(await facts(request)) };
    },

    async testMail(actor, to, language) {
      need(actor, 'portal-edit');
      const now = runtime.now();
      if (now - (lastTests.get(actor.id) ?? 0) < TEST_MAIL_EVERY)
        refused('to', 'A test mail was sent just now. Wait ten seconds.');
      lastTests.set(actor.id, now);
      const coalesceKey = `test:${newId()}`;
      await mails.queue(runtime.db, {
        template: 'test-mail',
        language,
        to,
        payload: { portal: 0, name: actor.name },
        coalesceKey,
      });
      await worker.drain();
      let row = await findMailByKey(runtime.db, coalesceKey);
      // A round that was just ending when it was joined has not seen this mail.
      if (text(row?.state) === 'waiting' && number(row?.attempts) === 0) {
        await worker.drain();
        row = await findMailByKey(runtime.db, coalesceKey);
      }
      const state = text(row?.state);
      const isTried = number(row?.attempts) > 0;
      return {
        to,
        outcome:
          state === 'sent' || state === 'shown'
            ? state
            : isTried || state === 'failed'
              ? 'failed'
              : 'held',
        error: text(row?.error),
      };
    },
  };
}

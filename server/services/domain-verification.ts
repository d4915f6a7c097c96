import { errors } from '@strapi/utils';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { ActivityEntry } from '../store/activity';
import { bumpVersion } from '../store/counters';
import { claimCheck, findDomain, listDomains, saveCheck, type DomainFacts } from '../store/domains';
import { SYSTEM, type Activity } from './activity';
import type { DomainChecks } from './domain-checks';
import type { Jobs } from './jobs';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const ASK_EVERY = MINUTE;
/** Between two rounds of all nodes together. */
const ROUND = 2 * MINUTE;
/** How long a finding holds: of a domain that nobody has proven, that has a problem, that is as it should be. */
const WAITING = 5 * MINUTE;
const TROUBLED = 60 * MINUTE;
const GOOD = 24 * 60 * MINUTE;
/** Between two checks of one domain that somebody asks for. */
const PAUSE = 5 * SECOND;
const ASKED_AT_MOST = { points: 30, duration: 600 };

type Doer = Pick<ActivityEntry['actor'], 'kind' | 'id' | 'name'>;

export interface DomainVerification {
  /** Counts a check that a person asks for; refused (429) when there were too many. */
  take(personId: string): Promise<void>;
  /** Checks a domain now; refused (429) when it was checked a moment ago. */
  checkNow(domain: DomainFacts, by: Doer): Promise<void>;
  /** Checks every domain whose last finding is too old. */
  checkDue(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/** Checks of domains on request and in the background. A verified domain stays so: a passing outage takes nothing off line. */
export function createDomainVerification(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  checks: DomainChecks,
  jobs: Jobs,
): DomainVerification {
  const limiter = new RateLimiterMemory(ASKED_AT_MOST);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function run(domain: DomainFacts, by: Doer): Promise<boolean> {
    if (!(await claimCheck(runtime.db, domain, runtime.now()))) return false;
    const { isOurs, problem } = await checks.check(domain);
    await runtime.transaction(async (db) => {
      const before = await findDomain(db, domain.key);
      if (!before) return;
      const wasVerified = before.verifiedAt > 0;
      const verifiedAt = wasVerified || !isOurs ? before.verifiedAt : runtime.now();
      await saveCheck(db, domain.key, { verifiedAt, problem });
      if (verifiedAt !== before.verifiedAt) await bumpVersion(db, 'site');
      const isNews = before.problem?.code !== problem?.code;
      if (isOurs ? wasVerified && !(isNews && !problem) : !isNews) return;
      await activity.record(db, {
        actor: { kind: by.kind, id: by.id, name: by.name },
        action: isOurs ? 'domain.verified' : 'domain.failed',
        subject: { kind: 'domain', id: domain.id },
        portalKey: 0,
        changes: { problem: { before: before.problem?.code ?? '', after: problem?.code ?? '' } },
      });
    });
    await siteMap.refresh();
    return true;
  }

  const isDue = ({ isSystem, verifiedAt, checkedAt, problem }: DomainFacts): boolean => {
    if (isSystem) return false;
    const holds = verifiedAt === 0 ? WAITING : problem ? TROUBLED : GOOD;
    return checkedAt + holds <= runtime.now();
  };

  async function checkDue(): Promise<void> {
    for (const domain of await listDomains(runtime.db)) {
      if (isStopped) return;
      if (isDue(domain)) await run(domain, SYSTEM);
    }
  }

  return {
    checkDue,

    async take(personId) {
      try {
        await limiter.consume(personId);
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal;
        const minutes = Math.ceil((refusal as RateLimiterRes).msBeforeNext / MINUTE);
        throw new errors.RateLimitError(
          `These were many checks. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
        );
      }
    },

    async checkNow(domain, by) {
      const isTooSoon = runtime.now() - domain.checkedAt < PAUSE;
      if (isTooSoon || !(await run(domain, by)))
        throw new errors.RateLimitError(
          'This domain was checked a moment ago. Try again in some seconds.',
        );
    },

    start() {
      timer = setInterval(() => {
        running = jobs.atMostEvery(ROUND, 'domains', checkDue).catch((error: unknown) => {
          runtime.strapi.log.error(`customer-portal: domains: ${String(error)}`);
        });
      }, ASK_EVERY).unref();
    },

    async stop() {
      clearInterval(timer);
      isStopped = true;
      await running;
    },
  };
}

import type { Core } from '@strapi/strapi';
import { hash, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import type { PluginConfig } from '../config';
import type { Connection } from '../store/connection';
import { createResolver, type Resolver } from './resolver';

/** What every service is given: the connection, the clock, randomness, the plugin's options. */
export interface Runtime {
  strapi: Core.Strapi;
  config: PluginConfig;
  db: Connection;
  /**
   * Runs work in one transaction; nothing foreign (files, mail, hashing) may be awaited inside.
   * Inside another transaction it joins that one, and what waits for the commit waits for the outer commit.
   * What ran into a deadlock is run again, so work changes nothing but the database.
   */
  transaction<Result>(
    work: (db: Connection, onCommit: (then: () => void) => void) => Promise<Result>,
  ): Promise<Result>;
  /** Epoch ms. */
  now(): number;
  /** The server's own public address, which mail of this installation is bound to. */
  origin(): string;
  /** Of the request that is being answered, as its 500 page shows it; '' outside a request. */
  requestId(): string;
  resolver: Resolver;
  /** What every key of this installation is derived from. */
  secret(): string;
  /** 256 bits for one purpose, derived from the installation's secret: the same on every node, and after a restart. */
  keyFor(purpose: string): Buffer;
}

const requestIds = new WeakMap<object, string>();

/** The id of a request by its Koa context, made when it is first asked for. */
export function requestIdOf(ctx: object): string {
  let id = requestIds.get(ctx);
  if (id === undefined) requestIds.set(ctx, (id = randomUUID()));
  return id;
}

export function createRuntime(strapi: Core.Strapi): Runtime {
  const config = strapi.config.get('plugin::customer-portal') as PluginConfig;
  return {
    strapi,
    config,
    resolver: createResolver(config.dnsServers),
    secret: () => secretOf(strapi, config),
    keyFor: (purpose) => Buffer.from(hkdfSync('sha256', secretOf(strapi, config), '', purpose, 32)),
    get db() {
      return strapi.db.connection as unknown as Connection;
    },
    transaction(work) {
      const run = () =>
        strapi.db.transaction(({ trx, onCommit }) =>
          work(trx as unknown as Connection, onCommit),
        ) as ReturnType<typeof work>;
      return strapi.db.inTransaction() ? run() : untilNoDeadlock(run);
    },
    now: () => Date.now(),
    origin: () =>
      String(strapi.config.get('server.absoluteUrl', '') || strapi.config.get('server.url', '')),
    requestId() {
      // Strapi keeps the context for everything that a request does, whichever face it came in by.
      const ctx = strapi.requestContext.get() as object | undefined;
      return ctx ? requestIdOf(ctx) : '';
    },
  };
}

/** Of MariaDB and MySQL, and of PostgreSQL: the database has undone the transaction and asks for another try. */
const DEADLOCKS = new Set(['ER_LOCK_DEADLOCK', '40P01']);
const MOST_TRIES = 6;
/** ms */
const LONGEST_PAUSE = 40;

async function untilNoDeadlock<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const code = String((error as { code?: unknown } | null)?.code);
      if (!DEADLOCKS.has(code) || attempt === MOST_TRIES) throw error;
      // At random, or the same two meet again.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE * attempt));
    }
  }
}

/** An application without an encryption key still has the keys that sign its cookies. */
const secretOf = (strapi: Core.Strapi, config: PluginConfig): string =>
  config.encryptionKey ||
  String(strapi.config.get('admin.secrets.encryptionKey', '') || '') ||
  strapi.config.get<string[]>('server.app.keys', []).join();

export const sha256 = (value: string): string => hash('sha256', value, 'hex');
/** 256 random bits, URL-safe. */
export const randomToken = (): string => randomBytes(32).toString('base64url');
/** Whether it is of the form of a random token; what is not is looked for nowhere. */
export const isToken = (value: string): boolean => /^[\w-]{43}$/.test(value);

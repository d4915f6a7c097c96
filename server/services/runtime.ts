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
    keyFor: (purpose) => Buffer.from(hkdfSync('sha256', secretOf(strapi, config), '', purpose, 32)),
    get db() {
      return strapi.db.connection as unknown as Connection;
    },
    transaction: (work) =>
      strapi.db.transaction(({ trx, onCommit }) =>
        work(trx as unknown as Connection, onCommit),
      ) as ReturnType<typeof work>,
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

/** An application without an encryption key still has the keys that sign its cookies. */
const secretOf = (strapi: Core.Strapi, config: PluginConfig): string =>
  config.encryptionKey ||
  String(strapi.config.get('admin.secrets.encryptionKey', '') || '') ||
  strapi.config.get<string[]>('server.app.keys', []).join();

export const sha256 = (value: string): string => hash('sha256', value, 'hex');
/** 256 random bits, URL-safe. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

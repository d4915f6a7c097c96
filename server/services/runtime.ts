import type { Core } from '@strapi/strapi';
import { hash, randomBytes } from 'node:crypto';
import type { PluginConfig } from '../config';
import type { Connection } from '../store/connection';

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
}

export function createRuntime(strapi: Core.Strapi): Runtime {
  return {
    strapi,
    config: strapi.config.get('plugin::customer-portal') as PluginConfig,
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
  };
}

export const sha256 = (value: string): string => hash('sha256', value, 'hex');
/** 256 random bits, URL-safe. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

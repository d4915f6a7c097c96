import { bumpVersion } from '../store/counters';
import {
  listSealed,
  replaceSealed,
  type SealedColumn,
  type SealedValue,
} from '../store/sealed-columns';
import { SYSTEM, type Activity } from './activity';
import type { Runtime } from './runtime';
import { PROVIDER_SECRET, SESSION_TOKEN, TOTP_SECRET, type Secrets } from './secrets';
import type { SiteMap } from './site-map';

const PURPOSES: Record<SealedColumn, string> = {
  providerSecrets: PROVIDER_SECRET,
  appSecrets: TOTP_SECRET,
  providerTokens: SESSION_TOKEN,
};

export interface Rotated {
  /** Sealed by today's key now, and before. */
  renewed: number;
  current: number;
  /** No key that is known opens it: it has to be entered, or set up, again. */
  lost: number;
}

/** Seals every stored secret by today's key, so that the one before can be taken away (DESIGN 21). */
export interface SecretRotation {
  rotate(): Promise<Record<SealedColumn, Rotated>>;
}

export function createSecretRotation(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  secrets: Secrets,
): SecretRotation {
  /** A batch is one short transaction; crypto does not leave it. */
  const renew = (of: SealedColumn, values: readonly SealedValue[]) =>
    runtime.transaction(async (db) => {
      const found: Rotated = { renewed: 0, current: 0, lost: 0 };
      for (const value of values) {
        const opened = secrets.open(PURPOSES[of], value.sealed);
        if (opened === null) found.lost += 1;
        else if (!secrets.isOld(value.sealed)) found.current += 1;
        else if (await replaceSealed(db, of, value, secrets.seal(PURPOSES[of], opened)))
          found.renewed += 1;
      }
      return found;
    });

  async function rotateColumn(of: SealedColumn): Promise<Rotated> {
    const total: Rotated = { renewed: 0, current: 0, lost: 0 };
    let after: SealedValue['key'] = null;
    for (;;) {
      const values: SealedValue[] = await listSealed(runtime.db, of, after);
      const last = values.at(-1);
      if (!last) return total;
      const found = await renew(of, values);
      total.renewed += found.renewed;
      total.current += found.current;
      total.lost += found.lost;
      after = last.key;
    }
  }

  return {
    async rotate() {
      const result = {
        providerSecrets: await rotateColumn('providerSecrets'),
        appSecrets: await rotateColumn('appSecrets'),
        providerTokens: await rotateColumn('providerTokens'),
      };
      await runtime.transaction(async (db) => {
        // Nodes keep providers in memory, with their sealed secrets.
        await bumpVersion(db, 'site');
        const changes = Object.entries(result).flatMap(([name, { renewed, lost }]) => [
          [name, { before: '', after: String(renewed) }] as const,
          ...(lost > 0 ? [[`${name}.lost`, { before: '', after: String(lost) }] as const] : []),
        ]);
        await activity.record(db, {
          actor: SYSTEM,
          action: 'installation.secrets-rotated',
          subject: { kind: 'installation', id: '' },
          portalKey: 0,
          changes: Object.fromEntries(changes),
        });
      });
      await siteMap.refresh();
      return result;
    },
  };
}

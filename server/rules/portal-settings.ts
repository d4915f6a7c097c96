import * as z from 'zod/mini';
import {
  SETTINGS_SECTIONS,
  type PortalSettings,
  type SettingsSection,
} from '../contracts/portal-settings';

type Stored = { [Section in SettingsSection]?: unknown };

/** Settings as they were stored; a page that cannot be read any more stands at its defaults. */
export function readSettings(name: string, stored: Stored): PortalSettings {
  const section = <Name extends SettingsSection>(
    key: Name,
    otherwise: object,
  ): PortalSettings[Name] => {
    const schema = SETTINGS_SECTIONS[key];
    const given = (stored[key] ?? {}) as object;
    const result = z.safeParse(schema, { ...otherwise, ...given });
    return (result.success ? result.data : z.parse(schema, otherwise)) as PortalSettings[Name];
  };
  return {
    general: section('general', { name: name === '' ? '-' : name }),
    tickets: section('tickets', {}),
    supportForm: section('supportForm', {}),
    branding: section('branding', {}),
    knowledgeBase: section('knowledgeBase', {}),
    access: section('access', {}),
    mails: section('mails', {}),
  };
}

export type SettingsChanges = Record<string, { before: string; after: string }>;

/** What differs between two values, by path; lists and null are compared as a whole. Values are JSON, '' where there was none. */
export function settingsChanges(before: unknown, after: unknown, path = ''): SettingsChanges {
  if (isMap(before) && isMap(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return Object.assign(
      {},
      ...names.map((name) =>
        settingsChanges(before[name], after[name], path === '' ? name : `${path}.${name}`),
      ),
    ) as SettingsChanges;
  }
  const [old, next] = [asJson(before), asJson(after)];
  return old === next ? {} : { [path]: { before: old, after: next } };
}

/** The value as it was before the changes, which are the newest first. A name with a dot in it is no path of ours. */
export function undoChanges<Value>(value: Value, changes: readonly SettingsChanges[]): Value {
  const result = structuredClone(value);
  for (const entry of changes)
    for (const [path, { before }] of Object.entries(entry)) put(result, path.split('.'), before);
  return result;
}

function put(target: unknown, path: string[], json: string): void {
  const last = path.pop();
  let place = target;
  for (const name of path) {
    if (!isMap(place) || isForbidden(name)) return;
    if (!isMap(place[name])) place[name] = {};
    place = place[name];
  }
  if (last === undefined || !isMap(place) || isForbidden(last)) return;
  if (json === '') delete place[last];
  else place[last] = JSON.parse(json);
}

// Only our own rows are undone; still, no row reaches a prototype.
const isForbidden = (name: string) => ['__proto__', 'constructor', 'prototype'].includes(name);
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asJson = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

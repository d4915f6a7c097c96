import { errors } from '@strapi/utils';
import * as z from 'zod/mini';
import type { SetupFile, SetupItem, SetupPart, SetupQuestion } from '../../contracts/setup-files';
import { fromRefs, type Directory, type MissingRef, type NamedId } from '../../rules/setup-refs';
import { unknownFields, type Item } from '../../rules/setup-merge';
import type { Runtime } from '../runtime';
import type { AdminActor } from '../types';
import type { Environment } from './environment';
import type { Future } from './future';

/** One thing of this installation as a file says it. */
export interface Exported {
  id: string;
  item: Item;
}

/** A change that applying makes. */
export interface PlannedItem extends SetupItem {
  /** Public id of what is changed; of something new what stands for it. */
  id: string;
  /** The whole item as it is to be, in words; of an order the keys. */
  wanted: Item;
}

export interface PlanContext {
  runtime: Runtime;
  actor: AdminActor;
  env: Environment;
  file: SetupFile;
  /** Of what is here and what the file makes. */
  directory: Directory;
  /** What will be there, as far as it is planned. */
  future: Future;
  questions: SetupQuestion[];
}

export interface Entry {
  /** As it was written. */
  raw: Item;
  /** What is here under the same words. */
  here: Exported | null;
  /** Its public id; for something new what stands for it until it is made. */
  id: string;
  place: string;
  problem(path: string, message: string): void;
  warn(path: string, message: string): void;
}

export interface ApplyContext {
  actor: AdminActor;
  /** As it is by now, with what was applied before. */
  env: Environment;
  file: SetupFile;
  questions: readonly SetupQuestion[];
  /** Public ids of what was made, by what stood for them. */
  made: Map<string, string>;
}

/** How one part of a set-up file is read from here, compared and applied. */
export interface Part {
  name: SetupPart;
  /** Whoever changes something of it needs them, by the last segment of the action. */
  needs: readonly string[];
  exported(env: Environment): Exported[];
  /** The same for an item of a file and for what it stands for here. */
  keyOf(item: Item, directory: Directory): string;
  nameOf(item: Item): string;
  /** What else a file may refer to once it is applied; `id` stands for it until it is made. */
  makes?(item: Item, id: string, env: Environment): NamedId[];
  /** The whole item as it would be, in words; null when it cannot be. Nothing is written. */
  plan(context: PlanContext, entry: Entry): Promise<Item | null>;
  /** Lists of named things as maps, so that a difference names the thing. */
  comparable?(item: Item): Item;
  /** What stands in another order, after everything else of the part. */
  orders?(context: PlanContext, planned: readonly PlannedItem[]): PlannedItem[];
  apply(context: ApplyContext, planned: PlannedItem): Promise<void>;
  /** What refers to parts that come later. */
  applyLate?(context: ApplyContext, planned: PlannedItem): Promise<void>;
}

/** What a service refuses, field by field; nothing when it takes it. */
export async function refusalsOf(
  work: () => unknown,
): Promise<{ path: string; message: string; details: Record<string, unknown> }[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof errors.ApplicationError)) throw error;
    const details = (error.details ?? {}) as Record<string, unknown>;
    const fields = (details.errors ?? []) as { path?: string[]; message?: string }[];
    if (fields.length === 0) return [{ path: '', message: error.message, details }];
    return fields.map(({ path, message }) => ({
      path: (path ?? []).join('.'),
      message: message ?? error.message,
      details,
    }));
  }
}

/** Reads an item by its contract and tells what is wrong, a field that nobody knows too; null when it cannot be read. */
export function readItem<Shape extends z.ZodMiniType>(
  shape: Shape,
  value: unknown,
  { problem }: Pick<Entry, 'problem'>,
  below = '',
): z.output<Shape> | null {
  const at = (path: string) => [below, path].filter(Boolean).join('.');
  const result = z.safeParse(shape, value);
  if (!result.success) {
    for (const issue of result.error.issues) problem(at(issue.path.join('.')), issue.message);
    return null;
  }
  const unknown = unknownFields(value, result.data);
  for (const path of unknown) problem(at(path), 'Nobody knows this field. Take it out.');
  return unknown.length === 0 ? result.data : null;
}

const KINDS: Record<MissingRef['kind'], string> = {
  pipeline: 'pipeline',
  status: 'status',
  inbox: 'inbox',
  'access-group': 'access group',
  'request-form': 'request form',
  'knowledge-base': 'knowledge base',
  category: 'category',
  portal: 'portal',
  domain: 'domain',
  company: 'company',
};

/** References of an item as ids; what is not here is told, and null says that it cannot go on without it. */
export function resolved(
  value: unknown,
  directory: Directory,
  entry: Pick<Entry, 'problem' | 'warn'>,
): Item | null {
  const { value: found, missing } = fromRefs(value, directory);
  for (const { path, kind, name, isLoose } of missing) {
    const message = `There is no ${KINDS[kind]} “${name}” here`;
    if (!isLoose) entry.problem(path, `${message}. Make it first, or take it out of the file.`);
    // What becomes of an address stands with the portal.
    else if (kind !== 'domain') entry.warn(path, `${message}: it is left out.`);
  }
  return missing.some(({ isLoose }) => !isLoose) ? null : (found as Item);
}

/** The same when everything has been looked at before. */
export function idsIn(value: unknown, directory: Directory): Item {
  const { value: found, missing } = fromRefs(value, directory);
  const [first] = missing;
  if (first)
    throw new errors.ApplicationError(`There is no ${KINDS[first.kind]} “${first.name}” here.`);
  return found as Item;
}

/** A list of named things as a map of them and their order. */
export function byName(list: unknown, key: string): { entries: Item; order: unknown[] } {
  const all = (Array.isArray(list) ? list : []) as Item[];
  const names = all.map((one) => String(one[key]));
  return {
    entries: Object.fromEntries(all.map((one, at) => [names[at] ?? '', one])),
    order: names,
  };
}

/** Sorts by a text, the same everywhere; what is alike keeps its order. */
export const sortedBy = <One>(list: readonly One[], textOf: (one: One) => string): One[] =>
  [...list].sort((a, b) => {
    const [one, other] = [textOf(a), textOf(b)];
    return one < other ? -1 : Number(one > other);
  });

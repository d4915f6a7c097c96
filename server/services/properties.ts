import type { RecordPage } from '../contracts/lists';
import type {
  NewProperty,
  PropertyDefinition,
  PropertyDetail,
  PropertyOrder,
  PropertyQuery,
  PropertyUpdate,
  PropertyUse,
} from '../contracts/properties';
import { hasOptions } from '../rules/property-limits';
import { wordIn } from '../rules/property-values';
import type { Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import {
  addProperty,
  definitionOf,
  listProperties,
  orderProperties,
  propertyRecord,
  saveProperty,
  trashProperty,
  type PropertyRecord,
} from '../store/properties';
import { countPropertyValues, listUsedOptions } from '../store/property-values';
import type { ActivityEntry } from '../store/activity';
import { SYSTEM, type Activity } from './activity';
import {
  checkOptions,
  cleanedProperty,
  keyProblem,
  propertyProblems,
  type CleanedProperty,
} from './property-checks';
import { usesOf } from './property-uses';
import { pageInMemory } from './record-page';
import { need, refused, refusedAll } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

export interface Properties {
  list(actor: AdminActor, query: PropertyQuery): Promise<RecordPage<PropertyDefinition>>;
  find(actor: AdminActor, id: string): Promise<PropertyDetail | null>;
  create(actor: AdminActor, input: NewProperty): Promise<{ id: string }>;
  /** Key, kind and subject never change. */
  save(actor: AdminActor, id: string, input: PropertyUpdate): Promise<PropertyDetail | null>;
  /** Refused while a filter or a request form names it. Its values stay where they are and are no longer shown. */
  remove(actor: AdminActor, id: string): Promise<boolean>;
  reorder(actor: AdminActor, input: PropertyOrder): Promise<void>;
  /** Defines a custom property; forms, lists and filters know it from the next request on. For applications and seeds. */
  define(input: NewProperty): Promise<{ id: string }>;
}

const READ = ['property-read', 'property-edit'] as const;
const EDIT = 'property-edit';

export function createProperties(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
): Properties {
  /** In turn: the version's row stays locked until the end, so keys stay unique and orders whole. */
  async function change<Result>(work: (db: Connection) => Promise<Result>): Promise<Result> {
    const result = await runtime.transaction(async (db) => {
      await bumpVersion(db, 'site');
      return work(db);
    });
    await siteMap.refresh();
    return result;
  }

  const record = (
    db: Connection,
    actor: ActivityEntry['actor'],
    action: string,
    id: string,
    changes: Record<string, { before: string; after: string }> = {},
  ) =>
    activity.record(db, {
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      action: `property.${action}`,
      subject: { kind: 'property', id },
      portalKey: 0,
      changes,
    });

  const readAll = async (db: Connection) => (await listProperties(db)).map(propertyRecord);
  const readOne = async (db: Connection, id: string) =>
    (await readAll(db)).find((property) => property.id === id) ?? null;

  async function add(actor: ActivityEntry['actor'], input: NewProperty): Promise<{ id: string }> {
    return change(async (db) => {
      const taken = await keyProblem(db, input);
      if (taken !== '') refused('key', taken);
      const property = { ...input, isStandard: false };
      refusedAll(propertyProblems(property, input));
      const rank = (await readAll(db)).filter(({ subject }) => subject === input.subject).length;
      const { id } = await addProperty(db, {
        ...property,
        ...cleanedProperty(property, input),
        rank,
      });
      await record(db, actor, 'created', id, {
        property: { before: '', after: wordIn(input.labels, 'en', input.key) },
      });
      return { id };
    });
  }

  async function detail(property: PropertyRecord): Promise<PropertyDetail> {
    return {
      ...definitionOf(property),
      values: await countPropertyValues(runtime.db, property),
      uses: await usesOf(runtime.db, property),
      usedOptions: hasOptions(property) ? await listUsedOptions(runtime.db, property) : [],
    };
  }

  return {
    async list(actor, query) {
      need(actor, ...READ);
      const own = siteMap.properties(query.subject).map(definitionOf);
      return pageInMemory({
        rows: own.filter(
          ({ isStandard }) => query.origin === '' || isStandard === (query.origin === 'standard'),
        ),
        query,
        textOf: ({ key, labels }) => [key, ...Object.values(labels)].join(' '),
        sorts: {
          order: ({ rank }) => rank,
          label: ({ key, labels }) => wordIn(labels, 'en', key),
          key: ({ key }) => key,
          kind: ({ kind }) => kind,
        },
        defaultSort: 'order',
      });
    },

    async find(actor, id) {
      need(actor, ...READ);
      const property = await readOne(runtime.db, id);
      return property && detail(property);
    },

    async create(actor, input) {
      need(actor, EDIT);
      return add(actor, input);
    },

    define: (input) => add(SYSTEM, input),

    async save(actor, id, input) {
      need(actor, EDIT);
      const saved = await change(async (db) => {
        const property = await readOne(db, id);
        if (!property) return null;
        refusedAll(propertyProblems(property, input));
        await checkOptions(db, property, input.options);
        const after = cleanedProperty(property, input);
        await saveProperty(db, property.rowKey, after);
        await record(db, actor, 'updated', id, differences(property, after));
        return readOne(db, id);
      });
      return saved && detail(saved);
    },

    async remove(actor, id) {
      need(actor, EDIT);
      return change(async (db) => {
        const property = await readOne(db, id);
        if (!property) return false;
        if (property.isStandard)
          refused('property', 'Standard properties stay. Hide it from customers instead.');
        const uses = await usesOf(db, property);
        if (uses.length > 0)
          refused('property', `Take it out of ${and.format(uses.map(useInWords))} first.`, {
            uses,
          });
        await trashProperty(db, property.rowKey, runtime.now());
        await record(db, actor, 'trashed', id, {
          property: { before: wordIn(property.labels, 'en', property.key), after: '' },
        });
        return true;
      });
    },

    async reorder(actor, input) {
      need(actor, EDIT);
      await change(async (db) => {
        const own = (await readAll(db)).filter(({ subject }) => subject === input.subject);
        const keys = input.ids.flatMap((id) => own.find((one) => one.id === id)?.rowKey ?? []);
        if (keys.length !== own.length || new Set(keys).size !== own.length)
          refused('ids', 'The properties have changed. Load the page again.');
        await orderProperties(db, keys);
        await record(db, actor, 'reordered', input.ids[0] ?? '');
      });
    },
  };
}

const and = new Intl.ListFormat('en', { type: 'conjunction' });

const useInWords = ({ kind, name }: PropertyUse): string => {
  const words = {
    portal: 'the ticket permission of the portal',
    'access-group': 'the access group',
    'request-form': 'the request form',
  };
  return `${words[kind]} “${name}”`;
};

function differences(before: PropertyRecord, after: CleanedProperty) {
  const wordsOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const changes: Record<string, { before: string; after: string }> = {};
  for (const name of Object.keys(after) as (keyof typeof after)[]) {
    const [old, next] = [wordsOf(before[name]), wordsOf(after[name])];
    if (old !== next) changes[name] = { before: old, after: next };
  }
  return changes;
}

import { pipelineInput, type PipelineInput } from '../../contracts/pipelines';
import { normaliseText } from '../../rules/property-values';
import { isMap, joined, overlay, type Item } from '../../rules/setup-merge';
import { createDirectory, toRefs, type NamedId } from '../../rules/setup-refs';
import type { PipelineRecord, StatusRecord } from '../../store/site-map';
import { checkPipeline, isClosed } from '../pipeline-input';
import type { Pipelines } from '../pipelines';
import type { Environment } from './environment';
import { byName, idsIn, readItem, refusalsOf, resolved, sortedBy, type Part } from './part';
import { placeholder } from './placeholder';

const nameKey = (item: Item) => normaliseText(String(item.name));
const statusesIn = (item: Item): Item[] =>
  (Array.isArray(item.statuses) ? item.statuses : []).filter(isMap);

/** Pipelines with their statuses; a status is known by its name. */
export function pipelinesPart(pipelines: Pipelines): Part {
  return {
    name: 'pipelines',
    needs: ['pipeline-edit'],

    exported: (env) =>
      sortedBy(env.pipelines, ({ name }) => name).map((pipeline) => ({
        id: pipeline.id,
        item: toRefs(
          itemOf(pipeline, statusesOf(env, pipeline.id).map(statusItem)),
          env.directory,
        ) as Item,
      })),

    keyOf: nameKey,
    nameOf: (item) => String(item.name),

    makes,

    async plan({ env, directory, future }, entry) {
      const { here, id, problem } = entry;
      const merged = over(here?.item, entry.raw);
      for (const [at, status] of statusesIn(entry.raw).entries())
        if ('id' in status)
          problem(`statuses.${at}.id`, 'Statuses of a file are known by their names. Take it out.');
      if ('removed' in entry.raw)
        problem('removed', 'A file deletes nothing. Delete statuses on the page of the pipeline.');
      const ids = resolved(merged, directory, entry);
      if (!ids) return null;
      const known = statusesOf(env, id);
      const input = readItem(pipelineInput, asInput(ids, id, known), entry);
      if (!input) return null;
      const refusals = await refusalsOf(() => checkPipeline(input, known));
      for (const { path, message } of refusals) problem(path, message);
      if (refusals.length > 0) return null;
      const statuses = input.statuses.map((status) => ({
        name: status.name,
        meaning: status.meaning,
        color: status.color,
        customerLabels: Object.fromEntries(
          Object.entries(status.customerLabels).filter(([, word]) => word !== ''),
        ),
        isHidden: status.isHidden,
        mayStart: status.mayStart,
      }));
      const record = future.siteMap.pipelines().find((one) => one.id === id);
      const key = record?.key ?? future.newKey();
      const { name, rules } = input;
      const automations = (ids.automations ?? input.automations) as PipelineInput['automations'];
      future.setPipeline(
        { key, id, name, rules, automations },
        statuses.map((status, rank): StatusRecord => {
          const before = known.find((one) => one.id === input.statuses[rank]?.id);
          return {
            ...status,
            key: before?.key ?? future.newKey(),
            id: before?.id ?? placeholder('status', id, normaliseText(status.name)),
            isClosed: isClosed(status),
            labels: status.customerLabels,
            pipelineKey: key,
            pipelineId: id,
            pipelineName: name,
          };
        }),
      );
      const whole = { name, rules, automations: withDefaults(input, automations), statuses };
      return toRefs(whole, directory) as Item;
    },

    comparable: ({ statuses, ...item }) => {
      const { entries, order } = byName(statuses, 'name');
      return { ...item, statuses: entries, statusOrder: order };
    },

    async apply({ actor, env }, { id, state, wanted }) {
      const known = statusesOf(env, id);
      // What this very save makes is named as it will be, for the automations.
      const directory = createDirectory([...env.named, ...makes(wanted, id, env)]);
      const input = asInput(idsIn(wanted, directory), id, known) as unknown as PipelineInput;
      const whole = { ...input, removed: [] };
      if (state === 'new') await pipelines.create(actor, whole);
      else await pipelines.save(actor, id, whole);
    },
  };
}

function makes(item: Item, id: string, env: Environment): NamedId[] {
  const here = statusesOf(env, id).map(({ name }) => normaliseText(name));
  const name = String(item.name);
  const isKnown = env.pipelines.some((pipeline) => pipeline.id === id);
  return [
    ...(isKnown ? [] : [{ kind: 'pipeline' as const, id, words: [name] }]),
    ...statusesIn(item)
      .filter((status) => !here.includes(nameKey(status)))
      .map((status): NamedId => {
        const words = [name, String(status.name)];
        return { kind: 'status', id: placeholder('status', id, nameKey(status)), words };
      }),
  ];
}

const statusesOf = (env: Environment, pipelineId: string) =>
  env.statuses.filter((status) => status.pipelineId === pipelineId);

const statusItem = (status: StatusRecord): Item => ({
  name: status.name,
  meaning: status.meaning,
  color: status.color,
  customerLabels: status.labels,
  isHidden: status.isHidden,
  mayStart: status.mayStart,
});

const itemOf = ({ name, rules, automations }: PipelineRecord, statuses: Item[]): Item => ({
  name,
  rules,
  automations,
  statuses,
});

/** Statuses that only are here stay, behind those of the file. */
function over(here: Item | undefined, raw: Item): Item {
  if (!here) return raw;
  const merged = overlay(here, raw, 2) as Item;
  if (!Array.isArray(raw.statuses)) return merged;
  return { ...merged, statuses: joined(here.statuses as Item[], raw.statuses, nameKey) };
}

/** As the service takes it: a known status by its id, a new one by its place. */
function asInput(item: Item, pipelineId: string, known: readonly StatusRecord[]): Item {
  const news = new Map<string, string>();
  const statuses = Array.isArray(item.statuses)
    ? item.statuses.map((status: unknown, index) => {
        if (!isMap(status)) return status;
        const before = known.find(({ name }) => normaliseText(name) === nameKey(status));
        if (!before) news.set(placeholder('status', pipelineId, nameKey(status)), `new-${index}`);
        return { ...status, id: before?.id ?? `new-${index}` };
      })
    : item.statuses;
  const named = (value: unknown): unknown => {
    if (typeof value === 'string') return news.get(value) ?? value;
    if (Array.isArray(value)) return value.map(named);
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one)]));
  };
  return {
    ...item,
    statuses,
    ...('automations' in item && { automations: named(item.automations) }),
  };
}

/** Automations with ids in place of `new-…`, and what the file leaves out. */
const withDefaults = (
  input: PipelineInput,
  written: Partial<PipelineInput['automations']>,
): PipelineInput['automations'] => ({ ...input.automations, ...written });

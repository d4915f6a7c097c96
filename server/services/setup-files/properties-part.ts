import {
  CUSTOM_KINDS,
  PROPERTY_SUBJECTS,
  type NewProperty,
  type PropertyDefinition,
} from '../../contracts/properties';
import { setupProperty } from '../../contracts/setup-files';
import { isMap, joined, overlay, reordered, type Item } from '../../rules/setup-merge';
import type { PropertyRecord } from '../../store/properties';
import { checkOptions, cleanedProperty, keyProblem, propertyProblems } from '../property-checks';
import type { Properties } from '../properties';
import { byName, readItem, refusalsOf, type Part, type PlannedItem } from './part';

type Place = Pick<PropertyDefinition, 'subject' | 'key'>;

const placeOf = (item: Item) => ({ subject: String(item.subject), key: String(item.key) });
const asItem = (property: Omit<PropertyDefinition, 'id' | 'isStandard' | 'rank'>): Item => ({
  subject: property.subject,
  key: property.key,
  kind: property.kind,
  labels: property.labels,
  helps: property.helps,
  options: property.options,
  customerAccess: property.customerAccess,
  agentAccess: property.agentAccess,
  isRequiredToClose: property.isRequiredToClose,
});

/** Custom properties, and of the standard ones what may be changed. */
export function propertiesPart(properties: Properties): Part {
  return {
    name: 'properties',
    needs: ['property-edit'],

    exported: (env) =>
      env.properties.map((property) => ({ id: property.id, item: asItem(property) })),

    keyOf: (item) => JSON.stringify(placeOf(item)),
    nameOf: (item) => `${placeOf(item).subject} / ${placeOf(item).key}`,

    async plan({ runtime, env, future }, entry) {
      const { here, problem } = entry;
      const known = env.properties.find(({ id }) => id === here?.id);
      const merged = over(here?.item, entry.raw);
      const input = readItem(setupProperty, merged, entry);
      if (!input) return null;
      if (known ? known.kind !== input.kind : !isCustom(input.kind)) {
        problem(
          'kind',
          known ? `The kind never changes: here it is ${known.kind}.` : 'Choose a kind.',
        );
        return null;
      }
      const shape = { isStandard: false, ...known, ...input };
      const taken = known ? '' : await keyProblem(runtime.db, input);
      if (taken !== '') problem('key', taken);
      const problems = [
        ...propertyProblems(shape, input),
        ...(known ? await refusalsOf(() => checkOptions(runtime.db, known, input.options)) : []),
      ];
      for (const { path, message } of problems) problem(path, message);
      if (taken !== '' || problems.length > 0) return null;
      const wanted = { ...input, ...cleanedProperty(shape, input) };
      const ranked = { rowKey: future.newKey(), id: '', rank: 1000 };
      future.setProperty({ ...ranked, ...known, ...wanted, isStandard: shape.isStandard });
      return asItem(wanted);
    },

    comparable: ({ options, ...item }) => {
      const { entries, order } = byName(options, 'key');
      return { ...item, options: entries, optionOrder: order };
    },

    orders({ env, file }, planned) {
      return PROPERTY_SUBJECTS.flatMap((subject): PlannedItem[] => {
        const ofSubject = (item: Item) => item.subject === subject;
        const made = planned.filter((one) => one.state === 'new').map(({ wanted }) => wanted);
        const before = [
          ...env.properties.filter((one) => one.subject === subject).map(({ key }) => key),
          ...made.filter(ofSubject).map((item) => String(item.key)),
        ];
        const named = file.properties.filter((item) => isMap(item) && ofSubject(item));
        const after = reordered(
          before,
          named.map((item) => String(item.key)),
        );
        if (after.join() === before.join()) return [];
        return [
          {
            part: 'properties',
            id: '',
            name: '',
            orderOf: subject,
            place: 'properties',
            state: 'changed',
            changes: { order: { before: JSON.stringify(before), after: JSON.stringify(after) } },
            wanted: { subject, keys: after },
          },
        ];
      });
    },

    async apply({ actor, env }, { id, name, state, wanted }) {
      if (name === '') return reorder();
      const input = wanted as unknown as NewProperty;
      if (state === 'new') await properties.create(actor, input);
      else await properties.save(actor, id, input);

      async function reorder(): Promise<void> {
        const { subject, keys } = wanted as { subject: Place['subject']; keys: string[] };
        const own = env.properties.filter((one: PropertyRecord) => one.subject === subject);
        const ids = keys.flatMap((key) => own.find((one) => one.key === key)?.id ?? []);
        await properties.reorder(actor, { subject, ids });
      }
    },
  };
}

const isCustom = (kind: string) => (CUSTOM_KINDS as readonly string[]).includes(kind);

/** Options that only are here stay, behind those of the file. */
function over(here: Item | undefined, raw: Item): Item {
  if (!here) return raw;
  const merged = overlay(here, raw, 1) as Item;
  if (!Array.isArray(raw.options)) return merged;
  const options = joined(here.options as Item[], raw.options, ({ key }) => String(key));
  return { ...merged, options };
}

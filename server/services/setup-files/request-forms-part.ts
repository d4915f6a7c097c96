import { setupForm, type SetupForm } from '../../contracts/setup-files';
import type { FormContent } from '../../contracts/request-forms';
import { normaliseText } from '../../rules/property-values';
import { isMap, overlay, reordered, stable, type Item } from '../../rules/setup-merge';
import { toRefs, wordsOf, type Directory } from '../../rules/setup-refs';
import { formProblems, formSlugProblem } from '../form-problems';
import { formState, type FormRecord } from '../form-record';
import { need } from '../refusals';
import type { RequestForms } from '../request-forms';
import type { Environment } from './environment';
import { byName, idsIn, readItem, resolved, sortedBy, type Part, type PlannedItem } from './part';

const slugOf = ({ slug, published }: FormRecord) => published?.slug ?? slug;
const portalIdOf = ({ portal }: Item, directory: Directory) => directory.idOf(String(portal)) ?? '';

/** Request forms with their portal; of a published one what customers see. */
export function requestFormsPart(requestForms: RequestForms): Part {
  return {
    name: 'requestForms',
    needs: ['request-form-edit'],

    exported: (env) =>
      sortedBy(formsHere(env), ({ portalName: name }) => name).map(({ form, portalId }) => ({
        id: form.id,
        item: toRefs(itemOf(withoutGone(form, env), portalId), env.directory) as Item,
      })),

    keyOf: (item, directory) => JSON.stringify([portalIdOf(item, directory), item.slug]),
    nameOf: (item) => `${portalName(item.portal)} / ${String(item.name ?? item.slug)}`,
    makes: ({ portal, slug }, id, env) =>
      env.forms.some((form) => form.id === id)
        ? []
        : [{ kind: 'request-form', id, words: [portalName(portal), String(slug)] }],

    async plan({ actor, env, directory, future }, entry) {
      const { here, raw, problem, warn } = entry;
      const base = { name: raw.slug, content: {}, ...here?.item };
      const ids = resolved(overlay(base, raw, 2), directory, entry);
      if (!ids) return null;
      const form = readItem(setupForm, ids, entry);
      if (!form) return null;
      const portal = future.portals.get(form.portal);
      if (!portal) {
        problem('portal', 'Name a portal, for example @portal:Help.');
        return null;
      }
      const known = env.forms.find(({ id }) => id === here?.id);
      const others = env.forms.filter((one) => one.portalKey === portal.key && one !== known);
      const problems = [
        { path: 'slug', message: formSlugProblem(form.slug) },
        {
          path: 'name',
          message: others.some(({ name }) => normaliseText(name) === normaliseText(form.name))
            ? 'Another form of this portal has this name. Choose another one.'
            : '',
        },
        ...formProblems(future.siteMap, form.content, portal, form.isPublished).map((one) => ({
          ...one,
          path: `content.${one.path}`,
        })),
      ].filter(({ message }) => message !== '');
      for (const { path, message } of problems) problem(path, message);
      if (problems.length > 0) return null;
      if (form.isPublished && !actor.can.has('request-form-publish')) warnOfPublishing();
      const wanted = toRefs(form, directory) as Item;
      if (known && formState(known) === 'changed' && !isSame(wanted, here?.item))
        warn('', 'Its draft has changes that are not published. They are replaced.');
      return wanted;

      function warnOfPublishing(): void {
        if (known?.published && isSame(toRefs(form, directory), here?.item)) return;
        problem('isPublished', 'Your role may not publish request forms.');
      }
    },

    comparable: ({ content, ...item }) => {
      const { fields, ...others } = isMap(content) ? content : {};
      const { entries, order } = byName(fields, 'property');
      return { ...item, content: { ...others, fields: entries, fieldOrder: order } };
    },

    orders({ env, file, directory }, planned) {
      return [...portalsIn(file.requestForms, directory)].flatMap((portalId): PlannedItem[] => {
        const isIn = (item: Item) => portalIdOf(item, directory) === portalId;
        const made = planned.filter(({ state, wanted }) => state === 'new' && isIn(wanted));
        const before = [
          ...formsHere(env)
            .filter((one) => one.portalId === portalId)
            .map(({ form }) => slugOf(form)),
          ...made.map(({ wanted }) => String(wanted.slug)),
        ];
        const named = file.requestForms.filter((item) => isMap(item) && isIn(item));
        const after = reordered(
          before,
          named.map(({ slug }) => String(slug)),
        );
        if (after.join() === before.join()) return [];
        const portal = directory.refOf(portalId) ?? '';
        return [
          {
            part: 'requestForms',
            id: '',
            name: '',
            orderOf: portalName(portal),
            place: 'requestForms',
            state: 'changed',
            changes: { order: { before: JSON.stringify(before), after: JSON.stringify(after) } },
            wanted: { portal, slugs: after },
          },
        ];
      });
    },

    async apply({ actor, env }, { id, name, state, wanted }) {
      if (name === '') return reorder(wanted as { portal: string; slugs: string[] });
      const form = idsIn(wanted, env.directory) as unknown as SetupForm;
      const known = env.forms.find((one) => one.id === id);
      // Both may be asked of one person before anything of the form is changed.
      if (form.isPublished || known?.published) need(actor, 'request-form-publish');
      const formId = state === 'new' ? (await requestForms.create(actor, form)).id : id;
      const { portal, slug, content } = form;
      await requestForms.save(actor, formId, { name: form.name, portal, slug, content });
      if (form.isPublished) await requestForms.publish(actor, formId);
      else if (known?.published) await requestForms.unpublish(actor, formId);

      async function reorder({ portal: ref, slugs }: { portal: string; slugs: string[] }) {
        const portalId = env.directory.idOf(ref) ?? '';
        const own = formsHere(env).filter((one) => one.portalId === portalId);
        const ids = slugs.flatMap(
          (one) =>
            own.find(({ form: { slug: end, published } }) => (published?.slug ?? end) === one)?.form
              .id ?? [],
        );
        await requestForms.reorder(actor, { portal: portalId, ids });
      }
    },
  };
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(stable(a)) === JSON.stringify(stable(b));

const portalName = (ref: unknown): string => wordsOf(String(ref))[0] ?? String(ref);

const portalsIn = (items: readonly Item[], directory: Directory): Set<string> =>
  new Set(items.filter(isMap).map((item) => portalIdOf(item, directory)));

/** Forms of portals that are there. */
function formsHere(env: Environment): { form: FormRecord; portalId: string; portalName: string }[] {
  return env.forms.flatMap((form) => {
    const portal = env.portals.find(({ key }) => key === form.portalKey);
    if (!portal) return [];
    return [{ form, portalId: portal.id, portalName: portal.settings.general.name }];
  });
}

const itemOf = (form: FormRecord & { content: FormContent }, portal: string): Item => ({
  portal,
  slug: slugOf(form),
  name: form.name,
  isPublished: form.published !== null,
  content: form.content,
});

/** What a form sets and is gone is left out. */
function withoutGone(
  form: FormRecord,
  { directory }: Environment,
): FormRecord & { content: FormContent } {
  const content = form.published?.content ?? form.draft;
  const here = (id: string) => (directory.refOf(id) === undefined ? '' : id);
  const { inbox, pipeline, status, values } = content.sets;
  const sets = { inbox: here(inbox), pipeline: here(pipeline), status: here(status), values };
  return { ...form, content: { ...content, sets } };
}

import type {
  FormPortal,
  NewRequestForm,
  RequestFormDetail,
  RequestFormOrder,
  RequestFormQuery,
  RequestFormRow,
  RequestFormUpdate,
  RequestFormVersion,
} from '../contracts/request-forms';
import type { RecordPage } from '../contracts/lists';
import { snapshotOf } from '../rules/request-form-content';
import { normaliseText } from '../rules/property-values';
import { number, text, type Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { listPortals, type PortalFacts } from '../store/portals';
import {
  addForm,
  listForms,
  listVersions,
  lockPortalForms,
  orderForms,
  publishForm,
  saveForm,
  trashForm,
  unpublishForm,
  type FormPlace,
} from '../store/request-forms';
import type { Activity } from './activity';
import { firstForm } from './first-content';
import { createFormAnswers } from './form-answers';
import { formProblems, formSlugProblem } from './form-problems';
import { formRecord, formState, type FormRecord } from './form-record';
import { formProperties } from './published-forms';
import { pageInMemory } from './record-page';
import { need, refused, refusedAll } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, PortalRecord, RequestFormsService } from './types';

const READ = ['request-form-read'] as const;
const EDIT = 'request-form-edit';
const PUBLISH = 'request-form-publish';

export interface RequestForms extends RequestFormsService {
  list(actor: AdminActor, query: RequestFormQuery): Promise<RecordPage<RequestFormRow>>;
  find(actor: AdminActor, id: string): Promise<RequestFormDetail | null>;
  /** Languages and address of each portal, for the editor and its preview. */
  portals(actor: AdminActor): FormPortal[];
  /** A draft with subject, description and attachments. */
  create(actor: AdminActor, input: NewRequestForm): Promise<{ id: string }>;
  /** Changes the draft; what customers see stays until it is published. */
  save(actor: AdminActor, id: string, input: RequestFormUpdate): Promise<RequestFormDetail | null>;
  /** Checks the whole draft and shows it to customers as a version that never changes. */
  publish(actor: AdminActor, id: string): Promise<RequestFormDetail | null>;
  unpublish(actor: AdminActor, id: string): Promise<RequestFormDetail | null>;
  /** Makes the draft what is published. */
  discard(actor: AdminActor, id: string): Promise<RequestFormDetail | null>;
  remove(actor: AdminActor, id: string): Promise<boolean>;
  /** The order in which a portal offers its forms. */
  reorder(actor: AdminActor, input: RequestFormOrder): Promise<void>;
}

export function createRequestForms(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
): RequestForms {
  const forms = async (db: Connection) => (await listForms(db)).map(formRecord);
  const formById = async (db: Connection, id: string) =>
    (await forms(db)).find((form) => form.id === id) ?? null;
  const addressIn = (portal: PortalRecord, slug: string) =>
    siteMap.url(portal.domain, `/${portal.slug}/new/${slug}`);

  function asRow(form: FormRecord, portals: readonly PortalFacts[]): RequestFormRow {
    const portal = portals.find(({ key }) => key === form.portalKey);
    return {
      id: form.id,
      name: form.name,
      slug: form.slug,
      portal: portal ? { id: portal.id, name: portal.settings.general.name } : null,
      state: formState(form),
      fieldCount: form.draft.fields.length,
      publishedAt: form.published?.time ?? 0,
      rank: form.rank,
    };
  }

  async function detail(id: string): Promise<RequestFormDetail | null> {
    const form = await formById(runtime.db, id);
    if (!form) return null;
    const rows = await listVersions(runtime.db, id);
    const portal = siteMap.portalByKey(form.portalKey);
    const versions = rows.map((row, index): RequestFormVersion => ({
      version: number(row.version),
      publishedAt: number(row.published_time),
      publishedBy: text(row.published_by),
      isPublic: form.published !== null && index === 0,
    }));
    return {
      ...asRow(form, await listPortals(runtime.db)),
      content: form.draft,
      isPortalFixed: versions.length > 0 && form.portalKey > 0,
      url: portal && form.published ? addressIn(portal, form.published.slug) : '',
      versions,
    };
  }

  /** Portals that are being set up have forms too. */
  const findPortal = async (db: Connection, id: string): Promise<PortalFacts> =>
    (await listPortals(db)).find((portal) => portal.id === id) ??
    refused('portal', 'Choose a portal that exists.');

  /** Name and address are of one form in its portal, published or drafted. */
  function placeIn(
    all: FormRecord[],
    portal: PortalFacts,
    input: NewRequestForm,
    own: FormRecord | null,
  ): FormPlace {
    const others = all.filter((form) => form.portalKey === portal.key && form.id !== own?.id);
    const problem = formSlugProblem(input.slug);
    if (problem !== '') refused('slug', problem);
    if (others.some(({ slug, published }) => [slug, published?.slug].includes(input.slug)))
      refused('slug', 'Another form of this portal has this address. Choose another one.');
    if (others.some(({ name }) => normaliseText(name) === normaliseText(input.name)))
      refused('name', 'Another form of this portal has this name. Choose another one.');
    return { name: input.name, portalKey: portal.key, slug: input.slug };
  }

  async function record(
    db: Connection,
    actor: AdminActor,
    action: string,
    form: { id: string; portalKey: number | null },
    changes?: Record<string, { before: string; after: string }>,
  ): Promise<void> {
    await activity.record(db, {
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      action: `request-form.${action}`,
      subject: { kind: 'request-form', id: form.id },
      portalKey: form.portalKey ?? 0,
      changes,
    });
    await bumpVersion(db, 'site');
  }

  /** A change of one form, read as nobody else changes the forms of its portal. */
  async function change(
    id: string,
    work: (db: Connection, form: FormRecord) => Promise<void>,
  ): Promise<RequestFormDetail | null> {
    const found = await formById(runtime.db, id);
    if (!found) return null;
    await runtime.transaction(async (db) => {
      await lockPortalForms(db, found.portalKey);
      const form = await formById(db, id);
      if (form) await work(db, form);
    });
    await siteMap.refresh();
    return detail(id);
  }

  return {
    ...createFormAnswers(runtime, siteMap),

    async list(actor, query) {
      need(actor, ...READ);
      const portals = await listPortals(runtime.db);
      const rows = (await forms(runtime.db))
        .map((form) => asRow(form, portals))
        .filter(
          (row) =>
            (query.portal === '' || row.portal?.id === query.portal) &&
            (query.state === '' || row.state === query.state),
        );
      return pageInMemory({
        rows,
        query,
        textOf: ({ name, slug, portal }) => `${name} ${slug} ${portal?.name ?? ''}`,
        sorts: {
          name: ({ name }) => name,
          portal: ({ portal, rank }) => `${portal?.name ?? ''} ${String(rank).padStart(4, '0')}`,
          state: ({ state }) => state,
          fields: ({ fieldCount }) => fieldCount,
          published: ({ publishedAt }) => publishedAt,
        },
        defaultSort: 'portal',
      });
    },

    async find(actor, id) {
      need(actor, ...READ);
      return detail(id);
    },

    portals(actor) {
      need(actor, ...READ);
      return siteMap.portals().map((portal) => ({
        id: portal.id,
        languages: portal.languages,
        accent: portal.settings.branding.accent,
        url: addressIn(portal, ''),
      }));
    },

    async create(actor, input) {
      need(actor, EDIT);
      const made = await runtime.transaction(async (db) => {
        const portal = await findPortal(db, input.portal);
        await lockPortalForms(db, portal.key);
        const all = await forms(db);
        const place = placeIn(all, portal, input, null);
        const { draft } = firstForm([]);
        const rank = Math.max(
          -1,
          ...all.filter((form) => form.portalKey === portal.key).map((form) => form.rank),
        );
        const form = await addForm(db, { ...place, draft, rank: rank + 1 });
        await record(
          db,
          actor,
          'created',
          { ...place, id: form.id },
          {
            name: { before: '', after: place.name },
          },
        );
        return form;
      });
      await siteMap.refresh();
      return { id: made.id };
    },

    async save(actor, id, input) {
      need(actor, EDIT);
      return change(id, async (db, form) => {
        const portal = await findPortal(db, input.portal);
        const place = placeIn(await forms(db), portal, input, form);
        const [version] = await listVersions(db, id);
        if (version && form.portalKey > 0 && place.portalKey !== form.portalKey)
          refused(
            'portal',
            'A form that was published stays in its portal. Make a new form there.',
          );
        refusedAll(formProblems(siteMap, input.content, portal, false));
        await saveForm(db, form.key, { ...place, draft: input.content });
        await record(
          db,
          actor,
          'updated',
          { ...place, id },
          form.name === place.name ? undefined : { name: { before: form.name, after: place.name } },
        );
      });
    },

    async publish(actor, id) {
      need(actor, PUBLISH);
      return change(id, async (db, form) => {
        const portal = (await listPortals(db)).find(({ key }) => key === form.portalKey);
        if (!portal) return refused('portal', 'Choose a portal first.');
        refusedAll(formProblems(siteMap, form.draft, portal, true));
        const properties = [...formProperties(siteMap.properties('ticket')).values()];
        const version = await publishForm(db, {
          ...form,
          snapshot: snapshotOf(form.draft, form.slug, properties),
          publishedBy: actor.name,
          now: runtime.now(),
        });
        await record(db, actor, 'published', form, {
          version: { before: '', after: String(version) },
        });
      });
    },

    async unpublish(actor, id) {
      need(actor, PUBLISH);
      return change(id, async (db, form) => {
        if (!form.published) return;
        await unpublishForm(db, form.key);
        await record(db, actor, 'unpublished', form);
      });
    },

    async discard(actor, id) {
      need(actor, EDIT);
      return change(id, async (db, form) => {
        const { published } = form;
        if (!published) refused('state', 'Nothing is published that could come back.');
        else {
          const { slug, content } = published;
          await saveForm(db, form.key, { ...form, slug, draft: content });
          await record(db, actor, 'discarded', form);
        }
      });
    },

    async remove(actor, id) {
      need(actor, EDIT);
      const found = await formById(runtime.db, id);
      if (!found) return false;
      if (found.published) need(actor, PUBLISH);
      await change(id, async (db, form) => {
        if (form.published) need(actor, PUBLISH);
        await trashForm(db, { ...form, now: runtime.now() });
        await record(db, actor, 'deleted', form, { name: { before: form.name, after: '' } });
      });
      return true;
    },

    async reorder(actor, input) {
      need(actor, EDIT);
      await runtime.transaction(async (db) => {
        const portal = await findPortal(db, input.portal);
        await lockPortalForms(db, portal.key);
        const own = (await forms(db)).filter((form) => form.portalKey === portal.key);
        const keys = input.ids.flatMap((id) => own.find((form) => form.id === id)?.key ?? []);
        if (keys.length !== own.length || new Set(keys).size !== own.length)
          refused('ids', 'The forms of this portal have changed. Load the page again.');
        await orderForms(db, keys);
        await record(db, actor, 'reordered', { id: portal.id, portalKey: portal.key });
      });
      await siteMap.refresh();
    },
  };
}

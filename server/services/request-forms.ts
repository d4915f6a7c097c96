import * as z from 'zod/mini';
import {
  formContent,
  type FormContent,
  type FormPortal,
  type NewRequestForm,
  type RequestFormDetail,
  type RequestFormOrder,
  type RequestFormQuery,
  type RequestFormRow,
  type RequestFormUpdate,
  type RequestFormVersion,
} from '../contracts/request-forms';
import type { RecordPage } from '../contracts/lists';
import { contentProblems, snapshotOf } from '../rules/request-form-content';
import { normaliseText } from '../rules/property-values';
import { slugProblem } from '../rules/slug';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { bumpVersion } from '../store/counters';
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
import { formProperties } from './published-forms';
import { pageInMemory } from './record-page';
import { need, refused, refusedAll } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, PortalRecord, RequestFormsService } from './types';

const READ = ['request-form-read'] as const;
const EDIT = 'request-form-edit';
const PUBLISH = 'request-form-publish';

/** Pages below "new" that a form must not stand in the way of. */
const RESERVED = new Set(['new', 'preview', 'sent', 'suggestions']);

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

interface Form {
  key: number;
  id: string;
  name: string;
  slug: string;
  portalKey: number;
  rank: number;
  draft: FormContent;
  /** Of the published version; null when there is none. */
  published: { content: FormContent; slug: string; time: number } | null;
}

/** Anything that was stored before reads as far as it goes. */
const contentOf = (stored: unknown): FormContent =>
  z.safeParse(formContent, stored).data ?? z.parse(formContent, {});

function asForm(row: Row): Form {
  const snapshot = jsonOf<{ slug?: string } | null>(row.snapshot, null);
  const slug = text(row.slug);
  return {
    key: number(row.id),
    id: text(row.document_id),
    name: text(row.name) || slug,
    slug,
    portalKey: number(row.portal_id),
    rank: number(row.rank),
    draft: contentOf(jsonOf<unknown>(row.draft, {})),
    published: snapshot && {
      content: contentOf(snapshot),
      slug: snapshot.slug || slug,
      time: number(row.published_time),
    },
  };
}

function stateOf({ draft, published, slug }: Form): RequestFormRow['state'] {
  if (!published) return 'draft';
  const isSame =
    published.slug === slug && JSON.stringify(published.content) === JSON.stringify(draft);
  return isSame ? 'published' : 'changed';
}

export function createRequestForms(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
): RequestForms {
  const forms = async (db: Connection) => (await listForms(db)).map(asForm);
  const formById = async (db: Connection, id: string) =>
    (await forms(db)).find((form) => form.id === id) ?? null;
  const portalById = (id: string) => siteMap.portals().find((portal) => portal.id === id);
  const addressIn = (portal: PortalRecord, slug: string) =>
    siteMap.url(portal.domain, `/${portal.slug}/new/${slug}`);

  function asRow(form: Form): RequestFormRow {
    const portal = siteMap.portalByKey(form.portalKey);
    return {
      id: form.id,
      name: form.name,
      slug: form.slug,
      portal: portal ? { id: portal.id, name: portal.name } : null,
      state: stateOf(form),
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
      ...asRow(form),
      content: form.draft,
      isPortalFixed: versions.length > 0 && form.portalKey > 0,
      url: portal && form.published ? addressIn(portal, form.published.slug) : '',
      versions,
    };
  }

  /** Name and address are of one form in its portal, published or drafted. */
  function placeIn(all: Form[], input: NewRequestForm, own: Form | null): FormPlace {
    const portal = portalById(input.portal);
    if (!portal) return refused('portal', 'Choose a portal that exists.');
    const others = all.filter((form) => form.portalKey === portal.key && form.id !== own?.id);
    const problem = slugProblem(input.slug);
    if (problem !== '') refused('slug', problem);
    if (RESERVED.has(input.slug))
      refused('slug', `“${input.slug}” is reserved. Choose another address.`);
    if (others.some(({ slug, published }) => [slug, published?.slug].includes(input.slug)))
      refused('slug', 'Another form of this portal has this address. Choose another one.');
    if (others.some(({ name }) => normaliseText(name) === normaliseText(input.name)))
      refused('name', 'Another form of this portal has this name. Choose another one.');
    return { name: input.name, portalKey: portal.key, slug: input.slug };
  }

  function problemsOf(content: FormContent, portalKey: number, isComplete: boolean) {
    const pipelineId = (key: number) => siteMap.pipelineByKey(key)?.id ?? '';
    const inboxes = siteMap.inboxes().filter((inbox) => inbox.portalKey === portalKey);
    const defaultInbox = siteMap.inboxByKey(siteMap.portalByKey(portalKey)?.defaultInboxKey ?? 0);
    const pipelines = siteMap.pipelines().map(({ key, id }) => {
      const own = siteMap.statusesOf(key);
      const marked = own.filter(({ mayStart }) => mayStart);
      return [id, (marked.length > 0 ? marked : own).map((status) => status.id)] as const;
    });
    return contentProblems(
      content,
      {
        properties: formProperties(siteMap.properties('ticket')),
        contactFields: siteMap.fields('contact'),
        inboxes: new Map(inboxes.map((inbox) => [inbox.id, pipelineId(inbox.pipelineKey)])),
        defaultPipeline: pipelineId(defaultInbox?.pipelineKey ?? 0),
        pipelines: new Map(pipelines),
      },
      isComplete,
    );
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
    work: (db: Connection, form: Form) => Promise<void>,
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
      const rows = (await forms(runtime.db))
        .map(asRow)
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
        accent: portal.branding.accent,
        url: addressIn(portal, ''),
      }));
    },

    async create(actor, input) {
      need(actor, EDIT);
      const portalKey = portalById(input.portal)?.key ?? 0;
      const made = await runtime.transaction(async (db) => {
        await lockPortalForms(db, portalKey);
        const all = await forms(db);
        const place = placeIn(all, input, null);
        const { draft } = firstForm([]);
        const rank = Math.max(
          -1,
          ...all.filter((form) => form.portalKey === portalKey).map((form) => form.rank),
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
        const place = placeIn(await forms(db), input, form);
        const [version] = await listVersions(db, id);
        if (version && form.portalKey > 0 && place.portalKey !== form.portalKey)
          refused(
            'portal',
            'A form that was published stays in its portal. Make a new form there.',
          );
        refusedAll(problemsOf(input.content, place.portalKey ?? 0, false));
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
        if (form.portalKey === 0) refused('portal', 'Choose a portal first.');
        refusedAll(problemsOf(form.draft, form.portalKey, true));
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
      const portal = portalById(input.portal);
      if (!portal) return refused('portal', 'Choose a portal that exists.');
      await runtime.transaction(async (db) => {
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

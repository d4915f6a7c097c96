import * as z from 'zod/mini';
import type { PortalSettings } from '../contracts/portal-settings';
import { formSnapshot, type FormProperty, type FormSnapshot } from '../contracts/request-forms';
import { isFormProperty, shapeOf } from '../rules/request-form-content';
import { jsonOf, number, text, type Row } from '../store/connection';
import type { PropertyRecord } from '../store/properties';
import type { PublishedForm } from './types';

/** Ticket properties that forms may use, by key. */
export const formProperties = (properties: readonly PropertyRecord[]) =>
  new Map<string, FormProperty>(
    properties.filter(isFormProperty).map((one) => [one.key, formPropertyOf(one)]),
  );

function formPropertyOf({ key, kind, isStandard, labels, helps, options }: FormProperty) {
  return { key, kind, isStandard, labels, helps, options };
}

/**
 * The published forms of each portal in their order, as their versions say. What was taken away since is left out: a
 * property that is deleted or of another kind, an option that is archived. A version that cannot be read is not shown.
 */
export function publishedForms(
  rows: readonly Row[],
  properties: readonly PropertyRecord[],
): Map<number, PublishedForm[]> {
  const live = formProperties(properties);
  const byPortal = new Map<number, PublishedForm[]>();
  for (const row of rows) {
    const portalKey = number(row.portal_id);
    const snapshot = readSnapshot(row);
    if (!snapshot || portalKey === 0) continue;
    const known = new Map(
      [...live].flatMap(([key, now]) => {
        const then = snapshot.properties.find((one) => one.key === key) ?? now;
        return then.kind === now.kind ? [[key, withLiveOptions(then, now)] as const] : [];
      }),
    );
    const forms = byPortal.get(portalKey) ?? [];
    byPortal.set(portalKey, forms);
    forms.push(asForm(row, snapshot, known));
  }
  return byPortal;
}

/** Those of a portal's published forms that it offers, in its order. */
export function offeredForms(
  published: readonly PublishedForm[],
  { forms }: PortalSettings['supportForm'],
): PublishedForm[] {
  if (forms === null) return [...published];
  return forms.flatMap((id) => published.find((form) => form.id === id) ?? []);
}

/** A version as whoever filled it in saw it, with what was taken away since; null when it cannot be read. */
export function formAsFilledIn(
  row: Row,
  properties: readonly PropertyRecord[],
): PublishedForm | null {
  const snapshot = readSnapshot(row);
  if (!snapshot) return null;
  const known = formProperties(properties);
  for (const property of snapshot.properties) known.set(property.key, property);
  return asForm(row, snapshot, known);
}

function readSnapshot(row: Row): FormSnapshot | undefined {
  const stored = jsonOf<unknown>(row.snapshot, null);
  return stored === null ? undefined : z.safeParse(formSnapshot, stored).data;
}

const asForm = (
  row: Row,
  snapshot: FormSnapshot,
  properties: ReadonlyMap<string, FormProperty>,
): PublishedForm => ({
  id: text(row.document_id),
  name: text(row.name),
  slug: snapshot.slug || text(row.slug),
  version: text(row.version_document_id),
  content: snapshot,
  properties,
  shape: shapeOf(snapshot.fields, properties),
});

const withLiveOptions = (then: FormProperty, now: FormProperty): FormProperty => ({
  ...then,
  options: then.options.map((option) => ({
    ...option,
    isArchived:
      option.isArchived || (now.options.find(({ key }) => key === option.key)?.isArchived ?? true),
  })),
});

import * as z from 'zod/mini';
import { formContent, type FormContent, type RequestFormRow } from '../contracts/request-forms';
import { jsonOf, number, text, type Row } from '../store/connection';

/** A request form as its row and its published version say. */
export interface FormRecord {
  key: number;
  id: string;
  name: string;
  slug: string;
  /** 0 before there is any portal. */
  portalKey: number;
  rank: number;
  draft: FormContent;
  /** Of the published version; null when there is none. */
  published: { content: FormContent; slug: string; time: number } | null;
}

/** Anything that was stored before reads as far as it goes. */
const contentOf = (stored: unknown): FormContent =>
  z.safeParse(formContent, stored).data ?? z.parse(formContent, {});

export function formRecord(row: Row): FormRecord {
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

export function formState({ draft, published, slug }: FormRecord): RequestFormRow['state'] {
  if (!published) return 'draft';
  const isSame =
    published.slug === slug && JSON.stringify(published.content) === JSON.stringify(draft);
  return isSame ? 'published' : 'changed';
}

import * as z from 'zod/mini';
import { filterGroups } from './filter-groups';
import { id, line, recordQuery, withoutNul, wordsByLanguage } from './lists';
import type { PropertyDefinition } from './properties';
import { LONG_TEXT_LENGTH } from './property-limits';

/** A field of a form that is no property: the files of the first message. */
export const ATTACHMENTS = 'attachments';
/** Standard properties that a form may ask for or set; every custom property of tickets may be one too. */
export const STANDARD_FIELDS = ['subject', 'description', 'priority', 'category'] as const;
export const FIELD_WIDTHS = ['full', 'half'] as const;
export const FORM_STATES = ['draft', 'published', 'changed'] as const;
export type FormState = (typeof FORM_STATES)[number];

const FIELDS_COUNT = 50;

const values = z
  .array(
    z
      .string()
      .check(
        withoutNul,
        z.maxLength(LONG_TEXT_LENGTH, `Use at most ${LONG_TEXT_LENGTH} characters.`),
      ),
  )
  .check(z.maxLength(100, 'Use at most 100 values.'));

const words = (length?: number) => z._default(wordsByLanguage(length), {});
const groups = z._default(filterGroups, []);
const idOrNone = z._default(
  z.string().check(z.regex(/^([a-z0-9]{24})?$/, 'is not a known id')),
  '',
);

export const formField = z.object({
  /** Key of a ticket property, or `attachments`. */
  property: line('Choose a property.', 64),
  /** What is left empty is said as the property says it. */
  labels: words(),
  helps: words(500),
  placeholders: words(),
  isRequired: z._default(z.boolean(), false),
  /** As somebody would type or choose it; several for several choices. */
  defaultValue: z._default(values, []),
  width: z._default(z.enum(FIELD_WIDTHS), 'full'),
  /** Over other fields of the form; none: always shown. */
  conditions: groups,
  /** Options that are shown only when other fields have values. */
  options: z._default(
    z
      .array(z.object({ key: z.string().check(z.maxLength(64)), conditions: groups }))
      .check(z.maxLength(500)),
    [],
  ),
});
export type FormField = z.infer<typeof formField>;

/** What a ticket of the form gets without asking; '' leaves it to the portal and the inbox. */
const formSets = z.object({
  inbox: idOrNone,
  pipeline: idOrNone,
  status: idOrNone,
  /** By key of a ticket property, as somebody would type or choose it. */
  values: z._default(z.record(z.string().check(z.maxLength(64)), values), {}),
});

/** Everything of a form that is drafted and then published. */
export const formContent = z.object({
  title: words(),
  /** Markdown. */
  introduction: words(5000),
  button: words(60),
  /** Markdown, said after the request was sent. */
  confirmation: words(2000),
  fields: z._default(
    z.array(formField).check(z.maxLength(FIELDS_COUNT, `Use at most ${FIELDS_COUNT} fields.`)),
    [],
  ),
  sets: z._default(formSets, { inbox: '', pipeline: '', status: '', values: {} }),
  /** Filter groups on the contact who may see the form; none: everybody. */
  audience: groups,
});
export type FormContent = z.infer<typeof formContent>;

/** What a form needs of a property to ask for it. */
export type FormProperty = Pick<
  PropertyDefinition,
  'key' | 'kind' | 'isStandard' | 'labels' | 'helps' | 'options'
>;

/** A published form as it is kept: with its address and its properties as they were. */
export const formSnapshot = z.extend(formContent, {
  slug: z._default(z.string(), ''),
  properties: z._default(z.array(z.custom<FormProperty>()), []),
});
export type FormSnapshot = z.infer<typeof formSnapshot>;

const place = {
  name: line('Enter a name.'),
  portal: id,
  slug: line('Enter the end of the address, for example returns.', 60),
};

export const newRequestForm = z.object(place);
export type NewRequestForm = z.infer<typeof newRequestForm>;

export const requestFormUpdate = z.object({ ...place, content: formContent });
export type RequestFormUpdate = z.infer<typeof requestFormUpdate>;

export const requestFormQuery = z.extend(recordQuery, {
  portal: z._default(z.union([z.literal(''), id]), ''),
  state: z._default(z.enum(['', ...FORM_STATES]), ''),
});
export type RequestFormQuery = z.infer<typeof requestFormQuery>;

/** The forms of one portal in their new order. */
export const requestFormOrder = z.object({
  portal: id,
  ids: z.array(id).check(z.minLength(1), z.maxLength(500)),
});
export type RequestFormOrder = z.infer<typeof requestFormOrder>;

export interface RequestFormRow {
  id: string;
  name: string;
  slug: string;
  portal: { id: string; name: string } | null;
  state: FormState;
  fieldCount: number;
  /** Epoch ms; 0 when it is not published. */
  publishedAt: number;
  rank: number;
}

export interface RequestFormVersion {
  version: number;
  publishedAt: number;
  publishedBy: string;
  isPublic: boolean;
}

export interface RequestFormDetail extends RequestFormRow {
  content: FormContent;
  /** The portal is fixed once a version exists: its tickets and its address belong there. */
  isPortalFixed: boolean;
  /** Where the published form is; '' when it is not. */
  url: string;
  versions: RequestFormVersion[];
}

/** What the editor needs of each portal beside the common choices. */
export interface FormPortal {
  id: string;
  languages: string[];
  accent: string;
  /** Before the form's own slug. */
  url: string;
}

import type { FormProperty } from '../contracts/request-forms';
import type { PropertyValue } from '../contracts/properties';
import { meetsFilterGroups } from '../rules/filter-groups';
import { parsePropertyValue, wordIn } from '../rules/property-values';
import { decideForm, type FieldState } from '../rules/request-forms';
import { number } from '../store/connection';
import type { PropertyRecord } from '../store/properties';
import { findVersion } from '../store/request-forms';
import type { PropertyChange } from './property-input';
import { formAsFilledIn } from './published-forms';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { CustomerViewer, PublishedForm, RequestFormsService, TicketPreset } from './types';

/** Standard properties with columns of their own; the others are values of custom properties. */
const OF_TICKET = new Set(['subject', 'description', 'priority', 'category']);

/** What the public pages ask of request forms. All of it is decided in memory. */
export function createFormAnswers(runtime: Runtime, siteMap: SiteMap): RequestFormsService {
  /** What the form sets without asking, as far as it can still be set. */
  function valuesSet({ content }: PublishedForm): Record<string, PropertyValue> {
    const values: Record<string, PropertyValue> = {};
    for (const property of siteMap.properties('ticket')) {
      const typed = content.sets.values[property.key];
      const parsed = typed ? parsePropertyValue(property, typed) : null;
      if (parsed && 'value' in parsed && parsed.value !== null) values[property.key] = parsed.value;
    }
    return values;
  }

  function presetOf(form: PublishedForm, values: Record<string, PropertyValue>): TicketPreset {
    const { sets } = form.content;
    const status = siteMap.statuses().find(({ id }) => id === sets.status);
    const pipeline = siteMap.statuses().find(({ pipelineId }) => pipelineId === sets.pipeline);
    return {
      inboxKey: siteMap.inboxById(sets.inbox)?.key ?? 0,
      pipelineKey: pipeline?.pipelineKey ?? 0,
      statusKey: status?.key ?? 0,
      priority: String(values.priority ?? ''),
      category: String(values.category ?? ''),
      properties: changesOf(siteMap.properties('ticket'), values),
      formVersion: form.version,
    };
  }

  const isFor = ({ content: { audience } }: PublishedForm, viewer: CustomerViewer) =>
    audience.length === 0 ||
    meetsFilterGroups(audience, viewer.record, siteMap.fields('contact'), runtime.now());

  return {
    shown(portal, viewer) {
      const forms = siteMap.offeredForms(portal.key);
      return viewer ? forms.filter((form) => isFor(form, viewer)) : forms;
    },

    async filledIn(viewer, version) {
      if (!/^[a-z0-9]{24}$/.test(version)) return null;
      const row = await findVersion(runtime.db, version);
      if (!row || number(row.portal_id) !== viewer.portal.key) return null;
      const form = formAsFilledIn(row, siteMap.properties('ticket'));
      return form && isFor(form, viewer) ? form : null;
    },

    read(form, answers, language) {
      const states = decideForm(form.shape, answers, runtime.now());
      if ([...states.values()].some(({ problem }) => problem !== ''))
        return { outcome: 'refused', states };
      const values = valuesSet(form);
      for (const { property, kind } of form.shape) {
        const value = states.get(property)?.value ?? null;
        if (value !== null && kind !== 'attachments') values[property] = value;
      }
      const subject = String(values.subject ?? '');
      return {
        outcome: 'taken',
        ticket: {
          subject,
          body:
            String(values.description ?? '') || answersInWords(form, states, language) || subject,
          preset: presetOf(form, values),
        },
        takesFiles: states.get('attachments')?.isShown === true,
      };
    },
  };
}

const changesOf = (
  properties: readonly PropertyRecord[],
  values: Record<string, PropertyValue>,
): PropertyChange[] =>
  properties.flatMap((property) => {
    const value = values[property.key];
    return value === undefined || OF_TICKET.has(property.key) ? [] : [{ property, value }];
  });

/** The first message of a form that asks for none: what was answered, line by line. */
function answersInWords(
  form: PublishedForm,
  states: ReadonlyMap<string, FieldState>,
  language: string,
): string {
  return form.content.fields
    .flatMap((field) => {
      const property = form.properties.get(field.property);
      const value = states.get(field.property)?.value ?? null;
      if (!property || value === null || field.property === 'subject') return [];
      const label = wordIn(field.labels, language) || wordIn(property.labels, language);
      return [`${label}: ${valueInWords(property, value, language)}`];
    })
    .join('\n');
}

function valueInWords(property: FormProperty, value: PropertyValue, language: string): string {
  const keys = Array.isArray(value) ? value : [String(value)];
  return keys
    .map((key) => {
      const option = property.options.find((one) => one.key === key);
      return option ? wordIn(option.labels, language, key) : key;
    })
    .join(', ');
}

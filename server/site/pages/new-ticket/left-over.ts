import type { FormField } from '../../../contracts/request-forms';
import { valueInWords } from '../../../rules/property-words';
import { decideForm, fieldName, type FieldState } from '../../../rules/request-forms';
import type { PublishedForm } from '../../../services/types';
import { FORM_VERSION, LEFT_OVER, keptOf } from '../../layout/kept-fields';
import { UPLOAD_PREFIX } from '../../composed';
import type { SiteRequest } from '../../request';
import { answersOf } from './answers';
import { labelOf } from './form-words';

type Sent = Record<string, string>;
type States = ReadonlyMap<string, FieldState>;

/**
 * What somebody typed into the form as it was (`before`; null where nobody can say) and the form as it is has no place
 * for, as text to copy. Without a form as it is, that is everything.
 */
export function leftOverOf(
  request: SiteRequest,
  sent: Sent,
  before: PublishedForm | null,
  now: PublishedForm | null,
): string {
  const states: States = now
    ? decideForm(now.shape, answersOf(now, sent, []), request.now)
    : new Map<string, FieldState>();
  const lines = before
    ? linesOf(request, sent, before, states)
    : linesOfUnknown(request, sent, states);
  return [sent[LEFT_OVER] ?? '', ...lines].filter(Boolean).join('\n');
}

/** A choice that is no longer offered has no place either. */
const hasPlace = (state: FieldState | undefined) =>
  state?.isShown === true && state.problem !== 'option';

function linesOf(request: SiteRequest, sent: Sent, before: PublishedForm, states: States) {
  const typed = answersOf(before, sent, []);
  const statesBefore = decideForm(before.shape, typed, request.now);
  return before.content.fields.flatMap((field) => {
    const values = (typed[field.property] ?? []).filter((value) => value.trim() !== '');
    const isDefault = values.join('\n') === field.defaultValue.join('\n');
    if (values.length === 0 || isDefault || hasPlace(states.get(field.property))) return [];
    if (!statesBefore.get(field.property)?.isShown) return [];
    return [line(labelOf(request, before, field), wordsOf(request, before, field, values))];
  });
}

function wordsOf(
  { language, t }: SiteRequest,
  form: PublishedForm,
  { property }: FormField,
  values: string[],
): string {
  const definition = form.properties.get(property);
  const isChosen = ['choice', 'choices', 'yes-no'].includes(definition?.kind ?? '');
  const text = values.join('\n');
  if (!definition || !isChosen) return text;
  const value = definition.kind === 'choices' ? values : text;
  return valueInWords(definition, value, language, { yes: t('word.yes'), no: t('word.no') });
}

/** Where nobody can say what the fields were called: only those that every form has are named. */
function linesOfUnknown({ t }: SiteRequest, sent: Sent, states: States): string[] {
  const labels: Record<string, string> = { subject: t('new.subject'), body: t('new.body') };
  const placed = new Set(
    [...states].filter(([, state]) => hasPlace(state)).map(([property]) => fieldName(property)),
  );
  return Object.entries(keptOf(sent)).flatMap(([name, value]) =>
    name === FORM_VERSION ||
    name === LEFT_OVER ||
    name.startsWith(UPLOAD_PREFIX) ||
    placed.has(name) ||
    value.trim() === ''
      ? []
      : [labels[name] ? line(labels[name], value) : value],
  );
}

const line = (label: string, value: string) =>
  value.includes('\n') ? `${label}:\n${value}` : `${label}: ${value}`;

import { fieldName } from '../../../rules/request-forms';
import type { EditableField, TypedChange } from '../../../services/ticket-edits';
import { SHOWN, type Kept } from '../../layout/kept-fields';
import type { TypedEdits } from './edit-form';

/** What the form of a ticket's properties sent, by key of the property, beside what it showed before. */
export function typedChanges(
  editable: readonly EditableField[],
  fields: Readonly<Record<string, string>>,
): Record<string, TypedChange> {
  const typed: Record<string, TypedChange> = {};
  for (const { definition } of editable) {
    const name = fieldName(definition.key);
    const wasShown = fields[SHOWN + name];
    const isOfSeveral = definition.kind === 'choices';
    const valuesOf = (sent: string) => (isOfSeveral ? sent.split(/\r?\n/) : [sent]);
    let now = fields[name] ?? '';
    // A box that is not ticked sends nothing: it takes a yes back, and leaves alone what nobody answered.
    if (definition.kind === 'yes-no' && now === '' && wasShown) now = 'no';
    if (wasShown === undefined && fields[name] === undefined) continue;
    typed[definition.key] = {
      now: valuesOf(now),
      shown: wasShown === undefined ? undefined : valuesOf(wasShown),
    };
  }
  return typed;
}

/** What somebody had changed in that form when his session ended; undefined for nothing. Fields that he left alone show what is there by now. */
export function keptEdits(editable: readonly EditableField[], kept: Kept): TypedEdits | undefined {
  const changed = Object.entries(typedChanges(editable, kept)).filter(
    ([, { now, shown = [] }]) => now.join('\n') !== shown.join('\n'),
  );
  if (changed.length === 0) return undefined;
  return { values: Object.fromEntries(changed.map(([key, { now }]) => [key, now])), problems: {} };
}

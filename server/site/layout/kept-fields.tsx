import { FIELD_PREFIX } from '../../rules/request-forms';
import { UPLOAD_PREFIX } from '../composed';
import { Fragment, h } from '../html';

/** Version of the request form that was filled in. */
export const FORM_VERSION = 'formVersion';
/** What was typed into fields that the form no longer asks for. */
export const LEFT_OVER = 'leftOver';
/** Before the name of a field that shows what is there already, for what it showed: only what somebody changed of it is written. */
export const SHOWN = 'shown_';

/** What was typed, by the name of its field. */
export type Kept = Record<string, string>;

const isTyped = (name: string) =>
  name === 'subject' ||
  name === 'body' ||
  name === LEFT_OVER ||
  name === 'rating' ||
  name.startsWith(SHOWN) ||
  name.startsWith(FIELD_PREFIX) ||
  name.startsWith(UPLOAD_PREFIX);

/** What somebody typed of what a form sent, with the version of the form; nothing when nothing was typed. */
export function keptOf(fields: Record<string, string>): Kept {
  const typed = Object.entries(fields).filter(([name, value]) => isTyped(name) && value !== '');
  const version = fields[FORM_VERSION] ?? '';
  if (typed.length === 0) return {};
  return Object.fromEntries(version === '' ? typed : [...typed, [FORM_VERSION, version]]);
}

/** Fields that travel with a form unseen, so that nothing typed is lost. */
export function KeptFields({ kept }: { kept: Kept }) {
  return (
    <>
      {Object.entries(kept).map(([name, value]) => (
        <textarea hidden name={name}>
          {value}
        </textarea>
      ))}
    </>
  );
}

import { Fragment, h } from '../html';
import type { MessageKey } from '../messages';
import type { SiteRequest } from '../request';

/** Stands for the name while the text is made: nothing that is typed has it. */
const PLACE = '\u0001';

/** A text with a name in it that somebody typed, which is read in its own direction. */
export function Named({
  request,
  text,
  name,
}: {
  request: SiteRequest;
  text: MessageKey;
  name: string;
}) {
  const [before = '', after = ''] = request.t(text, { name: PLACE }).split(PLACE);
  return (
    <>
      {before}
      <bdi>{name}</bdi>
      {after}
    </>
  );
}

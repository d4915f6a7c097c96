import { Fragment, h } from '../html';

/** Fields that travel with a form unseen, so that nothing typed is lost. */
export function KeptFields({ kept }: { kept: Record<string, string> }) {
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

const LONGEST = 80;
/** A name says who somebody is. An address or a line of text would be a message to whoever reads it. */
const NO_NAME = /[/\\@:<>{}[\]|]|www\.|\.\p{L}{2,}(\s|$)/iu;

/** A name that a customer types for somebody else, in one line; '' when it is none. */
export function colleagueName(typed: string): string {
  const name = typed.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return name.length > LONGEST || NO_NAME.test(name) ? '' : name;
}

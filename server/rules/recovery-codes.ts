/** How many a person gets at once. */
export const RECOVERY_CODES = 10;
/** Left of them, from when on the pages ask for new ones. */
export const FEW_RECOVERY_CODES = 3;

/** Without letters that look like digits, or like each other: codes are copied from paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
/** 79 bits: nobody guesses it, however the hash of it is come by. */
const LENGTH = 16;
const GROUP = 4;

/** A code as it is kept and compared, from random bytes: as many as it takes, since some are not used. */
export function recoveryCodeOf(randomByte: () => number): string {
  const end = 256 - (256 % ALPHABET.length);
  let code = '';
  while (code.length < LENGTH) {
    const byte = randomByte();
    if (byte < end) code += ALPHABET[byte % ALPHABET.length] ?? '';
  }
  return code;
}

/** In groups of four, as people read and write it. */
export const inGroups = (code: string, separator: string): string =>
  (code.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join(separator);

/** What was typed, without what stands between the groups; '' when it can be none. */
export function readRecoveryCode(typed: string): string {
  const code = typed
    .slice(0, 100)
    .toLowerCase()
    .replace(/[\s\-–—.]/g, '');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter))
    ? code
    : '';
}

/** Six digits, with whatever people put between them; '' when it is no code of an app. */
export function readAppCode(typed: string): string {
  const code = typed
    .slice(0, 40)
    .replace(/[\s\-–—.]/g, '')
    .normalize('NFKC');
  return /^\d{6}$/.test(code) ? code : '';
}

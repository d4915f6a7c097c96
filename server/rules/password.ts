/** What a password must not be like; a person's own words are refused too. */
export interface PasswordOwner {
  name: string;
  address: string;
}

/** In the order in which they are told. What many people use, `common`, only the server knows. */
export const PASSWORD_RULES = ['length', 'repeats', 'runs', 'personal'] as const;
export type PasswordRule = (typeof PASSWORD_RULES)[number];

/** bcrypt reads no more bytes: what it would ignore must not count as strength. */
const MOST_BYTES = 72;
/** HubSpot's examples: abcde, 12345, qwert. */
const RUN = 5;
/** Parts of a name or address from this length count inside other words; shorter ones only as words of their own. */
const PART = 4;
const SHORTEST_PART = 3;

/** Rows of QWERTY, QWERTZ, AZERTY, Dvorak, Colemak and of Cyrillic and Greek keyboards, and what shift makes of digits. */
const KEYBOARD_ROWS = [
  '1234567890-=',
  '!@#$%^&*()_+',
  '!"£$%^&*()_+',
  '!"§$%&/()=?',
  '&é"\'(-è_çà)=',
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  'qwertzuiopü',
  'asdfghjklöä',
  'yxcvbnm,.-',
  'azertyuiop^$',
  'qsdfghjklmù',
  'wxcvbn,;:!',
  "',.pyfgcrl",
  'aoeuidhtns-',
  ';qjkxbmwvz',
  'qwfpgjluy;',
  'arstdhneio',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю.',
  'ςερτυθιοπ',
  'ασδφγηξκλ',
  'ζχψωβνμ',
];
const reversed = (text: string) => [...text].reverse().join('');
const ROWS = KEYBOARD_ROWS.flatMap((row) => [row, reversed(row)]);

/**
 * Which of HubSpot's rules for customers' passwords are broken: at least 8 characters of three classes (upper, lower, digit,
 * other), 10 of two, or 12 of any; no character three times in a row; no run of five in the alphabet, in digits or on a
 * keyboard, forwards or backwards; no part of the owner's name or address, with or without accents.
 */
export function brokenPasswordRules(password: string, owner: PasswordOwner): PasswordRule[] {
  const broken: PasswordRule[] = [];
  if (!isLongEnough(password) || isTooLong(password)) broken.push('length');
  if (/(.)\1\1/isu.test(password)) broken.push('repeats');
  if (hasRun(password.toLowerCase())) broken.push('runs');
  if (isPersonal(password, owner)) broken.push('personal');
  return broken;
}

/** Message key of why a password is not taken. */
export type PasswordProblem =
  | 'password.tooLong'
  | 'password.tooShort'
  | 'password.common'
  | `password.${Exclude<PasswordRule, 'length'>}`;

/** The first problem, or ''. The service asks for common ones besides (services/common-passwords.ts). */
export function passwordProblem(password: string, owner: PasswordOwner): PasswordProblem | '' {
  if (isTooLong(password)) return 'password.tooLong';
  const [first] = brokenPasswordRules(password, owner);
  return first === undefined ? '' : first === 'length' ? 'password.tooShort' : `password.${first}`;
}

const isTooLong = (password: string) => new TextEncoder().encode(password).length > MOST_BYTES;

function isLongEnough(password: string): boolean {
  const classes = [/\p{Lu}/u, /\p{Ll}|\p{Lo}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) =>
    kind.test(password),
  ).length;
  const length = [...password].length;
  return length >= 12 || (length >= 10 && classes >= 2) || (length >= 8 && classes >= 3);
}

function hasRun(lower: string): boolean {
  const characters = [...lower];
  for (let start = 0; start + RUN <= characters.length; start += 1) {
    const piece = characters.slice(start, start + RUN);
    const text = piece.join('');
    if (isAlphabetic(piece) || ROWS.some((row) => row.includes(text))) return true;
  }
  return false;
}

/** Letters or digits of any writing that follow each other: abcde, 98765, абвгд. */
function isAlphabetic(piece: string[]): boolean {
  if (!piece.every((character) => /[\p{L}\p{N}]/u.test(character))) return false;
  const steps = piece
    .slice(1)
    .map((character, at) => (character.codePointAt(0) ?? 0) - (piece[at]?.codePointAt(0) ?? 0));
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

function isPersonal(password: string, { name, address }: PasswordOwner): boolean {
  const plain = folded(password);
  const own = plain.split(/[^\p{L}\p{N}]+/u);
  // The last label of a domain says nothing of a person.
  const parts = `${name} ${address.replace(/\.[^.@]+$/, '')}`.split(/[^\p{L}\p{M}\p{N}]+/u);
  return parts
    .map(folded)
    .filter((part) => [...part].length >= SHORTEST_PART)
    .some((part) => ([...part].length >= PART ? plain.includes(part) : own.includes(part)));
}

const UNFOLDED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
};

/** Lower case without accents: 'Zoë' is also in 'zoe-4711'. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđłı]/gu, (letter) => UNFOLDED[letter] ?? letter);

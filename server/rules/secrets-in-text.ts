/** What a text gives away that nobody needs to answer it. */
export const SECRET_KINDS = ['card', 'password', 'token', 'key'] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

export interface FoundSecret {
  kind: SecretKind;
  /** Place of its first character, and of the one behind its last. */
  start: number;
  end: number;
  /** What would stand there instead: its last four digits for a card, dots for everything else. */
  mask: string;
}

/** Longest text that is looked through, in characters: a message is not longer. */
const LONGEST = 120_000;
const DOTS = '••••••';

/** 13 to 19 digits, alone or in groups as they stand on cards. */
const CARD = /(?<![\d.,:/-])\d(?:[ \u00a0-]?\d){12,18}(?![\d/]|[.,:-]\d)/g;

/** `password: xyz`. Words of ten languages; what stands behind a colon or an equals sign is taken for it. */
const PASSWORD_WORDS = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pwd',
  'pin code',
  'passwort',
  'kennwort',
  'mot de passe',
  'mdp',
  'contraseña',
  'contrasena',
  'clave',
  'senha',
  'palavra-passe',
  'wachtwoord',
  'hasło',
  'haslo',
  'parola d’ordine',
  "parola d'ordine",
  'كلمة المرور',
  'كلمة السر',
  'パスワード',
  '暗証番号',
].join('|');
const PASSWORD = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${PASSWORD_WORDS})(?:\\s+(?:is|ist|est|es|é|è|jest)\\s*[:：=]?\\s+|\\s*[:：=]\\s*)(["'\`“«]?)([^\\s"'\`”»]{4,128})`,
  'giu',
);
/** What stands behind such a word without being one. */
const NO_PASSWORD =
  /^(?:https?:|not?$|wrong|reset|forgotten|expired|incorrect|invalid|lost|none|null|required|falsch|vergessen|abgelaufen|incorrecta?$|oubli|expir|perdu|•+|\*+$|\.{3,}$|x{4,}$|<)/iu;

/** Shapes that their makers gave them, so that they can be found. */
const TOKENS: readonly RegExp[] = [
  // JSON Web Tokens: three pieces of base64url, of which two are JSON.
  /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g,
  // AWS access keys.
  /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/g,
  /(?<!\w)gh[pousr]_[A-Za-z0-9]{36,255}(?!\w)/g,
  /(?<!\w)github_pat_\w{50,255}(?!\w)/g,
  /(?<!\w)glpat-[\w-]{20,64}(?![\w-])/g,
  /(?<!\w)(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{16,128}(?!\w)/g,
  /(?<!\w)sk-[A-Za-z0-9_-]{32,200}(?![\w-])/g,
  /(?<!\w)xox[abeoprs]-[A-Za-z0-9-]{20,200}(?![\w-])/g,
  /(?<!\w)AIza[\w-]{35}(?![\w-])/g,
  /(?<!\w)SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g,
];
/** `api key: …`, `Authorization: Bearer …`. */
const NAMED_TOKEN =
  /(?<![\p{L}\p{N}])(?:api[ _-]?key|access[ _-]?token|auth[ _-]?token|secret[ _-]?key|client[ _-]?secret|bearer)\s*[:=]?\s*["'`]?([A-Za-z0-9][\w.~+/-]{15,511}=*)/giu;

const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,20000}?(?:-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** Card numbers, passwords, tokens and private keys in a text, in their order; none lies in another. */
export function secretsIn(text: string): FoundSecret[] {
  const looked = text.slice(0, LONGEST);
  const found: FoundSecret[] = [];
  const add = (kind: SecretKind, start: number, secret: string, mask = DOTS) => {
    const end = start + secret.length;
    if (found.some((other) => start < other.end && other.start < end)) return;
    found.push({ kind, start, end, mask });
  };
  for (const match of looked.matchAll(PRIVATE_KEY)) add('key', match.index, match[0]);
  for (const shape of TOKENS)
    for (const match of looked.matchAll(shape)) add('token', match.index, match[0]);
  for (const match of looked.matchAll(NAMED_TOKEN)) {
    const [whole, token = ''] = match;
    if (looksRandom(token)) add('token', match.index + whole.lastIndexOf(token), token);
  }
  for (const match of looked.matchAll(PASSWORD)) {
    const [whole, , typed = ''] = match;
    const password = typed.replace(/[.,;)\]]+$/, '');
    const isOne = password.length >= 4 && !NO_PASSWORD.test(password) && isNoWord(whole, password);
    if (isOne) add('password', match.index + whole.length - typed.length, password);
  }
  for (const match of looked.matchAll(CARD)) {
    const digits = match[0].replace(/\D/g, '');
    if (isCard(digits)) add('card', match.index, match[0], `•••• ${digits.slice(-4)}`);
  }
  return found.sort((one, other) => one.start - other.start);
}

/** The text with each secret behind its mask. */
export function masked(text: string, secrets: readonly FoundSecret[] = secretsIn(text)): string {
  let done = '';
  let at = 0;
  for (const { start, end, mask } of secrets) {
    done += text.slice(at, start) + mask;
    at = end;
  }
  return done + text.slice(at);
}

/** Behind a verb (`my password is wrong`) a plain word is no password; behind a colon it may be. */
const isNoWord = (whole: string, password: string): boolean =>
  /[:：=]/.test(whole.slice(0, whole.length - password.length)) || !/^\p{L}+$/u.test(password);

const looksRandom = (token: string): boolean => /\d/.test(token) && /[A-Za-z]/.test(token);

/** Beginnings of card numbers with their lengths: Visa, Mastercard, American Express, Discover, Diners, JCB, Maestro, UnionPay. */
const CARDS = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/,
  /^3[47]\d{13}$/,
  /^6(?:011|5\d\d|4[4-9]\d)\d{12}$/,
  /^3(?:0[0-5]|[68]\d)\d{11}$/,
  /^35(?:2[89]|[3-8]\d)\d{12}$/,
  /^(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}$/,
  /^62\d{14,17}$/,
];

/** A number of a card: its maker's beginning and length, the check digit (ISO/IEC 7812), and not one digit again and again. */
export function isCard(digits: string): boolean {
  if (!CARDS.some((shape) => shape.test(digits)) || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const value = place % 2 === 1 ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

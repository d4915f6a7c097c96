import { normaliseText } from './property-values';

/**
 * Public ids differ between environments, so a set-up file names things by words: `@status:Support/New`. A name with `%`,
 * `/` or `#` is percent-encoded; the second thing of the same name is `…#2`. A text that only looks like a reference gets
 * one more `@`.
 */
export const REF_KINDS = [
  'pipeline',
  'status',
  'inbox',
  'access-group',
  'request-form',
  'knowledge-base',
  'category',
  'portal',
  'domain',
  'company',
] as const;
export type RefKind = (typeof REF_KINDS)[number];

/** What is of one environment alone: a file that names one that is not here goes on without it. */
const LOOSE: ReadonlySet<RefKind> = new Set<RefKind>(['domain', 'company']);

export interface NamedId {
  kind: RefKind;
  id: string;
  /** Its name, behind those of what it stands in. */
  words: readonly string[];
}

/** Ids and references of one environment, both ways. */
export interface Directory {
  refOf(id: string): string | undefined;
  idOf(ref: string): string | undefined;
}

const LOOKS_LIKE_REF = new RegExp(`^@+(${REF_KINDS.join('|')}):`);

const encode = (word: string) =>
  word.replace(/[%/#]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

function decode(word: string): string | null {
  try {
    return decodeURIComponent(word);
  } catch {
    return null;
  }
}

/** An address keeps its slashes: it is one word. */
const encodeAddress = (word: string) => encode(word).replaceAll('%2F', '/');

export const refTo = ({ kind, words }: Omit<NamedId, 'id'>, number = 1): string => {
  const name = kind === 'domain' ? encodeAddress(words.join('')) : words.map(encode).join('/');
  return `@${kind}:${name}${number > 1 ? `#${number}` : ''}`;
};

/** The same key for words that differ in case, width or white space at most; null for what is no reference. */
function keyOfRef(ref: string): string | null {
  const [, kind = '', rest = ''] = /^@([a-z-]+):([\s\S]*)$/.exec(ref) ?? [];
  const [, name = '', number = '1'] = /^([\s\S]*?)(?:#(\d{1,6}))?$/.exec(rest) ?? [];
  const words = (kind === 'domain' ? [name] : name.split('/')).map(decode);
  return words.every((word) => word !== null) ? keyOf({ kind, words }, Number(number)) : null;
}

const keyOf = ({ kind, words }: { kind: string; words: readonly string[] }, number: number) =>
  JSON.stringify([kind, number, ...words.map(normaliseText)]);

/** Things of the same kind and name are numbered in the order in which they are given. */
export function createDirectory(named: Iterable<NamedId>): Directory {
  const refs = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const one of named) {
    let number = 1;
    while (ids.has(keyOf(one, number))) number += 1;
    ids.set(keyOf(one, number), one.id);
    refs.set(one.id, refTo(one, number));
  }
  return {
    refOf: (id) => refs.get(id),
    idOf(ref) {
      const key = keyOfRef(ref);
      return key === null ? undefined : ids.get(key);
    },
  };
}

/** Every known public id in a value, as text or as the key of an object, becomes its reference. */
export function toRefs(value: unknown, directory: Directory): unknown {
  const word = (text: string) => directory.refOf(text) ?? escaped(text);
  if (typeof value === 'string') return word(value);
  if (Array.isArray(value)) return value.map((one) => toRefs(one, directory));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [word(key), toRefs(one, directory)]),
  );
}

const escaped = (text: string) => (LOOKS_LIKE_REF.test(text) ? `@${text}` : text);

export interface MissingRef {
  /** Where it stands, `settings.general.domain`. */
  path: string;
  kind: RefKind;
  /** What it names, in words: `Support / New`. */
  name: string;
  /** The value goes on without it. */
  isLoose: boolean;
}

/**
 * References become ids of this environment. One that is not here is told; a loose one is left out of its list or map, and
 * is '' where it stands alone. Other ones stay as they are, to be refused.
 */
export function fromRefs(
  value: unknown,
  directory: Pick<Directory, 'idOf'>,
): { value: unknown; missing: MissingRef[] } {
  const missing: MissingRef[] = [];

  /** null is a loose one that is not here. */
  function resolve(text: string, path: string): string | null {
    if (!LOOKS_LIKE_REF.test(text)) return text;
    if (text.startsWith('@@')) return text.slice(1);
    const id = directory.idOf(text);
    if (id !== undefined) return id;
    const kind = (/^@([a-z-]+):/.exec(text)?.[1] ?? 'portal') as RefKind;
    const isLoose = LOOSE.has(kind);
    missing.push({ path, kind, name: nameOf(text, kind), isLoose });
    return isLoose ? null : text;
  }

  function walk(one: unknown, path: string): unknown {
    const at = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
    if (typeof one === 'string') return resolve(one, path) ?? '';
    if (Array.isArray(one))
      return one.flatMap((entry: unknown, index): unknown[] => {
        if (typeof entry !== 'string') return [walk(entry, at(index))];
        return [resolve(entry, at(index)) ?? []].flat();
      });
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(
      Object.entries(one).flatMap(([key, entry]) => {
        const name = resolve(key, at(key));
        return name === null ? [] : [[name, walk(entry, at(key))]];
      }),
    );
  }

  return { value: walk(value, ''), missing };
}

function nameOf(ref: string, kind: RefKind): string {
  const rest = ref.slice(kind.length + 2);
  return kind === 'domain' ? rest : decoded(rest).join(' / ');
}

const decoded = (words: string) => words.split('/').map((word) => decode(word) ?? word);

/** What a reference names, in words and without its number; nothing for what is none. */
export function wordsOf(ref: string): string[] {
  const [, rest] = /^@[a-z-]+:([\s\S]*?)(?:#\d{1,6})?$/.exec(ref) ?? [];
  return rest === undefined ? [] : decoded(rest);
}

/** Every reference to one kind that stands in a value, in words. */
export function namesIn(value: unknown, kind: RefKind): string[] {
  if (typeof value === 'string')
    return value.startsWith(`@${kind}:`) ? [nameOf(value, kind).replace(/#\d{1,6}$/, '')] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    Array.isArray(value) ? namesIn(one, kind) : [...namesIn(key, kind), ...namesIn(one, kind)],
  );
}

import { attachmentType, endingOf } from './attachment-names';

/** Bytes at the beginning of a file that say what it is. */
export const HEAD_SIZE = 4100;

/** Types that we take apart and make anew: nothing but the picture is left of them. */
export const PICTURES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'];
/** Whatever a browser may show inside a page; everything else is saved. */
const SHOWN = new Set([...PICTURES, 'application/pdf']);
export const DOWNLOAD_ONLY = 'application/octet-stream';
export const HEIC = 'image/heic';

/** What runs when it is opened: refused under every name. */
const PROGRAMS = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-shockwave-flash',
  'application/wasm',
  'application/java-vm',
  'application/java-archive',
  'application/vnd.android.package-archive',
  'application/x-google-chrome-extension',
  'application/x-xpinstall',
  'application/x.ms.shortcut',
  'application/x.apple.alias',
  'application/x-ms-regedit',
  'application/vnd.ms-htmlhelp',
  'application/x-apple-diskimage',
  'application/vnd.ms-cab-compressed',
  'application/x-deb',
  'application/x-rpm',
  'application/x-asar',
]);

/** Names whose formats begin with nothing by which they are known. */
const TEXTS = new Set(['txt', 'log', 'md', 'csv', 'json', 'eml']);
/** Endings of formats that are a ZIP, and of those that are a Compound File: one does not tell them apart by their beginning. */
const ZIPS = new Set(['zip', 'docx', 'xlsx', 'pptx', 'odt', 'ods']);
const COMPOUNDS = new Set(['doc', 'xls', 'ppt', 'msg']);

export type FileJudgement =
  | { mimeType: string }
  /** `refusedType`: never accepted. `disguised`: the name says something else than the bytes. */
  | { problem: 'refusedType' | 'disguised' };

/**
 * The type that a file is served as, by its first bytes; `found` is what they were recognised as, '' when as nothing. Where
 * name and bytes disagree, or the bytes cannot be known, the file is a download of no type.
 */
export function judgeFile(name: string, found: string, head: Uint8Array): FileJudgement {
  const promised = attachmentType(name);
  if (promised === null) return { problem: 'refusedType' };
  const ending = endingOf(name).toLowerCase();
  const isText = looksLikeText(head);
  if (TEXTS.has(ending) && isText) {
    const agrees = (found === '' || found.startsWith('text/')) && !isActive(head);
    return { mimeType: agrees ? promised : DOWNLOAD_ONLY };
  }
  if (PROGRAMS.has(found)) return { problem: 'disguised' };
  // A picture's name on a page or a script has one purpose.
  if (isText && isActive(head)) return { problem: 'disguised' };
  return { mimeType: agreedType(promised, ending, found) };
}

function agreedType(promised: string, ending: string, found: string): string {
  const known = found.startsWith('image/hei') ? HEIC : found;
  if (known === promised) return promised;
  // A browser saves a WebP under the name of a JPEG, and no harm comes of it: what the bytes are counts.
  const isPicture = (type: string) => type === HEIC || PICTURES.includes(type);
  if (isPicture(promised) && isPicture(known)) return known;
  const isRecording = (type: string) => /^(video|audio)\//.test(type);
  if (isRecording(promised) && isRecording(known))
    return /^(video\/(mp4|webm|quicktime)|audio\/(mpeg|wav))$/.test(known) ? known : DOWNLOAD_ONLY;
  const isZip = known === 'application/zip' || /openxmlformats|opendocument/.test(known);
  if (ZIPS.has(ending) && isZip) return promised;
  if (
    COMPOUNDS.has(ending) &&
    (known === 'application/x-cfb' || known.startsWith('application/vnd.ms-'))
  )
    return promised;
  return DOWNLOAD_ONLY;
}

/** Whether a browser may show files of a type inside a page of its own, beside being told never to guess. */
export const isShownInline = (mimeType: string): boolean => SHOWN.has(mimeType);

/** No bytes that no text has; of any encoding. */
function looksLikeText(head: Uint8Array): boolean {
  if (hasWideMark(head)) return true;
  return head.every((byte) => byte >= 0x20 || byte === 0x1b || (byte >= 0x09 && byte <= 0x0d));
}

const hasWideMark = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** What begins as a page, a picture with scripts, or a script. */
function isActive(head: Uint8Array): boolean {
  const [first] = head;
  const encoding = !hasWideMark(head) ? 'utf-8' : first === 0xff ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(encoding).decode(head).replace(/^[\s\uFEFF]+/, '');
  return /^(<[!?a-z/%]|#!|%!PS)/i.test(text);
}

/** What may be attached, and the type that such a name promises; the sender's word for it does not count. Active content is absent. */
const TYPES: Record<string, string | undefined> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heic',
  avif: 'image/avif',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  rtf: 'application/rtf',
  zip: 'application/zip',
  gz: 'application/gzip',
  '7z': 'application/x-7z-compressed',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  eml: 'application/octet-stream',
  msg: 'application/octet-stream',
};

/** Names of devices, under any ending: Windows saves nothing under them. */
const DEVICES = /^(con|prn|aux|nul|(com|lpt)[0-9¹²³])(?=\.|$)/i;
const LONGEST = 200;
const LONGEST_ENDING = 10;

/**
 * A name that is safe to store, show and put into a header: NFKC, without path, invisible or direction
 * characters (CVE-2026-28289 hid a dot behind a zero-width space), no dot or space around it, no name of a device, at
 * most 200 characters.
 */
export function cleanFileName(raw: string): string {
  const base = raw.normalize('NFKC').split(/[/\\]/).at(-1) ?? '';
  const visible = base
    .replace(
      /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800<>:"|?*;]/gu,
      '',
    )
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .replace(/\s+(?=\.[^.]*$)/, '')
    .replace(DEVICES, '_$1');
  if (visible === '') return 'file';
  const letters = [...visible];
  if (letters.length <= LONGEST) return visible;
  const ending = endingOf(visible);
  const kept = ending === '' || ending.length >= LONGEST_ENDING ? '' : `.${ending}`;
  return `${letters.slice(0, LONGEST - LONGEST_ENDING).join('')}${kept}`.replace(/[.\s]+$/, '');
}

/** What stands behind the last dot; '' where there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}

/** The type that a name promises, or null when such files are refused. */
export const attachmentType = (name: string): string | null =>
  TYPES[endingOf(name).toLowerCase()] ?? null;

/** Content-Disposition (RFC 6266): `attachment` makes browsers save, never show, the file. */
export function dispositionOf(name: string, kind: 'attachment' | 'inline' = 'attachment'): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, '_')).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Bytes of a file, both ends counted. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The one range that a request asks for (RFC 9110, 14): null sends the whole file, as it does for several ranges and for
 * what is no range; 'unsatisfiable' is a range behind the end. `ifRange` counts only when it is the file's own ETag.
 */
export function rangeOf(
  header: string,
  ifRange: string,
  size: number,
  etag: string,
): ByteRange | 'unsatisfiable' | null {
  if (ifRange !== '' && ifRange !== etag) return null;
  const found = /^bytes=(\d*)-(\d*)$/.exec(header.replace(/\s/g, ''));
  if (!found) return null;
  const [first = '', last = ''] = found.slice(1);
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

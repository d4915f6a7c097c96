/** A stretch of a file, in bytes. */
export interface Extent {
  offset: number;
  length: number;
}

interface Box {
  type: string;
  /** Of what the box holds. */
  start: number;
  end: number;
}

/**
 * Where a HEIC or AVIF file (ISO 23008-12) keeps what was noted about the picture: Exif, with the place where it was taken,
 * and XMP. How it is turned stands elsewhere and stays. `head` is the file up to the end of its `meta` box at least; null
 * when that is not there or cannot be read.
 */
export function findNotes(head: Uint8Array): Extent[] | null {
  try {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const meta = boxesIn(view, 0, view.byteLength).find(({ type }) => type === 'meta');
    if (!meta || meta.end > view.byteLength) return null;
    const parts = boxesIn(view, meta.start + 4, meta.end);
    const part = (wanted: string) => parts.find(({ type }) => type === wanted);
    const [items, places] = [part('iinf'), part('iloc')];
    if (!items || !places) return null;
    const noted = noteItems(view, items);
    return extentsOf(view, places, part('idat')?.start ?? 0, noted);
  } catch {
    // A length that leads out of the file.
    return null;
  }
}

const typeAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));

function boxesIn(view: DataView, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const short = view.getUint32(at);
    const header = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short === 0 ? to - at : short;
    if (size < header) break;
    boxes.push({ type: typeAt(view, at + 4), start: at + header, end: at + size });
    at += size;
  }
  return boxes;
}

/** Ids of the items that are Exif or of a MIME type, which is how XMP is kept. */
function noteItems(view: DataView, { start, end }: Box): Set<number> {
  const first = start + 4 + (view.getUint8(start) === 0 ? 2 : 4);
  const ids = new Set<number>();
  for (const item of boxesIn(view, first, end)) {
    const version = view.getUint8(item.start);
    if (item.type !== 'infe' || version < 2) continue;
    const isShort = version === 2;
    const at = item.start + 4;
    const type = typeAt(view, at + (isShort ? 4 : 6));
    if (type === 'Exif' || type === 'mime')
      ids.add(isShort ? view.getUint16(at) : view.getUint32(at));
  }
  return ids;
}

function extentsOf(
  view: DataView,
  { start }: Box,
  ownData: number,
  wanted: ReadonlySet<number>,
): Extent[] {
  const version = view.getUint8(start);
  const sizes = view.getUint16(start + 4);
  let at = start + 6;
  const take = (size: number): number => {
    const value =
      size === 0
        ? 0
        : size === 2
          ? view.getUint16(at)
          : size === 4
            ? view.getUint32(at)
            : Number(view.getBigUint64(at));
    at += size;
    return value;
  };
  const sizeAt = (shift: number) => (sizes >> shift) & 15;
  const extents: Extent[] = [];
  const count = take(version < 2 ? 2 : 4);
  for (let i = 0; i < count; i += 1) {
    const id = take(version < 2 ? 2 : 4);
    const isOwnData = version > 0 && (take(2) & 15) === 1;
    take(2);
    const base = take(sizeAt(4)) + (isOwnData ? ownData : 0);
    for (let left = take(2); left > 0; left -= 1) {
      if (version > 0) take(sizeAt(0));
      const offset = base + take(sizeAt(12));
      const length = take(sizeAt(8));
      if (wanted.has(id)) extents.push({ offset, length });
    }
  }
  return extents;
}

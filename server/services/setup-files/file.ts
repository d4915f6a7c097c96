import {
  SETUP_FILE_SIZE,
  SETUP_FORMAT,
  SETUP_PARTS,
  SETUP_VERSION,
  type SetupFile,
  type SetupNote,
} from '../../contracts/setup-files';
import { isMap, isTooDeep, prototypeName, type Item } from '../../rules/setup-merge';
import { BRAND_PICTURE_SIZE, namedPicture } from '../brand-pictures';

/** Of one part; no installation has as many. */
const MOST_ITEMS = 1000;

/** Reads a file as far as it can be read without looking at what is here. */
export function readSetupFile(
  text: string,
): { file: SetupFile } | { problems: [SetupNote, ...SetupNote[]] } {
  const problem = (place: string, message: string): { problems: [SetupNote] } => ({
    problems: [{ place, name: '', message }],
  });
  const size = Buffer.byteLength(text);
  if (size > SETUP_FILE_SIZE)
    return problem('', `The file is larger than ${SETUP_FILE_SIZE / 1024 / 1024} MB.`);
  if (isTooDeep(text)) return problem('', 'This is no set-up file: it nests too deeply.');
  let read: unknown;
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return problem('', `This is not JSON: ${(error as Error).message}`);
  }
  if (!isMap(read) || read.format !== SETUP_FORMAT)
    return problem('format', `This is no set-up file: “format” is not “${SETUP_FORMAT}”.`);
  if (read.version !== SETUP_VERSION)
    return problem(
      'version',
      `This file has version ${JSON.stringify(read.version)}, and this plugin reads version ${SETUP_VERSION}. Export it again by the same version of the plugin.`,
    );
  const forbidden = prototypeName(read);
  if (forbidden !== null) return problem(forbidden, 'This name cannot stand in a file.');
  const [first, ...others] = shapeProblems(read);
  if (first) return { problems: [first, ...others] };
  const parts = SETUP_PARTS.map((part) => [part, read[part] ?? []]);
  return {
    file: { ...read, ...Object.fromEntries(parts), pictures: read.pictures ?? {} } as SetupFile,
  };
}

function shapeProblems(file: Item): SetupNote[] {
  const problems: SetupNote[] = [];
  const add = (place: string, message: string) => problems.push({ place, name: '', message });
  const known = ['format', 'version', 'pictures', ...SETUP_PARTS];
  for (const key of Object.keys(file))
    if (!known.includes(key)) add(key, 'Nobody knows this part. Take it out.');
  for (const part of SETUP_PARTS) {
    const items = file[part] ?? [];
    if (!Array.isArray(items)) add(part, 'Write a list.');
    else if (items.length > MOST_ITEMS) add(part, `Write at most ${MOST_ITEMS}.`);
    else
      for (const [at, item] of items.entries())
        if (!isMap(item)) add(`${part}.${at}`, 'Write an object with its fields.');
  }
  const pictures = file.pictures ?? {};
  if (!isMap(pictures)) add('pictures', 'Write pictures by their names.');
  else
    for (const [name, data] of Object.entries(pictures)) {
      const message = pictureProblem(name, data);
      if (message !== '') add(`pictures.${name}`, message);
    }
  return problems;
}

function pictureProblem(name: string, data: unknown): string {
  if (typeof data !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(data))
    return 'Write the picture in Base64.';
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > BRAND_PICTURE_SIZE) return 'A picture has at most 512 KB.';
  const picture = namedPicture(bytes);
  if (!picture) return 'This is no PNG, JPEG, WebP, GIF, SVG or ICO picture.';
  return picture.name === name ? '' : 'This is another picture than its name says.';
}

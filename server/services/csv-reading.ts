import { parse, type CsvError } from 'csv-parse';
import { Transform } from 'node:stream';
import { IMPORT_COLUMNS } from '../contracts/transfers';
import { breathe } from '../store/event-loop';
import type { ImportFiles } from './import-files';

export interface CsvFormat {
  encoding: string;
  delimiter: string;
}

/** Why a file cannot be imported, as a sentence for the admin. */
export class CsvRefused extends Error {}

/** Characters of one row; a cell of HubSpot's has up to 180,000. */
const ROW_LENGTH = 4 * 1024 * 1024;
const BEGINNING = 64 * 1024;

/** Encoding and delimiter of a file, from what it holds. Throws CsvRefused for what is no text. */
export async function formatOf(files: ImportFiles, storageKey: string): Promise<CsvFormat> {
  const beginning = await files.beginning(storageKey, BEGINNING);
  if (beginning.length === 0) throw new CsvRefused('The file is empty.');
  if (beginning.subarray(0, 2).toString('latin1') === 'PK')
    throw new CsvRefused(
      'This is a spreadsheet or an archive, not a CSV file. Save the sheet as CSV (UTF-8) and upload that.',
    );
  const encoding = await encodingOf(files, storageKey, beginning);
  const text = new TextDecoder(encoding).decode(beginning);
  if (text.includes('\0'))
    throw new CsvRefused('This is not a text file. Save the data as CSV (UTF-8) and upload that.');
  return { encoding, delimiter: delimiterOf(text) };
}

async function encodingOf(
  files: ImportFiles,
  storageKey: string,
  beginning: Buffer,
): Promise<string> {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return 'utf-16le';
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let at = 0; at < beginning.length; at += 1) if (beginning[at] === 0) zeros[at % 2]! += 1;
  // Without a mark: in Latin text every second byte is zero.
  if (zeros[1]! > beginning.length / 4 && zeros[0]! < beginning.length / 40) return 'utf-16le';
  if (zeros[0]! > beginning.length / 4 && zeros[1]! < beginning.length / 40) return 'utf-16be';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of files.read(storageKey)) {
      decoder.decode(chunk as unknown as Buffer, { stream: true });
      await breathe();
    }
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    return 'windows-1252';
  }
}

/** The one of , ; and tab that the first row has most often outside of quotes. */
function delimiterOf(text: string): string {
  const counts: Record<string, number> = { ',': 0, ';': 0, '\t': 0 };
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '\n' || character === '\r') break;
    else if (character in counts) counts[character]! += 1;
  }
  return Object.entries(counts).reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** Rows of a file, the header first. Throws CsvRefused when it cannot be read to its end. */
export async function* readCsv(
  files: ImportFiles,
  storageKey: string,
  format: CsvFormat,
): AsyncGenerator<string[]> {
  const decoder = new TextDecoder(format.encoding);
  const decode = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(decoder.decode(chunk, { stream: true })));
    },
    flush(done) {
      done(null, Buffer.from(decoder.decode()));
    },
  });
  const parser = parse({
    delimiter: format.delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: ROW_LENGTH,
  });
  const source = files.read(storageKey);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(decode).pipe(parser);
  try {
    for await (const row of parser) {
      const cells = row as string[];
      if (cells.length > IMPORT_COLUMNS)
        throw new CsvRefused(
          `A row has ${cells.length.toLocaleString('en')} columns. Use a file of at most ${IMPORT_COLUMNS.toLocaleString('en')}.`,
        );
      yield cells;
    }
  } catch (error) {
    const { code } = error as CsvError;
    if (code === 'CSV_MAX_RECORD_SIZE')
      throw new CsvRefused(
        'A row has more than 4 million characters. A quotation mark that never ends may be the cause.',
      );
    if (code?.startsWith('CSV_'))
      throw new CsvRefused(`The file cannot be read: ${(error as Error).message}`);
    throw error;
  } finally {
    (source as unknown as { destroy(): void }).destroy();
    parser.destroy();
  }
}

import { IMPORT_VALUES, type ImportColumn } from '../contracts/transfers';
import { readHeaders } from '../rules/csv-mapping';
import { cleanCell } from '../rules/csv-values';
import { breathe } from '../store/event-loop';
import type { ImportAnalysis } from '../store/record-imports';
import { CsvRefused, formatOf, readCsv } from './csv-reading';
import type { ImportFiles } from './import-files';

const SAMPLES = 10;
const SAMPLE_LENGTH = 200;
const VALUE_LENGTH = 100;

/**
 * Looks through a whole file: how it is written, its headers, first rows and columns of few values. `goOn` is asked at
 * every row, and throws when the work is to stop.
 */
export async function analyse(
  files: ImportFiles,
  storageKey: string,
  goOn: () => void,
): Promise<{ analysis: ImportAnalysis; rowCount: number }> {
  const format = await formatOf(files, storageKey);
  let columns: (ImportColumn & { found: Set<string> | null })[] = [];
  let rowCount = -1;
  for await (const cells of readCsv(files, storageKey, format)) {
    goOn();
    rowCount += 1;
    if (rowCount === 0)
      columns = readHeaders(cells).map((header) => ({
        header,
        samples: [],
        values: null,
        found: new Set(),
      }));
    else
      columns.forEach((column, index) => {
        const cell = cleanCell(cells[index] ?? '');
        if (rowCount <= SAMPLES) column.samples.push(cell.slice(0, SAMPLE_LENGTH));
        if (cell === '' || !column.found) return;
        if (
          cell.length > VALUE_LENGTH ||
          (column.found.size >= IMPORT_VALUES && !column.found.has(cell))
        )
          column.found = null;
        else column.found.add(cell);
      });
    await breathe();
  }
  if (rowCount < 1)
    throw new CsvRefused(
      rowCount < 0 ? 'The file is empty.' : 'The file has a header and no rows.',
    );
  return {
    analysis: {
      ...format,
      columns: columns.map(({ header, samples, found }) => ({
        header,
        samples,
        values: found && [...found].sort(),
      })),
    },
    rowCount,
  };
}

import type { ImportSettings } from '../contracts/transfers';
import { normaliseAddress } from '../rules/address';
import { languageOf } from '../rules/csv-values';
import { addAddresses, addContacts, changeContact, type BulkContact } from '../store/bulk-contacts';
import { textKeyOf } from '../rules/property-values';
import { saveLink } from '../store/company-contacts';
import type { Connection } from '../store/connection';
import { breathe } from '../store/event-loop';
import {
  findCompaniesByName,
  findCompaniesByRef,
  findContactsByHash,
  findContactsByRef,
  type KnownContact,
} from '../store/import-lookups';
import { savePropertyValues } from '../store/property-values';
import type { ImportHost } from './import-host';
import {
  isRepeated,
  newWrites,
  propertiesAfter,
  short,
  type BatchPlan,
  type ImportRow,
  type RowImporter,
  type RowOutcome,
  type RowReader,
} from './import-rows';
import { sha256 } from './runtime';

const PHONE_LENGTH = 40;
const NAME_LENGTH = 191;

interface Read {
  row: ImportRow;
  ref: string;
  addresses: { address: string; hash: string }[];
  problems: string[];
  refusal: string;
}

/** Rows of contacts: each is recognised by its old id, or by any of its addresses. */
export function contactRows(
  host: ImportHost,
  reader: RowReader,
  settings: ImportSettings,
): RowImporter {
  function read(row: ImportRow): Read {
    const problems: string[] = [];
    const addresses: Read['addresses'] = [];
    const cells = reader.list(row, 'email').flatMap((cell) => cell.split(/[,\s]+/));
    for (const cell of cells.filter((one) => one !== '')) {
      const address = normaliseAddress(cell);
      if (address === '') problems.push(`“${short(cell)}” is not an e-mail address.`);
      else if (!addresses.some((one) => one.address === address))
        addresses.push({ address, hash: sha256(address) });
    }
    const isBroken = problems.length > 0 && addresses.length === 0;
    return {
      row,
      ref: reader.text(row, 'external_id').slice(0, 191),
      addresses,
      problems: isBroken ? [] : problems,
      refusal: isBroken ? (problems[0] ?? '') : '',
    };
  }

  const nameOf = (row: ImportRow): string =>
    (
      reader.text(row, 'name') ||
      [reader.text(row, 'first_name'), reader.text(row, 'last_name')]
        .filter((part) => part !== '')
        .join(' ')
    )
      .replace(/\s+/g, ' ')
      .slice(0, NAME_LENGTH);

  function languageIn(row: ImportRow, problems: string[]): string {
    const cell = reader.text(row, 'language');
    const language = languageOf(cell);
    if (cell !== '' && language === '') problems.push(`“${short(cell)}” is not a language.`);
    return language;
  }

  function timeZoneIn(row: ImportRow, problems: string[]): string {
    const zone = reader.text(row, 'time_zone').replace(/_slash_/g, '/');
    if (zone === '') return '';
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return zone;
    } catch {
      problems.push(`“${short(zone)}” is not a time zone.`);
      return '';
    }
  }

  return {
    async plan(db, rows, seen): Promise<BatchPlan> {
      const reads: Read[] = [];
      for (const row of rows) {
        reads.push(read(row));
        await breathe();
      }
      const byRef = await findContactsByRef(
        db,
        reads.map(({ ref }) => ref).filter((ref) => ref !== ''),
      );
      const byHash = await findContactsByHash(
        db,
        reads.flatMap(({ addresses }) => addresses.map(({ hash }) => hash)),
      );
      const companyIds = rows.map(
        (row) => reader.text(row, 'company_ids').split(';')[0]?.trim() ?? '',
      );
      const companyNames = rows.map((row) => reader.text(row, 'company_name'));
      const companiesByRef = await findCompaniesByRef(
        db,
        companyIds.filter((id) => id !== ''),
      );
      const companiesByName = await findCompaniesByName(
        db,
        companyNames.filter((name) => name !== ''),
      );

      const outcomes: RowOutcome[] = [];
      const made: BulkContact[] = [];
      const changes: ((db: Connection) => Promise<void>)[] = [];
      const changedKeys: number[] = [];
      const changedIds: string[] = [];

      function companyAt(index: number, problems: string[]): number {
        const id = companyIds[index] ?? '';
        const name = companyNames[index] ?? '';
        const found = id === '' ? companiesByName.get(textKeyOf(name)) : companiesByRef.get(id);
        if (!found && (id !== '' || name !== ''))
          problems.push(
            id === ''
              ? `There is no company “${short(name)}”.`
              : `There is no company with the id ${short(id)}.`,
          );
        return found?.key ?? 0;
      }

      for (const [index, one] of reads.entries()) {
        await breathe();
        const { row, ref, addresses, problems } = one;
        const keys = [
          ...(ref === '' ? [] : [`x:${ref}`]),
          ...addresses.map(({ address }) => `a:${address}`),
        ];
        const refuse = (problem: string) =>
          outcomes.push({ row: row.number, outcome: 'refused', problems: [problem] });
        if (one.refusal !== '') {
          refuse(one.refusal);
          continue;
        }
        const wasSeen = isRepeated(seen, keys);
        if (wasSeen && !seen.isDry) break;
        const owners = addresses.map(({ hash }) => byHash.get(hash));
        const known: KnownContact | undefined =
          byRef.get(ref) ?? owners.find((owner) => owner?.isLiving);
        if (!known && owners.some((owner) => owner)) {
          refuse('The e-mail address belongs to a contact in the bin. Restore or merge it first.');
          continue;
        }
        const name = nameOf(row);
        if (!known && name === '' && addresses.length === 0) {
          refuse('The row has neither a name nor an e-mail address.');
          continue;
        }
        if ((known ?? wasSeen) && settings.known === 'skip') {
          outcomes.push({ row: row.number, outcome: 'skipped', problems: [] });
          continue;
        }
        const companyKey = companyAt(index, problems);
        const values = reader.properties(row, problems);
        const language = languageIn(row, problems);
        const timeZone = timeZoneIn(row, problems);
        let phone = reader.text(row, 'phone');
        if (phone.length > PHONE_LENGTH) {
          problems.push(`“${short(phone)}” is too long for a phone number.`);
          phone = '';
        }
        if (!known) {
          made.push({
            name: name || (addresses[0]?.address.split('@')[0] ?? ''),
            phone,
            language: language || settings.language,
            timeZone,
            externalId: ref,
            createdTime: reader.instant(row, 'created', problems) || host.now(),
            properties: propertiesAfter({}, values),
            values,
            addresses,
            companyKey,
          });
          outcomes.push({ row: row.number, outcome: wasSeen ? 'changed' : 'made', problems });
          continue;
        }
        const others = owners.filter((owner) => owner && owner.key !== known.key);
        if (others.length > 0)
          problems.push('One of the e-mail addresses belongs to another contact.');
        const added = addresses.filter((_, place) => owners[place] === undefined);
        const writes = newWrites(known.properties, values);
        const next = {
          key: known.key,
          name: name || known.name,
          phone: phone || known.phone,
          language: language || known.language,
          timeZone: timeZone || known.timeZone,
          externalId: known.externalId || (ref === known.id ? '' : ref),
          properties: propertiesAfter(known.properties, writes),
        };
        const isMoved = companyKey > 0 && companyKey !== known.companyKey;
        const isChanged =
          isMoved ||
          added.length > 0 ||
          writes.length > 0 ||
          next.name !== known.name ||
          next.phone !== known.phone ||
          next.language !== known.language ||
          next.timeZone !== known.timeZone ||
          next.externalId !== known.externalId;
        outcomes.push({ row: row.number, outcome: isChanged ? 'changed' : 'skipped', problems });
        if (!isChanged) continue;
        changedKeys.push(known.key);
        changedIds.push(known.id);
        changes.push(async (connection) => {
          await changeContact(connection, next);
          await addAddresses(connection, known.key, added);
          await savePropertyValues(connection, { kind: 'contact', contactKey: known.key }, writes);
          if (isMoved)
            await saveLink(
              connection,
              known.key,
              companyKey,
              { isPrimary: true, seesTickets: false, isManager: false, isByDomain: false },
              host.now(),
            );
        });
      }

      return {
        outcomes,
        async write(connection) {
          const added = await addContacts(connection, made, host.now());
          for (const change of changes) {
            await change(connection);
            await breathe();
          }
          await host.renewWords(connection, changedKeys);
          await host.followContacts(connection, [...added.map(({ key }) => key), ...changedKeys]);
          await host.record(connection, 'contact', 'contact.created', added);
          await host.record(
            connection,
            'contact',
            'contact.updated',
            changedIds.map((id) => ({ id })),
          );
        },
      };
    },
  };
}

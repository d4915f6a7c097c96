import { COMPANY_DEPTH } from '../contracts/companies';
import type { ImportSettings } from '../contracts/transfers';
import { domainOf, normaliseDomain } from '../rules/address';
import { listOf } from '../rules/csv-values';
import { isFreeMail } from '../rules/free-mail';
import { textKeyOf } from '../rules/property-values';
import {
  addCompanies,
  addDomains,
  changeCompany,
  setParent,
  type BulkCompany,
} from '../store/bulk-companies';
import { levelsBelow, listAncestors } from '../store/companies';
import { saveCompanyWords } from '../store/company-words';
import type { Connection } from '../store/connection';
import { breathe } from '../store/event-loop';
import {
  findCompaniesByName,
  findCompaniesByRef,
  findDomainOwners,
  type KnownCompany,
} from '../store/import-lookups';
import { savePropertyValues } from '../store/property-values';
import type { ImportHost } from './import-host';
import {
  isRepeated,
  newWrites,
  propertiesAfter,
  short,
  type ImportRow,
  type RowImporter,
  type RowOutcome,
  type RowReader,
} from './import-rows';

interface Read {
  row: ImportRow;
  ref: string;
  name: string;
  domains: string[];
  problems: string[];
}

/** Rows of companies: each is recognised by its old id; without one by a domain of its own, or else by its name. */
export function companyRows(
  host: ImportHost,
  reader: RowReader,
  settings: ImportSettings,
): RowImporter {
  function read(row: ImportRow): Read {
    const problems: string[] = [];
    const domains: string[] = [];
    for (const cell of listOf(reader.text(row, 'domains')).flatMap((one) => one.split(/[,\s]+/))) {
      if (cell === '') continue;
      const bare = cell.includes('@') ? domainOf(cell) : cell;
      const domain = normaliseDomain(
        bare
          .replace(/^https?:\/\//i, '')
          .replace(/[/?#].*$/, '')
          .replace(/^www\./i, ''),
      );
      if (domain === '') problems.push(`“${short(cell)}” is not a domain.`);
      else if (isFreeMail(domain))
        problems.push(
          `${domain} is a provider of mailboxes for anybody: it belongs to no company.`,
        );
      else if (!domains.includes(domain)) domains.push(domain);
    }
    return {
      row,
      ref: reader.text(row, 'external_id').slice(0, 191),
      name: reader.text(row, 'name').replace(/\s+/g, ' ').slice(0, 191),
      domains,
      problems,
    };
  }

  async function lookUp(db: Connection, reads: Read[]) {
    const byRef = await findCompaniesByRef(
      db,
      reads.map(({ ref }) => ref).filter((ref) => ref !== ''),
    );
    const owners = await findDomainOwners(
      db,
      reads.flatMap(({ domains }) => domains),
    );
    const byName = await findCompaniesByName(
      db,
      reads.filter(({ ref, name }) => ref === '' && name !== '').map(({ name }) => name),
    );
    const knownOf = ({ ref, name, domains }: Read): KnownCompany | undefined => {
      if (ref !== '') return byRef.get(ref);
      const owner = domains.map((domain) => owners.get(domain)).find((one) => one?.isLiving);
      return owner ?? byName.get(textKeyOf(name));
    };
    return { owners, knownOf };
  }

  return {
    async plan(db, rows, seen) {
      const reads = rows.map(read);
      const { owners, knownOf } = await lookUp(db, reads);
      const outcomes: RowOutcome[] = [];
      const made: BulkCompany[] = [];
      const changes: ((connection: Connection) => Promise<void>)[] = [];
      const changedIds: string[] = [];
      const changedKeys: number[] = [];
      for (const one of reads) {
        await breathe();
        const { row, ref, name, domains, problems } = one;
        const recordKey = ref === '' ? `n:${textKeyOf(name)}` : `x:${ref}`;
        const domainKeys = domains.map((domain) => `d:${domain}`);
        const known = knownOf(one);
        if (!known && name === '') {
          outcomes.push({
            row: row.number,
            outcome: 'refused',
            problems: ['The row has no name.'],
          });
          continue;
        }
        const isSameDomain = domainKeys.some((key) => seen.keys.has(key));
        if (isSameDomain && !seen.isDry) break;
        const wasSeen = isRepeated(seen, [recordKey]);
        if (wasSeen && !seen.isDry) break;
        for (const key of domainKeys) seen.keys.add(key);
        if ((known ?? wasSeen) && settings.known === 'skip') {
          outcomes.push({ row: row.number, outcome: 'skipped', problems: [] });
          continue;
        }
        const free: string[] = [];
        for (const domain of domains) {
          const owner = owners.get(domain);
          if (owner && owner.key !== known?.key)
            problems.push(`The domain ${domain} belongs to ${owner.name}.`);
          else if (!owner && isSameDomain && !wasSeen)
            problems.push(`The domain ${domain} belongs to a company of an earlier row.`);
          else if (!owner) free.push(domain);
        }
        const values = reader.properties(row, problems);
        if (!known) {
          made.push({
            name,
            externalId: ref,
            createdTime: reader.instant(row, 'created', problems) || host.now(),
            properties: propertiesAfter({}, values),
            values,
            domains: free,
          });
          outcomes.push({ row: row.number, outcome: wasSeen ? 'changed' : 'made', problems });
          continue;
        }
        const writes = newWrites(known.properties, values);
        const next = {
          key: known.key,
          name: name || known.name,
          externalId: known.externalId || (ref === known.id ? '' : ref),
          properties: propertiesAfter(known.properties, writes),
        };
        const isChanged =
          free.length > 0 ||
          writes.length > 0 ||
          next.name !== known.name ||
          next.externalId !== known.externalId;
        outcomes.push({ row: row.number, outcome: isChanged ? 'changed' : 'skipped', problems });
        if (!isChanged) continue;
        changedIds.push(known.id);
        changedKeys.push(known.key);
        changes.push(async (connection) => {
          await changeCompany(connection, next);
          await addDomains(connection, known.key, free);
          await savePropertyValues(connection, { kind: 'company', companyKey: known.key }, writes);
        });
      }
      return {
        outcomes,
        async write(connection) {
          const added = await addCompanies(connection, made);
          for (const change of changes) {
            await change(connection);
            await breathe();
          }
          await saveCompanyWords(connection, changedKeys);
          await host.record(connection, 'company', 'company.created', added);
          await host.record(
            connection,
            'company',
            'company.updated',
            changedIds.map((id) => ({ id })),
          );
        },
      };
    },

    // A parent may stand below its children in the file.
    isUnfinished: (row) => reader.text(row, 'parent_id') !== '',
    async finish(db, rows) {
      const reads = rows.map(read);
      const parents = await findCompaniesByRef(
        db,
        rows.map((row) => reader.text(row, 'parent_id')),
      );
      const { knownOf } = await lookUp(db, reads);
      const problems: { row: number; problem: string }[] = [];
      for (const one of reads) {
        await breathe();
        const parentRef = reader.text(one.row, 'parent_id');
        const child = knownOf(one);
        const parent = parents.get(parentRef);
        if (!child) continue;
        const say = (problem: string) => problems.push({ row: one.row.number, problem });
        if (!parent) {
          say(`There is no company with the id ${short(parentRef)} to be its parent.`);
          continue;
        }
        const ancestors = [parent.key, ...(await listAncestors(db, parent.key))];
        if (ancestors.includes(child.key)) say('A company cannot stand below itself.');
        else if (ancestors.length + 1 + (await levelsBelow(db, child.key)) > COMPANY_DEPTH)
          say(`Companies stand at most ${COMPANY_DEPTH} levels below each other.`);
        else await setParent(db, child.key, parent.key);
      }
      return problems;
    },
  };
}

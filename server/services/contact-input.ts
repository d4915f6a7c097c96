import type { ContactInput } from '../contracts/contacts';
import { normaliseAddress } from '../rules/address';
import type { Connection } from '../store/connection';
import {
  findCompanyKey,
  findOwnerOf,
  type AddressRow,
  type CompanyOfContact,
} from '../store/contacts';
import { refused } from './refusals';
import { sha256 } from './runtime';

/** Normalised, each once, one of them primary and one the membership address. */
export function readAddresses(input: ContactInput['addresses']): AddressRow[] {
  const rows = input.map((one, index) => {
    const address = normaliseAddress(one.address);
    if (address === '')
      refused(
        `addresses.${index}.address`,
        'Enter an e-mail address, for example ana@example.com.',
      );
    return { ...one, address, addressHash: sha256(address) };
  });
  rows.forEach(({ address }, index) => {
    if (rows.findIndex((other) => other.address === address) < index)
      refused(`addresses.${index}.address`, 'This address is there twice.');
  });
  if (rows.filter(({ isPrimary }) => isPrimary).length > 1)
    refused('addresses', 'Choose one primary address.');
  if (rows.filter(({ isMembership }) => isMembership).length > 1)
    refused('addresses', 'Choose one membership address.');
  const primary = Math.max(
    0,
    rows.findIndex(({ isPrimary }) => isPrimary),
  );
  const chosen = rows.findIndex(({ isMembership }) => isMembership);
  const membership = chosen === -1 ? primary : chosen;
  return rows.map((row, index) => ({
    ...row,
    isPrimary: index === primary,
    isMembership: index === membership,
  }));
}

/** Refuses what belongs to somebody else; whoever it is is named, so that a page can link there. */
export async function refuseTakenAddresses(
  db: Connection,
  addresses: AddressRow[],
  ownKey: number,
): Promise<void> {
  for (const [index, { addressHash }] of addresses.entries()) {
    const owner = await findOwnerOf(db, addressHash);
    if (!owner || owner.key === ownKey) continue;
    const where = owner.isInBin ? ', who is in the bin' : '';
    refused(
      `addresses.${index}.address`,
      `This address belongs to ${owner.name || 'another contact'}${where}.`,
      { contact: { id: owner.id, name: owner.name } },
    );
  }
}

/** The chosen companies, each once, at most one of them primary. */
export async function readCompanies(
  db: Connection,
  input: ContactInput['companies'],
): Promise<CompanyOfContact[]> {
  const found: CompanyOfContact[] = [];
  for (const [index, { id, isPrimary, seesTickets, isManager }] of input.entries()) {
    const companyKey = await findCompanyKey(db, id);
    if (companyKey === 0) refused(`companies.${index}`, 'Choose a company that exists.');
    if (found.some((other) => other.companyKey === companyKey))
      refused(`companies.${index}`, 'This company is there twice.');
    found.push({ companyKey, isPrimary, seesTickets, isManager });
  }
  if (found.filter(({ isPrimary }) => isPrimary).length > 1)
    refused('companies', 'Choose one primary company.');
  return found;
}

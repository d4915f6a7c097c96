import { PROPERTY_SUBJECTS } from '../../contracts/properties';
import { textKeyOf } from '../../rules/property-values';
import { createDirectory, namesIn, type Directory, type NamedId } from '../../rules/setup-refs';
import { listAccessGroups } from '../../store/access-groups';
import { listAnnouncements, type AnnouncementRecord } from '../../store/announcements';
import type { Connection } from '../../store/connection';
import { listDomains, type DomainFacts } from '../../store/domains';
import { listInboxes, type InboxFacts } from '../../store/inboxes';
import { listKnowledgeBases } from '../../store/knowledge-bases';
import { listPipelines, listStatuses } from '../../store/pipelines';
import { listPortals, type PortalFacts } from '../../store/portals';
import { listProperties, propertyRecord, type PropertyRecord } from '../../store/properties';
import { listForms } from '../../store/request-forms';
import { findCompanyNames, listCategoryPlaces } from '../../store/setup-files';
import {
  pipelineRecord,
  statusRecord,
  type PipelineRecord,
  type StatusRecord,
} from '../../store/site-map';
import { formRecord, type FormRecord } from '../form-record';
import type { Runtime } from '../runtime';
import { readRoles, type RoleFacts } from './admin-roles';

/** The set-up of this installation as its rows say, with the words by which a file names its things. */
export interface Environment {
  properties: PropertyRecord[];
  pipelines: PipelineRecord[];
  statuses: StatusRecord[];
  portals: PortalFacts[];
  domains: DomainFacts[];
  inboxes: InboxFacts[];
  forms: FormRecord[];
  announcements: AnnouncementRecord[];
  roles: RoleFacts[];
  named: NamedId[];
  directory: Directory;
}

/** `file` are the items of a file that is to be applied: companies that it names are looked up. */
export async function readEnvironment(runtime: Runtime, file: unknown = {}): Promise<Environment> {
  const { db } = runtime;
  const properties = (await listProperties(db)).map(propertyRecord);
  const pipelines = (await listPipelines(db)).map(pipelineRecord);
  const statuses = (await listStatuses(db)).map(statusRecord);
  const portals = await listPortals(db);
  const domains = await listDomains(db);
  const inboxes = (await listInboxes(db)).filter(({ isTrashed }) => !isTrashed);
  const forms = (await listForms(db)).map(formRecord);
  const announcements: AnnouncementRecord[] = [];
  for (const portal of portals) announcements.push(...(await listAnnouncements(db, portal.key)));
  const named: NamedId[] = [
    ...pipelines.map(({ id, name }) => namedId('pipeline', id, name)),
    ...statuses.map(({ id, name, pipelineName }) => namedId('status', id, pipelineName, name)),
    ...inboxes.map(({ id, name }) => namedId('inbox', id, name)),
    ...(await listAccessGroups(db)).map(({ id, name }) => namedId('access-group', id, name)),
    ...domains.map(({ id, origin, basePath }) => namedId('domain', id, `${origin}${basePath}`)),
    ...portals.map(({ id, settings }) => namedId('portal', id, settings.general.name)),
    ...forms.flatMap((form): NamedId[] => {
      const portal = portals.find(({ key }) => key === form.portalKey);
      const slug = form.published?.slug ?? form.slug;
      return portal ? [namedId('request-form', form.id, portal.settings.general.name, slug)] : [];
    }),
    ...(await namedLibrary(db)),
    ...(await namedCompanies(db, { portals, forms }, file)),
  ];
  return {
    properties: PROPERTY_SUBJECTS.flatMap((subject) =>
      properties.filter((property) => property.subject === subject),
    ),
    pipelines,
    statuses,
    portals,
    domains,
    inboxes,
    forms,
    announcements,
    roles: await readRoles(runtime),
    named,
    directory: createDirectory(named),
  };
}

const namedId = (kind: NamedId['kind'], id: string, ...words: string[]): NamedId => ({
  kind,
  id,
  words,
});

async function namedLibrary(db: Connection): Promise<NamedId[]> {
  const bases = await listKnowledgeBases(db);
  const titles = new Map(bases.map(({ id, title }) => [id, title]));
  return [
    ...bases.map(({ id, title }) => namedId('knowledge-base', id, title)),
    ...(await listCategoryPlaces(db)).map(({ id, slug, base }) =>
      namedId('category', id, titles.get(base) ?? '', slug),
    ),
  ];
}

/** Companies are people's: only those that a filter asks for are named. */
async function namedCompanies(
  db: Connection,
  here: { portals: PortalFacts[]; forms: FormRecord[] },
  file: unknown,
): Promise<NamedId[]> {
  const filters = [
    ...here.portals.map(({ settings }) => settings.tickets.permissionFilter),
    ...here.forms.map(({ draft }) => draft.audience),
    ...here.forms.map(({ published }) => published?.content.audience ?? []),
  ];
  const ids = filters
    .flat()
    .flatMap(({ conditions }) =>
      conditions.filter(({ property }) => property === 'company').flatMap(({ values }) => values),
    );
  const keys = namesIn(file, 'company').map(textKeyOf);
  const found = [
    ...(await findCompanyNames(db, 'document_id', ids)),
    ...(await findCompanyNames(db, 'name_key', keys)),
  ];
  const byId = new Map(found.map(({ id, name }) => [id, name]));
  return [...byId].map(([id, name]) => namedId('company', id, name));
}

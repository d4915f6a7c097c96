import type { Core } from '@strapi/strapi';
import { createAccessGroups, type AccessGroups } from './access-groups';
import { createAccessSweep, type AccessSweep } from './access-sweep';
import { createActivity } from './activity';
import { createAgentTickets, type AgentTickets } from './agent-tickets';
import { createAgents, type Agents } from './agents';
import { createAnnouncements, type Announcements } from './announcements';
import { createArticles, type Articles } from './articles';
import { createAttachments } from './attachments';
import { createBrandPictures, type BrandPictures } from './brand-pictures';
import { createBrandingPreview, type BrandingPreviewService } from './branding-preview';
import { createCalendars, type Calendars } from './calendars';
import { createContactIndex, type ContactIndex } from './contact-index';
import { createDomainLooks, type DomainLooks } from './domain-looks';
import { createCompanies, type Companies } from './companies';
import { createCompanyContacts, type CompanyContacts } from './company-contacts';
import { createCompanyJoining, type CompanyJoining } from './company-joining';
import { createCompanyMerge, type CompanyMerge } from './company-merge';
import { createContactMerge, type ContactMerge } from './contact-merge';
import { createContacts, type Contacts } from './contacts';
import { createCustomerTickets } from './customer-tickets';
import { createHealth, type HealthService } from './health';
import { createInboxes, type Inboxes } from './inboxes';
import { createInstallation, type Installation } from './installation';
import { createDomainChecks, type DomainChecks } from './domain-checks';
import { createDomainVerification, type DomainVerification } from './domain-verification';
import { createDomains, type Domains } from './domains';
import { createImportFiles } from './import-files';
import { createImportRunner, type ImportRunner } from './import-runner';
import { createJobs, type Jobs } from './jobs';
import { createMails, type Mails } from './mails';
import { createOutboxWorker, type OutboxWorker } from './outbox-worker';
import { createPasswords } from './passwords';
import { createPeople, type People } from './people';
import { createPipelineJobs, type PipelineJobs } from './pipeline-jobs';
import { createPipelines, type Pipelines } from './pipelines';
import { createPortalDefaults } from './portal-defaults';
import { createPortalLife, type PortalLife } from './portal-life';
import { createPortalNextSteps, type PortalNextSteps } from './portal-next-steps';
import { createPortalSetup, type PortalSetup } from './portal-setup';
import { createPortals, type Portals } from './portals';
import { createPortalSettings, type PortalSettingsService } from './portal-settings';
import { createProfile } from './profile';
import { createProperties, type Properties } from './properties';
import { createRecordExports, type RecordExports } from './record-exports';
import { createRecordImports, type RecordImports } from './record-imports';
import { createRequestForms, type RequestForms } from './request-forms';
import { createRuntime, type Runtime } from './runtime';
import { createSearchIndex, type SearchIndex } from './search-index';
import { createSessions } from './sessions';
import { createLimits, createSignIn } from './sign-in';
import { createSetupFiles, type SetupFiles } from './setup-files';
import { createSilence, type Silence } from './silence';
import { createSiteAddresses, type SiteAddresses } from './site-addresses';
import { createSiteMap, type SiteMap } from './site-map';
import { createStatusMoves, type StatusMoves } from './status-moves';
import { createStructure, type Structure } from './structure';
import { createSupportRoles, type SupportRoles } from './support-roles';
import { createTestVisits, type TestVisits } from './test-visits';
import { createTicketHandovers, type TicketHandovers } from './ticket-handovers';
import { createTicketMails } from './ticket-mails';
import { createTicketWriting, type TicketWriting } from './ticket-writing';
import { keepSystemDomain } from './system-domain';
import type { SiteServices } from './types';

export interface Services extends SiteServices {
  runtime: Runtime;
  siteMap: SiteMap;
  accessGroups: AccessGroups;
  accessSweep: AccessSweep;
  articles: Articles;
  agents: Agents;
  announcements: Announcements;
  agentTickets: AgentTickets;
  domainLooks: DomainLooks;
  brandingPreview: BrandingPreviewService;
  brandPictures: BrandPictures;
  calendars: Calendars;
  contactIndex: ContactIndex;
  companies: Companies;
  companyContacts: CompanyContacts;
  companyJoining: CompanyJoining;
  companyMerge: CompanyMerge;
  contactMerge: ContactMerge;
  contacts: Contacts;
  domainChecks: DomainChecks;
  domains: Domains;
  domainVerification: DomainVerification;
  health: HealthService;
  importRunner: ImportRunner;
  inboxes: Inboxes;
  installation: Installation;
  jobs: Jobs;
  mails: Mails;
  outboxWorker: OutboxWorker;
  people: People;
  pipelineJobs: PipelineJobs;
  pipelines: Pipelines;
  portals: Portals;
  portalLife: PortalLife;
  portalNextSteps: PortalNextSteps;
  portalSetup: PortalSetup;
  portalSettings: PortalSettingsService;
  properties: Properties;
  recordExports: RecordExports;
  recordImports: RecordImports;
  requestForms: RequestForms;
  searchIndex: SearchIndex;
  setupFiles: SetupFiles;
  silence: Silence;
  siteAddresses: SiteAddresses;
  statusMoves: StatusMoves;
  structure: Structure;
  /** At boot: the server's own address is a domain too. */
  keepSystemDomain: () => Promise<void>;
  supportRoles: SupportRoles;
  testVisits: TestVisits;
  ticketHandovers: TicketHandovers;
  ticketWriting: TicketWriting;
}

const built = new WeakMap<Core.Strapi, Services>();

/** Every service of the plugin, built once per Strapi, with what it needs passed to it. */
export function getServices(strapi: Core.Strapi): Services {
  const known = built.get(strapi);
  if (known) return known;
  const runtime = createRuntime(strapi);
  const siteMap = createSiteMap(runtime);
  const siteAddresses = createSiteAddresses(runtime);
  const articles = createArticles(runtime);
  const activity = createActivity(runtime);
  const jobs = createJobs(runtime);
  const accessSweep = createAccessSweep(runtime, siteMap, jobs);
  const installation = createInstallation(runtime, activity);
  const mails = createMails(runtime, siteMap, installation);
  const limits = createLimits(runtime);
  const sessions = createSessions(runtime, siteMap);
  const attachments = createAttachments(runtime);
  const ticketWriting = createTicketWriting(
    runtime,
    siteMap,
    activity,
    createTicketMails(runtime, siteMap, mails),
  );
  const statusMoves = createStatusMoves(runtime, siteMap, activity);
  const silence = createSilence(runtime, siteMap, ticketWriting);
  const searchIndex = createSearchIndex(runtime, jobs);
  const importFiles = createImportFiles(runtime);
  const importRunner = createImportRunner(
    runtime,
    siteMap,
    activity,
    jobs,
    importFiles,
    accessSweep,
    searchIndex,
  );
  const domainChecks = createDomainChecks(runtime);
  const domainVerification = createDomainVerification(
    runtime,
    siteMap,
    activity,
    domainChecks,
    jobs,
  );
  const handovers = createTicketHandovers(runtime, siteMap, activity);
  const inboxes = createInboxes(runtime, siteMap, activity, handovers);
  const portals = createPortals(runtime, siteMap, activity, siteAddresses);
  const domainLooks = createDomainLooks(runtime, activity);
  const portalSettings = createPortalSettings(
    runtime,
    siteMap,
    activity,
    siteAddresses,
    domainLooks,
  );
  const outboxWorker = createOutboxWorker(runtime, siteMap, installation, jobs);
  const brandPictures = createBrandPictures(runtime);
  const services: Omit<Services, 'setupFiles'> = {
    runtime,
    siteMap,
    accessGroups: createAccessGroups(runtime, siteMap, activity, accessSweep),
    accessSweep,
    articles,
    installation,
    jobs,
    mails,
    sessions,
    attachments,
    ticketWriting,
    statusMoves,
    pipelines: createPipelines(runtime, siteMap, activity, statusMoves),
    pipelineJobs: createPipelineJobs(runtime, jobs, statusMoves, handovers, silence),
    silence,
    signIn: createSignIn(runtime, limits, activity),
    passwords: createPasswords(runtime, limits, mails, activity, sessions),
    customerTickets: createCustomerTickets(runtime, siteMap, ticketWriting),
    agentTickets: createAgentTickets(runtime, siteMap, ticketWriting, activity, attachments),
    agents: createAgents(runtime, activity, handovers),
    announcements: createAnnouncements(runtime, siteMap, activity),
    brandingPreview: createBrandingPreview(siteMap, brandPictures),
    brandPictures,
    calendars: createCalendars(runtime, activity),
    inboxes,
    supportRoles: createSupportRoles(runtime, activity),
    testVisits: createTestVisits(runtime, siteMap, activity, accessSweep),
    ticketHandovers: handovers,
    profile: createProfile(runtime, activity, accessSweep),
    contactIndex: createContactIndex(runtime, jobs),
    companies: createCompanies(runtime, siteMap, activity),
    companyContacts: createCompanyContacts(runtime, activity, accessSweep),
    companyJoining: createCompanyJoining(runtime, activity, accessSweep),
    companyMerge: createCompanyMerge(runtime, siteMap, activity, accessSweep, jobs),
    contactMerge: createContactMerge(runtime, siteMap, activity, accessSweep, jobs),
    contacts: createContacts(runtime, siteMap, activity, accessSweep),
    people: createPeople(runtime, siteMap, activity, accessSweep),
    portals,
    portalLife: createPortalLife(runtime, siteMap, activity, siteAddresses),
    portalNextSteps: createPortalNextSteps(
      runtime,
      siteMap,
      activity,
      siteAddresses,
      portalSettings,
    ),
    portalSettings,
    portalSetup: createPortalSetup(
      runtime,
      siteMap,
      activity,
      siteAddresses,
      portalSettings,
      createPortalDefaults(siteMap, siteAddresses, inboxes),
      domainLooks,
    ),
    domainLooks,
    domainChecks,
    domainVerification,
    domains: createDomains(
      runtime,
      siteMap,
      activity,
      siteAddresses,
      domainChecks,
      domainVerification,
    ),
    keepSystemDomain: () => keepSystemDomain(runtime, activity),
    siteAddresses,
    properties: createProperties(runtime, siteMap, activity),
    outboxWorker,
    health: createHealth(runtime, siteMap, installation, mails, outboxWorker),
    structure: createStructure(runtime, siteMap),
    requestForms: createRequestForms(runtime, siteMap, activity),
    searchIndex,
    importRunner,
    recordExports: createRecordExports(runtime, siteMap, activity),
    recordImports: createRecordImports(runtime, siteMap, activity, importFiles, importRunner),
  };
  const all = { ...services, setupFiles: createSetupFiles({ ...services, activity }) };
  built.set(strapi, all);
  return all;
}

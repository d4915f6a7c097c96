import type { Core } from '@strapi/strapi';
import { contentTypes } from '../content-types';
import { planPersonalData } from '../rules/personal-data';
import { createAccessGroups, type AccessGroups } from './access-groups';
import { createAccessSweep, type AccessSweep } from './access-sweep';
import { createActivity } from './activity';
import { createAgentTickets, type AgentTickets } from './agent-tickets';
import { createAgents, type Agents } from './agents';
import { createAnnouncements, type Announcements } from './announcements';
import { createArticles, type Articles } from './articles';
import { createArticleSuggestions } from './article-suggestions';
import { createAttachmentMoves, type AttachmentMoves } from './attachment-moves';
import { createAttachments } from './attachments';
import { createAuditLog, type AuditLog } from './audit-log';
import { createBrandPictures, type BrandPictures } from './brand-pictures';
import { createBrandingPreview, type BrandingPreviewService } from './branding-preview';
import { createCalendars, type Calendars } from './calendars';
import { createCaptcha } from './captcha';
import { createConsents, type Consents } from './consents';
import { createContactIdentities, type ContactIdentities } from './contact-identities';
import { createContactIndex, type ContactIndex } from './contact-index';
import { createEntrance } from './entrance';
import { createDomainLooks, type DomainLooks } from './domain-looks';
import { createColleagues } from './colleagues';
import { createColleagueInvitations, type ColleagueInvitations } from './colleague-invitations';
import { createCompanies, type Companies } from './companies';
import { createCompanyContacts, type CompanyContacts } from './company-contacts';
import { createCompanyJoining, type CompanyJoining } from './company-joining';
import { createCompanyMerge, type CompanyMerge } from './company-merge';
import { createContactMerge, type ContactMerge } from './contact-merge';
import { createContacts, type Contacts } from './contacts';
import { createCustomerTickets } from './customer-tickets';
import { createFormStamps } from './form-stamps';
import { createHealth, type HealthService } from './health';
import { createInboxes, type Inboxes } from './inboxes';
import { createInstallation, type Installation } from './installation';
import { createInvitationAccepting } from './invitation-accepting';
import { createInvitationChanges, type InvitationChanges } from './invitation-changes';
import { createInvitationMails, type InvitationMails } from './invitation-mails';
import { createInvitationSending, type InvitationSending } from './invitation-sending';
import { createInvitations, type Invitations } from './invitations';
import { createInvitationWriting, type InvitationWriting } from './invitation-writing';
import { createDomainChecks, type DomainChecks } from './domain-checks';
import { createDomainVerification, type DomainVerification } from './domain-verification';
import { createErasure, type Erasure } from './erasure';
import { createDomains, type Domains } from './domains';
import { createImportFiles } from './import-files';
import { createImportRunner, type ImportRunner } from './import-runner';
import { createJobs, type Jobs } from './jobs';
import { createLimits } from './limits';
import { createMagicLinks } from './magic-links';
import { createMails, type Mails } from './mails';
import { createMemberActions } from './member-actions';
import { createMembers, type Members } from './members';
import { createMailMuting, type MailMuting } from './mail-muting';
import { createOutboxWorker, type OutboxWorker } from './outbox-worker';
import { createPasswords } from './passwords';
import { createPendingUploads, type PendingUploads } from './pending-uploads';
import { createPersonalData } from './personal-data';
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
import { createAddressChanges } from './address-changes';
import { createDevices } from './devices';
import { createSessionUpkeep, type SessionUpkeep } from './session-upkeep';
import { createProofs } from './proofs';
import { createProperties, type Properties } from './properties';
import { createRecordExports, type RecordExports } from './record-exports';
import { createRecordImports, type RecordImports } from './record-imports';
import { createRegistration } from './registration';
import { createRegistrationApproval, type RegistrationApproval } from './registration-approval';
import { createRegistrationLimits } from './registration-limits';
import { createRequestForms, type RequestForms } from './request-forms';
import { createRetention, type RetentionService } from './retention';
import { createRuntime, type Runtime } from './runtime';
import { createOidc } from './oidc';
import { createPasskeyChallenges } from './passkey-challenges';
import { createPasskeyChecks } from './passkey-checks';
import { createPasskeyGiving } from './passkey-giving';
import { createPasskeySignIn } from './passkey-sign-in';
import { createPasskeys } from './passkeys';
import { createIdentityProviders, type IdentityProviders } from './identity-providers';
import { createProviderTests, type ProviderTests } from './provider-tests';
import { createSaml } from './saml';
import { createSamlArrivals } from './saml-arrivals';
import { createSamlMetadata } from './saml-metadata';
import { createSamlRefresh, type SamlRefresh } from './saml-refresh';
import { createFactorGiving } from './factor-giving';
import { createFactorMails } from './factor-mails';
import { createFactorResets, type FactorResets } from './factor-resets';
import { createFactorTries } from './factor-tries';
import { createSecondFactors } from './second-factors';
import { createSecretRotation, type SecretRotation } from './secret-rotation';
import { createSecrets, type Secrets } from './secrets';
import { createSignInFlows } from './sign-in-flows';
import { createSingleSignOn } from './single-sign-on';
import { createVouchedArrivals } from './vouched-arrivals';
import { createVouchedLinking } from './vouched-linking';
import { createVouchedPeople, type VouchedPeople } from './vouched-people';
import { createSearchIndex, type SearchIndex } from './search-index';
import { createSessionLinks, type SessionLinks } from './session-links';
import { createSessionStart } from './session-start';
import { createSessions } from './sessions';
import { createSignIn } from './sign-in';
import { createSetupFiles, type SetupFiles } from './setup-files';
import { createSilence, type Silence } from './silence';
import { createSiteAccounts, type SiteAccounts } from './site-accounts';
import { createSiteAddresses, type SiteAddresses } from './site-addresses';
import { createSiteMap, type SiteMap } from './site-map';
import { createStatusMoves, type StatusMoves } from './status-moves';
import { createStructure, type Structure } from './structure';
import { createSupportRoles, type SupportRoles } from './support-roles';
import { createTestVisits, type TestVisits } from './test-visits';
import { createTicketErasure } from './ticket-erasure';
import { createTicketHandovers, type TicketHandovers } from './ticket-handovers';
import { createTicketMailContent, type TicketMailContents } from './ticket-mail-content';
import { createTicketAccess } from './customer-ticket-access';
import { createShownFacts } from './shown-facts';
import { createTicketExports } from './ticket-exports';
import { createTicketEdits } from './ticket-edits';
import { createTicketMails } from './ticket-mails';
import { createTicketPeople } from './ticket-people';
import { createTicketRatings } from './ticket-ratings';
import { createTicketWriting, type TicketWriting } from './ticket-writing';
import { createTypedTexts } from './typed-texts';
import { keepSystemDomain } from './system-domain';
import type { SiteServices } from './types';
import { createViewAs, type ViewAsService } from './view-as';

export interface Services extends SiteServices {
  runtime: Runtime;
  siteMap: SiteMap;
  accessGroups: AccessGroups;
  accessSweep: AccessSweep;
  articles: Articles;
  agents: Agents;
  announcements: Announcements;
  agentTickets: AgentTickets;
  attachmentMoves: AttachmentMoves;
  auditLog: AuditLog;
  domainLooks: DomainLooks;
  brandingPreview: BrandingPreviewService;
  brandPictures: BrandPictures;
  calendars: Calendars;
  consents: Consents;
  contactIdentities: ContactIdentities;
  contactIndex: ContactIndex;
  colleagueInvitations: ColleagueInvitations;
  companies: Companies;
  companyContacts: CompanyContacts;
  companyJoining: CompanyJoining;
  companyMerge: CompanyMerge;
  contactMerge: ContactMerge;
  contacts: Contacts;
  domainChecks: DomainChecks;
  domains: Domains;
  domainVerification: DomainVerification;
  erasure: Erasure;
  factorResets: FactorResets;
  health: HealthService;
  identityProviders: IdentityProviders;
  importRunner: ImportRunner;
  inboxes: Inboxes;
  installation: Installation;
  invitations: Invitations;
  invitationChanges: InvitationChanges;
  invitationMails: InvitationMails;
  invitationSending: InvitationSending;
  invitationWriting: InvitationWriting;
  jobs: Jobs;
  mails: Mails;
  members: Members;
  outboxWorker: OutboxWorker;
  ticketMailContent: TicketMailContents;
  mailMuting: MailMuting;
  pendingUploads: PendingUploads;
  people: People;
  pipelineJobs: PipelineJobs;
  pipelines: Pipelines;
  portals: Portals;
  portalLife: PortalLife;
  portalNextSteps: PortalNextSteps;
  portalSetup: PortalSetup;
  portalSettings: PortalSettingsService;
  properties: Properties;
  providerTests: ProviderTests;
  recordExports: RecordExports;
  recordImports: RecordImports;
  registrationApproval: RegistrationApproval;
  requestForms: RequestForms;
  retention: RetentionService;
  samlRefresh: SamlRefresh;
  searchIndex: SearchIndex;
  secrets: Secrets;
  secretRotation: SecretRotation;
  sessionUpkeep: SessionUpkeep;
  setupFiles: SetupFiles;
  silence: Silence;
  sessionLinks: SessionLinks;
  siteAccounts: SiteAccounts;
  siteAddresses: SiteAddresses;
  statusMoves: StatusMoves;
  structure: Structure;
  /** At boot: the server's own address is a domain too. */
  keepSystemDomain: () => Promise<void>;
  /** At boot: throws where what keeps attachments is not installed. */
  prepareAttachments: () => Promise<void>;
  supportRoles: SupportRoles;
  testVisits: TestVisits;
  ticketHandovers: TicketHandovers;
  ticketWriting: TicketWriting;
  viewAs: ViewAsService;
  vouchedPeople: VouchedPeople;
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
  const mails = createMails(runtime, siteMap, installation, activity);
  const limits = createLimits(runtime);
  const sessions = createSessions(runtime, siteMap);
  const sessionStart = createSessionStart(runtime, siteMap, activity);
  const registrationLimits = createRegistrationLimits(runtime);
  const siteAccounts = createSiteAccounts(
    runtime,
    registrationLimits,
    mails,
    activity,
    accessSweep,
    sessionStart,
  );
  const factorMails = createFactorMails(mails);
  const entrance = createEntrance(runtime, activity, sessionStart, siteAccounts);
  const secrets = createSecrets(runtime);
  const passkeyChallenges = createPasskeyChallenges(runtime, secrets);
  const passkeyChecks = createPasskeyChecks(runtime, limits, passkeyChallenges, activity);
  const secondFactors = createSecondFactors(runtime, secrets, activity, sessions, factorMails);
  const factorGiving = createFactorGiving(
    runtime,
    secrets,
    limits,
    activity,
    sessions,
    factorMails,
    createFactorTries(runtime),
  );
  const vouchedLinking = createVouchedLinking(runtime, activity);
  const vouchedPeople = createVouchedPeople(
    runtime,
    vouchedLinking,
    createVouchedArrivals(runtime, activity, accessSweep, vouchedLinking),
    entrance,
    secrets,
  );
  const providerTests = createProviderTests(runtime, siteMap, activity, vouchedPeople);
  const samlMetadata = createSamlMetadata(runtime);
  const singleSignOn = createSingleSignOn(
    runtime,
    siteMap,
    limits,
    entrance,
    createSignInFlows(runtime, secrets),
    secrets,
    createSamlArrivals(runtime, secrets),
    { oidc: createOidc(runtime, secrets), saml: createSaml(runtime) },
    vouchedPeople,
    providerTests,
  );
  const ticketAccess = createTicketAccess(runtime);
  const attachments = createAttachments(runtime, ticketAccess);
  const ticketWriting = createTicketWriting(
    runtime,
    siteMap,
    activity,
    createTicketMails(runtime, siteMap, mails),
  );
  const shownFacts = createShownFacts(siteMap);
  const statusMoves = createStatusMoves(runtime, siteMap, activity);
  const silence = createSilence(runtime, siteMap, ticketWriting);
  const searchIndex = createSearchIndex(runtime, jobs);
  const personalTypes = planPersonalData(contentTypes);
  const ticketErasure = createTicketErasure(
    runtime,
    personalTypes,
    activity,
    attachments,
    searchIndex,
  );
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
  const invitationWriting = createInvitationWriting(runtime, activity);
  const colleagueInvitations = createColleagueInvitations(
    runtime,
    siteMap,
    activity,
    accessSweep,
    jobs,
    invitationWriting,
  );
  const invitations = createInvitations(runtime, siteMap, activity, invitationWriting);
  const invitationChanges = createInvitationChanges(runtime, siteMap, activity, invitationWriting);
  const registrationApproval = createRegistrationApproval(runtime, siteMap, mails, activity);
  const invitationMails = createInvitationMails(runtime, invitationWriting);
  const mailMuting = createMailMuting(runtime, secrets);
  const ticketMailContent = createTicketMailContent(runtime, siteMap, mailMuting);
  const outboxWorker = createOutboxWorker(
    runtime,
    siteMap,
    installation,
    jobs,
    invitationMails,
    ticketMailContent,
  );
  mails.onHurry(outboxWorker.sendSoon);
  const brandPictures = createBrandPictures(runtime);
  const services: Omit<Services, 'setupFiles'> = {
    runtime,
    siteMap,
    accessGroups: createAccessGroups(runtime, siteMap, activity, accessSweep),
    accessSweep,
    articles,
    installation,
    invitations,
    invitationAccepting: createInvitationAccepting(
      runtime,
      activity,
      accessSweep,
      sessionStart,
      colleagueInvitations,
    ),
    invitationChanges,
    invitationMails,
    invitationSending: createInvitationSending(runtime, siteMap, jobs, mails, invitationWriting),
    invitationWriting,
    jobs,
    mails,
    members: createMembers(
      runtime,
      siteMap,
      activity,
      createMemberActions(runtime, siteMap, activity, mails, {
        invitations,
        invitationChanges,
        invitationWriting,
        registrationApproval,
      }),
    ),
    sessions,
    attachments,
    prepareAttachments: () => attachments.store.prepare(),
    attachmentMoves: createAttachmentMoves(runtime, attachments),
    pendingUploads: createPendingUploads(runtime, attachments, jobs),
    articleSuggestions: createArticleSuggestions(runtime, articles, activity),
    ticketWriting,
    statusMoves,
    pipelines: createPipelines(runtime, siteMap, activity, statusMoves),
    pipelineJobs: createPipelineJobs(runtime, jobs, statusMoves, handovers, silence),
    silence,
    signIn: createSignIn(runtime, limits, entrance, sessionStart, siteAccounts),
    magicLinks: createMagicLinks(runtime, limits, mails, entrance),
    proofs: createProofs(runtime, limits, mails, activity, sessions),
    devices: createDevices(runtime, siteMap, activity),
    addressChanges: createAddressChanges(runtime, limits, mails, activity, accessSweep, sessions),
    sessionUpkeep: createSessionUpkeep(runtime, siteMap, jobs),
    passwords: createPasswords(runtime, limits, mails, activity, sessions),
    customerTickets: createCustomerTickets(
      runtime,
      siteMap,
      ticketAccess,
      shownFacts,
      ticketWriting,
    ),
    ticketExports: createTicketExports(runtime, siteMap, shownFacts, activity),
    ticketEdits: createTicketEdits(runtime, siteMap, ticketAccess, shownFacts, activity),
    ticketPeople: createTicketPeople(
      runtime,
      siteMap,
      ticketAccess,
      ticketWriting,
      activity,
      limits,
    ),
    ticketRatings: createTicketRatings(runtime, ticketAccess, activity),
    agentTickets: createAgentTickets(runtime, siteMap, ticketWriting, activity, attachments),
    agents: createAgents(runtime, activity, handovers),
    auditLog: createAuditLog(runtime, siteMap, activity, jobs),
    announcements: createAnnouncements(runtime, siteMap, activity),
    brandingPreview: createBrandingPreview(siteMap, brandPictures),
    brandPictures,
    calendars: createCalendars(runtime, activity),
    inboxes,
    supportRoles: createSupportRoles(runtime, activity),
    viewAs: createViewAs(runtime, siteMap, activity, sessionStart),
    testVisits: createTestVisits(runtime, siteMap, activity, accessSweep),
    ticketHandovers: handovers,
    profile: createProfile(runtime, activity, accessSweep),
    personalData: createPersonalData(
      runtime,
      siteMap,
      activity,
      attachments,
      personalTypes,
      contentTypes,
    ),
    erasure: createErasure(runtime, personalTypes, activity, accessSweep, jobs, ticketErasure),
    retention: createRetention(runtime, activity, jobs, ticketErasure),
    consents: createConsents(runtime, activity),
    contactIdentities: createContactIdentities(runtime, activity),
    contactIndex: createContactIndex(runtime, jobs),
    colleagues: createColleagues(runtime, siteMap, activity, accessSweep, invitationWriting),
    colleagueInvitations,
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
    ticketMailContent,
    mailMuting,
    health: createHealth(runtime, siteMap, installation, mails, outboxWorker, attachments),
    structure: createStructure(runtime, siteMap),
    requestForms: createRequestForms(runtime, siteMap, activity),
    registrationApproval,
    registration: createRegistration(
      runtime,
      registrationLimits,
      createFormStamps(runtime),
      createCaptcha(runtime),
      mails,
      activity,
      accessSweep,
      sessionStart,
    ),
    siteAccounts,
    sessionLinks: createSessionLinks(runtime, siteMap, siteAccounts, activity, sessionStart),
    searchIndex,
    secrets,
    secretRotation: createSecretRotation(runtime, siteMap, activity, secrets),
    identityProviders: createIdentityProviders(runtime, siteMap, activity, secrets, samlMetadata),
    samlRefresh: createSamlRefresh(runtime, siteMap, activity, jobs, samlMetadata),
    providerTests,
    vouchedPeople,
    singleSignOn,
    typedTexts: createTypedTexts(runtime, secrets, limits),
    secondFactors,
    factorGiving,
    factorResets: createFactorResets(runtime, siteMap, activity, factorMails),
    passkeys: createPasskeys(
      runtime,
      limits,
      mails,
      factorMails,
      activity,
      passkeyChallenges,
      secondFactors,
    ),
    passkeyGiving: createPasskeyGiving(runtime, limits, activity, passkeyChecks, factorGiving),
    passkeySignIn: createPasskeySignIn(runtime, limits, passkeyChecks, entrance),
    importRunner,
    recordExports: createRecordExports(runtime, siteMap, activity),
    recordImports: createRecordImports(runtime, siteMap, activity, importFiles, importRunner),
  };
  const all = { ...services, setupFiles: createSetupFiles({ ...services, activity }) };
  built.set(strapi, all);
  return all;
}

import { route } from './route';

const IMPORT = 'transfers.record-import';

export const transfers = [
  route('GET', '/imports', 'transfers.list', IMPORT),
  route('POST', '/imports', 'transfers.create', IMPORT),
  route('GET', '/imports/:id', 'transfers.find', IMPORT),
  route('DELETE', '/imports/:id', 'transfers.remove', IMPORT),
  route('POST', '/imports/:id/parts', 'transfers.receive', IMPORT),
  route('POST', '/imports/:id/check', 'transfers.check', IMPORT),
  route('POST', '/imports/:id/start', 'transfers.start', IMPORT),
  route('POST', '/imports/:id/retry', 'transfers.retry', IMPORT),
  route('POST', '/imports/:id/cancel', 'transfers.cancel', IMPORT),
  route('GET', '/imports/:id/report', 'transfers.report', IMPORT),
  route('GET', '/exports', 'transfers.exportRecords', 'transfers.record-export'),
];

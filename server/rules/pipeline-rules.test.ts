import { customerLabel } from './customer-labels';
import { brokenRule, shownStatus, startStatus } from './pipeline-rules';
import { takesChosen } from './status-follow';

const order = [{ id: 'new' }, { id: 'us' }, { id: 'customer' }, { id: 'closed' }];

describe('the rules of a pipeline', () => {
  const none = { noSkipping: false, noGoingBack: false };
  it('are off unless chosen', () => {
    expect(brokenRule(none, order, 'closed', 'new')).toBeNull();
    expect(brokenRule(none, order, 'new', 'closed')).toBeNull();
  });
  it('forbid to skip, and let go back', () => {
    const rules = { ...none, noSkipping: true };
    expect(brokenRule(rules, order, 'new', 'us')).toBeNull();
    expect(brokenRule(rules, order, 'new', 'customer')).toBe('no-skipping');
    expect(brokenRule(rules, order, 'closed', 'new')).toBeNull();
  });
  it('forbid to go back, and let skip', () => {
    const rules = { ...none, noGoingBack: true };
    expect(brokenRule(rules, order, 'customer', 'us')).toBe('no-going-back');
    expect(brokenRule(rules, order, 'new', 'closed')).toBeNull();
    expect(brokenRule(rules, order, 'us', 'us')).toBeNull();
  });
  it('do not bind a status of another pipeline', () => {
    expect(brokenRule({ noSkipping: true, noGoingBack: true }, order, 'x', 'new')).toBeNull();
  });
});

describe('the first status of a ticket', () => {
  const status = (meaning: string, mayStart = false) => ({
    meaning,
    mayStart,
    isClosed: meaning === 'closed',
  });
  it('is the first with the wanted meaning, among those where a ticket may start', () => {
    const all = [status('closed'), status('new'), status('waiting-on-us')];
    expect(startStatus(all, 'new')).toBe(all[1]);
    expect(startStatus(all, 'waiting-on-customer')).toBe(all[1]);
    const marked = [status('new'), status('waiting-on-us', true)];
    expect(startStatus(marked, 'new')).toBe(marked[1]);
  });
});

describe('what customers see', () => {
  const status = (id: string, isHidden = false, isClosed = false) => ({ id, isHidden, isClosed });
  const received = status('received');
  const secret = status('secret', true);
  const done = status('done', false, true);
  const spam = status('spam', true, true);
  const all = [received, secret, status('later'), done, spam];
  it('is the last shown one while a status is hidden', () => {
    expect(shownStatus(received, done, all)).toBe(received);
    expect(shownStatus(secret, all[2], all)).toBe(all[2]);
    expect(shownStatus(secret, undefined, all)).toBe(received);
    expect(shownStatus(secret, secret, all)).toBe(received);
  });
  it('never says open where closed is true', () => {
    expect(shownStatus(spam, received, all)).toBe(done);
    expect(shownStatus(secret, done, all)).toBe(received);
  });
});

describe('a customer label', () => {
  const labels = { en: 'In the queue', fr: '', pt: 'Na fila' };
  const status = { name: 'Queue', meaning: 'new', labels };
  it('is the own word, else the default of the meaning, else English, else the name', () => {
    expect(customerLabel(status, 'en')).toBe('In the queue');
    expect(customerLabel(status, 'fr')).toBe('Reçue');
    expect(customerLabel(status, 'pt-BR')).toBe('Na fila');
    expect(customerLabel(status, 'tlh')).toBe('In the queue');
    expect(customerLabel({ name: 'Odd', meaning: 'odd', labels: {} }, 'ja')).toBe('Odd');
  });
});

it('a chosen status leaves new and closed tickets alone', () => {
  expect(takesChosen('customer-replied', 'new')).toBe(false);
  expect(takesChosen('customer-replied', 'closed')).toBe(true);
  expect(takesChosen('agent-replied', 'closed')).toBe(false);
  expect(takesChosen('assigned', 'new')).toBe(true);
});

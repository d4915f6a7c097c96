const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * What happened to a ticket and when (epoch ms), oldest first: opened, messages, the triage by an agent
 * between the first two messages, and the last change of status. Nothing happens after `now`.
 */
function timelineOf(ticket, index, now) {
  let at = openedAt(ticket, index, now);
  const events = [{ at, kind: 'open', ticket, message: ticket.messages[0] }];
  let slack = now - 10 * MINUTE - at - lengthOf(ticket);
  for (const message of ticket.messages.slice(1)) {
    at += Math.max(message.hoursAfter * HOUR, 4 * MINUTE) + jitter(index, events.length);
    const wait = untilDaytime(at);
    if (wait <= slack) {
      at += wait;
      slack -= wait;
    }
    events.push({ at, kind: 'message', ticket, message });
  }
  const opened = events[0].at;
  const gap = (events[1]?.at ?? opened + HOUR) - opened;
  events.push({ at: opened + Math.min(18 * MINUTE, gap / 2), kind: 'triage', ticket });
  events.push({ at: at + settledAfter(ticket), kind: 'settle', ticket });
  return events.sort((a, b) => a.at - b.at);
}

const lengthOf = (ticket) =>
  ticket.messages.reduce((total, { hoursAfter }) => total + hoursAfter * HOUR + 15 * MINUTE, 0) +
  settledAfter(ticket);

const settledAfter = ({ status }) => (status === 'closed' ? 50 * MINUTE : 6 * MINUTE);

/** In working hours of a weekday, early enough for everything that follows. */
function openedAt(ticket, index, now) {
  const day = new Date(now - ticket.openedDaysAgo * DAY);
  if (ticket.openedDaysAgo > 7 && day.getUTCDay() % 6 === 0) day.setTime(day.getTime() - 2 * DAY);
  const midnight = Math.floor(day.getTime() / DAY) * DAY;
  const wanted = midnight + 7 * HOUR + ((index * 97) % 600) * MINUTE;
  return Math.min(wanted, now - lengthOf(ticket) - 10 * MINUTE);
}

/** Nearly nobody writes at night. */
function untilDaytime(at) {
  const hour = Math.floor((at % DAY) / HOUR);
  if (hour >= 6 && hour < 19) return 0;
  return (((6 - hour + 24) % 24) + 1) * HOUR;
}

/** Nobody answers after exactly two hours. */
const jitter = (index, step) => ((index * 7 + step * 5) % 11) * MINUTE + ((index * 13) % 60) * 1000;

module.exports = { MINUTE, timelineOf };

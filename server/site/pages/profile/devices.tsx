import type { Device } from '../../../rules/device-name';
import type { DeviceView } from '../../../services/devices';
import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { Time } from '../../layout/parts';
import type { Answer, SiteRequest } from '../../request';
import { profilePart } from './shell';

/** Where the person is signed in: what it does not know there, it ends. */
export async function devicesPage(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const { t, to, services } = request;
  const devices = await services.devices.list(session);
  const others = devices.length - 1;
  const remembered = await services.devices.countRemembered(session);
  return profilePart(request, session, {
    part: 'profile/devices',
    title: t('devices.title'),
    children: [
      <p>{t('devices.intro')}</p>,
      <ul class="devices">
        {devices.map((device) => (
          <DeviceItem request={request} device={device} />
        ))}
      </ul>,
      others > 0 && (
        <form method="post" action={to.portal('profile', 'devices', 'end-others')}>
          <FormToken request={request} />
          <button>{t('devices.endOthers', { count: others })}</button>
        </form>
      ),
      remembered > 0 && (
        <form method="post" action={to.portal('profile', 'devices', 'forget')} class="aside">
          <FormToken request={request} />
          <h2>{t('devices.remembered')}</h2>
          <p>{t('devices.rememberedText', { count: remembered })}</p>
          <button>{t('devices.forget')}</button>
        </form>
      ),
    ],
  });
}

export const deviceName = ({ t }: SiteRequest, { browser, system }: Device): string =>
  browser !== '' && system !== ''
    ? t('devices.named', { browser, system })
    : browser || system || t('devices.unknown');

function DeviceItem({ request, device }: { request: SiteRequest; device: DeviceView }) {
  const { t, to } = request;
  const name = deviceName(request, device.device);
  return (
    <li>
      <div>
        <p class="strong">
          {name} {device.isThis && <span class="pill">{t('devices.this')}</span>}
        </p>
        <dl class="facts">
          <dt>{t('devices.method')}</dt>
          <dd>{t(`devices.by.${device.method}`)}</dd>
          <dt>{t('devices.since')}</dt>
          <dd>
            <Time request={request} instant={device.startedAt} />
          </dd>
          {!device.isThis && <dt>{t('devices.seen')}</dt>}
          {!device.isThis && (
            <dd>
              <Time request={request} instant={device.seenAt} />
            </dd>
          )}
          {device.ip !== '' && <dt>{t('devices.ip')}</dt>}
          {device.ip !== '' && (
            <dd>
              <bdi dir="ltr">{device.ip}</bdi>
            </dd>
          )}
        </dl>
      </div>
      {!device.isThis && (
        <form method="post" action={to.portal('profile', 'devices', 'end')}>
          <FormToken request={request} />
          <input type="hidden" name="device" value={device.id} />
          <button aria-label={t('devices.endNamed', { name })}>{t('devices.end')}</button>
        </form>
      )}
    </li>
  );
}

export async function endDevice(
  { to, services }: SiteRequest,
  session: CustomerSession,
  { device = '' }: Record<string, string>,
): Promise<Answer> {
  // The one that asks signs out by its own button, which takes its cookie too.
  if (device !== session.id) await services.devices.end(session, device);
  return { kind: 'redirect', to: `${to.portal('profile', 'devices')}?done=device` };
}

export async function forgetDevices(
  { to, services }: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  await services.devices.forgetRemembered(session);
  return { kind: 'redirect', to: `${to.portal('profile', 'devices')}?done=forgotten` };
}

export async function endOtherDevices(
  { to, services }: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  await services.devices.endOthers(session);
  return { kind: 'redirect', to: `${to.portal('profile', 'devices')}?done=devices` };
}

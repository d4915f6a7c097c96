import type { Runtime } from './runtime';

/** ms */
const PATIENCE = 5000;

export interface Captcha {
  /** What the page shows and where it comes from; null where the application asks for none. */
  widget(): CaptchaWidget | null;
  /** Asks the application's own `verify`; true where there is none. */
  isPerson(fields: Readonly<Record<string, string>>, ip: string): Promise<boolean>;
}

export interface CaptchaWidget {
  scriptUrl: string;
  className: string;
  siteKey: string;
  /** Of everything that the widget loads. */
  origins: string[];
}

/** The option `captcha` (config.ts). */
export function createCaptcha(runtime: Runtime): Captcha {
  return {
    widget() {
      const { captcha } = runtime.config;
      if (!captcha) return null;
      const { scriptUrl, className, siteKey, origins = [] } = captcha.widget;
      const all = [scriptUrl, ...origins].map((address) => new URL(address).origin);
      return { scriptUrl, className, siteKey, origins: [...new Set(all)] };
    },
    async isPerson(fields, ip) {
      const { captcha } = runtime.config;
      if (!captcha) return true;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((_, reject) => {
        timer = setTimeout(() => reject(new Error('it did not answer in time')), PATIENCE);
      });
      try {
        return (await Promise.race([captcha.verify(fields, ip), late])) === true;
      } catch (error) {
        runtime.strapi.log.warn(`customer-portal: captcha: ${String(error)}`);
        return false;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

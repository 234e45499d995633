import type { Settings } from '../../routes/line/route.ts';
import type { SpoolPlace } from '../files/spool.ts';
import type { PasswordCheck } from '../signIn/authentication.ts';
import type { UnsentForms } from '../signIn/unsentForms.ts';
import type { KnownDevices } from '../signIn/knownDevice.ts';

/** What the server answers with, for the whole installation. */
export interface House {
  /** Known once the server listens. */
  settings(): Settings;
  /** Whether it is reached behind TLS. */
  isSecure: boolean;
  /** Where files are kept while they are made and taken. */
  files: SpoolPlace;
  checkPassword: PasswordCheck;
  devices: KnownDevices;
  unsent: UnsentForms;
}
